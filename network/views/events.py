"""Meetings and trainings: the register, a page for each, and both as calendar files."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.calendars import calendar_response
from foundation.facets import address_with
from foundation.panels import panels_for
from foundation.registers import Listing
from foundation.sourcing import attach_sources
from network import register
from network.calendars import events_file
from network.models import Event, EventDocument


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """The register of events; the calendar holds exactly what its filters leave."""
    samples = register.wants_samples(request)

    def context(listing: Listing) -> dict:
        query = address_with(request.GET, format=None, sort=None)
        return {
            "samples": samples,
            "has_samples": samples or (not listing.total and Event.objects.filter(is_sample=True).exists()),
            "calendar_href": reverse("network:event_calendar") + query.removesuffix("?"),
        }

    return register.events(request).respond(request, "network/event_list.html", context)


@require_safe
def event_calendar(request: HttpRequest) -> HttpResponse:
    """The events that the address leaves as one calendar, to save or to subscribe to."""
    content = events_file(register.events_of(request), name=register.name_of_selection(request))
    return calendar_response(content, "network-events")


@require_safe
def event_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One event: when and where, in which languages, and its documents."""
    event = get_object_or_404(
        Event.objects.select_related("priority", "group").prefetch_related(
            "organizers",
            "regional_networks",
            "countries",
            "objectives__round_table",
            "languages",
            Prefetch("documents", EventDocument.objects.all()),
        ),
        code=code,
    )
    panels = panels_for("event", event)
    attach_sources([event], *(panel.context.get("records", ()) for panel in panels))
    return render(request, "network/event_detail.html", {"event": event, "panels": panels})


@require_safe
def event_file(request: HttpRequest, code: str) -> HttpResponse:
    """One event as a calendar file."""
    event = get_object_or_404(Event, code=code)
    return calendar_response(events_file([event]), event.code)
