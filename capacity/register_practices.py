"""The library of practices as readers narrow it and take it away."""

from collections.abc import Sequence

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from capacity.enums_practices import Submitter
from capacity.models import PracticeKind, PracticePublication
from countries.listing import country_filter, region_filter
from foundation.registers import Column, Filter, Order, Register, choices, in_each_language, latest_first
from mptf.enums import DocumentLanguage
from objectives.listing import objective_filter, principle_filter


def _kinds(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(kind.code, str(kind)) for kind in PracticeKind.objects.filter(code__in=values)]


def _seen(request: HttpRequest) -> QuerySet[PracticePublication]:
    return PracticePublication.objects.shown()


def for_cards(records: QuerySet[PracticePublication]) -> QuerySet[PracticePublication]:
    """Everything a card shows, in a fixed number of queries."""
    return (
        records.select_related("kind", "practice__country", "practice__entity")
        .prefetch_related("countries")
        .defer("search")
    )


PRACTICES = Register(
    name="practices",
    about=_("Published practices of the knowledge platform, each in the version in force."),
    records=_seen,
    for_page=for_cards,
    for_table=lambda records: for_cards(records).prefetch_related("objectives", "principles"),
    search_column="search",
    filters=[
        objective_filter(),
        principle_filter(),
        Filter("kind", _("Type of practice"), "kind__code", options=_kinds),
        region_filter("countries"),
        country_filter("countries", many=True),
        Filter(
            "language",
            _("Language of the material"),
            "materials__language",
            options=choices(DocumentLanguage),
            many=True,
        ),
        Filter("submitter", _("Submitted by"), "practice__submitter", options=choices(Submitter)),
        Filter("year", _("Year"), options=latest_first, expression=Cast(ExtractYear("published_at"), CharField())),
    ],
    orders=[
        Order("", _("Newest first"), ("-published_at",)),
        Order("title", _("By title"), by_text="title"),
        Order("checked", _("Most recently checked first"), ("-checked_on",)),
    ],
    columns=[
        Column(_("Code"), lambda one: one.practice.slug),
        *in_each_language(_("Title"), "title"),
        *in_each_language(_("Summary"), "summary"),
        Column(_("Type of practice"), lambda one: one.kind and one.kind.code),
        Column(_("Countries"), lambda one: [country.iso3 for country in one.countries.all()], _("ISO codes.")),
        Column(
            _("Objectives of the Compact"),
            lambda one: [objective.number for objective in one.objectives.all()],
            _("Numbers of the 23 objectives."),
        ),
        Column(_("Submitted by"), lambda one: one.practice.get_submitter_display()),
        Column(_("Contact institution"), lambda one: one.institution),
        Column(_("Version"), lambda one: one.number),
        Column(_("Published"), lambda one: one.published_at.date().isoformat()),
        Column(_("Checked on"), lambda one: one.checked_on.isoformat()),
        Column(_("Sample"), lambda one: "x" if one.is_sample else "", _("Made up, for trying the portal.")),
    ],
)
