from foundation.enums import Confidence
from network.enums import EntityKind, EntityRole, RegionalRole, Topic
from network.models import (
    Coordinator,
    Entity,
    Membership,
    NationalNetwork,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    RegionalRoleOfEntity,
    Representative,
    WorkingGroup,
)
from tests.accounts.factories import person
from tests.countries.factories import make_real_country, make_source


def make_entity(acronym: str = "IOM", *, roles=(EntityRole.MEMBER,), founder: bool = False, **fields) -> Entity:
    entity, created = Entity.objects.get_or_create(
        acronym=acronym,
        defaults={
            "name_en": f"Entity {acronym}",
            "name_ar": f"كيان {acronym}",
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )
    if created:
        entity.sources.add(make_source("test:network"))
        for role in roles:
            Membership.objects.create(
                entity=entity, role=role, in_source_deck=founder, confidence=fields.get("confidence", "verified")
            )
    return entity


def make_national_network(iso3: str = "MAR", *, regions=("ECA",), **fields) -> NationalNetwork:
    network = NationalNetwork.objects.create(
        country=make_real_country(iso3, regions=regions),
        **{"as_of": "2024-08", "confidence": Confidence.VERIFIED} | fields,
    )
    network.sources.add(make_source("test:network"))
    return network


def make_network(number: int = 1) -> None:
    """A record of each kind that the page of the Network shows, beside its entities."""
    shared = {"confidence": Confidence.VERIFIED}
    if not NetworkProfile.objects.exists():
        NetworkProfile.objects.create(
            name_en="The Network", name_ar="الشبكة", established_on="2018-05-23", member_count=39,
            member_count_as_of="2024-10-04", website="https://example.org/", **shared,
        )  # fmt: skip
    for topic in Topic.values:
        NetworkStatement.objects.create(
            topic=topic, position=number, text_en=f"{topic} {number}", text_ar=f"نص {topic} {number}", **shared
        )
    Coordinator.objects.create(name_en=f"Person {number}", name_ar=f"شخص {number}", post_en="Post", **shared)
    Priority.objects.create(
        number=number, code=f"p-{number}", name_en=f"Priority {number}", name_ar=f"أولوية {number}", **shared
    )
    lead = make_entity(f"LEAD{number}", roles=[EntityRole.EXECUTIVE_COMMITTEE])
    group = WorkingGroup.objects.create(
        code=f"group-{number}", name_en=f"Group {number}", name_ar=f"فريق {number}", kind_en="workstream", **shared
    )
    group.leads.add(lead)
    regional = RegionalNetwork.objects.create(
        code=f"region-{number}", name_en=f"Regional {number}", name_ar=f"إقليمية {number}", **shared
    )
    RegionalRoleOfEntity.objects.create(network=regional, entity=lead, role=RegionalRole.CO_CHAIR)
    make_entity(f"PARTNER{number}", kind=EntityKind.REGIONAL_ORGANIZATION, roles=[])


def make_representative(acronym: str = "IOM", *, country=None, **fields) -> Representative:
    """Somebody who speaks for an organization, as if they had accepted their invitation."""
    user = fields.pop("user", None) or person(name=f"Representative of {acronym}")
    return Representative.objects.create(
        entity=make_entity(acronym), country=country, email=user.email, user=user, invited_by=user, **fields
    )
