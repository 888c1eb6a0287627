"""The list of reviews: those published here and those that sources name, narrowed together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from countries.models import CommissionMembership, Country
from countries.queries import alphabetical, by_region
from foundation.aspects import Aspect, Value, narrow
from foundation.facets import Facet, address_with
from foundation.language import localized
from foundation.tables import Table, address_of
from objectives.models import Objective
from reviews.models import KnownReview, Publication, Round

HERE, ELSEWHERE = "here", "elsewhere"
BY_COUNTRY = "country"


@dataclass(frozen=True)
class Entry:
    """A review in the list: ``record`` is a ``Publication`` or a ``KnownReview``."""

    record: Any
    country: Country
    round: Round
    where: str
    objectives: tuple[int, ...] = field(default=())

    @property
    def pk(self) -> tuple[str, int]:
        return self.where, self.record.pk


def _entries() -> list[Entry]:
    """All of them, rounds last to first and within a round by country."""
    publications = Publication.objects.latest_versions().for_lists().prefetch_related("objectives")
    found = [
        Entry(
            one,
            one.submission.review.country,
            one.submission.review.round,
            HERE,
            tuple(report.number for report in one.objectives.all()),
        )
        for one in publications
    ]
    known = KnownReview.objects.select_related("country", "round").with_sources()
    found += [Entry(one, one.country, one.round, ELSEWHERE) for one in known]
    memberships = Prefetch("memberships", CommissionMembership.objects.select_related("commission"))
    countries = Country.objects.prefetch_related(memberships).in_bulk({entry.country.pk for entry in found})
    found = [Entry(one.record, countries[one.country.pk], one.round, one.where, one.objectives) for one in found]
    return sorted(found, key=lambda one: (-one.round.position, one.country.sort_key))


def _aspect(name: str, label: str, values: Iterable[tuple[str, str, Iterable[Entry]]]) -> Aspect:
    return Aspect(
        name,
        label,
        tuple(Value(value, text, frozenset(entry.pk for entry in entries)) for value, text, entries in values),
    )


def _aspects(entries: list[Entry]) -> list[Aspect]:
    rounds = sorted({entry.round for entry in entries}, key=lambda one: -one.position)
    regions = [region for region in by_region({entry.country for entry in entries}) if region.commission]
    numbers = sorted({number for entry in entries for number in entry.objectives})
    objectives = Objective.objects.filter(number__in=numbers)
    return [
        _aspect(
            "round",
            _("Round"),
            [(one.code, str(one), [entry for entry in entries if entry.round == one]) for one in rounds],
        ),
        _aspect(
            "where",
            _("Where it is"),
            [
                (HERE, _("Published in this portal"), [entry for entry in entries if entry.where == HERE]),
                (ELSEWHERE, _("Known from other sources"), [entry for entry in entries if entry.where == ELSEWHERE]),
            ],
        ),
        _aspect(
            "region",
            _("Region"),
            [
                (
                    region.commission.code,
                    localized(region.commission, "review_region"),
                    [entry for entry in entries if entry.country in region.countries],
                )
                for region in regions
            ],
        ),
        _aspect(
            "country",
            _("Country"),
            [
                (country.iso3, str(country), [entry for entry in entries if entry.country == country])
                for country in alphabetical({entry.country for entry in entries})
            ],
        ),
        _aspect(
            "objective",
            _("Objective"),
            [
                (str(one.number), str(one), [entry for entry in entries if one.number in entry.objectives])
                for one in objectives
            ],
        ),
    ]


def reviews_listed(query: QueryDict) -> tuple[list[Entry], list[Facet], int]:
    """The reviews that the address leaves, the filters, and how many there are without them."""
    entries = _entries()
    chosen, facets = narrow(query, entries, _aspects(entries))
    if query.get("sort") == BY_COUNTRY:
        chosen.sort(key=lambda one: (one.country.sort_key, -one.round.position))
    return chosen, facets, len(entries)


def sorts(query: QueryDict) -> list[dict[str, Any]]:
    is_by_country = query.get("sort") == BY_COUNTRY
    return [
        {"label": _("Latest round first"), "href": address_with(query, sort=None), "current": not is_by_country},
        {"label": _("By country"), "href": address_with(query, sort=BY_COUNTRY), "current": is_by_country},
    ]


def table(request: HttpRequest, entries: list[Entry]) -> Table:
    """The list as rows; texts of reviews are not in it."""
    rows = []
    for entry in entries:
        is_here = entry.where == HERE
        rows.append(
            [
                entry.country.iso3,
                str(entry.country),
                str(entry.round),
                _("Published in this portal") if is_here else entry.record.get_status_display(),
                entry.record.number if is_here else None,
                entry.record.published_at if is_here else entry.record.date,
                list(entry.objectives),
                request.build_absolute_uri(entry.record.get_absolute_url()) if is_here else entry.record.url,
                entry.country.is_sample,
            ]
        )
    return Table(
        name="voluntary-reviews",
        about=_("Voluntary national reviews: published in this portal, and known from other sources."),
        address=address_of(request),
        headings=[
            (_("ISO 3166 code"), _("ISO 3166-1 alpha-3 code.")),
            (_("Country"), ""),
            (_("Round"), ""),
            (_("Status"), _("“Published in this portal”, or what a source says of it.")),
            (_("Version"), _("Of a review that was published in this portal.")),
            (_("Date"), _("Of publication here (UTC); of others as far as a source gives it.")),
            (_("Objectives reported on"), _("Numbers of the 23 objectives; known of reviews published here.")),
            (_("Web address"), ""),
            (_("Sample"), _("Whether it is a sample of a fictional State.")),
        ],
        rows=rows,
    )
