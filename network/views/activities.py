"""Priorities with their activities, and the page of an activity."""

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation.panels import panels_for
from foundation.registers import Listing
from foundation.sourcing import attach_sources
from network import register
from network.models import Activity, ActivityEntity, ActivityTransition, Priority
from network.permissions import can_propose, is_curator


@require_safe
def priority_list(request: HttpRequest) -> HttpResponse:
    """The priorities, what is done under each and where it stands."""
    samples = register.wants_samples(request)

    def context(listing: Listing) -> dict:
        counted = Count("activities", filter=Q(activities__is_sample=samples))
        priorities = list(Priority.objects.annotate(activity_count=counted))
        attach_sources(priorities, listing.page.object_list)
        return {
            "priorities": priorities,
            "samples": samples,
            "has_samples": samples or (not listing.total and Activity.objects.filter(is_sample=True).exists()),
        }

    return register.ACTIVITIES.respond(request, "network/priority_list.html", context)


@require_safe
def activity_detail(request: HttpRequest, code: str) -> HttpResponse:
    """An activity: who does it, where it stands, and every update of it."""
    roles = ActivityEntity.objects.select_related("entity")
    log = ActivityTransition.objects.select_related("entity").order_by("-at", "-pk")
    activity = get_object_or_404(
        Activity.objects.select_related("priority", "regional_network").prefetch_related(
            Prefetch("roles", roles), Prefetch("log", log), "countries", "objectives__round_table"
        ),
        code=code,
    )
    panels = panels_for("activity", activity)
    attach_sources([activity], *(panel.context.get("records", ()) for panel in panels))
    user = request.user
    may_update = user.is_authenticated and (is_curator(user) or bool(can_propose(user, activity)))
    return render(
        request,
        "network/activity_detail.html",
        {"activity": activity, "panels": panels, "may_update": may_update},
    )
