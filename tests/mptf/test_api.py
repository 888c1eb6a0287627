"""The Fund as open data: programmes by what they have to do with, and nothing guessed."""

import pytest

from mptf.enums import Stage
from tests.countries.factories import make_real_country
from tests.mptf.factories import add_partner, add_result, make_area, make_contributor, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programmes():
    make_real_country("MAR", regions=["ECA", "ESCWA"])
    make_real_country("TUN", regions=["ECA", "ESCWA"])
    make_real_country("PRT", regions=["ECE"])
    make_programme("arab", countries=["MAR", "TUN"], organizations=["IOM", "WHO"], objectives=[7], budget_usd=1500)
    make_programme("west", countries=["PRT"], stage=Stage.UNKNOWN, area=2, start="2021", budget_usd=3000)


def slugs(client, **query):
    return [record["slug"] for record in client.get("/api/v1/mptf/programmes/", query).json()["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["arab", "west"]),
        ({"country": "TUN"}, ["arab"]),
        ({"region": "ESCWA"}, ["arab"]),  # both of its countries lie there: still one record
        ({"organization": "WHO"}, ["arab"]),
        ({"objective": 7}, ["arab"]),
        ({"area": 2}, ["west"]),
        ({"stage": "running"}, ["arab"]),
        ({"stage": "unknown"}, ["west"]),
        ({"region": "ECA", "stage": "unknown"}, []),
        ({"ordering": "-budget_usd"}, ["west", "arab"]),
        ({"ordering": "start"}, ["west", "arab"]),
    ],
)
def test_programmes_are_narrowed_and_ordered(client, programmes, query, expected):
    assert slugs(client, **query) == expected


def test_a_programme_holds_all_that_is_known_of_it(client, programmes):
    programme = make_programme("full", countries=["MAR"], title_ar="")
    add_partner(programme, "Ministry")
    add_result(programme, "A result")
    record = client.get("/api/v1/mptf/programmes/full/").json()
    assert record["title"] == {"ar": "", "en": "Title of full"}
    assert record["partners"] == [
        {"kind": "government", "acronym": "", "name": {"ar": "شريك Ministry", "en": "Ministry"}}
    ]
    assert record["results"] == [{"is_pillar": False, "text": {"ar": "نتيجة A result", "en": "A result"}}]
    assert record["budget_usd"] is None
    assert [country["iso3"] for country in record["countries"]] == ["MAR"]
    assert record["thematic_area"] == 1


def test_areas_name_their_objectives_and_mark_what_is_recalled(client):
    make_area(1, objectives=[1, 3])
    record = client.get("/api/v1/mptf/areas/1/").json()
    assert record["objectives"] == [1, 3]
    assert record["verification"] == {
        "level": "verified",
        "fields_that_differ": {"objectives": "recalled"},
        "confirmed_on": None,
    }


def test_contributors_are_found_by_country(client):
    make_contributor("DEU")
    make_contributor("PRT")
    found = client.get("/api/v1/mptf/contributors/", {"country": "PRT"}).json()["results"]
    assert [record["country"]["iso3"] for record in found] == ["PRT"]
