"""The Fund, its areas and its register of joint programmes, as anonymous readers see them."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from foundation.enums import Confidence
from foundation.registers import PAGE_SIZE
from mptf import stages
from mptf.enums import PartnerKind, Stage
from mptf.models import ProgrammeDocument, ProgrammeMarker, ProgrammeResult
from tests.mptf.factories import (
    add_partner,
    add_result,
    make_area,
    make_contribution,
    make_contributor,
    make_fund,
    make_line,
    make_programme,
    make_rate,
)
from tests.network.factories import make_entity
from tests.objectives.factories import make_principle
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> Reading:
    response = client.get(path)
    assert response.status_code == 200
    return Reading(response)


def titles(page: Reading) -> list[str]:
    return [card.one("h3").text for card in page.main.all("article", **{"class": "card"})]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_fund_page(client, language, direction):
    make_fund(1)
    make_area(2, objectives=[7, 8])
    make_programme("a", area=2, stage=Stage.CLOSED)
    make_programme("b", area=2, stage=Stage.UNKNOWN)
    make_contributor("DEU")
    page = read(client, f"/{language}/mptf/")
    assert page.language == (language, direction)
    areas = page.part("areas").one("article")
    assert areas.one("a").attrs["href"] == f"/{language}/mptf/areas/2/"
    assert [tile.text.split()[-1] for tile in areas.all("span", **{"class": "number-tile"})] == ["7", "8"]
    stages = {link.attrs["href"] for link in page.part("stages").all("a")}
    assert f"/{language}/mptf/programmes/?stage=closed" in stages
    assert f"/{language}/mptf/programmes/?stage=unknown" in stages
    assert f"/{language}/mptf/programmes/?stage=approved" not in stages  # none: nothing to lead to
    prefix = {"en": "", "ar": "نص "}[language]
    for anchor, topic in [("rules", "principle"), ("rules", "marker"), ("contributors", "contributor-kind")]:
        assert f"{prefix}{topic} 1" in page.part(anchor).text
    assert f"{prefix}governance 1" in page.part("profile").text
    assert [row[0] for row in page.rows("contributors-table")] == [{"en": "Country DEU", "ar": "بلد DEU"}[language]]
    assert {"en": "1,000,000 US dollars", "ar": "1,000,000"}[language] in page.part("milestones").text
    contents = [link.attrs["href"] for link in page.main.one("nav", **{"class": "toc"}).all("a")]
    assert contents == [f"#{section.attrs['id']}" for section in page.main.all("section") if section.attrs.get("id")]


def test_fund_page_says_what_is_not_known(client):
    page = read(client, "/en/mptf/")
    assert page.heading == "Migration Multi-Partner Trust Fund"
    assert len(page.main.all("div", **{"class": "empty-state"})) == 4


def test_area_page(client):
    make_area(1)
    area = make_area(2, objectives=[7])
    make_programme("in-it", area=2)
    make_programme("elsewhere", area=1)
    page = read(client, "/en/mptf/areas/2/")
    assert page.heading == "Area 2"
    assert page.part("objectives").one("article").one("a").attrs["href"] == "/en/objectives/7/"
    assert page.part("objectives").all("span", **{"class": "field-mark"})
    assert titles(page) == ["Title of in-it"]
    assert page.links["Previous 1. Area 1"] == "/en/mptf/areas/1/"
    area.programmes.all().delete()
    assert "No joint programme is recorded in this area" in read(client, "/en/mptf/areas/2/").text
    assert client.get("/en/mptf/areas/3/").status_code == 404
    assert client.get("/en/mptf/areas/99999999999999999999/").status_code == 404


def test_register_filters_together_and_counts_what_each_would_leave(client):
    make_programme("one", area=1, countries=["MAR", "KEN"], organizations=["IOM", "ILO"], objectives=[5])
    make_programme("two", area=2, countries=["MAR"], organizations=["IOM"], stage=Stage.CLOSED)
    make_programme("three", area=2, countries=["KEN"], organizations=["ILO"], stage=Stage.UNKNOWN)
    assert len(titles(read(client, "/en/mptf/programmes/"))) == 3
    for query, expected in [
        ("area=2", {"Title of two", "Title of three"}),
        ("stage=unknown", {"Title of three"}),
        ("country=KEN", {"Title of one", "Title of three"}),
        ("organization=ILO&country=KEN", {"Title of one", "Title of three"}),
        ("objective=5", {"Title of one"}),
        ("area=2&country=MAR&organization=IOM&stage=closed", {"Title of two"}),
    ]:
        assert set(titles(read(client, f"/en/mptf/programmes/?{query}"))) == expected, query
    page = read(client, "/en/mptf/programmes/?country=KEN")
    assert page.links["Entity ILO (ILO) 2"] == "?country=KEN&organization=ILO"
    assert page.links["2. Area 2 1"] == "?country=KEN&area=2"
    assert page.links["Country MAR 2"] == "?country=MAR"  # another value of the same filter replaces it
    assert page.links["Remove: Country KEN"] == "?"


@pytest.mark.parametrize(
    "query", ["area=x", "area=9", "area=99999999999999999999", "stage=dreaming", "country=%00", "objective=-1"]
)
def test_register_says_when_nothing_matches(client, query):
    make_programme()
    page = read(client, f"/en/mptf/programmes/?{query}")
    assert "No joint programme matches" in page.text
    assert page.links["Show all joint programmes"] == "/en/mptf/programmes/"


def test_register_is_ordered_by_start_or_by_title_in_the_language(client):
    make_programme("late", start="2024-04", title_en="Alpha", title_ar="يقظة")
    make_programme("early", start="2020", title_en="Gamma", title_ar="البحر")
    make_programme("unknown", start="", title_en="Beta", title_ar="تمكين")
    assert titles(read(client, "/en/mptf/programmes/")) == ["Alpha", "Gamma", "Beta"]
    assert titles(read(client, "/en/mptf/programmes/?sort=title")) == ["Alpha", "Beta", "Gamma"]
    assert titles(read(client, "/ar/mptf/programmes/?sort=title")) == ["البحر", "تمكين", "يقظة"]


def test_register_has_pages(client):
    for number in range(PAGE_SIZE + 1):
        make_programme(f"p-{number:03}")
    first = read(client, "/en/mptf/programmes/?sort=title")
    assert len(titles(first)) == PAGE_SIZE
    second = read(client, "/en/mptf/programmes/?sort=title&page=2")
    assert titles(second) == [f"Title of p-{PAGE_SIZE:03}"]
    # A page beyond the last shows the last.
    assert titles(read(client, "/en/mptf/programmes/?sort=title&page=77")) == titles(second)
    assert titles(read(client, "/en/mptf/programmes/?sort=title&page=x")) == titles(first)


def test_programme_with_everything(client):
    programme = make_programme(
        "djibouti",
        countries=["DJI", "ETH"],
        organizations=["IOM", "UNICEF"],
        objectives=[7],
        area=2,
        stage=Stage.PIPELINE,
        stage_as_of_en="source deck (2020-2021)",
        goal_en="Protect people",
        goal_ar="حماية الناس",
        budget_usd=2350000,
        budget_note_en="of which half is spent",
        launch_note_en="launched in June",
        duration_months=24,
        is_first_six=True,
        title_status="our translation",
        sdg_goals=[10],
        coordinating_entity=make_entity("IOM"),
        field_confidence={"stage": Confidence.RECALLED},
    )
    add_partner(programme, "Ministry of the Interior")
    add_partner(programme, "Red Crescent", PartnerKind.OTHER)
    add_result(programme, "80 people trained")
    add_result(programme, "Data and knowledge", is_pillar=True)
    page = read(client, "/en/mptf/programmes/djibouti/")
    assert page.heading == "Title of djibouti"
    assert "Protect people" in page.part("goal").text
    assert page.fact("Countries") == "Country DJI Country ETH"
    assert page.fact("Participating UN organizations") == "Entity IOM (IOM) Entity UNICEF (UNICEF)"
    assert page.fact("Coordinated by") == "Entity IOM"
    assert page.fact("Government entities") == "Ministry of the Interior"
    assert page.fact("Other partners") == "Red Crescent"
    assert page.fact("Thematic area") == "2. Area 2"
    assert page.fact("Stage") == "In the pipeline \u2060 (to be confirmed) as of: source deck (2020-2021)"
    assert page.fact("Start") == "2023 launched in June"
    assert page.fact("End") == "not found in a source"
    assert page.fact("Duration") == "24 months"
    assert page.fact("Budget as printed by the source") == "2,350,000 US dollars of which half is spent"
    assert page.fact("Objectives of the Compact") == "7. Short 7"
    assert page.fact("2030 Agenda for Sustainable Development") == "SDG 10"
    assert page.fact("Title in Arabic") == "عنوان djibouti"
    assert "One of the first six joint programmes" in page.fact("Selection")
    assert "The Arabic title is the portal's own translation." in page.main.one("header").text
    assert "80 people trained" in page.part("results").text
    assert "Data and knowledge" in page.part("results").text
    assert "https://example.org/test:mptf" in page.links.values()


def test_missing_facts_of_a_programme_are_not_guessed(client):
    make_programme("bare", organizations=[], start="", stage=Stage.UNKNOWN)
    page = read(client, "/en/mptf/programmes/bare/")
    for label in [
        "Participating UN organizations",
        "Government entities",
        "Start",
        "End",
        "Budget as printed by the source",
    ]:
        assert page.fact(label) == "not found in a source"
    assert page.fact("Stage") == "Stage not found in a source"
    assert "The goal was not found in a source." in page.text
    assert "Missing facts are not guessed" in page.text


def test_unknown_programme_answers_404(client):
    assert client.get("/ar/mptf/programmes/nothing/").status_code == 404


def test_a_programme_that_is_prepared_unseen_is_nowhere_in_public(client):
    programme = make_programme("unseen", title_en="Prepared unseen", is_published=False, objectives=(7,))
    make_programme("seen", title_en="Seen by all", objectives=(7,))
    assert client.get(programme.get_absolute_url()).status_code == 404
    assert client.get("/api/v1/mptf/programmes/unseen/").status_code == 404
    for path in (
        "/en/",
        "/en/mptf/",
        "/en/mptf/areas/1/",
        "/en/mptf/programmes/",
        "/en/mptf/programmes/?format=csv",
        "/en/mptf/programmes/?q=unseen",
        "/en/countries/MAR/",
        "/en/objectives/7/",
        "/api/v1/mptf/programmes/",
        "/sitemap.xml",
    ):
        assert "unseen" not in client.get(path).content.decode().replace("?q=unseen", "").replace('"unseen"', ""), path
    areas = client.get("/en/mptf/").context["areas"]
    assert [area.programme_count for area in areas] == [1]
    assert "1 programme" in client.get("/en/countries/").content.decode()


# ---------------------------------------------------------------- money


@pytest.fixture
def funded(db):
    """A programme with rows in two currencies, approved in two years."""
    programme = make_programme("funded", countries=["MAR"], area=2, budget_usd=1500)
    entity = make_entity("IOM")
    make_line(programme, amount="1000", organization=entity, year=2023)
    make_line(programme, amount="400.50", organization=entity, year=2024)
    make_line(programme, amount="92", currency="EUR", funding="government", funder_en="Ministry", funder_ar="الوزارة")
    make_line(programme, amount="250", kind="spent", organization=entity, year=2023)
    return programme


def test_budget_of_a_programme_adds_up_by_source_and_year_and_names_what_it_leaves_out(client, funded):
    page = read(client, "/en/mptf/programmes/funded/")
    assert page.rows("budget-approved") == [
        ["The Fund", "1,000 USD", "400.50 USD", "1,400.50 USD"],
        ["Ministry", "–", "92 EUR", "92 EUR"],
    ]
    foot = page.part("money").all("tfoot")[0].all("td")
    assert [cell.text for cell in foot] == ["1,000 USD", "92 EUR 400.50 USD", "92 EUR 1,400.50 USD"]
    money = page.part("money").text
    assert "1 row has no sourced rate of exchange" in money
    assert "funded-2024-approved-government-1" in money
    assert "It cannot be compared with the rows" in money
    make_rate("EUR", "2024-03", "0.92")
    money = read(client, "/en/mptf/programmes/funded/").part("money").text
    assert "the month of each row: 1,500.50." in money
    assert "Difference: 0.50 US dollars." in money
    links = read(client, "/en/mptf/programmes/funded/").links.values()
    assert "/en/mptf/money/?programme=funded&kind=approved" in links


def test_register_of_money_adds_up_what_its_filters_leave(client, funded):
    make_line(make_programme("other", countries=["KEN"]), amount="7")
    make_line(make_programme("made-up", countries=["XAA"]), amount="5000")
    page = read(client, "/en/mptf/money/")
    assert len(page.rows("lines")) == 6
    assert [row[:2] for row in page.rows("totals")] == [["Approved", "92 EUR 1,407.50 USD"], ["Spent", "250 USD"]]
    assert "1 row has no sourced rate of exchange" in page.text
    assert "1 entry of the list is a sample and is in no total." in page.text
    page = read(client, "/en/mptf/money/?programme=funded&currency=USD&kind=approved")
    assert [row[1] for row in page.rows("totals")] == ["1,400.50 USD"]
    assert [row[3] for row in page.rows("totals")] == ["2 rows"]
    table = client.get("/en/mptf/money/?year=2023&format=csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in table[1:]] == ["funded-2023-approved-fund-1", "funded-2023-spent-fund-1"]


@pytest.mark.parametrize("query", ["year=x", "year=9", "kind=dreamt", "currency=%00", "programme=nothing", "area=-1"])
def test_register_of_money_says_when_nothing_matches(client, funded, query):
    page = read(client, f"/en/mptf/money/?{query}")
    assert "No budget line matches" in page.text
    assert client.get(f"/en/mptf/money/?{query}&format=csv").status_code == 200


@pytest.mark.parametrize("language", ["ar", "en"])
def test_without_rows_the_pages_say_why_and_where_the_authority_is(client, language):
    make_fund()
    make_programme("bare", budget_usd=2_000_000)
    for path in ("money/", "contributions/", ""):
        page = read(client, f"/{language}/mptf/{path}")
        assert page.main.all("div", **{"class": "empty-state"})
        assert "https://example.org/fund" in page.links.values(), path
    assert "2,000,000" in read(client, f"/{language}/mptf/programmes/bare/").part("money").text


def test_contributions_are_found_by_contributor_year_and_state(client):
    make_contribution("DEU", amount="10")
    make_contribution("DEU", amount="15", state="pledged", year=2025)
    make_contribution(amount="20", organization_en="A foundation", organization_ar="مؤسسة")
    make_contribution("XAA", amount="5000")
    page = read(client, "/en/mptf/contributions/")
    assert [row[:2] for row in page.rows("totals")] == [["Pledged", "15 USD"], ["Paid", "30 USD"]]
    assert {row[0] for row in page.rows("contributions")} == {"Country DEU", "A foundation", "Country XAA Sample"}
    page = read(client, "/en/mptf/contributions/?country=DEU&state=paid")
    assert [row[3] for row in page.rows("contributions")] == ["10 USD"]
    assert "مؤسسة" in read(client, "/ar/mptf/contributions/?q=مؤسسه").text


def test_fund_page_says_where_the_money_goes_and_leaves_samples_out(client, funded):
    make_line(make_programme("two", countries=["KEN", "UGA"], area=1), amount="599.50")
    make_line(make_programme("made-up", countries=["XAA"]), amount="5000")
    make_contribution("DEU", amount="10")
    make_contribution("XAA", amount="5000")
    page = read(client, "/en/mptf/")
    by_area = page.rows("money-by-area")
    assert [row[:2] for row in by_area[:2]] == [["1. Area 1", "599.50 USD"], ["2. Area 2", "92 EUR 1,400.50 USD"]]
    assert [row[0] for row in page.rows("money-by-country")][:2] == ["Country MAR", "Programmes of several countries"]
    assert "5,000" not in page.text
    assert page.links["1. Area 1"] in {"/en/mptf/money/?area=1", "/en/mptf/areas/1/"}
    assert [row[:2] for row in page.rows("contribution-totals")] == [["Paid", "10 USD"]]
    table = client.get("/en/mptf/money/by/country/?format=csv").content.decode("utf-8-sig")
    assert "two-2024-approved-fund-1" in table
    assert "made-up" not in table
    assert client.get("/en/mptf/money/by/dreams/?format=csv").status_code == 404
    assert client.get("/en/mptf/money/by/area/?format=exe").status_code == 404


def test_register_of_programmes_adds_up_its_filtered_rows(client, funded):
    make_programme("unpriced", countries=["KEN"], budget_usd=None)
    make_programme("made-up", countries=["XAA"], budget_usd=99999)
    page = read(client, "/en/mptf/programmes/")
    assert page.rows("totals") == [
        ["Budget as printed by the source", "1,500 USD", "1 of 2"],
        ["Approved, from budget lines in EUR", "92 EUR", "1 of 2"],
        ["Approved, from budget lines in USD", "1,400.50 USD", "1 of 2"],
        ["Spent, from budget lines in USD", "250 USD", "1 of 2"],
    ]
    page = read(client, "/en/mptf/programmes/?country=KEN")
    assert page.rows("totals") == [["Budget as printed by the source", "–", "0 of 1"]]
    assert titles(read(client, "/en/mptf/programmes/?funding=government")) == ["Title of funded"]
    assert titles(read(client, "/en/mptf/programmes/?sort=budget"))[1] == "Title of funded"


def test_a_sample_programme_is_marked_and_its_page_adds_up_its_own_rows(client):
    make_line(make_programme("made-up", countries=["XAA", "XBB"]), amount="5000")
    page = read(client, "/en/mptf/programmes/made-up/")
    assert "Sample data" in page.text
    assert page.rows("budget-approved")[0][-1] == "5,000 USD"


def test_documents_are_sent_from_here_or_named_with_language_and_size(client):
    programme = make_programme("papers")
    kept = ProgrammeDocument(
        programme=programme, title_en="Kept", title_ar="محفوظة", language="fr", name="kept.pdf",
        media_type="application/pdf", size=2048, sha256="a" * 64,
    )  # fmt: skip
    kept.file.save("kept.pdf", ContentFile(b"%PDF-1.7 kept"))
    ProgrammeDocument.objects.create(programme=programme, title_en="Away", language="en", url="https://example.org/a")
    part = read(client, "/en/mptf/programmes/papers/").part("documents")
    assert "French" in part.text
    assert "2.0" in part.text
    assert "on another site" in part.text
    sent = client.get(kept.get_absolute_url())
    assert (sent.status_code, sent.getvalue(), sent["Content-Type"]) == (200, b"%PDF-1.7 kept", "application/pdf")
    assert "attachment" in sent["Content-Disposition"]
    programme.is_published = False
    programme.save()
    assert client.get(kept.get_absolute_url()).status_code == 404


def test_results_markers_principles_and_stages_of_a_programme(client):
    programme = make_programme("whole", scope="national", region_en="Horn", region_ar="القرن")
    programme.principles.add(make_principle(3))
    ProgrammeMarker.objects.create(programme=programme, marker="gender", value="2b", justification_en="Because")
    ProgrammeResult.objects.create(
        programme=programme, text_en="Trained", indicator_en="People", unit_en="people", baseline=0,
        baseline_year=2022, target=100, target_year=2025, achieved=Decimal("80.5"), achieved_year=2024,
    )  # fmt: skip
    stages.record_stage(programme=programme, stage=Stage.APPROVED, since="2022-05")
    stages.record_stage(programme=programme, stage=Stage.CLOSED, since="2025")
    stages.record_stage(programme=programme, stage=Stage.RUNNING, since="2023")
    page = read(client, "/en/mptf/programmes/whole/")
    assert page.rows("indicators") == [["Trained People (people)", "0 2022", "100 2025", "80.50 2024", "sources of the programme"]]  # fmt: skip  # noqa: E501
    assert (
        page.fact("Gender marker") == "2b How far the programme takes equality of women and men into account. Because"
    )
    assert page.fact("Scope") == "One country Horn"
    assert page.fact("Guiding principles") == "Principle name 3"
    assert page.fact("Stage") == "Closed since 2025"
    assert [event.one("h3").text for event in page.part("stages").all("li")] == ["Approved", "Running", "Closed"]
