"""Sample networks, activities and events of fictional States and of fictional organizations."""

import datetime

from django.utils import timezone

from accounts.models import User
from countries.models import Country
from foundation.enums import Confidence
from foundation.models import Source
from network import updating
from network.enums import ActivityRole, ActivityState, EventKind, EventState, Maturity, RegionalRole
from network.models import (
    Activity,
    ActivityEntity,
    Entity,
    Event,
    EventDocument,
    EventLanguage,
    NationalNetwork,
    NationalRoleOfEntity,
    Priority,
    Representative,
    WorkPlan,
)
from objectives.models import Objective

ENTITIES = {
    "SAMPLE-A": ("Sample Agency for Migration", "وكالة الهجرة (مثال)"),
    "SAMPLE-B": ("Sample Office for Labour", "مكتب العمل (مثال)"),
    "SAMPLE-C": ("Sample Fund for Children", "صندوق الطفولة (مثال)"),
}


def load(representative: User) -> None:
    """Made-up records of each kind; ``representative`` speaks for the first of the made-up organizations."""
    entities = {acronym: _entity(acronym, *names) for acronym, names in ENTITIES.items()}
    curator = User.objects.get(email="curator@example.org")
    Representative.objects.create(
        entity=entities["SAMPLE-A"],
        email=representative.email,
        user=representative,
        post="Sample officer",
        invited_by=curator,
    )
    countries = {iso3: Country.objects.get(iso3=iso3) for iso3 in ("XAA", "XBB")}
    _network(countries["XAA"], entities, established="2022-03", maturity=Maturity.ADVANCED)
    _network(countries["XBB"], entities, established="2025", maturity=Maturity.RECENT)
    priorities = list(Priority.objects.order_by("number"))
    if priorities:
        _activities(priorities, entities, countries, representative, curator)
    _events(entities, countries)


def _signed(record) -> None:
    record.sources.add(Source.objects.get(code="samples:fictional"))


def _entity(acronym: str, name_en: str, name_ar: str) -> Entity:
    entity = Entity.objects.create(
        acronym=acronym,
        name_en=name_en,
        name_ar=name_ar,
        description_en="A fictional organization, made for trying the portal.",
        description_ar="منظمة خيالية وُضعت لتجربة المنصة.",
        confidence=Confidence.VERIFIED,
        is_sample=True,
    )
    _signed(entity)
    return entity


def _network(country: Country, entities: dict[str, Entity], *, established: str, maturity: str) -> None:
    network = NationalNetwork.objects.create(
        country=country,
        established=established,
        maturity=maturity,
        maturity_as_of="2026-01",
        coordinator_post_en="Head of the sample coordination unit",
        coordinator_post_ar="رئيس وحدة التنسيق (مثال)",
        contact_email=f"network.{country.iso3.lower()}@example.org",
        confidence=Confidence.VERIFIED,
    )
    _signed(network)
    roles = [
        ("SAMPLE-A", RegionalRole.COORDINATOR, established, ""),
        ("SAMPLE-B", RegionalRole.MEMBER, established, ""),
        ("SAMPLE-C", RegionalRole.MEMBER, "2025", "2026-02" if country.iso3 == "XAA" else ""),
    ]
    for acronym, role, since, until in roles:
        NationalRoleOfEntity.objects.create(
            network=network, entity=entities[acronym], role=role, since=since, until=until
        )
    plan = WorkPlan.objects.create(
        national=network,
        title_en="Sample work plan",
        title_ar="خطة عمل (مثال)",
        url="https://example.org/work-plan",
        language="en",
        start="2026",
        end="2027",
        confidence=Confidence.VERIFIED,
    )
    _signed(plan)


def _activities(priorities, entities, countries, representative, curator) -> None:
    today = timezone.localdate()
    rows = [
        ("sample-data-service", 0, "Sample help desk for migration data", "مكتب للمساعدة في بيانات الهجرة (مثال)",
         ActivityState.PLANNED, "2026", "2027", ["XAA", "XBB"], [1, 3], today),
        ("sample-fair-recruitment", 1, "Sample training on fair recruitment", "تدريب على التوظيف المنصف (مثال)",
         ActivityState.UNDER_WAY, "2025-06", "2026-03", ["XBB"], [6], today - datetime.timedelta(days=120)),
        ("sample-guide", 2, "Sample guide for local authorities", "دليل للسلطات المحلية (مثال)",
         ActivityState.UNDER_WAY, "2026-01", "2027-06", ["XAA"], [15], today - datetime.timedelta(days=20)),
    ]  # fmt: skip
    made = {}
    for code, number, title_en, title_ar, state, start, end, where, objectives, updated_on in rows:
        activity = Activity.objects.create(
            code=code,
            priority=priorities[number % len(priorities)],
            title_en=title_en,
            title_ar=title_ar,
            description_en="A made-up activity that shows how the portal follows one.",
            description_ar="نشاط خيالي يبيّن كيف تتابع المنصة الأنشطة.",
            state=state,
            start=start,
            end=end,
            updated_on=updated_on,
            is_sample=True,
            confidence=Confidence.VERIFIED,
        )
        _signed(activity)
        for acronym, role in (("SAMPLE-A", ActivityRole.LEAD), ("SAMPLE-B", ActivityRole.PARTICIPANT)):
            ActivityEntity.objects.create(activity=activity, entity=entities[acronym], role=role)
        activity.countries.set(countries[iso3] for iso3 in where)
        activity.objectives.set(Objective.objects.filter(number__in=objectives))
        made[code] = activity
    update = updating.propose_activity(
        activity=made["sample-data-service"],
        action="begin",
        text="The desk has answered its first ten questions (sample).",
        language="en",
        by=representative,
    )
    updating.accept(update=update, by=curator)
    updating.propose_activity(
        activity=made["sample-guide"],
        action="complete",
        text="صدر الدليل بلغتين (مثال).",
        language="ar",
        evidence="https://example.org/guide",
        by=representative,
    )


def _events(entities, countries) -> None:
    today = timezone.localdate()
    hours = {"starts_at": datetime.time(9, 30), "ends_at": datetime.time(16), "time_zone": "Africa/Cairo"}
    rows = [
        ("sample-training", EventKind.TRAINING, EventState.PLANNED, 21, 22, hours, "XAA", [6],
         "Sample training on fair recruitment", "دورة تدريبية على التوظيف المنصف (مثال)"),
        ("sample-webinar", EventKind.WEBINAR, EventState.PLANNED, 45, None,
         {"starts_at": datetime.time(14), "ends_at": datetime.time(15, 30), "time_zone": "UTC"}, "XBB", [1],
         "Sample webinar on migration data", "حلقة دراسية شبكية عن بيانات الهجرة (مثال)"),
        ("sample-meeting", EventKind.MEETING, EventState.HELD, -60, -59, {}, "XBB", [23],
         "Sample meeting of the national networks", "اجتماع الشبكات الوطنية (مثال)"),
        ("sample-cancelled", EventKind.SIDE_EVENT, EventState.CANCELLED, 10, None, {}, "XAA", [],
         "Sample side event that was cancelled", "مناسبة جانبية أُلغيت (مثال)"),
    ]  # fmt: skip
    for code, kind, state, first, last, times, iso3, objectives, title_en, title_ar in rows:
        event = Event.objects.create(
            code=code,
            kind=kind,
            state=state,
            title_en=title_en,
            title_ar=title_ar,
            summary_en="A made-up event that shows how the portal announces one.",
            summary_ar="مناسبة خيالية تبيّن كيف تعلن المنصة عن المناسبات.",
            starts_on=today + datetime.timedelta(days=first),
            ends_on=today + datetime.timedelta(days=last) if last else None,
            place_en="Sample City",
            place_ar="مدينة خيالية",
            registration_url="https://example.org/register",
            is_sample=True,
            confidence=Confidence.VERIFIED,
            **times,
        )
        _signed(event)
        event.organizers.set([entities["SAMPLE-A"]])
        event.countries.set([countries[iso3]])
        event.objectives.set(Objective.objects.filter(number__in=objectives))
        for language in ("ar", "en"):
            EventLanguage.objects.create(event=event, language=language)
        EventDocument.objects.create(
            event=event, title_en="Sample agenda", title_ar="جدول أعمال (مثال)", url="https://example.org/agenda",
            language="en",
        )  # fmt: skip
