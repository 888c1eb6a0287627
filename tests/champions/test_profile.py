"""The profile of a champion country, as of any day, and the exchange of experience."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.enums import ChampionStatus, Direction, SupportState
from champions.models import Commitment, Exchange, SupportItem, SupportKind
from tests.champions.factories import make_champion, make_initiative
from tests.network.factories import make_entity
from tests.objectives.factories import make_objective
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def codes(client, query: str) -> list[str]:
    response = client.get(f"/en/champions/?{query}&format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))
    return [row["ISO 3166 code"] for row in rows]


def test_the_list_as_of_a_day_follows_the_dates_of_sources(client):
    make_champion("MAR", champion_by="2020-11")
    make_champion("BGD", champion_by="", confirmed_in="2023")
    make_champion("PRT", champion_by="2019", status=ChampionStatus.ENDED, ended_in="2022-06")
    assert codes(client, "") == ["BGD", "MAR", "PRT"]
    assert codes(client, "on=2019-01-01") == ["PRT"]
    assert codes(client, "on=2020-10-31") == ["PRT"]
    assert codes(client, "on=2020-11-01") == ["MAR", "PRT"]
    page = Reading(client.get("/en/champions/?on=2021-01-01"))
    assert "what the dates of the sources say for" in page.text
    assert [row[0] for row in page.rows("champions")] == ["Country MAR", "Country PRT"]
    assert "Ended" in Reading(client.get("/en/champions/?on=2022-07-01")).text


@pytest.mark.parametrize("day", ["2021-02-30", "yesterday", "%00", "9999-12-31", "2021-1-1'--"])
def test_a_day_that_is_none_is_said_at_the_field(client, day):
    make_champion("MAR")
    for path in ("/en/champions/", "/en/champions/MAR/"):
        response = client.get(f"{path}?on={day}")
        assert response.status_code == 200
        assert 'id="as-of_error"' in response.content.decode()


def test_profile_as_of_a_day(client):
    make_champion("PRT", champion_by="2019", status=ChampionStatus.ENDED, ended_in="2022-06")
    assert "Confirmed" in Reading(client.get("/en/champions/PRT/?on=2020-01-01")).part("status").text
    assert "Ended" in Reading(client.get("/en/champions/PRT/")).part("status").text
    early = Reading(client.get("/en/champions/PRT/?on=2018-01-01"))
    assert "Not known as a champion country then" in early.part("status").text


@pytest.mark.parametrize("language", ["ar", "en"])
def test_profile_shows_support_commitments_and_exchange(client, language):
    make_initiative(1)
    make_initiative(2)
    champion = make_champion("MAR")
    first = SupportKind.objects.get(number=1)
    SupportItem.objects.create(
        champion=champion,
        kind=first,
        state=SupportState.GIVEN,
        entity=make_entity("IOM"),
        what_en="Training",
        what_ar="تدريب",
        given_in="2025-03",
        result_en="Forty officers",
        result_ar="أربعون موظفاً",
    )
    commitment = Commitment.objects.create(
        champion=champion, text_en="Publish", text_ar="نشر", due="2027", evidence_url="https://example.org/e"
    )
    commitment.objectives.add(make_objective(3))
    Exchange.objects.create(champion=champion, direction=Direction.OFFERS, objective=make_objective(7))
    page = Reading(client.get(f"/{language}/champions/MAR/"))
    rows = page.rows("support-table")
    assert {"en": "Forty officers", "ar": "أربعون موظفاً"}[language] in rows[0][-1]
    assert len(rows) == 2  # the kind of which nothing is recorded says so
    assert page.rows("commitments-table")[0][1] == "3"
    assert "7." in page.part("exchange").text


def test_an_offer_that_meets_a_search_names_both(client):
    objective, other = make_objective(7), make_objective(8)
    offers, seeks = make_champion("MAR"), make_champion("BGD")
    Exchange.objects.create(champion=offers, direction=Direction.OFFERS, objective=objective)
    Exchange.objects.create(champion=seeks, direction=Direction.SEEKS, objective=objective)
    Exchange.objects.create(champion=seeks, direction=Direction.SEEKS, objective=other)
    page = Reading(client.get("/en/champions/exchange/"))
    assert "Looked for by: Country BGD" in page.text
    assert page.text.count("Offered by:") == 1
    narrowed = Reading(client.get("/en/champions/exchange/?objective=8"))
    assert "Looked for by" not in narrowed.text
    assert "Nothing matches" in client.get("/en/champions/exchange/?objective=9").content.decode()


def test_empty_exchange_says_why(client):
    assert "No exchange is recorded yet" in Reading(client.get("/en/champions/exchange/")).text


@pytest.mark.parametrize("path", ["/en/champions/", "/en/champions/exchange/", "/en/champions/MAR/"])
def test_queries_do_not_grow(client, path):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def add(iso3: str, number: int) -> None:
        champion = make_champion(iso3, role="co-chair")
        Exchange.objects.create(champion=champion, direction=Direction.OFFERS, objective=make_objective(number))
        for text in ("a", "b"):
            Commitment.objects.create(champion=champion, text_en=text).objectives.add(make_objective(number))

    make_initiative(1)
    add("MAR", 1)
    count()
    few = count()
    for number, iso3 in enumerate(["PRT", "BGD", "KHM", "NPL"], start=2):
        add(iso3, number)
    assert count() == few <= 17
