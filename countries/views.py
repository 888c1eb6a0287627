from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from countries.enums import UNStatus
from countries.models import Commission, CommissionMembership, Country
from countries.queries import alphabetical, by_region, matching
from countries.tiles import counted_twice, tile_groups
from foundation.aspects import Aspect, Value, aspects_for, narrow
from foundation.language import active, codes, localized, name_of
from foundation.panels import panels_for
from foundation.sourcing import attach_sources
from foundation.tables import Table, address_of, table_links, table_response, wanted_format


def _region_aspect(countries: list[Country], commissions: list[Commission]) -> Aspect:
    """By region of a commission; its members from elsewhere (France in ESCAP) are not counted there."""
    members: dict[int, set[int]] = {}
    for country in countries:
        for membership in country.memberships.all():
            if membership.is_in_region:
                members.setdefault(membership.commission_id, set()).add(country.pk)
    return Aspect(
        name="region",
        label=_("Region"),
        values=tuple(
            Value(commission.code, localized(commission, "review_region"), frozenset(members.get(commission.pk, ())))
            for commission in commissions
        ),
    )


def _status_aspect(countries: list[Country]) -> Aspect:
    return Aspect(
        name="status",
        label=_("Status in the United Nations"),
        values=tuple(
            Value(status.value, str(status.label), frozenset(c.pk for c in countries if c.un_status == status))
            for status in (UNStatus.MEMBER, UNStatus.OBSERVER)
        ),
    )


@require_safe
def country_list(request: HttpRequest) -> HttpResponse:
    """All States, by region as tiles and in a table; rooms below add filters and columns."""
    everyone = alphabetical(Country.objects.with_commissions())
    countries = [country for country in everyone if not country.is_sample]
    commissions = list(Commission.objects.all())
    attach_sources(commissions)
    known = aspects_for("country")
    term = request.GET.get("q", "").strip()[:100]
    aspects = [_region_aspect(countries, commissions), _status_aspect(countries), *known]
    found = {country.pk for country in matching(countries, term)}
    chosen, facets = narrow(request.GET, [country for country in countries if country.pk in found], aspects)
    columns = [aspect for aspect in known if aspect.cells]
    matched = {country.pk for country in chosen}
    is_narrowed = len(matched) < len(countries)
    if wanted := wanted_format(request):
        return table_response(_table(request, chosen, columns), wanted)
    regions = by_region(countries, commissions)
    if wanted := request.GET.get("region"):
        regions = [region for region in regions if region.commission and region.commission.code == wanted] or regions
    return render(
        request,
        "countries/country_list.html",
        {
            "countries": chosen,
            "rows": [_row(country, columns) for country in chosen],
            "columns": columns,
            "facets": facets,
            "downloads": table_links(request.GET),
            "term": term,
            "is_narrowed": is_narrowed,
            "groups": tile_groups(
                regions,
                mark=lambda country: "full" if country.pk in matched else "none",
                status=lambda country: "" if country.pk in matched else pgettext("country", "not in this selection"),
            ),
            "legend": [
                {"mark": "full", "label": pgettext("countries", "in this selection")},
                {"mark": "none", "label": pgettext("countries", "not in this selection")},
            ]
            if is_narrowed
            else [],
            "overlap": counted_twice(regions),
            "samples": [country for country in everyone if country.is_sample],
            "commissions": commissions,
            "member_count": sum(1 for country in countries if country.un_status == UNStatus.MEMBER),
            "observer_count": sum(1 for country in countries if country.un_status == UNStatus.OBSERVER),
        },
    )


def _table(request: HttpRequest, countries: list[Country], columns: list[Aspect]) -> Table:
    names = [(code, _("Name (%(language)s)") % {"language": name_of(code)}) for code in codes()]
    return Table(
        name="countries",
        about=_("The Member States and observer States of the United Nations, as the page was narrowed."),
        address=address_of(request),
        headings=[
            (_("ISO 3166 code"), _("ISO 3166-1 alpha-3 code.")),
            (_("UN M49 code"), _("Code of the United Nations Statistics Division.")),
            *((heading, "") for _code, heading in names),
            (_("Status in the United Nations"), ""),
            (_("Regional commissions"), _("Codes of the commissions of which it is a member.")),
            *((column.label, "") for column in columns),
        ],
        rows=[
            [
                row["country"].iso3,
                row["country"].m49,
                *(getattr(row["country"], f"name_{code}") for code, _heading in names),
                row["country"].get_un_status_display(),
                row["commissions"],
                *(cell.text if cell else "" for cell in row["cells"]),
            ]
            for row in (_row(country, columns) for country in countries)
        ],
    )


def _row(country: Country, columns: list[Aspect]) -> dict:
    return {
        "country": country,
        "commissions": [membership.commission.code for membership in country.memberships.all()],
        "cells": [column.cells.get(country.pk) for column in columns],
    }


@require_safe
def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One country: what this room knows of it and a panel from each room below."""
    if iso3 != iso3.upper():
        return redirect("countries:country_detail", iso3.upper(), permanent=True)
    memberships = CommissionMembership.objects.select_related("commission")
    country = get_object_or_404(Country.objects.prefetch_related(Prefetch("memberships", memberships)), iso3=iso3)
    panels = panels_for("country", country)
    attach_sources([country], *(panel.context.get("records", ()) for panel in panels))
    return render(
        request,
        "countries/country_detail.html",
        {
            "country": country,
            "other_names": [
                (code, getattr(country, f"name_{code}"))
                for code in codes()
                if code != active() and getattr(country, f"name_{code}")
            ],
            "memberships": list(country.memberships.all()),
            "panels": panels,
        },
    )
