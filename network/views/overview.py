from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.panels import Panel, panels_for
from foundation.sourcing import attach_sources
from network.enums import EntityKind, EntityRole, RegionalRole, Topic
from network.models import (
    Coordinator,
    Entity,
    Membership,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    WorkingGroup,
)
from network.queries import ties_and_counts


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """The Network on one page: who it is, how it works, and the ways to all that it has and does."""
    profile = NetworkProfile.objects.first()
    statements = list(NetworkStatement.objects.all())
    coordinators = list(Coordinator.objects.all())
    roles = [role for role in Membership.objects.current().select_related("entity") if _is_shown(role.entity)]
    partners = list(Entity.objects.shown().real().exclude(kind=EntityKind.UN))
    priorities = list(Priority.objects.all())
    groups = list(WorkingGroup.objects.all())
    regional = list(RegionalNetwork.objects.all())
    ties = ties_and_counts()
    panels = panels_for("network", profile)
    attach_sources(
        [profile],
        statements,
        coordinators,
        roles,
        [role.entity for role in roles],
        partners,
        priorities,
        groups,
        regional,
        *(panel.context.get("records", ()) for panel in panels),
    )
    committee = [role for role in roles if role.role == EntityRole.EXECUTIVE_COMMITTEE]
    on_committee = {role.entity_id for role in committee}
    return render(
        request,
        "network/network.html",
        {
            "profile": profile,
            "parts": _contents(partners, panels),
            "mission": _about(statements, Topic.MISSION),
            "functions": _about(statements, Topic.COMMITTEE_FUNCTION),
            "methods": _about(statements, Topic.WORKING_METHOD),
            "coordinators": coordinators,
            "committee": _first_to_last(committee, roles),
            "founders": sum(role.in_source_deck for role in committee),
            "members": _members(roles, without=on_committee),
            "priorities": priorities,
            "groups": [{"group": group, "leads": ties.leads.get(group.pk, [])} for group in groups],
            "regional": [
                {"network": item, "roles": _by_role(ties.regional.get(item.pk, []))}
                for item in sorted(regional, key=_region_order)
            ],
            "counts": ties.counts,
            "partners": partners,
            "panels": panels,
        },
    )


def _contents(partners: list[Entity], panels: list[Panel]) -> list[dict]:
    parts = [
        {"title": _("Profile"), "anchor": "profile"},
        {"title": _("Executive Committee"), "anchor": "committee"},
        {"title": _("Other members"), "anchor": "members"},
        {"title": _("Priorities"), "anchor": "priorities"},
        {"title": _("How the Network works"), "anchor": "methods"},
        {"title": _("Meetings and trainings"), "anchor": "events"},
        *({"title": panel.title, "anchor": panel.anchor} for panel in panels),
        {"title": _("Regional networks"), "anchor": "regional"},
        {"title": _("National networks"), "anchor": "national"},
    ]
    return [*parts, {"title": _("Partners"), "anchor": "partners"}] if partners else parts


def _is_shown(entity: Entity) -> bool:
    return not entity.is_recalled


def _about(statements: list[NetworkStatement], topic: Topic) -> list[NetworkStatement]:
    return [statement for statement in statements if statement.topic == topic]


def _first_to_last(committee: list[Membership], roles: list[Membership]) -> list[dict]:
    """The Executive Committee, the coordinator first, each with the further roles of the entity."""
    further: dict[int, list[str]] = {}
    for role in roles:
        if role.role in (EntityRole.COORDINATOR, EntityRole.SECRETARIAT):
            further.setdefault(role.entity_id, []).append(role.get_role_display())
    rows = [{"role": role, "entity": role.entity, "further": further.get(role.entity_id, [])} for role in committee]
    return sorted(rows, key=lambda row: (not row["further"], row["entity"].acronym))


def _members(roles: list[Membership], *, without: set[int]) -> list[Entity]:
    """The other members that a source names, each once."""
    members = {role.entity_id: role.entity for role in roles if role.entity_id not in without}
    return sorted(members.values(), key=lambda entity: entity.acronym)


def _by_role(roles: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for role, acronym in roles:
        found.setdefault(role, []).append(acronym)
    return [(RegionalRole(role).label, found[role]) for role in RegionalRole.values if role in found]


def _region_order(network: RegionalNetwork) -> tuple[bool, str]:
    return not network.in_source_deck, network.code
