"""What readers narrow and take away: entities on a day, national networks, activities, events.

A list shows either what is real or, with ``?samples=1``, what was made up for trying the portal: no number
ever counts the two together.
"""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractYear, Left
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from countries.enums import UNStatus
from countries.listing import country_filter, region_filter
from foundation.models import Sourced
from foundation.registers import Column, Filter, Order, Register, choices, in_each_language, latest_first
from network.enums import (
    ActivityRole,
    ActivityState,
    DocumentLanguage,
    EntityKind,
    EntityRole,
    EventKind,
    EventState,
    Maturity,
    RegionalRole,
)
from network.listing import entity_filter
from network.models import (
    Activity,
    ActivityEntity,
    Entity,
    Event,
    Membership,
    NationalNetwork,
    NationalRoleOfEntity,
    Priority,
    RegionalNetwork,
)
from objectives.listing import objective_filter

SAMPLES = "samples"


def wants_samples(request: HttpRequest) -> bool:
    return request.GET.get(SAMPLES) == "1"


def day_asked(request: HttpRequest) -> datetime.date:
    """The day of ``?on=``, today without it. Raises ``Http404`` for what is no day."""
    text = request.GET.get("on", "")
    if not text:
        return timezone.localdate()
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):  # ISO has other ways to write a day.
        raise Http404
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _source_codes(record: Sourced) -> list[str]:
    return [source.code for source in record.sources.all()]


# ---------------------------------------------------------------- entities


def _on_that_day(day: datetime.date) -> QuerySet[Membership]:
    return Membership.objects.current(day)


def entities(day: datetime.date) -> Register:
    """Members of the Network on a day, and its partners."""

    def records(request: HttpRequest) -> QuerySet[Entity]:
        members = _on_that_day(day).values("entity")
        return Entity.objects.shown().real().filter(Q(pk__in=members) | ~Q(kind=EntityKind.UN))

    def with_roles(found: QuerySet[Entity]) -> QuerySet[Entity]:
        return found.prefetch_related(Prefetch("roles", _on_that_day(day)))

    return Register(
        name=f"network-entities-{day.isoformat()}",
        about=_("Entities of the United Nations Network on Migration whose part in it rests on a source."),
        records=records,
        for_page=with_roles,
        search_fields=["name"],
        plain_search_fields=["acronym"],
        page_size=60,
        filters=[
            Filter(
                "role",
                _("Role in the Network"),
                "roles__role",
                options=choices(EntityRole),
                many=True,
                extra={"roles__in": _on_that_day(day)},
            ),
            Filter("kind", _("Kind of entity"), "kind", options=choices(EntityKind)),
        ],
        orders=[
            Order("", _("By acronym"), ("acronym",)),
            Order("name", _("By name"), by_text="name"),
        ],
        columns=[
            Column(_("Acronym"), lambda one: one.acronym),
            *in_each_language(_("Name"), "name"),
            Column(_("Kind"), lambda one: one.get_kind_display()),
            Column(
                _("Roles"), lambda one: [role.get_role_display() for role in one.roles.all()],
                _("On the day that was asked for; a role whose dates are not known counts as lasting."),
            ),
            Column(
                _("Since"), lambda one: [role.since for role in one.roles.all() if role.since],
                _("Year, month or day, as far as a source gives it."),
            ),
            Column(_("Website"), lambda one: one.website),
        ],
    )  # fmt: skip


# ---------------------------------------------------------------- national networks


def _national(request: HttpRequest) -> QuerySet[NationalNetwork]:
    samples = Q(country__un_status=UNStatus.SAMPLE)
    return NationalNetwork.objects.filter(samples if wants_samples(request) else ~samples)


def _with_members(networks: QuerySet[NationalNetwork]) -> QuerySet[NationalNetwork]:
    roles = NationalRoleOfEntity.objects.current().select_related("entity")
    return networks.select_related("country").prefetch_related(Prefetch("roles", roles))


def _acronyms(roles: Any, *wanted: str) -> list[str]:
    return [one.entity.acronym for one in roles.all() if not wanted or one.role in wanted]


def _years(values: Sequence[str]) -> list[tuple[str, str]]:
    return latest_first([value for value in values if value])


NATIONAL = Register(
    name="national-networks",
    about=_("National networks on migration that a source names; what no source gives is empty."),
    records=_national,
    for_page=_with_members,
    for_table=lambda networks: _with_members(networks).prefetch_related("sources"),
    search_fields=["country__name"],
    plain_search_fields=["country__iso3"],
    page_size=100,
    filters=[
        region_filter(),
        Filter("maturity", _("Maturity"), "maturity", options=choices(Maturity)),
        Filter("year", _("Year of establishment"), options=_years, expression=Left("established", 4)),
        entity_filter("entities"),
    ],
    orders=[
        Order("", _("By country"), by_text="country__name"),
        Order("established", _("Latest established first"), ("-established", "country__iso3")),
    ],
    columns=[
        Column(_("Country"), lambda one: one.country.iso3, _("ISO code.")),
        Column(_("Country (Arabic)"), lambda one: one.country.name_ar),
        Column(_("Country (English)"), lambda one: one.country.name_en),
        Column(_("Established"), lambda one: one.established, _("Year, month or day, as far as a source gives it.")),
        Column(_("Seen in a source of"), lambda one: one.as_of),
        Column(_("Maturity"), lambda one: one.get_maturity_display()),
        Column(_("Maturity as of"), lambda one: one.maturity_as_of),
        Column(_("Coordinator"), lambda one: _acronyms(one.roles, RegionalRole.COORDINATOR)),
        Column(_("Members"), lambda one: _acronyms(one.roles)),
        Column(_("Public contact address"), lambda one: one.contact_email),
        Column(_("Sources"), _source_codes, _("Codes of the sources.")),
    ],
)


# ---------------------------------------------------------------- activities


def _activities(request: HttpRequest) -> QuerySet[Activity]:
    return Activity.objects.filter(is_sample=wants_samples(request))


def _activity_rows(found: QuerySet[Activity]) -> QuerySet[Activity]:
    roles = ActivityEntity.objects.select_related("entity")
    return found.select_related("priority").prefetch_related(Prefetch("roles", roles))


def _priorities(values: Sequence[int]) -> list[tuple[int, str]]:
    return [(one.number, str(one)) for one in Priority.objects.filter(number__in=values)]


def _regional(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in RegionalNetwork.objects.filter(code__in=values)]


ACTIVITIES = Register(
    name="network-activities",
    about=_("Activities under the priorities of the Network, with where each stands."),
    records=_activities,
    for_page=_activity_rows,
    for_table=lambda found: _activity_rows(found).prefetch_related("countries", "objectives", "sources"),
    search_fields=["title", "description"],
    plain_search_fields=["code"],
    page_size=50,
    filters=[
        Filter("priority", _("Priority"), "priority__number", options=_priorities, is_number=True),
        Filter("state", _("State"), "state", options=choices(ActivityState)),
        country_filter("countries", many=True),
        entity_filter("entities"),
        objective_filter(),
    ],
    orders=[
        Order("", _("By priority"), ("priority__number", "code")),
        Order("updated", _("Latest update first"), ("-updated_on", "code")),
        Order("title", _("By title"), by_text="title"),
    ],
    columns=[
        Column(_("Code"), lambda one: one.code, _("The activity's part of its address; it does not change.")),
        Column(_("Priority"), lambda one: one.priority.number),
        *in_each_language(_("Title"), "title"),
        Column(_("State"), lambda one: one.get_state_display()),
        Column(_("Start"), lambda one: one.start, _("Year, month or day, as far as a source gives it.")),
        Column(_("End"), lambda one: one.end, _("Year, month or day, as far as a source gives it.")),
        Column(_("Lead entities"), lambda one: _acronyms(one.roles, ActivityRole.LEAD)),
        Column(_("Participating entities"), lambda one: _acronyms(one.roles, ActivityRole.PARTICIPANT)),
        Column(_("Countries"), lambda one: [country.iso3 for country in one.countries.all()], _("ISO codes.")),
        Column(
            _("Objectives of the Compact"),
            lambda one: [objective.number for objective in one.objectives.all()],
            _("Numbers of the 23 objectives."),
        ),
        Column(_("Evidence"), lambda one: one.evidence),
        Column(_("Last update"), lambda one: one.updated_on),
        Column(_("Sources"), _source_codes, _("Codes of the sources.")),
    ],
)


# ---------------------------------------------------------------- events


def _events(request: HttpRequest) -> QuerySet[Event]:
    return Event.objects.filter(is_sample=wants_samples(request))


def _when(values: Sequence[str]) -> list[tuple[str, str]]:
    labels = {"upcoming": pgettext("events", "Upcoming"), "past": pgettext("events", "Past")}
    return [(value, label) for value, label in labels.items() if value in values]


def event_rows(found: QuerySet[Event]) -> QuerySet[Event]:
    return found.prefetch_related("organizers", "countries", "languages")


def events(request: HttpRequest) -> Register:
    """Meetings and trainings; the next ones stand first where only those to come are asked for."""
    today = timezone.localdate()
    last_day = Coalesce(F("ends_on"), F("starts_on"))
    by_date = ("starts_on", "starts_at", "code") if request.GET.get("when") == "upcoming" else ("-starts_on", "code")
    return Register(
        name="network-events",
        about=_("Meetings and trainings of the Network. Times are those of the time zone beside them."),
        records=_events,
        for_page=event_rows,
        for_table=lambda found: event_rows(found).prefetch_related("objectives", "regional_networks", "sources"),
        search_fields=["title", "summary", "place"],
        filters=[
            Filter(
                "when",
                pgettext_lazy("events", "When"),
                options=_when,
                expression=Case(
                    When(ends_on__gte=today, then=Value("upcoming")),
                    When(ends_on=None, starts_on__gte=today, then=Value("upcoming")),
                    default=Value("past"),
                    output_field=CharField(),
                ),
            ),
            Filter("kind", _("Kind"), "kind", options=choices(EventKind)),
            Filter("state", _("State"), "state", options=choices(EventState)),
            region_filter("countries"),
            country_filter("countries", many=True),
            Filter("network", _("Regional network"), "regional_networks__code", options=_regional, many=True),
            objective_filter(),
            Filter("language", _("Language"), "languages__language", options=choices(DocumentLanguage), many=True),
            Filter("year", _("Year"), options=latest_first, expression=ExtractYear(last_day), is_number=True),
        ],
        orders=[
            Order("", _("By date"), by_date),
            Order("title", _("By title"), by_text="title"),
        ],
        columns=[
            Column(_("Code"), lambda one: one.code, _("The event's part of its address; it does not change.")),
            *in_each_language(_("Title"), "title"),
            Column(_("Kind"), lambda one: one.get_kind_display()),
            Column(_("State"), lambda one: one.get_state_display()),
            Column(_("First day"), lambda one: one.starts_on),
            Column(_("Begins at"), lambda one: f"{one.starts_at:%H:%M}" if one.starts_at else ""),
            Column(_("Last day"), lambda one: one.last),
            Column(_("Ends at"), lambda one: f"{one.ends_at:%H:%M}" if one.ends_at else ""),
            Column(_("Time zone"), lambda one: one.time_zone, _("Name of the time zone in the IANA list.")),
            *in_each_language(_("Place"), "place"),
            Column(_("Online at"), lambda one: one.online_url),
            Column(_("Organizers"), lambda one: [entity.acronym for entity in one.organizers.all()]),
            Column(_("Countries"), lambda one: [country.iso3 for country in one.countries.all()], _("ISO codes.")),
            Column(_("Regional networks"), lambda one: [network.code for network in one.regional_networks.all()]),
            Column(
                _("Objectives of the Compact"),
                lambda one: [objective.number for objective in one.objectives.all()],
                _("Numbers of the 23 objectives."),
            ),
            Column(_("Languages"), lambda one: [str(language) for language in one.languages.all()]),
            Column(_("Registration"), lambda one: one.registration_url),
            Column(_("Sources"), _source_codes, _("Codes of the sources.")),
        ],
    )


def events_of(request: HttpRequest) -> list[Event]:
    """The events that this address leaves, in its order, for a calendar."""
    register = events(request)
    records = register.narrowed(register.records(request), request.GET)
    keys = list(register.keys(records, request.GET))
    found = Event.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def name_of_selection(request: HttpRequest) -> str:
    """What a calendar that is subscribed to is called: the Network's events, with a word on samples."""
    name = str(_("Events of the UN Network on Migration"))
    return f"{name} · {pgettext('made-up data', 'sample')}" if wants_samples(request) else name
