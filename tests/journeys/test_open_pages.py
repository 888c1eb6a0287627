"""Open pages in a real browser: accessible in both languages, small screens without loss, no script needed."""

import pytest

from foundation.enums import Confidence
from tests.champions.factories import make_champion, make_initiative
from tests.countries.factories import make_real_country
from tests.mptf.factories import add_partner, make_contributor, make_fund, make_programme
from tests.network.factories import make_national_network, make_network
from tests.objectives.factories import make_objective, make_principle
from tests.reviews.factories import make_country as make_sample
from tests.reviews.factories import make_publication

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "",
    "objectives/",
    "objectives/?by=round-table&sdg=10",
    "objectives/7/",
    "principles/",
    "principles/1/",
    "countries/",
    "countries/?region=ECA&champion=yes",
    "countries/?q=atlantis",
    "countries/MAR/",
    "countries/XAA/",
    "champions/",
    "champions/MAR/",
    "network/",
    "capacity/",
    "mptf/",
    "mptf/areas/1/",
    "mptf/programmes/",
    "mptf/programmes/programme-1/",
    "about/",
    "about/sources/",
    "about/accessibility/",
    "data/api/",
    "countries/ZZZ/",
]


@pytest.fixture
def world():
    for number in range(1, 24):
        make_objective(number, targets=["10.7"], field_confidence={"title_ar": Confidence.RECALLED})
    make_principle(1)
    make_principle(2)
    make_real_country("KEN", "Kenya", "كينيا", regions=["ECA"])
    make_champion("MAR", role="co-chair", regions=["ECA", "ESCWA"]).priority_objectives.add(make_objective(7))
    make_initiative(1)
    make_national_network("MAR")
    make_network(1)
    make_fund(1)
    make_contributor("MAR")
    add_partner(make_programme(countries=["MAR"], objectives=[7]), "Ministry of the Interior")
    make_publication(make_sample("XAA"))


def test_open_pages_break_no_rule_of_axe(world, page, axe):
    for scheme, paths in (("light", PAGES), ("dark", ["", "objectives/7/", "countries/", "mptf/programmes/"])):
        page.emulate_media(color_scheme=scheme)
        for language in ("ar", "en"):
            for path in paths:
                page.goto(f"/{language}/{path}")
                axe(page)


def test_nothing_is_cut_off_at_320_pixels(world, new_page):
    page = new_page(viewport={"width": 320, "height": 800}, java_script_enabled=True)
    for language in ("ar", "en"):
        for path in PAGES:
            page.goto(f"/{language}/{path}")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, f"/{language}/{path} is {width} pixels wide"


def test_a_reader_finds_a_country_and_its_facts_without_javascript(world, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/ar/")
    page.locator("#home-search").fill("كينيا")
    page.locator(".hero-search button").click()
    assert page.url.endswith("/ar/countries/?q=%D9%83%D9%8A%D9%86%D9%8A%D8%A7")
    page.locator("#countries").get_by_role("link", name="كينيا").click()
    assert page.locator("h1").inner_text() == "كينيا"
    # The other language shows the same page.
    page.locator(".site-header__tools a[hreflang=en]").click()
    assert page.url.endswith("/en/countries/KEN/")
    assert page.locator("h1").inner_text() == "Kenya"


def test_filters_are_links_that_can_be_shared(world, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/en/countries/")
    page.get_by_text("Champion country", exact=True).first.click()
    page.locator(".facet__option", has_text="Champion country").click()
    assert page.url.endswith("/en/countries/?champion=yes")
    assert page.locator("#countries tbody tr").count() == 1
    page.get_by_role("link", name="Clear all filters").click()
    assert page.locator("#countries tbody tr").count() == 2
