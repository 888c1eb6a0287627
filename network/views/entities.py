"""Who belongs to the Network: the register, the page of an entity, and who belonged to it on a day."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation.facets import address_with
from foundation.panels import panels_for
from foundation.previewing import shown_to
from foundation.registers import Listing
from foundation.sourcing import attach_sources
from network import register
from network.enums import EntityRole
from network.models import (
    Activity,
    ActivityEntity,
    Coordinator,
    Entity,
    Membership,
    NationalRoleOfEntity,
    NetworkProfile,
    RegionalRoleOfEntity,
    WorkingGroup,
    WorkingGroupMember,
)


@require_safe
def entity_list(request: HttpRequest) -> HttpResponse:
    """Members of the Network on a day (``?on=``), and its partners."""
    day = register.day_asked(request)

    def context(listing: Listing) -> dict:
        entities = listing.page.object_list
        attach_sources(entities)
        return {
            "day": day,
            "asked": "on" in request.GET,
            "kept": [(name, value) for name, value in request.GET.items() if name not in ("on", "page", "format")],
            "today_href": address_with(request.GET, on=None),
        }

    return register.entities(day).respond(request, "network/entity_list.html", context)


@require_safe
def entity_detail(request: HttpRequest, acronym: str) -> HttpResponse:
    """What an entity is in the Network, with dates, and what it does there."""
    entity = get_object_or_404(shown_to(request, Entity.objects), acronym=acronym)
    roles = list(entity.roles.all())
    groups = list(WorkingGroupMember.objects.filter(entity=entity).select_related("group"))
    led = list(WorkingGroup.objects.filter(leads=entity).exclude(pk__in=[one.group_id for one in groups]))
    activities = list(
        Activity.objects.filter(roles__entity=entity)
        .select_related("priority")
        .prefetch_related(Prefetch("roles", ActivityEntity.objects.select_related("entity")))
        .order_by("is_sample", "priority__number", "code")
    )
    panels = panels_for("entity", entity)
    attach_sources([entity], roles, *(panel.context.get("records", ()) for panel in panels))
    return render(
        request,
        "network/entity_detail.html",
        {
            "entity": entity,
            "roles": roles,
            "groups": groups,
            "led": led,
            "regional": list(RegionalRoleOfEntity.objects.filter(entity=entity).select_related("network")),
            "national": list(NationalRoleOfEntity.objects.filter(entity=entity).select_related("network__country")),
            "activities": activities,
            "panels": panels,
        },
    )


@require_safe
def membership(request: HttpRequest) -> HttpResponse:
    """Who had which role on a day: the coordinator, the Executive Committee, the members."""
    day = register.day_asked(request)
    profile = NetworkProfile.objects.first()
    established = profile.established_on if profile else ""
    roles = [role for role in Membership.objects.current(day).select_related("entity") if not role.entity.is_recalled]
    coordinators = list(Coordinator.objects.current(day))
    if established and day.isoformat() < established:
        # A role whose beginning nobody knows began with the Network, not before it.
        roles, coordinators = [], []
    attach_sources(roles, coordinators)
    order = [
        EntityRole.COORDINATOR,
        EntityRole.SECRETARIAT,
        EntityRole.EXECUTIVE_COMMITTEE,
        EntityRole.MEMBER,
    ]
    groups = [
        {"role": role, "label": role.label, "rows": [one for one in roles if one.role == role]} for role in order
    ]
    return render(
        request,
        "network/membership.html",
        {
            "day": day,
            "asked": "on" in request.GET,
            "groups": [group for group in groups if group["rows"]],
            "coordinators": coordinators,
            "established": established,
            "undated": sum(not role.since for role in roles),
        },
    )
