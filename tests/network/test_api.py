"""The Network as open data: what rests on memory alone is not there."""

import pytest

from foundation.enums import Confidence
from network.enums import EntityRole
from tests.network.factories import make_entity, make_national_network, make_network

pytestmark = pytest.mark.django_db


def acronyms(client, **query):
    return [record["acronym"] for record in client.get("/api/v1/network/entities/", query).json()["results"]]


def test_entities_from_memory_wait_for_a_curator(client):
    make_entity("IOM", roles=[EntityRole.COORDINATOR, EntityRole.EXECUTIVE_COMMITTEE])
    make_entity("UNEP", confidence=Confidence.RECALLED)
    assert acronyms(client) == ["IOM"]
    assert client.get("/api/v1/network/entities/UNEP/").status_code == 404


def test_an_entity_is_there_once_whatever_its_roles_each_with_its_verification(client):
    entity = make_entity("IOM", roles=[EntityRole.COORDINATOR, EntityRole.EXECUTIVE_COMMITTEE])
    make_entity("WHO")
    entity.roles.filter(role=EntityRole.COORDINATOR).update(confidence=Confidence.LIKELY, since="2018")
    assert acronyms(client, role="coordinator") == ["IOM"]
    assert acronyms(client, role="member") == ["WHO"]
    roles = client.get("/api/v1/network/entities/IOM/").json()["roles"]
    assert [(role["role"], role["since"], role["verification"]["level"]) for role in roles] == [
        ("coordinator", "2018", "likely"),
        ("executive-committee", "", "verified"),
    ]


def test_national_networks_are_found_by_country_and_region(client):
    make_national_network("MAR", regions=["ECA", "ESCWA"])
    make_national_network("PRT", regions=["ECE"])

    def countries(**query):
        found = client.get("/api/v1/network/national-networks/", query).json()["results"]
        return [record["country"]["iso3"] for record in found]

    assert countries(region="ESCWA") == ["MAR"]
    assert countries(country="PRT") == ["PRT"]
    assert client.get("/api/v1/network/national-networks/MAR/").json()["as_of"] == "2024-08"


def test_regional_networks_and_groups_name_entities_by_acronym(client):
    make_network(1)
    regional = client.get("/api/v1/network/regional-networks/region-1/").json()
    assert regional["roles"] == [{"entity": "LEAD1", "role": "co-chair", "since": "", "until": ""}]
    assert client.get("/api/v1/network/working-groups/group-1/").json()["leads"] == ["LEAD1"]


def test_the_profile_is_a_list_of_one(client):
    make_network(1)
    profile = client.get("/api/v1/network/").json()
    assert profile["count"] == 1
    assert profile["results"][0]["member_count"] == 39
