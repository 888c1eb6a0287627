"""Entities on a day, networks, activities: lists that are narrowed and taken away, and the pages behind them."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from network.enums import ActivityState, EntityRole, GroupRole, Maturity, RegionalRole
from network.models import (
    Activity,
    Deliverable,
    Entity,
    Membership,
    NationalNetwork,
    NationalRoleOfEntity,
    WorkingGroup,
    WorkingGroupMember,
    WorkPlan,
)
from tests.accounts.factories import sample_country
from tests.network.factories import make_activity, make_entity, make_event, make_national_network, make_network
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def read(client, path: str) -> Reading:
    response = client.get(path)
    assert response.status_code == 200, path
    return Reading(response)


def table(client, path: str) -> list[dict[str, str]]:
    response = client.get(path)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def committee():
    """ILO sat on the Committee from 2019 to June 2023, WHO since 2022, OHCHR since nobody knows when."""
    for acronym, since, until in [("ILO", "2019", "2023-06"), ("WHO", "2022-01-15", ""), ("OHCHR", "", "")]:
        entity = make_entity(acronym, roles=[])
        Membership.objects.create(
            entity=entity, role=EntityRole.EXECUTIVE_COMMITTEE, since=since, until=until, confidence="verified"
        )


@pytest.mark.parametrize(
    ("day", "sat"),
    [
        ("2018-12-31", ["OHCHR"]),
        ("2019-01-01", ["ILO", "OHCHR"]),
        ("2022-01-14", ["ILO", "OHCHR"]),
        ("2022-01-15", ["ILO", "OHCHR", "WHO"]),
        ("2023-06-30", ["ILO", "OHCHR", "WHO"]),
        ("2023-07-01", ["OHCHR", "WHO"]),
    ],
)
def test_who_sat_on_the_committee_then(client, committee, day, sat):
    page = read(client, f"/en/network/membership/?on={day}")
    assert [row.all("td")[0].text for row in page.part("executive-committee").all("tr")[1:]] == sat
    found = table(client, f"/en/network/entities/?on={day}&role=executive-committee&format=csv")
    assert [row["Acronym"] for row in found] == sat


def test_nobody_belonged_to_it_before_it_was_established(client, committee):
    make_network(1)
    assert "It was established on 23 May 2018." in read(client, "/en/network/membership/?on=2018-05-22").text
    assert "OHCHR" in read(client, "/en/network/membership/?on=2018-05-23").text


def test_an_end_that_is_a_year_lasts_to_its_last_day(committee):
    Membership.objects.filter(entity__acronym="ILO").update(until="2023")
    there = Membership.objects.current(datetime.date(2023, 12, 31)).filter(entity__acronym="ILO")
    assert there.exists()
    assert not Membership.objects.current(datetime.date(2024, 1, 1)).filter(entity__acronym="ILO").exists()


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "%00", "99999999999", "2026-W01-1"])
def test_what_is_no_day_is_not_there(client, day):
    for page in ("membership", "entities"):
        assert client.get(f"/en/network/{page}/?on={day}").status_code == 404


def test_a_role_counts_in_the_facet_only_on_its_days(client, committee):
    links = read(client, "/en/network/entities/?on=2024-01-01").links
    assert links["Executive Committee 2"] == "?on=2024-01-01&role=executive-committee"
    assert "ILO" not in read(client, "/en/network/entities/?on=2024-01-01").text


def test_the_page_of_an_entity_gathers_what_it_is_and_does(client):
    make_network(1)
    entity = make_entity("LEAD1")
    Entity.objects.filter(pk=entity.pk).update(description_en="What it does.")
    WorkingGroupMember.objects.create(
        group=WorkingGroup.objects.create(code="other", name_en="Other group", confidence="verified"),
        entity=entity, role=GroupRole.CO_LEAD, since="2024",
    )  # fmt: skip
    network = make_national_network("KEN")
    NationalRoleOfEntity.objects.create(network=network, entity=entity, role=RegionalRole.COORDINATOR, since="2021")
    make_activity("run", leads=["LEAD1"])
    page = read(client, "/en/network/entities/LEAD1/")
    assert "What it does." in page.text
    assert "Group 1 Lead" in page.part("groups").text
    assert "Other group Co-lead since 2024" in page.part("groups").text
    assert "Regional 1 Co-chair" in page.part("regional").text
    assert "Country KEN Coordinator since 2021" in page.part("national").text
    assert page.links["Title of run"] == "/en/network/activities/run/"
    assert client.get("/en/network/entities/NOBODY/").status_code == 404


def test_entities_from_memory_have_no_page(client):
    make_entity("UNEP", confidence="recalled")
    assert client.get("/en/network/entities/UNEP/").status_code == 404


def test_working_groups_with_members_and_deliverables(client):
    make_network(1)
    group = WorkingGroup.objects.get()
    WorkingGroupMember.objects.create(group=group, entity=make_entity("WHO"), since="2022", until="2024")
    Deliverable.objects.create(group=group, title_ar="دليل", title_en="Guide", due="2027-03", state="under_way")
    text = read(client, "/en/network/workstreams/").part("group-1").text
    assert "WHO Member 2022 to 2024" in text
    assert "Guide March 2027 in preparation" in text
    assert "دليل" in read(client, "/ar/network/workstreams/").part("group-1").text


@pytest.fixture
def networks():
    kenya = make_national_network("KEN", regions=["ECA"], established="2021-05", maturity=Maturity.ADVANCED)
    make_national_network("MAR", regions=["ECA", "ESCWA"])
    NationalNetwork.objects.create(country=sample_country("XAA"), confidence="verified", established="2020")
    NationalRoleOfEntity.objects.create(network=kenya, entity=make_entity("IOM"), role=RegionalRole.COORDINATOR)
    NationalRoleOfEntity.objects.create(network=kenya, entity=make_entity("WHO"), role=RegionalRole.MEMBER)
    return kenya


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["KEN", "MAR"]),
        ("region=ESCWA", ["MAR"]),
        ("maturity=advanced", ["KEN"]),
        ("year=2021", ["KEN"]),
        ("organization=WHO", ["KEN"]),
        ("q=mar", ["MAR"]),
        ("q=المغرب", []),
        ("region=ECA&maturity=unknown", ["MAR"]),
        ("samples=1", ["XAA"]),
        ("country=%00&organization=%00", []),
    ],
)
def test_national_networks_narrowed_on_the_page_and_in_the_table(client, networks, query, found):
    page = read(client, f"/en/network/national/?{query}")
    tiles = {code for codes in page.tiles().values() for code in codes} if found else set()
    assert tiles == set(found)
    assert [row["Country"] for row in table(client, f"/en/network/national/?{query}&format=csv")] == found


def test_national_networks_as_tiles_and_in_a_table(client, networks):
    page = read(client, "/en/network/national/")
    assert page.tiles() == {"Region ECA 2": ["KEN", "MAR"], "Region ESCWA 1": ["MAR"]}
    assert [row[:5] for row in page.rows("national-networks")] == [
        ["Country KEN", "IOM", "May 2021", "August 2024", "advanced coordination with the State and stakeholders"],
        ["Country MAR", "", "not known", "August 2024", "not stated"],
    ]
    assert page.links["Country KEN"] == "/en/network/national/KEN/"


def test_nothing_is_said_of_what_nobody_knows(client, networks):
    text = read(client, "/en/network/national/MAR/").text
    for sentence in [
        "No public address is known.",
        "No source names its coordinator or members.",
        "No published work plan is known.",
        "No activity of the Network has been recorded here.",
        "No event has been recorded here.",
    ]:
        assert sentence in text


@pytest.mark.parametrize(
    ("language", "plan", "activity"), [("en", "Plan of work", "Title of run"), ("ar", "خطة العمل", "عنوان run")]
)
def test_the_page_of_a_national_network(client, networks, language, plan, activity):
    NationalNetwork.objects.filter(pk=networks.pk).update(contact_email="un.kenya@example.org")
    WorkPlan.objects.create(
        national=networks, title_en="Plan of work", title_ar="خطة العمل", url="https://example.org/plan", language="en"
    )
    make_activity("run", countries=["KEN"])
    make_activity("made-up", countries=["KEN"], is_sample=True)
    make_event("meeting", countries=["KEN"])
    page = read(client, f"/{language}/network/national/KEN/")
    assert page.links["un.kenya@example.org"] == "mailto:un.kenya@example.org"
    assert page.links[plan] == "https://example.org/plan"
    assert page.links[activity] == f"/{language}/network/activities/run/"
    assert "made-up" not in page.text
    assert "IOM" in page.part("members").text
    assert client.get(f"/{language}/network/national/ken/").headers["Location"].endswith("/network/national/KEN/")


def test_the_page_of_a_country_names_coordinator_plan_and_events(client, networks):
    WorkPlan.objects.create(national=networks, title_en="Plan", url="https://example.org/plan", language="en")
    make_event("meeting", countries=["KEN"])
    make_event("cancelled", countries=["KEN"], state="cancelled")
    text = read(client, "/en/countries/KEN/").part("national-network").text
    assert "Coordinator IOM" in text
    assert "1 event" in text
    assert "Read the work plan" in text


def test_a_regional_network_has_a_page(client):
    make_network(1)
    page = read(client, "/en/network/regional/region-1/")
    assert "LEAD1" in page.part("members").text
    assert "No source lists the countries that it covers." in page.text
    assert client.get("/en/network/regional/nowhere/").status_code == 404


@pytest.fixture
def activities():
    make_activity("run", priority=1, state=ActivityState.UNDER_WAY, countries=["KEN"], objectives=[7])
    make_activity("plan", priority=2, leads=["WHO"], participants=["IOM"], countries=["MAR"])
    make_activity("made-up", priority=2, is_sample=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["run", "plan"]),
        ("priority=2", ["plan"]),
        ("state=under_way", ["run"]),
        ("country=MAR", ["plan"]),
        ("organization=IOM", ["run", "plan"]),
        ("organization=WHO", ["plan"]),
        ("objective=7", ["run"]),
        ("samples=1", ["made-up"]),
        ("priority=99999999999999999999", []),
    ],
)
def test_activities_narrowed_on_the_page_and_in_the_table(client, activities, query, found):
    page = read(client, f"/en/network/priorities/?{query}")
    shown = [row[0] for row in page.rows("activities-table")] if found else []
    assert shown == [f"Title of {code}" for code in found]
    assert [row["Code"] for row in table(client, f"/en/network/priorities/?{query}&format=csv")] == found


def test_priorities_count_what_is_real(client, activities):
    page = read(client, "/en/network/priorities/")
    assert [link.text for link in page.part("priorities").all("a")] == ["1 activity", "1 activity"]
    assert "Title of made-up" not in page.text


def test_no_activity_says_why_and_leads_to_the_samples(client):
    make_activity("made-up", is_sample=True)
    page = read(client, "/en/network/priorities/")
    assert "No activity has been recorded yet" in page.text
    assert page.links["Show samples, made up for trying the portal"] == "/en/network/priorities/?samples=1"
    assert "Sample data." in read(client, "/en/network/priorities/?samples=1").text
    assert "This was made up" in read(client, "/en/network/activities/made-up/").text


def test_an_activity_is_past_its_end_when_its_year_or_month_is_over(activities):
    today = timezone.localdate()
    for end, late in [
        (f"{today.year}", False),
        (f"{today:%Y-%m}", False),
        (today.isoformat(), False),
        (f"{today.year - 1}", True),
        ((today - datetime.timedelta(days=1)).isoformat(), True),
        ("", False),
    ]:
        Activity.objects.filter(code="run").update(end=end)
        assert Activity.objects.past_their_end().filter(code="run").exists() is late, end
