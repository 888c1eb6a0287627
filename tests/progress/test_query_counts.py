"""How often each public page asks the database: the same for one record and for three, in both languages.

The numbers stand in ``tests/query_counts.json``; ``UPDATE_QUERY_COUNTS=1 pytest tests/progress/test_query_counts.py``
writes them anew, so that a change of them is seen in the commit. None may pass ``MOST``.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from capacity.models import MechanismContribution
from countries.models import Country
from mptf.models import StageChange
from tests.capacity.factories_contributions import MONEY, make_confirmed
from tests.champions.factories import make_champion, make_initiative
from tests.countries.factories import make_real_country
from tests.mptf.factories import (
    add_partner,
    add_result,
    make_contribution,
    make_contributor,
    make_fund,
    make_line,
    make_programme,
)
from tests.network.factories import make_living, make_national_network, make_network
from tests.objectives.factories import make_objective, make_principle
from tests.reviews.factories import make_country as make_sample
from tests.reviews.factories import make_publication

pytestmark = pytest.mark.django_db

MOST = 15
BUDGETS = Path(__file__).resolve().parent.parent / "query_counts.json"
PAGES = {
    "home": "",
    "about": "about/",
    "sources": "about/sources/",
    "accessibility": "about/accessibility/",
    "objectives": "objectives/",
    "objectives by round table": "objectives/?by=round-table&sdg=10",
    "objective": "objectives/7/",
    "principles": "principles/",
    "principle": "principles/1/",
    "countries": "countries/",
    "countries narrowed": "countries/?region=ECA&champion=yes&q=mar",
    "country": "countries/MAR/",
    "sample country": "countries/XAA/",
    "champions": "champions/",
    "champion": "champions/MAR/",
    "network": "network/",
    "entities": "network/entities/?on=2026-01-01",
    "entity": "network/entities/LEAD1/",
    "membership": "network/membership/",
    "workstreams": "network/workstreams/",
    "regional network": "network/regional/region-1/",
    "national networks": "network/national/",
    "national network": "network/national/MAR/",
    "priorities": "network/priorities/",
    "activity": "network/activities/activity-0/",
    "events": "network/events/",
    "event": "network/events/event-0/",
    "calendar of events": "network/events.ics",
    "mechanism": "capacity/",
    "mechanism contributions": "capacity/contributions/?q=team",
    "mechanism contribution": "capacity/contributions/MAR/1/",
    "fund": "mptf/",
    "area": "mptf/areas/1/",
    "programmes": "mptf/programmes/",
    "programmes by title": "mptf/programmes/?sort=title&area=1",
    "money": "mptf/money/?kind=approved",
    "contributions": "mptf/contributions/?q=country",
    "programme": "mptf/programmes/programme-0/",
}


def build(number: int) -> None:
    """One record more of each kind; what a page is about gets one more of everything it holds."""
    code = ["MAR", "KEN", "PRT"][number]
    make_objective(7 + number, targets=[f"10.{number + 1}"])
    make_principle(number + 1)
    make_real_country(code, regions=["ECA", "ECE"])
    champion = make_champion(code, role=f"role {number}")
    champion.priority_objectives.add(make_objective(7))
    make_initiative(number + 1)
    make_national_network(code, regions=["ECA"])
    make_network(number + 1)
    make_living(number + 1, countries=["MAR", code], objectives=[7, 7 + number])
    make_fund(number + 1)
    make_contributor(code)
    programme = make_programme(
        f"programme-{number}",
        countries=["MAR", code],
        organizations=["IOM", f"UN{number}"],
        objectives=[7, 7 + number],
    )
    add_partner(programme, "Ministry")
    add_result(programme, "Result")
    make_line(programme)
    make_line(programme, currency="EUR", funding="government")
    make_contribution(code, programme=programme)
    country = Country.objects.get(iso3=code)
    make_confirmed(country, **MONEY, objectives=[make_objective(7)], for_countries=[country])
    if code != "MAR":
        first = MechanismContribution.objects.get(country__iso3="MAR", number=1)
        first.objectives.add(make_objective(7 + number))
        first.for_countries.add(country)
    StageChange.objects.create(programme=programme, stage="running", since=f"202{number}")
    make_publication(make_sample(["XAA", "XAB", "XAC"][number]))


def counts() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    # What all money adds up to is kept until a row changes; making it anew is no part of reading the page.
    Client().get("/en/mptf/")
    for name, path in PAGES.items():
        for language in ("ar", "en"):
            with CaptureQueriesContext(connection) as queries:
                assert Client().get(f"/{language}/{path}").status_code == 200, path
            found.setdefault(name, {})[language] = len(queries)
    return found


def test_pages_ask_the_database_equally_often_for_one_record_and_for_three():
    build(0)
    with_one = counts()
    build(1)
    build(2)
    with_three = counts()
    assert with_three == with_one
    assert {name: count["ar"] for name, count in with_one.items()} == {
        name: count["en"] for name, count in with_one.items()
    }
    public = {name: count["en"] for name, count in with_one.items()}
    assert {name: count for name, count in public.items() if count > MOST} == {}
    budgets = json.loads(BUDGETS.read_text()) if BUDGETS.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        budgets["public pages"] = public
        BUDGETS.write_text(json.dumps(budgets, indent=2, sort_keys=True) + "\n")
    assert public == budgets.get("public pages")
