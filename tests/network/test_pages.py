"""The page of the Network, as anonymous readers see it."""

import datetime

import pytest
from django.test import Client

from foundation.enums import Confidence
from network.enums import EntityRole
from network.models import Coordinator, Membership, NationalNetwork, RegionalNetwork, RegionalRoleOfEntity
from tests.accounts.factories import sample_country
from tests.network.factories import make_activity, make_entity, make_event, make_national_network, make_network
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def read(client: Client, language: str = "en") -> Reading:
    response = client.get(f"/{language}/network/")
    assert response.status_code == 200
    return Reading(response)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_page_shows_everything_about_the_network(client, language, direction):
    make_network(1)
    make_network(2)
    page = read(client, language)
    assert page.language == (language, direction)
    texts = {
        "en": ["committee-function 2", "working-method 1", "Priority 2", "Group 1", "Regional 2", "Entity PARTNER1"],
        "ar": ["نص committee-function 2", "نص working-method 1", "أولوية 2", "فريق 1", "إقليمية 2", "كيان PARTNER1"],
    }
    for text in texts[language]:
        assert text in page.text
    assert {"en": "mission 1", "ar": "نص mission 1"}[language] in page.main.one("header").text
    # Each part that the contents name is there.
    contents = [link.attrs["href"] for link in page.main.one("nav", **{"class": "toc"}).all("a")]
    assert contents == [f"#{section.attrs['id']}" for section in page.main.all("section") if section.attrs.get("id")]


def test_committee_has_the_coordinator_first_and_notes_who_came_later(client):
    make_entity("ILO", roles=[EntityRole.EXECUTIVE_COMMITTEE], founder=True)
    roles = [EntityRole.COORDINATOR, EntityRole.EXECUTIVE_COMMITTEE, EntityRole.SECRETARIAT]
    make_entity("IOM", roles=roles, founder=True)
    make_entity("WHO", roles=[EntityRole.EXECUTIVE_COMMITTEE])
    page = read(client)
    assert [row[1:3] for row in page.rows("committee-table")] == [
        ["IOM", "Coordinator Secretariat Founding member"],
        ["ILO", "Founding member"],
        ["WHO", "Joined later; the date is not known"],
    ]
    assert "The Committee has 3 members; the Arabic slide deck names 2 of them." in page.text


def test_members_from_memory_and_past_roles_are_not_shown(client):
    make_entity("FAO")
    make_entity("UNEP", confidence=Confidence.RECALLED)
    former = make_entity("OLD", roles=[])
    Membership.objects.create(
        entity=former, role=EntityRole.MEMBER, since="2018", until="2019-06", confidence="verified"
    )
    page = read(client)
    assert "Entity FAO" in page.part("members").text
    assert "UNEP" not in page.text
    assert "OLD" not in page.text


def test_coordinators_stand_with_their_dates(client):
    make_network(1)
    Coordinator.objects.all().delete()
    Coordinator.objects.create(name_en="Former", post_en="Director General", until="2023-09", confidence="likely")
    Coordinator.objects.create(name_en="Present", post_en="Director General", since="2023-10", confidence="likely")
    fact = read(client).fact("Coordinator")
    assert "Present, Director General (since October 2023)" in fact
    assert "Former, Director General (until September 2023)" in fact


def test_regional_networks_with_their_roles(client):
    regional = RegionalNetwork.objects.create(
        code="mena", name_en="MENA", name_ar="الشرق", known_as_en="Regional Network", seat_en="Beirut",
        embedded_in_en="Coalition", confidence="verified",
    )  # fmt: skip
    for acronym, role in [("ESCWA", "secretariat"), ("IOM", "secretariat"), ("IOM", "coordinator")]:
        RegionalRoleOfEntity.objects.create(network=regional, entity=make_entity(acronym), role=role)
    RegionalNetwork.objects.create(code="ap", name_en="Asia", name_ar="آسيا", confidence="likely")
    text = read(client).part("regional").text
    for words in ["Coordinator: IOM", "Co-secretariat: ESCWA · IOM", "Works within: Coalition", "Seat: Beirut"]:
        assert words in text
    assert "Its roles are not known yet." in text


def test_the_network_page_leads_to_all_that_it_has(client):
    make_network(1)
    make_national_network("MAR")
    NationalNetwork.objects.create(country=sample_country("XAA"), confidence="verified")
    make_activity("one")
    make_activity("made-up", is_sample=True)
    make_event("over", starts_on=datetime.date(2020, 1, 1))
    page = read(client)
    assert "1 country has a national network that a source names." in page.text
    assert "1 activity under the priorities" in page.text
    assert "No coming event has been recorded." in page.text
    wanted = ["entities/", "membership/", "workstreams/", "national/", "priorities/", "events/", "regional/region-1/"]
    assert {f"/en/network/{path}" for path in wanted} <= set(page.links.values())


def test_nothing_loaded_is_said(client):
    page = read(client, "ar")
    assert page.main.all("div", **{"class": "empty-state"})
