import datetime

from django.utils import timezone

from foundation.enums import Confidence
from network.enums import ActivityRole, ActivityState, EntityKind, EntityRole, RegionalRole, Topic
from network.models import (
    Activity,
    ActivityEntity,
    ActivityTransition,
    Coordinator,
    Deliverable,
    Entity,
    Event,
    EventDocument,
    EventLanguage,
    Membership,
    NationalNetwork,
    NationalRoleOfEntity,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    RegionalRoleOfEntity,
    Representative,
    WorkingGroup,
    WorkingGroupMember,
    WorkPlan,
)
from tests.accounts.factories import person
from tests.countries.factories import make_real_country, make_source
from tests.objectives.factories import make_objective


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


def make_activity(
    code: str = "activity",
    *,
    priority: int = 1,
    leads=("IOM",),
    participants=(),
    countries=(),
    objectives=(),
    **fields,
) -> Activity:
    """An activity that is planned, unless its ``state`` is given."""
    found, _created = Priority.objects.get_or_create(
        number=priority,
        defaults={"code": f"p-{priority}", "name_en": f"Priority {priority}", "name_ar": f"أولوية {priority}"},
    )
    activity = Activity.objects.create(
        code=code,
        priority=found,
        **{"title_en": f"Title of {code}", "title_ar": f"عنوان {code}", "confidence": Confidence.VERIFIED} | fields,
    )
    for role, acronyms in ((ActivityRole.LEAD, leads), (ActivityRole.PARTICIPANT, participants)):
        for acronym in acronyms:
            ActivityEntity.objects.create(activity=activity, entity=make_entity(acronym), role=role)
    activity.countries.set(make_real_country(iso3) for iso3 in countries)
    activity.objectives.set(make_objective(number) for number in objectives)
    activity.sources.add(make_source("test:network"))
    return activity


def make_event(
    code: str = "event", *, organizers=("IOM",), countries=(), objectives=(), languages=("en",), **fields
) -> Event:
    """A meeting in thirty days, unless ``starts_on`` is given."""
    event = Event.objects.create(
        code=code,
        **{
            "title_en": f"Title of {code}",
            "title_ar": f"عنوان {code}",
            "starts_on": timezone.localdate() + datetime.timedelta(days=30),
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )
    event.organizers.set(make_entity(acronym) for acronym in organizers)
    event.countries.set(make_real_country(iso3) for iso3 in countries)
    event.objectives.set(make_objective(number) for number in objectives)
    for language in languages:
        EventLanguage.objects.create(event=event, language=language)
    event.sources.add(make_source("test:network"))
    return event


def make_living(number: int = 1, *, countries=("MAR",), objectives=(7,)) -> None:
    """What the pages of the networks and their work show; one more of each in the networks of the first."""
    first = NationalNetwork.objects.get(country__iso3=countries[0])
    regional = RegionalNetwork.objects.get(code="region-1")
    lead = make_entity(f"LEAD{number}")
    NationalRoleOfEntity.objects.create(network=first, entity=lead, role=RegionalRole.COORDINATOR)
    RegionalRoleOfEntity.objects.get_or_create(network=regional, entity=lead, role=RegionalRole.MEMBER)
    regional.countries.set(make_real_country(iso3) for iso3 in countries)
    for network in ({"national": first}, {"regional": regional}):
        WorkPlan.objects.create(title_en=f"Plan {number}", url="https://example.org/", language="en", **network)
    group = WorkingGroup.objects.get(code="group-1")
    WorkingGroupMember.objects.create(group=group, entity=lead)
    Deliverable.objects.create(group=group, position=number, title_en=f"Deliverable {number}")
    activity = make_activity(
        f"activity-{number - 1}", leads=["LEAD1"], participants=[f"PART{number}"], countries=countries,
        objectives=objectives, regional_network=regional, state=ActivityState.UNDER_WAY,
    )  # fmt: skip
    ActivityTransition.objects.create(
        subject=activity, by=person(), entity=lead, action="begin", source="planned", target="under_way", note="Begun."
    )
    event = make_event(
        f"event-{number - 1}", organizers=["LEAD1"], countries=countries, objectives=objectives, priority_id=None
    )
    event.regional_networks.add(regional)
    EventDocument.objects.create(event=event, title_en="Agenda", url="https://example.org/", language="en")


def make_representative(acronym: str = "IOM", *, country=None, **fields) -> Representative:
    """Somebody who speaks for an organization, as if they had accepted their invitation."""
    user = fields.pop("user", None) or person(name=f"Representative of {acronym}")
    return Representative.objects.create(
        entity=make_entity(acronym), country=country, email=user.email, user=user, invited_by=user, **fields
    )
