"""Champion countries and their exchange of experience, as readers narrow them and take them away."""

import datetime
from collections.abc import Sequence

from django.db.models import CharField, Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce, Left, NullIf
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from champions.enums import ChampionStatus, Direction, SupportState
from champions.models import Champion, Exchange, SupportItem, SupportKind
from countries.listing import country_filter, region_filter
from countries.models import CommissionMembership
from foundation.language import localized
from foundation.registers import Column, Filter, Order, Register, choices, in_each_language, latest_first
from objectives.listing import objective_filter


def _kinds(values: Sequence[int]) -> list[tuple[int, str]]:
    return [(kind.number, str(kind)) for kind in SupportKind.objects.filter(number__in=values)]


#: When a country was confirmed, otherwise when a source first named it.
_SINCE = Coalesce(NullIf("confirmed_in", Value("")), "champion_by", output_field=CharField())


def _years(values: Sequence[str]) -> list[tuple[str, str]]:
    return latest_first([value for value in values if value])


def on_day(champions: QuerySet[Champion], day: datetime.date) -> QuerySet[Champion]:
    """Those that were champion countries, or had been, on a day: as far as the dates of sources tell."""
    keys = [
        champion.pk
        for champion in champions
        if champion.status_on(day) in (ChampionStatus.CONFIRMED, ChampionStatus.ENDED)
    ]
    return Champion.objects.filter(pk__in=keys)


def _seen(request: HttpRequest) -> QuerySet[Champion]:
    day = getattr(request, "as_of", None)
    champions = Champion.objects.shown().real()
    return on_day(champions, day) if day else champions


def _whole(champions: QuerySet[Champion]) -> QuerySet[Champion]:
    memberships = CommissionMembership.objects.select_related("commission")
    return champions.select_related("country").prefetch_related(
        Prefetch("country__memberships", memberships), "roles", "sources"
    )


CHAMPIONS = Register(
    name="champion-countries",
    about=_("Champion countries that a source confirms; the first date is that of a source, not of joining."),
    records=_seen,
    for_page=_whole,
    for_table=lambda champions: _whole(champions).prefetch_related("priority_objectives"),
    search_fields=["country__name"],
    plain_search_fields=["country__iso3"],
    page_size=60,
    filters=[
        Filter("status", _("Status"), "status", options=choices(ChampionStatus)),
        region_filter(),
        objective_filter("priority_objectives"),
        Filter(
            "support", _("Kind of support"), "support_items__kind__number", options=_kinds, many=True, is_number=True
        ),
        Filter(
            "stage", _("How far support has come"), "support_items__state", options=choices(SupportState), many=True
        ),
        Filter("exchange", _("Experience"), "exchanges__direction", options=choices(Direction), many=True),
        Filter(
            "year",
            _("Year"),
            options=_years,
            expression=Left(_SINCE, 4),
        ),
    ],
    orders=[
        Order("", _("By country"), by_text="country__name"),
        Order(
            "date",
            _("Latest first"),
            (Coalesce(NullIf("confirmed_in", Value("")), "champion_by").desc(), "country__iso3"),
        ),
    ],
    columns=[
        Column(_("ISO 3166 code"), lambda one: one.country.iso3, _("ISO 3166-1 alpha-3 code.")),
        Column(_("Country"), lambda one: str(one.country)),
        Column(_("Status"), lambda one: one.get_status_display()),
        Column(_("Named in a source by"), lambda one: one.champion_by, _("The date of a source, not of joining.")),
        Column(_("Confirmed by its government"), lambda one: one.confirmed_in),
        Column(_("Ended"), lambda one: one.ended_in),
        Column(
            _("Priority objectives"), lambda one: [objective.number for objective in one.priority_objectives.all()]
        ),
        Column(_("Role in the initiative"), lambda one: [localized(role, "name") for role in one.roles.all()]),
        Column(_("Sample"), lambda one: one.country.is_sample, _("Whether it is a sample of a fictional State.")),
        Column(_("Sources"), lambda one: [source.code for source in one.sources.all()], _("Codes of the sources.")),
    ],
)


def _exchanges(request: HttpRequest) -> QuerySet[Exchange]:
    return Exchange.objects.filter(champion__in=Champion.objects.shown())


EXCHANGES = Register(
    name="exchange-of-experience",
    about=_("Experience that champion countries offer or look for, by objective."),
    records=_exchanges,
    for_page=lambda exchanges: exchanges.select_related("champion__country", "objective__round_table"),
    search_fields=["text"],
    filters=[
        Filter("direction", _("Offers or seeks"), "direction", options=choices(Direction)),
        objective_filter("objective", many=False),
        country_filter("champion__country"),
        region_filter("champion__country"),
    ],
    orders=[
        Order("", _("By objective"), ("objective__number", "direction", "champion__country__iso3")),
        Order("country", _("By country"), by_text="champion__country__name"),
    ],
    columns=[
        Column(_("Country"), lambda one: str(one.champion.country)),
        Column(_("ISO 3166 code"), lambda one: one.champion.country.iso3),
        Column(_("Offers or seeks"), lambda one: one.get_direction_display()),
        Column(_("Objective"), lambda one: one.objective.number, _("Number of one of the 23 objectives.")),
        *in_each_language(_("On what"), "text"),
        Column(_("Since"), lambda one: one.since),
        Column(_("Until"), lambda one: one.until),
        Column(
            _("Sample"), lambda one: one.champion.country.is_sample, _("Whether it is a sample of a fictional State.")
        ),
    ],
)


def support_by_kind(champion: Champion, kinds: Sequence[SupportKind]) -> list[tuple[SupportKind, list[SupportItem]]]:
    """Each of the five kinds with what was asked for, planned and given of it."""
    items: dict[int, list[SupportItem]] = {}
    for item in champion.support_items.all():
        items.setdefault(item.kind_id, []).append(item)
    return [(kind, items.get(kind.pk, [])) for kind in kinds]
