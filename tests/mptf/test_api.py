"""The Fund as open data: programmes by what they have to do with, and nothing guessed."""

import pytest

from mptf import stages
from mptf.enums import Stage
from mptf.models import JointProgramme, ProgrammeDocument, ProgrammeMarker
from tests.countries.factories import make_real_country
from tests.mptf.factories import (
    add_partner,
    add_result,
    make_area,
    make_contribution,
    make_contributor,
    make_line,
    make_programme,
    make_rate,
)
from tests.network.factories import make_entity

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
    (result,) = record["results"]
    assert (result["is_pillar"], result["text"], result["target"]) == (
        False,
        {"ar": "نتيجة A result", "en": "A result"},
        None,
    )
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


def test_money_is_read_row_by_row_with_its_source_and_day(client, programmes):
    arab = JointProgramme.objects.get(slug="arab")
    make_line(arab, amount="1500.50", organization=make_entity("IOM"))
    make_line(arab, amount="20", currency="EUR", kind="spent", year=2025)
    make_line(make_programme("unseen", is_published=False))
    make_contribution("DEU", amount="7", programme=arab)
    found = client.get("/api/v1/mptf/money/", {"programme": "arab", "kind": "approved"}).json()["results"]
    assert [(row["code"], row["amount"], row["currency"], row["organization"], row["as_of"]) for row in found] == [
        ("arab-2024-approved-fund-1", "1500.50", "USD", "IOM", "2024-03-31")
    ]
    assert found[0]["sources"][0]["code"] == "test:mptf"
    assert client.get("/api/v1/mptf/money/").json()["count"] == 2
    assert client.get("/api/v1/mptf/money/unseen-2024-approved-fund-1/").status_code == 404
    assert client.get("/api/v1/mptf/money/", {"programme": "nothing"}).status_code == 400
    (given,) = client.get("/api/v1/mptf/contributions/", {"country": "DEU"}).json()["results"]
    assert (given["code"], given["status"], given["programme"], given["area"]) == (
        "deu-2024-paid-1",
        "paid",
        "arab",
        None,
    )
    assert client.get("/api/v1/mptf/contributions/deu-2024-paid-1/").json()["amount"] == "7.00"


def test_a_programme_has_its_markers_documents_and_stages(client, programmes):
    arab = JointProgramme.objects.get(slug="arab")
    ProgrammeMarker.objects.create(programme=arab, marker="gender", value="2b")
    ProgrammeDocument.objects.create(programme=arab, title_en="Doc", language="fr", url="https://example.org/doc")
    stages.record_stage(programme=arab, stage=Stage.CLOSED, since="2024")
    record = client.get("/api/v1/mptf/programmes/arab/").json()
    assert record["markers"][0]["value"] == "2b"
    assert record["documents"][0]["url"] == "https://example.org/doc"
    assert record["stage_changes"] == [{"stage": "closed", "since": "2024"}]
    assert (record["stage"], record["is_sample"]) == ("closed", False)
    assert slugs(client, marker="gender") == ["arab"]
    make_rate("EUR", "2024-03", "0.92")
    assert client.get("/api/v1/mptf/exchange-rates/").json()["results"][0]["per_dollar"] == "0.920000"
