"""The home page and what the portal says of itself, as anonymous readers see it."""

import pytest
from django.test import Client

from champions.enums import ChampionStatus
from countries.enums import UNStatus
from tests.champions.factories import make_champion, make_initiative
from tests.countries.factories import make_real_country, make_source
from tests.mptf.factories import make_programme
from tests.objectives.factories import make_objective
from tests.reading import Reading
from tests.reviews.factories import make_country as make_sample
from tests.reviews.factories import make_publication, review_at

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> Reading:
    response = client.get(path)
    assert response.status_code == 200
    return Reading(response)


def stats(page: Reading) -> dict[str, str]:
    """Address of the list behind each number → the number."""
    found = page.part("numbers").all("div", **{"class": "stat"})
    return {stat.one("a").attrs["href"]: stat.one("span", **{"class": "stat__value"}).text for stat in found}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_numbers_lead_to_the_lists_behind_them(client, language):
    make_objective(1)
    make_objective(2)
    make_real_country("KEN")
    make_real_country("VAT", un_status=UNStatus.OBSERVER)
    make_champion("MAR")
    make_champion("KHM", status=ChampionStatus.UNCONFIRMED)
    make_programme(countries=["MAR"])
    review_at("submitted", country=make_sample("XAB"))
    page = read(client, f"/{language}/")
    numbers = stats(page)
    assert numbers == {
        f"/{language}/countries/": "3",  # the observer is in the note, samples nowhere
        f"/{language}/objectives/": "4",  # those of the draft and one more
        f"/{language}/champions/": "1",
        f"/{language}/mptf/programmes/": "1",
        f"/{language}/reviews/": "0",
    }
    # The list behind each number has as many entries.
    assert len(read(client, f"/{language}/champions/").rows("champions")) == 1
    assert len(read(client, f"/{language}/countries/").rows("countries")) == 3 + 1


def test_published_samples_are_not_counted_but_named(client):
    make_publication(make_sample("XAA"))
    make_publication(make_real_country("MAR"))
    page = read(client, "/en/")
    assert stats(page)["/en/reviews/"] == "1"
    assert "in this portal, and 1 sample of a fictional State" in page.part("numbers").text


def test_home_leads_to_objectives_countries_and_the_cycle(client):
    make_objective(7)
    make_initiative(3)
    page = read(client, "/en/")
    assert page.title == "Global Compact for Migration portal"
    assert page.links["Short 7"] == "/en/objectives/7/"
    form = page.main.one("form")
    assert (form.attrs["action"], form.one("input").attrs["name"]) == ("/en/countries/", "q")
    assert "cycle" in [section.attrs.get("id") for section in page.main.all("section")]
    assert "30 were counted (2023)" in page.part("numbers").text


def test_home_on_an_empty_database(client):
    page = read(client, "/ar/")
    assert page.main.all("div", **{"class": "empty-state"})
    assert set(stats(page).values()) == {"0"}


@pytest.mark.parametrize("path", ["about/", "about/accessibility/", "about/sources/"])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_pages_about_the_portal(client, path, language, direction):
    page = read(client, f"/{language}/{path}")
    assert page.language == (language, direction)
    assert page.heading
    assert page.description
    assert len(page.headings) >= 1


def test_about_explains_the_three_levels(client):
    page = read(client, "/en/about/")
    labels = [fact.one("dt").text for fact in page.part("verification").all("div", **{"class": "fact"})]
    assert labels == ["verified", "likely", "to be confirmed"]


def test_sources_are_listed_in_their_own_language(client):
    make_source("deck", title="العرض التقديمي", url="")
    make_source("gcm", title="A/RES/73/195", url="https://undocs.org/A/RES/73/195")
    page = read(client, "/en/about/sources/")
    assert page.links["A/RES/73/195"] == "https://undocs.org/A/RES/73/195"
    title = next(node for node in page.main.all("bdi") if node.text == "العرض التقديمي")
    assert (title.attrs["lang"], title.attrs["dir"]) == ("ar", "rtl")
