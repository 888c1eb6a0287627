"""The page of all components in a real browser, in both languages; it asks the database for nothing."""

import gzip

import pytest

pytestmark = pytest.mark.urls("tests.foundation.component_urls")

WEIGHT = 120_000


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(new_page, axe, language, scheme):
    page = new_page(color_scheme=scheme)
    page.goto(f"/{language}/components/")
    axe(page)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_is_wider_than_the_smallest_screen(new_page, language):
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(f"/{language}/components/")
    root = page.locator("html")
    assert root.evaluate("root => root.scrollWidth") == 320
    assert root.get_attribute("dir") == {"ar": "rtl", "en": "ltr"}[language]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_first_view_is_light(new_page, language):
    """As it goes over the wire: text compressed, fonts included."""
    page = new_page()
    received = {}
    page.on("response", lambda response: received.setdefault(response.url, response))
    page.goto(f"/{language}/components/", wait_until="networkidle")
    sizes = {
        url: len(response.body() if url.endswith((".woff2", ".png")) else gzip.compress(response.body()))
        for url, response in list(received.items())
    }
    assert sum(sizes.values()) < WEIGHT, sizes
    assert sum(".woff2" in url for url in sizes) in (2, 3)
    assert any("plex-arabic" in url for url in sizes) or language == "en"


def test_tabs_follow_the_direction_of_the_text(new_page):
    page = new_page()
    page.goto("/ar/components/")
    tabs = page.get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowLeft")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert page.locator("#second-tab").is_visible()
    assert not page.locator("#first-tab").is_visible()


def test_without_scripts_everything_is_there(new_page):
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto("/en/components/")
    assert page.locator("#first-tab").is_visible()
    assert page.locator("#second-tab").is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert page.get_by_role("navigation", name="Main").get_by_role("link", name="Countries", exact=True).is_visible()
    assert page.locator("[data-theme-toggle]").first.is_hidden()


def test_the_choice_of_colours_is_remembered(new_page):
    page = new_page(color_scheme="light")
    page.goto("/en/components/")
    page.get_by_role("button", name="Dark colours").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Dark colours").get_attribute("aria-pressed") == "true"
