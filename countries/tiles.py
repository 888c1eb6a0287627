"""The tile map: one equal tile a country, grouped by region; no boundary is drawn."""

from collections.abc import Callable, Iterable

from django.utils.translation import pgettext

from countries.models import Country
from countries.queries import Region
from foundation.language import localized


def tile_groups(
    regions: Iterable[Region],
    *,
    href: Callable[[Country], str] = Country.get_absolute_url,
    mark: Callable[[Country], str] = lambda country: "full",
    status: Callable[[Country], str] = lambda country: "",
) -> list[dict]:
    """Groups for ``{% tile_map %}``; ``status`` says in words what ``mark`` shows."""
    return [
        {
            "title": localized(region.commission, "review_region")
            if region.commission
            else pgettext("countries", "In no regional commission"),
            "tiles": [
                {
                    "code": country.iso3,
                    "name": str(country),
                    "href": href(country),
                    "mark": mark(country),
                    "status": status(country),
                    "is_sample": country.is_sample,
                }
                for country in region.countries
            ],
        }
        for region in regions
    ]


def counted_twice(regions: Iterable[Region]) -> int:
    """How many countries stand in two regions, so that a page can say why tiles outnumber States."""
    keys = [country.pk for region in regions for country in region.countries]
    return len(keys) - len(set(keys))
