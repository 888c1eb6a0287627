"""Voluntary contributions to the mechanism as readers narrow them and take them away."""

from collections.abc import Sequence

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.contribution_workflow import PUBLIC
from capacity.enums_contributions import ContributionKind, ContributionState
from capacity.models import MechanismContribution, MechanismPart
from countries.listing import country_filter, region_filter
from foundation.registers import Column, Filter, Order, Register, choices, in_each_language, latest_first
from objectives.listing import objective_filter

#: What stands in addresses and tables for the mechanism as a whole.
WHOLE = "whole"


def _parts(values: Sequence[str]) -> list[tuple[str, str]]:
    found = [(part.code, str(part)) for part in MechanismPart.objects.filter(code__in=values)]
    return [*found, (WHOLE, str(_("The mechanism as a whole")))] if WHOLE in values else found


def _states(values: Sequence[str]) -> list[tuple[str, str]]:
    return [option for option in choices(ContributionState)(values) if option[0] in PUBLIC]


def _seen(request: HttpRequest) -> QuerySet[MechanismContribution]:
    return MechanismContribution.objects.shown()


CONTRIBUTIONS = Register(
    name="mechanism-contributions",
    about=_(
        "Voluntary contributions of States to the capacity-building mechanism, confirmed by the UN Network. "
        "Amounts of different currencies are not to be added up."
    ),
    records=_seen,
    for_page=lambda records: records.for_lists(),
    search_fields=["title", "summary", "country__name"],
    plain_search_fields=["institution", "country__iso3"],
    filters=[
        Filter("kind", pgettext_lazy("of a contribution", "Kind"), "kind", options=choices(ContributionKind)),
        Filter(
            "part",
            _("Part of the mechanism"),
            options=_parts,
            expression=Coalesce("part__code", Value(WHOLE), output_field=CharField()),
        ),
        objective_filter(),
        country_filter(),
        region_filter(),
        Filter("state", pgettext_lazy("of a contribution", "State"), "state", options=_states),
        Filter("year", _("Year"), options=latest_first, expression=Cast(ExtractYear("confirmed_at"), CharField())),
    ],
    orders=[
        Order("", _("Newest first"), ("-confirmed_at",)),
        Order("title", _("By title"), by_text="title"),
        Order("country", _("By country"), by_text="country__name"),
        Order("until", _("Ending soonest first"), (F("available_until").asc(nulls_last=True), "-confirmed_at")),
    ],
    columns=[
        Column(_("Code"), lambda one: str(one), _("Part of the address of the contribution; it does not change.")),
        Column(_("Country"), lambda one: one.country.iso3, _("ISO 3166-1 alpha-3 code.")),
        Column(pgettext_lazy("of a contribution", "Kind"), lambda one: one.get_kind_display()),
        Column(
            _("Part of the mechanism"),
            lambda one: one.part.code if one.part else WHOLE,
            _("“whole” stands for the mechanism as a whole."),
        ),
        *in_each_language(_("Title"), "title"),
        *in_each_language(_("Summary"), "summary"),
        Column(_("Institution in charge"), lambda one: one.institution, _("As the State names it.")),
        Column(
            _("Objectives"),
            lambda one: [other.number for other in one.objectives.all()],
            _("Numbers of the 23 objectives."),
        ),
        Column(
            _("Meant for countries"), lambda one: [other.iso3 for other in one.for_countries.all()], _("ISO codes.")
        ),
        Column(
            _("Meant for regions"),
            lambda one: [other.code for other in one.for_regions.all()],
            _("Codes of the regional commissions."),
        ),
        Column(_("Available from"), lambda one: one.available_from),
        Column(_("Available until"), lambda one: one.available_until),
        Column(_("Amount"), lambda one: one.amount, _("Of financial contributions.")),
        Column(_("Currency"), lambda one: one.currency, _("Code of ISO 4217.")),
        Column(_("As of"), lambda one: one.as_of, _("The day for which the amount holds.")),
        Column(pgettext_lazy("of a contribution", "State"), lambda one: one.get_state_display()),
        Column(_("Confirmed on"), lambda one: one.confirmed_at.date().isoformat()),
        Column(_("Given or ended on"), lambda one: one.ended_on),
        *in_each_language(_("Result"), "result"),
        Column(_("Sample"), lambda one: one.is_sample, _("Whether it is a sample of a fictional State.")),
    ],
)
