"""The list of countries and the page of one, as anonymous readers see them."""

import pytest
from django.test import Client

from champions.enums import ChampionStatus
from countries.enums import UNStatus
from countries.models import CommissionMembership
from foundation.enums import Confidence
from tests.champions.factories import make_champion
from tests.countries.factories import make_commission, make_real_country
from tests.mptf.factories import make_contributor, make_programme
from tests.network.factories import make_national_network
from tests.reading import Reading
from tests.reviews.factories import make_country as make_sample

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> Reading:
    response = client.get(path)
    assert response.status_code == 200
    return Reading(response)


@pytest.mark.parametrize(
    ("language", "direction", "names"),
    [
        ("en", "ltr", ["Germany", "Jordan", "Morocco"]),
        # The article is not counted: الأردن under alef and ra, ألمانيا under alef and lam, المغرب under mim.
        ("ar", "rtl", ["الأردن", "ألمانيا", "المغرب"]),
    ],
)
def test_list_is_in_alphabetical_order_of_the_language(client, language, direction, names):
    make_real_country("MAR", "Morocco", "المغرب")
    make_real_country("DEU", "Germany", "ألمانيا")
    make_real_country("JOR", "Jordan", "الأردن")
    page = read(client, f"/{language}/countries/")
    assert page.language == (language, direction)
    assert [row[0] for row in page.rows("countries")] == names
    assert page.alternates.keys() == {"ar", "en", "x-default"}
    assert page.alternates["ar"].endswith("/ar/countries/")


def test_country_in_two_regions_stands_in_both_and_the_page_says_so(client):
    make_real_country("MAR", regions=["ECA", "ESCWA"])
    make_real_country("KEN", regions=["ECA"])
    make_real_country("VAT", un_status=UNStatus.OBSERVER)
    page = read(client, "/en/countries/")
    assert page.tiles() == {
        "Region ECA 2": ["KEN", "MAR"],
        "Region ESCWA 1": ["MAR"],
        "In no regional commission 1": ["VAT"],
    }
    assert "1 country stands in two of them" in page.text
    assert len(page.rows("countries")) == 3


def test_region_filter_leaves_out_members_from_elsewhere(client):
    make_real_country("THA", regions=["ESCAP"])
    france = make_real_country("FRA", regions=["ECE"])
    CommissionMembership.objects.create(country=france, commission=make_commission("ESCAP"), is_in_region=False)
    page = read(client, "/en/countries/?region=ESCAP")
    assert [row[1] for row in page.rows("countries")] == ["THA"]
    # All commissions that a country belongs to are in its row and on its page, with what is special about them.
    everyone = {row[1]: row[3] for row in read(client, "/en/countries/").rows("countries")}
    assert everyone == {"THA": "ESCAP", "FRA": "ECE · ESCAP"}
    assert "(a member from outside the region)" in read(client, "/en/countries/FRA/").fact("Regional commissions")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("term", ["المملكه", "المَمْلَكة", "kingdom", "GBR", "gb"])
def test_search_finds_by_name_in_any_language_spelling_and_by_code(client, language, term):
    make_real_country("GBR", "United Kingdom", "المملكة المتحدة", iso2="GB", m49="826")
    make_real_country("MAR", "Morocco", "المغرب")
    page = read(client, f"/{language}/countries/?q={term}")
    assert [row[1] for row in page.rows("countries")] == ["GBR"]


@pytest.mark.parametrize("query", ["region=NOWHERE", "q=atlantis", "champion=maybe", "status=%27%22%3C"])
def test_nothing_found_is_said(client, query):
    make_real_country("MAR", regions=["ECA"])
    page = read(client, f"/en/countries/?{query}")
    assert "No country matches" in page.text
    assert not page.main.all("table")
    assert page.links["Show all countries"] == "/en/countries/"


def test_search_for_nothing_that_can_be_searched_shows_all(client):
    make_real_country("MAR", regions=["ECA"])
    assert len(read(client, "/en/countries/?q=%00").rows("countries")) == 1


def test_filters_of_rooms_below_narrow_the_list_and_the_map(client):
    make_champion("MAR")
    make_champion("KHM", status=ChampionStatus.UNCONFIRMED, confidence=Confidence.RECALLED)
    make_national_network("KEN")
    make_programme(countries=["KEN", "MAR"])
    champions = read(client, "/en/countries/?champion=yes")
    assert [row[1] for row in champions.rows("countries")] == ["MAR"]
    assert champions.tiles() == {"Region ECA 3": ["MAR"]}
    assert champions.links["Champion country"] == "/en/champions/MAR/"
    networks = read(client, "/en/countries/?network=yes&programmes=yes")
    assert [row[1] for row in networks.rows("countries")] == ["KEN"]
    # A choice that would leave nothing is not offered.
    assert "?network=yes&programmes=yes&champion=yes" not in networks.links.values()


def test_counts_of_choices_keep_the_other_choices(client):
    make_real_country("KEN", regions=["ECA"])
    make_real_country("MAR", regions=["ECA", "ESCWA"])
    make_real_country("PSE", regions=["ESCWA"], un_status=UNStatus.OBSERVER)
    page = read(client, "/en/countries/?status=member")
    assert page.links["Region ECA 2"] == "?status=member&region=ECA"
    assert page.links["Region ESCWA 1"] == "?status=member&region=ESCWA"
    assert page.links["Observer State 1"] == "?status=observer"


def test_samples_stand_apart_and_are_counted_nowhere(client):
    make_real_country("MAR", regions=["ECA"])
    make_sample("XAA")
    page = read(client, "/en/countries/")
    assert [row[1] for row in page.rows("countries")] == ["MAR"]
    assert page.tiles() == {"Region ECA 1": ["MAR"]}
    assert page.part("samples").one("a").attrs["href"] == "/en/countries/XAA/"
    detail = read(client, "/en/countries/XAA/")
    assert detail.main.all("div", **{"class": "notice--sample"})


def test_page_of_a_country_shows_what_each_room_knows(client):
    make_champion("MAR", regions=["ECA"], role="co-chair")
    make_national_network("MAR")
    make_programme("social-cohesion", countries=["MAR"])
    make_contributor("MAR")
    page = read(client, "/en/countries/MAR/")
    assert page.heading == "Country MAR"
    assert page.fact("ISO 3166 codes") == "MAR · MA"
    assert page.fact("Name in Arabic") == "بلد MAR"
    assert [heading for heading in page.headings if heading != "Voluntary reviews"] == [
        "Champion country",
        "National network of the United Nations",
        "Joint programmes",
        "Contributor to the Fund",
        "The country in the United Nations",
    ]
    assert "Named as a champion country by November 2023 (the date of a source, not of joining)." in page.text
    assert page.links["Title of social-cohesion"] == "/en/mptf/programmes/social-cohesion/"
    assert page.links["In the register of joint programmes"] == "/en/mptf/programmes/?country=MAR"
    assert "https://example.org/test:countries" in page.links.values()


def test_unconfirmed_champion_is_not_shown(client):
    make_champion("KHM", status=ChampionStatus.UNCONFIRMED, confidence=Confidence.RECALLED)
    page = read(client, "/en/countries/KHM/")
    assert "hampion" not in page.text
    assert "hampion" not in " ".join(" ".join(row) for row in read(client, "/en/countries/").rows("countries"))


def test_recalled_name_carries_the_mark(client):
    make_real_country("VAT", field_confidence={"name_ar": Confidence.RECALLED})
    assert not read(client, "/en/countries/VAT/").main.one("h1").parent.all("span", **{"class": "field-mark"})
    assert read(client, "/ar/countries/VAT/").main.one("h1").parent.all("span", **{"class": "field-mark"})


def test_small_letters_lead_to_the_address_with_capital_ones(client):
    make_real_country("MAR")
    response = client.get("/ar/countries/mar/")
    assert (response.status_code, response["Location"]) == (301, "/ar/countries/MAR/")


@pytest.mark.parametrize("path", ["countries/ZZZ/", "countries/M%C3%84R/", "countries/MARO/", "countries/1/"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_unknown_country_answers_404_in_the_language(client, language, path):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 404
    assert Reading(response).language[0] == language
