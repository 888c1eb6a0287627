"""The register of joint programmes as readers narrow it and take it away."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from countries.listing import country_filter, region_filter
from foundation.registers import Column, Filter, Order, Register, choices, in_each_language, latest_first
from mptf.enums import Stage
from mptf.models import JointProgramme, ThematicArea
from network.listing import entity_filter
from objectives.listing import objective_filter


def _areas(values: Sequence[int]) -> list[tuple[int, str]]:
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
    for_table=lambda records: records.for_lists().prefetch_related("objectives"),
    search_fields=["title", "goal"],
    plain_search_fields=["slug"],
    filters=[
        Filter("area", _("Thematic area"), "thematic_area__number", options=_areas, is_number=True),
        Filter("stage", _("Stage"), "stage", options=choices(Stage)),
        region_filter("countries"),
        country_filter("countries", many=True),
        entity_filter("un_organizations"),
        objective_filter(),
        Filter("year", _("Year of the start"), options=_years, expression=Left("start", 4)),
    ],
    orders=[
        # An unknown start is the empty text, which comes last in falling order on both databases.
        Order("", _("Latest start first"), ("-start", "slug")),
        Order("title", _("By title"), by_text="title"),
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
        Column(_("Start"), lambda one: one.start, _("Year, month or day, as far as a source gives it.")),
        Column(_("End"), lambda one: one.end, _("Year, month or day, as far as a source gives it.")),
        Column(
            _("Budget (US dollars)"), lambda one: one.budget_usd, _("As printed by the source; empty where none is.")
        ),
        Column(_("Sources"), lambda one: [source.code for source in one.sources.all()], _("Codes of the sources.")),
    ],
)
