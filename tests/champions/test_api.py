"""Champion countries as open data: only those that a source confirms."""

import pytest

from champions.enums import ChampionStatus
from tests.champions.factories import make_champion, make_initiative
from tests.objectives.factories import make_objective

pytestmark = pytest.mark.django_db


def codes(client, **query):
    return [record["country"]["iso3"] for record in client.get("/api/v1/champions/", query).json()["results"]]


def test_only_confirmed_and_ended_champions_are_there(client):
    make_champion("MAR")
    make_champion("PRT", status=ChampionStatus.ENDED, ended_in="2024")
    make_champion("KHM", status=ChampionStatus.UNCONFIRMED)
    make_champion("KEN", status=ChampionStatus.INVITED)
    assert codes(client) == ["MAR", "PRT"]
    assert codes(client, status="ended") == ["PRT"]
    assert client.get("/api/v1/champions/", {"status": "invited"}).status_code == 400
    assert client.get("/api/v1/champions/KHM/").status_code == 404
    assert codes(client, country="KHM") == []


def test_champions_are_found_by_region_and_objective(client):
    make_champion("MAR", regions=["ECA", "ESCWA"]).priority_objectives.add(make_objective(7), make_objective(11))
    make_champion("PRT", regions=["ECE"])
    assert codes(client, region="ESCWA") == ["MAR"]
    assert codes(client, objective=11) == ["MAR"]
    assert codes(client, objective=1) == []
    assert client.get("/api/v1/champions/", {"objective": 24}).status_code == 400


def test_roles_and_objectives_are_part_of_the_record_with_their_sources(client):
    make_champion("MAR", role="co-chair").priority_objectives.add(make_objective(7))
    record = client.get("/api/v1/champions/MAR/").json()
    assert record["priority_objectives"] == [7]
    assert record["roles"] == [
        {
            "name": {"ar": "دور co-chair", "en": "co-chair"},
            "sources": [],
            "verification": {"level": "verified", "fields_that_differ": {}, "confirmed_on": None},
        }
    ]
    assert record["champion_by"] == "2023-11"


def test_counts_are_found_by_their_date_and_supports_by_their_number(client):
    make_initiative(1)
    assert client.get("/api/v1/champions-initiative/counts/2021/").json()["value"] == 10
    assert client.get("/api/v1/champions-initiative/supports/1/").json()["code"] == "support-1"
