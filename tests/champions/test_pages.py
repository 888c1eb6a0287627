"""The initiative of champion countries and the page of one, as anonymous readers see them."""

import pytest
from django.test import Client

from champions.enums import ChampionStatus
from champions.models import ChampionPriority
from foundation.enums import Confidence
from tests.champions.factories import make_champion, make_initiative
from tests.objectives.factories import make_objective
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> Reading:
    response = client.get(path)
    assert response.status_code == 200
    return Reading(response)


def test_list_names_only_those_that_a_source_names(client):
    make_initiative(3)
    make_champion("MAR", role="co-chair", regions=["ECA", "ESCWA"])
    make_champion("BGD", champion_by="", confirmed_in="2020-07", regions=["ESCAP"])
    make_champion("KHM", status=ChampionStatus.UNCONFIRMED, confidence=Confidence.RECALLED)
    make_champion("NPL", status=ChampionStatus.INVITED)
    page = read(client, "/en/champions/")
    assert [row[:4] for row in page.rows("champions")] == [
        ["Country BGD", "", "July 2020", ""],
        ["Country MAR", "November 2023", "", "co-chair"],
    ]
    assert page.tiles() == {"Region ECA 1": ["MAR"], "Region ESCAP 1": ["BGD"], "Region ESCWA 1": ["MAR"]}
    assert "2 champion countries are named here" in page.text
    assert "30 countries were counted in a source of 2023." in page.text
    assert "it is not a date of joining" in page.text


def test_list_shows_what_the_initiative_is(client):
    make_initiative(1)
    make_initiative(2)
    page = read(client, "/en/champions/")
    for anchor, text in [
        ("initiative", "initiative 1"),
        ("selection", "selection 2"),
        ("selection", "criterion 1"),
        ("support", "Support 2"),
        ("events", "Event 1"),
    ]:
        assert text in page.part(anchor).text
    assert [row[:2] for row in page.rows("champion-counts")] == [["2021", "10"], ["2022", "20"]]


def test_region_filter(client):
    make_champion("MAR", regions=["ECA"])
    make_champion("PRT", regions=["ECE"])
    page = read(client, "/en/champions/?region=ECE")
    assert [row[0] for row in page.rows("champions")] == ["Country PRT"]
    assert "2 champion countries are named here" not in page.text  # no count is known
    nowhere = read(client, "/en/champions/?region=NOWHERE")
    assert "No champion country here" in nowhere.text
    assert nowhere.links["Show all champion countries"] == "/en/champions/"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_page_of_a_champion(client, language):
    make_initiative(1)
    champion = make_champion("MAR", role="first co-chair", in_source_deck=True)
    champion.priority_objectives.add(make_objective(5))
    ChampionPriority.objects.create(
        champion=champion, text_en="Legal pathways", text_ar="المسارات", confidence="likely"
    )
    page = read(client, f"/{language}/champions/MAR/")
    assert page.heading == {"ar": "بلد MAR", "en": "Country MAR"}[language]
    assert {"ar": "المسارات", "en": "Legal pathways"}[language] in page.part("priorities").text
    assert f"/{language}/objectives/5/" in page.links.values()
    assert f"/{language}/countries/MAR/" in page.links.values()
    assert "https://example.org/test:champions" in page.links.values()
    if language == "en":
        assert page.fact("Role in the initiative").startswith("first co-chair")
        assert "Arabic slide deck" in page.fact("Arabic slide deck")


def test_unknown_facts_of_a_champion_are_said_to_be_unknown(client):
    make_champion("MAR", champion_by="")
    page = read(client, "/en/champions/MAR/")
    assert page.fact("Since when it is known") == "No date is known."
    assert page.fact("Role in the initiative") == "No role is known."
    assert "No priorities known" in page.text


@pytest.mark.parametrize("status", [ChampionStatus.UNCONFIRMED, ChampionStatus.INVITED])
def test_champion_that_may_not_be_shown_answers_404(client, status):
    make_champion("KHM", status=status)
    assert client.get("/en/champions/KHM/").status_code == 404


def test_addresses(client):
    make_champion("MAR")
    response = client.get("/en/champions/Mar/")
    assert (response.status_code, response["Location"]) == (301, "/en/champions/MAR/")
    assert client.get("/en/champions/ZZZ/").status_code == 404


def test_nothing_known_is_said(client):
    page = read(client, "/ar/champions/")
    assert page.main.all("div", **{"class": "empty-state"})
