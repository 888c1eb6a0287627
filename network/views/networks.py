"""Regional and national networks, and the working groups."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from countries.queries import alphabetical, by_region
from countries.tiles import counted_twice, tile_groups
from foundation.panels import panels_for
from foundation.registers import Listing
from foundation.sourcing import attach_sources
from network import register
from network.enums import RegionalRole
from network.models import (
    Activity,
    ActivityEntity,
    Event,
    NationalNetwork,
    NationalRoleOfEntity,
    RegionalNetwork,
    RegionalRoleOfEntity,
    WorkingGroup,
    WorkingGroupMember,
)
from network.permissions import can_propose
from network.queries import with_regions

#: How many events the page of a network shows.
EVENTS = 5


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Working groups and workstreams: members with dates, terms of reference, deliverables."""
    members = WorkingGroupMember.objects.select_related("entity")
    groups = list(WorkingGroup.objects.prefetch_related("leads", "deliverables", Prefetch("members", members)))
    attach_sources(groups)
    return render(
        request,
        "network/group_list.html",
        {"groups": groups, "parts": [{"title": str(group), "anchor": group.code} for group in groups]},
    )


def _by_role(roles: list[RegionalRoleOfEntity] | list[NationalRoleOfEntity]) -> list[dict]:
    found = [{"label": role.label, "rows": [one for one in roles if one.role == role]} for role in RegionalRole]
    return [group for group in found if group["rows"]]


def _activities(found):
    roles = ActivityEntity.objects.select_related("entity")
    return list(found.select_related("priority").prefetch_related(Prefetch("roles", roles)))


@require_safe
def regional_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A regional network: who belongs to it, what it covers, its work plan, its events."""
    roles = RegionalRoleOfEntity.objects.select_related("entity")
    network = get_object_or_404(
        RegionalNetwork.objects.prefetch_related(Prefetch("roles", roles), "countries", "work_plans"), code=code
    )
    activities = _activities(Activity.objects.filter(regional_network=network).order_by("is_sample", "code"))
    plans = list(network.work_plans.all())
    panels = panels_for("regional_network", network)
    attach_sources([network], plans, *(panel.context.get("records", ()) for panel in panels))
    return render(
        request,
        "network/regional_detail.html",
        {
            "network": network,
            "roles": _by_role(list(network.roles.all())),
            "countries": alphabetical(network.countries.all()),
            "plans": plans,
            "activities": activities,
            "events": list(
                Event.objects.filter(regional_networks=network).order_by("is_sample", "-starts_on")[:EVENTS]
            ),
            "panels": panels,
        },
    )


@require_safe
def national_list(request: HttpRequest) -> HttpResponse:
    """The register of national networks: tiles of all that the filters leave, and a table."""

    def context(listing: Listing) -> dict:
        networks = list(listing.page.object_list)
        records = register.NATIONAL.narrowed(register.NATIONAL.records(request), request.GET)
        shown = list(with_regions(records.select_related("country")))
        regions = by_region(alphabetical(network.country for network in shown))
        addresses = {network.country_id: network.get_absolute_url() for network in shown}
        attach_sources(networks)
        return {
            "tiles": tile_groups(regions, href=lambda country: addresses[country.pk]),
            "overlap": counted_twice(regions),
            "samples": register.wants_samples(request),
        }

    return register.NATIONAL.respond(request, "network/national_list.html", context)


@require_safe
def national_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """The national network of one country."""
    if iso3 != iso3.upper():
        return redirect("network:national_detail", iso3.upper(), permanent=True)
    roles = NationalRoleOfEntity.objects.select_related("entity")
    network = get_object_or_404(
        NationalNetwork.objects.select_related("country").prefetch_related(Prefetch("roles", roles), "work_plans"),
        country__iso3=iso3,
    )
    country = network.country
    activities = _activities(
        Activity.objects.filter(countries=country, is_sample=country.is_sample).order_by("priority__number", "code")
    )
    plans = list(network.work_plans.all())
    panels = panels_for("national_network", network)
    attach_sources([network], plans, *(panel.context.get("records", ()) for panel in panels))
    may_propose = request.user.is_authenticated and bool(can_propose(request.user, network))
    return render(
        request,
        "network/national_detail.html",
        {
            "network": network,
            "country": country,
            "roles": _by_role(list(network.roles.all())),
            "plans": plans,
            "activities": activities,
            "events": list(
                Event.objects.filter(countries=country, is_sample=country.is_sample).order_by("-starts_on")[:EVENTS]
            ),
            "panels": panels,
            "may_propose": may_propose,
        },
    )
