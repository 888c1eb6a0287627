"""What surrounds every page, and the pages that say what went wrong. None of it asks the database."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import translation

from gcm_portal import error_views
from gcm_portal.context import Portal

pytestmark = pytest.mark.urls("tests.foundation.component_urls")


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(("language", "direction", "other"), [("ar", "rtl", "en"), ("en", "ltr", "ar")])
def test_a_page_has_language_direction_and_its_other_language(client, settings, language, direction, other):
    settings.SITE_URL = "https://portal.example"
    drawn = page(client.get(f"/{language}/components/?q=x"))
    assert (drawn.html["lang"], drawn.html["dir"]) == (language, direction)
    links = drawn.select(f"header a[hreflang={other}]")
    assert [(link["href"], link["lang"]) for link in links] == [(f"/{other}/components/?q=x", other)]
    assert drawn.select_one("main")["id"] == drawn.select_one(".skip-link")["href"].removeprefix("#")
    assert len(drawn.select("h1")) == 1


def test_addresses_for_machines_are_whole_and_without_filters(settings):
    settings.SITE_URL = "https://portal.example"
    with translation.override("en"):
        portal = Portal(RequestFactory().get("/en/components/?region=a&page=2"))
        assert portal.canonical == "https://portal.example/en/components/?page=2"
        assert portal.alternates == [
            ("ar", "https://portal.example/ar/components/"),
            ("en", "https://portal.example/en/components/"),
            ("x-default", "https://portal.example/en/components/"),
        ]


def test_a_reader_without_cookies_gets_a_page_that_anyone_may_share(client):
    response = client.get("/en/components/")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_fonts_are_fetched_for_the_language_of_the_page(client):
    preloaded = {
        language: {link["href"].rsplit("/")[-1].split(".")[0] for link in found.select("link[rel=preload]")}
        for language in ("ar", "en")
        for found in [page(client.get(f"/{language}/components/"))]
    }
    assert preloaded == {"ar": {"plex-arabic-regular", "plex-arabic-bold"}, "en": {"plex-latin"}}


# ---------------------------------------------------------------- what went wrong


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("path", "status"), [("no-such-page/", 404), ("refused/", 403), ("suspicious/", 400), ("failing/", 500)]
)
def test_an_error_is_told_in_the_language_of_the_address_with_ways_on(language, path, status, caplog):
    client = Client(raise_request_exception=False)
    response = client.get(f"/{language}/{path}")
    drawn = page(response)
    assert response.status_code == status
    assert response.headers["Content-Language"] == language
    assert drawn.html["lang"] == language
    assert drawn.select(f'main a[href="/{language}/"]')
    assert drawn.select_one("meta[name=robots]")["content"] == "noindex"


def test_an_address_without_language_is_answered_in_the_browser_s(client):
    # Two parts that no rule knows; an address that exists with a language is redirected there instead.
    response = client.get("/no/such-page", headers={"accept-language": "ar-MA,ar;q=0.9,en;q=0.5"})
    assert response.status_code == 404
    assert page(response).html["lang"] == "ar"


def test_a_refusal_says_why(client):
    response = client.get("/en/refused/")
    assert "This review belongs to another State." in page(response).main.get_text()


def test_a_form_that_is_refused_is_explained(settings):
    settings.CSRF_FAILURE_VIEW = "gcm_portal.error_views.csrf_failure"
    response = Client(enforce_csrf_checks=True).post("/ar/guarded/")
    assert response.status_code == 403
    drawn = page(response)
    assert drawn.html["lang"] == "ar"
    assert drawn.select('main a[href="/ar/guarded/"]')


def test_the_portal_uses_that_explanation(settings):
    assert settings.CSRF_FAILURE_VIEW == "gcm_portal.error_views.csrf_failure"


def test_a_failure_is_told_even_when_no_template_can_be_drawn(monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("no templates")

    monkeypatch.setattr(error_views, "render_to_string", broken)
    response = error_views.server_error(RequestFactory().get("/ar/"))
    assert response.status_code == 500
    assert page(response).select_one("[lang=ar]")["dir"] == "rtl"
    assert "could not be drawn" in caplog.text


def test_the_page_for_a_failure_asks_neither_session_nor_database():
    """Without the database mark a query fails this test; a session cookie would lead to one."""
    request = RequestFactory().get("/en/failing/")
    request.COOKIES["sessionid"] = "x" * 32
    assert error_views.server_error(request).status_code == 500


def test_an_error_keeps_the_language_of_whoever_asked_first():
    with translation.override("en"):
        error_views.page_not_found(RequestFactory().get("/ar/x/"))
        assert translation.get_language() == "en"
