"""Filters by country and by region, for the registers of every room (``foundation.registers``)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from countries.models import Commission, Country
from countries.queries import alphabetical
from foundation.language import localized
from foundation.registers import Filter


def _countries(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(country.iso3, str(country)) for country in alphabetical(Country.objects.filter(iso3__in=values))]


def _regions(values: Sequence[str]) -> list[tuple[str, str]]:
    commissions = Commission.objects.filter(code__in=values).order_by("position", "code")
    return [(commission.code, localized(commission, "review_region")) for commission in commissions]


def country_filter(path: str = "country", *, many: bool = False, name: str = "country") -> Filter:
    """By country; ``path`` leads from the record to it, over a relation to ``many`` or to one."""
    return Filter(name, _("Country"), f"{path}__iso3", options=_countries, many=many)


def region_filter(path: str = "country", *, name: str = "region") -> Filter:
    """By the region of a commission in which the country lies; regions overlap, so a record may be in two."""
    memberships = f"{path}__memberships"
    return Filter(
        name,
        _("Region"),
        f"{memberships}__commission__code",
        options=_regions,
        many=True,
        extra={f"{memberships}__is_in_region": True},
    )
