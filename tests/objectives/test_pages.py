"""Objectives and principles, as anonymous readers see them."""

import pytest
from django.test import Client

from foundation.enums import Confidence
from tests.champions.factories import make_champion
from tests.mptf.factories import make_area, make_programme
from tests.objectives.factories import make_objective, make_principle
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> Reading:
    response = client.get(path)
    assert response.status_code == 200
    return Reading(response)


def tiles(page: Reading) -> list[str]:
    return [tile.one("h3").text for tile in page.main.all("article", **{"class": "objective-tile"})]


@pytest.mark.parametrize(
    ("language", "direction", "title", "titles"),
    [("en", "ltr", "The 23 objectives", ["Short 1", "Short 2"]), ("ar", "rtl", None, ["قصير 1", "قصير 2"])],
)
def test_list_has_a_tile_for_each_objective(client, language, direction, title, titles):
    make_objective(2)
    make_objective(1)
    page = read(client, f"/{language}/objectives/")
    assert page.language == (language, direction)
    assert tiles(page) == titles
    assert page.links[titles[0]] == f"/{language}/objectives/1/"
    if title:
        assert page.heading == title


def test_list_by_round_table(client):
    for number in (1, 4, 5):
        make_objective(number)  # 1 and 5 belong to table 2, 4 to table 1
    page = read(client, "/en/objectives/?by=round-table")
    assert page.headings == ["Round table 1: Table 1", "Round table 2: Table 2"]
    assert [tile.one("h3").text for tile in page.part("table-2").all("article")] == ["Short 1", "Short 5"]
    # The arrangement is kept by the filters, the filters by the arrangement.
    assert page.links["2. Table 2 2"] == "?by=round-table&table=2"
    assert read(client, "/en/objectives/?table=2").links["By round table"] == "?table=2&by=round-table"


def test_filters_by_goal_and_by_area_of_the_fund(client):
    make_objective(1, targets=["10.7", "17.18"])
    make_objective(2, all_sdgs=True)
    make_objective(3, targets=["8.8"])
    make_area(1, objectives=[1, 3])
    assert tiles(read(client, "/en/objectives/?sdg=10")) == ["Short 1", "Short 2"]
    assert tiles(read(client, "/en/objectives/?area=1")) == ["Short 1", "Short 3"]
    assert tiles(read(client, "/en/objectives/?area=1&sdg=10")) == ["Short 1"]


@pytest.mark.parametrize("query", ["sdg=18", "area=x", "table=-1", "table=%00"])
def test_nothing_left_is_said(client, query):
    make_objective(1)
    page = read(client, f"/en/objectives/?{query}")
    assert "No objective has all of this" in page.text
    assert page.links["Show all objectives"] == "/en/objectives/"


def test_page_of_an_objective(client):
    make_objective(6)
    make_objective(7, targets=["10.10", "10.2", "16.b", "16.2"])
    make_objective(8)
    make_area(2, objectives=[7])
    make_programme("names-it", objectives=[7], area=2)
    make_programme("names-another", objectives=[8], area=2)
    champion = make_champion("MAR")
    champion.priority_objectives.add(make_objective(7))
    page = read(client, "/en/objectives/7/")
    assert page.title.startswith("Objective 7: Short 7")
    assert page.description == "Summary of 7"
    assert page.heading == "Official title of objective 7"
    arabic = page.main.one("header").one("span", lang="ar")
    assert (arabic.text, arabic.attrs["dir"]) == ("العنوان الرسمي للهدف 7", "rtl")
    assert page.fact("Text of the objective") == "A/RES/73/195, paragraph 23"
    assert page.fact("Associated actions") == "11 actions"
    assert page.fact("Round table of the Forum") == "4. Table 4"
    assert (
        page.fact("2030 Agenda for Sustainable Development")
        == "SDG 10: targets 10.2, 10.10 SDG 16: targets 16.2, 16.b"
    )
    assert page.links["Title of names-it"] == "/en/mptf/programmes/names-it/"
    assert "Title of names-another" not in page.links
    assert page.links["Country MAR"] == "/en/champions/MAR/"
    # Which objectives an area holds is recalled: the mark stands beside it.
    assert page.part("fund").all("span", **{"class": "field-mark"})
    neighbours = page.main.one("nav", **{"class": "neighbours"})
    assert [link.attrs["href"] for link in neighbours.all("a")] == ["/en/objectives/6/", "/en/objectives/8/"]


def test_page_of_an_objective_in_arabic_shows_the_arabic_title_first(client):
    make_objective(7, field_confidence={"title_ar": Confidence.RECALLED})
    page = read(client, "/ar/objectives/7/")
    assert page.heading == "العنوان الرسمي للهدف 7"
    assert page.main.one("header").one("span", lang="en").text == "Official title of objective 7"
    assert page.main.one("header").all("span", **{"class": "field-mark"})
    assert not read(client, "/en/objectives/7/").main.one("header").all("span", **{"class": "field-mark"})


def test_objective_without_round_table_summary_and_programmes_says_what_is_missing(client):
    make_objective(9, round_table=None, summary_en="", summary_ar="", associated_actions=None)
    page = read(client, "/en/objectives/9/")
    assert page.fact("Associated actions") == "not available yet"
    assert page.fact("Round table of the Forum") == "not available yet"
    assert "No joint programme recorded here names this objective." in page.text
    assert "What it is about" not in page.headings


@pytest.mark.parametrize("number", ["0", "24", "99999999999999999999", "x"])
@pytest.mark.parametrize("part", ["objectives", "principles"])
def test_unknown_number_answers_404(client, part, number):
    make_objective(23)
    make_principle(10)
    assert client.get(f"/en/{part}/{number}/").status_code == 404


def test_number_within_the_range_that_is_not_loaded_answers_404(client):
    make_objective(6)
    make_principle(6)
    assert client.get("/en/objectives/7/").status_code == 404
    assert client.get("/en/principles/7/").status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_principles(client, language):
    make_principle(1)
    make_principle(2)
    name = {"ar": "اسم المبدأ 2", "en": "Principle name 2"}[language]
    page = read(client, f"/{language}/principles/")
    assert page.links[name] == f"/{language}/principles/2/"
    page = read(client, f"/{language}/principles/2/")
    assert page.heading == name
    assert "https://example.org/test:principles" in page.links.values()
    neighbours = page.main.one("nav", **{"class": "neighbours"})
    assert [link.attrs["href"] for link in neighbours.all("a")] == [f"/{language}/principles/1/"]


@pytest.mark.parametrize("path", ["objectives/", "principles/"])
def test_empty_list_says_why(client, path):
    page = read(client, f"/en/{path}")
    assert page.main.all("div", **{"class": "empty-state"})
