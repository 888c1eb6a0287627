from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from champions.enums import Topic
from champions.models import Champion, ChampionCount, ChampionEvent, ChampionStatement, SupportKind
from champions.queries import shown_champions
from countries.queries import by_region
from countries.tiles import counted_twice, tile_groups
from foundation.aspects import Aspect, Value, narrow
from foundation.language import localized
from foundation.panels import panels_for
from foundation.previewing import shown_to
from foundation.sourcing import attach_sources


@require_safe
def champion_list(request: HttpRequest) -> HttpResponse:
    """What the initiative is, what its countries can expect, and which they are."""
    champions = shown_champions()
    statements = list(ChampionStatement.objects.all())
    supports = list(SupportKind.objects.all())
    counts = list(ChampionCount.objects.all())
    events = list(ChampionEvent.objects.all())
    roles = [role for champion in champions for role in champion.roles.all()]
    attach_sources(champions, roles, statements, supports, counts, events)
    regions = by_region(champion.country for champion in champions)
    of_country = {champion.country_id: champion for champion in champions}
    facet = Aspect(
        name="region",
        label=_("Region"),
        values=tuple(
            Value(
                region.commission.code,
                localized(region.commission, "review_region"),
                frozenset(of_country[country.pk].pk for country in region.countries),
            )
            for region in regions
            if region.commission
        ),
    )
    chosen, facets = narrow(request.GET, champions, [facet])
    return render(
        request,
        "champions/champion_list.html",
        {
            "champions": chosen,
            "total": len(champions),
            "is_narrowed": len(chosen) < len(champions),
            "facets": facets,
            "groups": tile_groups(regions, href=lambda country: of_country[country.pk].get_absolute_url()),
            "overlap": counted_twice(regions),
            "initiative": [statement for statement in statements if statement.topic == Topic.INITIATIVE],
            "selection": [statement for statement in statements if statement.topic == Topic.SELECTION],
            "criteria": [statement for statement in statements if statement.topic == Topic.CRITERION],
            "supports": supports,
            "counts": counts,
            "most": max((count.value for count in counts), default=0),
            "last_count": counts[-1] if counts else None,
            "events": events,
        },
    )


@require_safe
def champion_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One champion country; one that no source confirms answers 404, as if it were not there."""
    if iso3 != iso3.upper():
        return redirect("champions:champion_detail", iso3.upper(), permanent=True)
    champion = get_object_or_404(
        shown_to(request, Champion.objects)
        .select_related("country")
        .prefetch_related("roles", "stated_priorities", "priority_objectives__round_table"),
        country__iso3=iso3,
    )
    supports = list(SupportKind.objects.all())
    attach_sources([champion], champion.roles.all(), champion.stated_priorities.all(), supports)
    return render(
        request,
        "champions/champion_detail.html",
        {
            "champion": champion,
            "panels": panels_for("champion", champion),
            "country": champion.country,
            "objectives": list(champion.priority_objectives.all()),
            "stated": list(champion.stated_priorities.all()),
            "supports": supports,
        },
    )
