"""The registers of this room as readers narrow them and take them away: programmes, their money, contributions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.listing import country_filter, region_filter
from foundation.arabic import sort_key
from foundation.language import localized
from foundation.registers import Column, Filter, Order, Register, choices, in_each_language, latest_first
from mptf.enums import BudgetKind, ContributionState, Funding, Marker, Scope, Stage
from mptf.models import BudgetLine, Contribution, JointProgramme, ThematicArea
from network.listing import entity_filter
from objectives.listing import objective_filter, principle_filter


def area_options(values: Sequence[int]) -> list[tuple[int, str]]:
    return [(area.number, str(area)) for area in ThematicArea.objects.filter(number__in=values)]


def _years(values: Sequence[str]) -> list[tuple[str, str]]:
    return latest_first([value for value in values if value])


def _seen(request: HttpRequest) -> QuerySet[JointProgramme]:
    return JointProgramme.objects.shown()


PROGRAMMES = Register(
    name="joint-programmes",
    about=_("Joint programmes of the Migration Multi-Partner Trust Fund; what no source gives is empty."),
    records=_seen,
    for_page=lambda records: records.for_lists(),
    for_table=lambda records: records.for_lists().prefetch_related("objectives", "principles", "markers"),
    search_fields=["title", "goal"],
    plain_search_fields=["slug"],
    filters=[
        Filter("area", _("Thematic area"), "thematic_area__number", options=area_options, is_number=True),
        Filter("stage", _("Stage"), "stage", options=choices(Stage)),
        region_filter("countries"),
        country_filter("countries", many=True),
        entity_filter("un_organizations"),
        objective_filter(),
        principle_filter(),
        Filter("scope", _("Scope"), "scope", options=choices(Scope)),
        Filter("marker", _("Marker"), "markers__marker", options=choices(Marker), many=True),
        Filter("funding", _("Source of funds"), "budget_lines__funding", options=choices(Funding), many=True),
        Filter("year", _("Year of the start"), options=_years, expression=Left("start", 4)),
    ],
    orders=[
        # An unknown start is the empty text, which comes last in falling order on both databases.
        Order("", _("Latest start first"), ("-start", "slug")),
        Order("title", _("By title"), by_text="title"),
        Order("budget", _("Largest printed budget first"), (F("budget_usd").desc(nulls_last=True), "slug")),
    ],
    columns=[
        Column(_("Code"), lambda one: one.slug, _("The programme's part of its address; it does not change.")),
        *in_each_language(_("Title"), "title"),
        Column(_("Thematic area"), lambda one: one.thematic_area.number, _("Number of one of the five areas.")),
        Column(_("Stage"), lambda one: one.get_stage_display()),
        Column(_("Countries"), lambda one: [country.iso3 for country in one.countries.all()], _("ISO codes.")),
        Column(
            _("Participating UN organizations"), lambda one: [entity.acronym for entity in one.un_organizations.all()]
        ),
        Column(
            _("Objectives of the Compact"),
            lambda one: [objective.number for objective in one.objectives.all()],
            _("Numbers of the 23 objectives."),
        ),
        Column(
            _("Guiding principles"),
            lambda one: [principle.number for principle in one.principles.all()],
            _("Numbers of the ten guiding principles."),
        ),
        Column(_("Scope"), lambda one: one.get_scope_display() if one.scope else ""),
        *in_each_language(_("Region"), "region", _("As a source names it.")),
        Column(
            _("Markers"),
            lambda one: [f"{marker.get_marker_display()}: {marker.value}" for marker in one.markers.all()],
            _("As a source prints them, on the Fund's own scale."),
        ),
        Column(_("Start"), lambda one: one.start, _("Year, month or day, as far as a source gives it.")),
        Column(_("End"), lambda one: one.end, _("Year, month or day, as far as a source gives it.")),
        Column(
            _("Budget (US dollars)"), lambda one: one.budget_usd, _("As printed by the source; empty where none is.")
        ),
        Column(_("Sources"), lambda one: [source.code for source in one.sources.all()], _("Codes of the sources.")),
        Column(_("Sample"), lambda one: one.is_sample, _("Made up to show how the portal works; counted nowhere.")),
    ],
)


def _lines(request: HttpRequest) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.shown()


def _contributions(request: HttpRequest) -> QuerySet[Contribution]:
    return Contribution.objects.shown()


def _programmes(values: Sequence[str]) -> list[tuple[str, str]]:
    found = JointProgramme.objects.filter(slug__in=values)
    return sorted(((one.slug, str(one)) for one in found), key=lambda option: sort_key(option[1]))


def _in_each_language_of(relation: str, name: str, heading: Any) -> list[Column]:
    """``in_each_language`` for a text of a related record."""
    return [
        replace(column, value=lambda one, value=column.value: value(getattr(one, relation)))
        for column in in_each_language(heading, name)
    ]


#: What every row of money says of itself, in a table.
_ABOUT_A_ROW = [
    Column(_("As of"), lambda one: one.as_of, _("The day for which the source gives the amount.")),
    *in_each_language(_("Remark"), "remark"),
    Column(_("Sources"), lambda one: [source.code for source in one.sources.all()], _("Codes of the sources.")),
    Column(_("Sample"), lambda one: one.is_sample, _("Made up to show how the portal works; counted nowhere.")),
]
_AMOUNT = [
    Column(_("Amount"), lambda one: one.amount),
    Column(_("Currency"), lambda one: one.currency, _("Code of ISO 4217.")),
]

MONEY = Register(
    name="joint-programmes-money",
    about=_("Budget lines of joint programmes. Kinds overlap: what is spent was transferred. Do not add them up."),
    records=_lines,
    for_page=lambda records: records.for_lists(),
    search_fields=["programme__title", "funder", "remark"],
    plain_search_fields=["code"],
    filters=[
        Filter("kind", pgettext_lazy("of money", "Kind"), "kind", options=choices(BudgetKind)),
        Filter("funding", _("Source of funds"), "funding", options=choices(Funding)),
        Filter("year", _("Year"), "year", options=latest_first, is_number=True),
        Filter("currency", _("Currency"), "currency"),
        Filter("area", _("Thematic area"), "programme__thematic_area__number", options=area_options, is_number=True),
        Filter("stage", _("Stage"), "programme__stage", options=choices(Stage)),
        region_filter("programme__countries"),
        country_filter("programme__countries", many=True),
        entity_filter("organization", many=False, label=_("Receiving UN organization")),
        Filter("programme", _("Joint programme"), "programme__slug", options=_programmes),
    ],
    orders=[
        Order("", _("Latest year first"), ("-year", "programme__slug", "kind", "funding", "code")),
        Order("amount", _("Largest amount first"), ("-amount", "code")),
        Order("programme", _("By programme"), ("programme__slug", "year", "kind", "funding", "code")),
    ],
    columns=[
        Column(_("Code"), lambda one: one.code, _("Names the row for good.")),
        Column(_("Joint programme"), lambda one: one.programme.slug, _("Code of the programme.")),
        *_in_each_language_of("programme", "title", _("Title of the programme")),
        Column(_("Thematic area"), lambda one: one.programme.thematic_area.number),
        Column(
            _("Countries"), lambda one: [country.iso3 for country in one.programme.countries.all()], _("ISO codes.")
        ),
        Column(_("Year"), lambda one: one.year),
        Column(pgettext_lazy("of money", "Kind"), lambda one: one.get_kind_display()),
        Column(_("Source of funds"), lambda one: one.get_funding_display()),
        *in_each_language(_("Name of the source of funds"), "funder"),
        Column(_("Receiving UN organization"), lambda one: one.organization.acronym if one.organization else ""),
        Column(_("Other recipient"), lambda one: localized(one.partner, "name") if one.partner else ""),
        *_AMOUNT,
        *_ABOUT_A_ROW,
    ],
)

CONTRIBUTIONS = Register(
    name="fund-contributions",
    about=_("Contributions to the Fund. States overlap: what is paid was committed before. Do not add them up."),
    records=_contributions,
    for_page=lambda records: records.for_lists(),
    search_fields=["country__name", "organization", "remark"],
    plain_search_fields=["code"],
    filters=[
        Filter("state", pgettext_lazy("of a contribution", "State"), "state", options=choices(ContributionState)),
        Filter("year", _("Year"), "year", options=latest_first, is_number=True),
        country_filter("country"),
        region_filter("country"),
        Filter("currency", _("Currency"), "currency"),
        Filter("area", _("Earmarked to the area"), "area__number", options=area_options, is_number=True),
        Filter("programme", _("Earmarked to the programme"), "programme__slug", options=_programmes),
    ],
    orders=[
        Order("", _("Latest year first"), ("-year", "country__iso3", "state", "code")),
        Order("amount", _("Largest amount first"), ("-amount", "code")),
    ],
    columns=[
        Column(_("Code"), lambda one: one.code, _("Names the row for good.")),
        Column(_("Country"), lambda one: one.country.iso3 if one.country else "", _("ISO code.")),
        Column(_("Contributor"), lambda one: one.contributor),
        Column(_("Year"), lambda one: one.year),
        Column(pgettext_lazy("of a contribution", "State"), lambda one: one.get_state_display()),
        *_AMOUNT,
        Column(_("Earmarked to the area"), lambda one: one.area.number if one.area else ""),
        Column(_("Earmarked to the programme"), lambda one: one.programme.slug if one.programme else ""),
        *_ABOUT_A_ROW,
    ],
)
