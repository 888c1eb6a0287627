"""What everybody may read of proposals: the pipeline, the meetings and their decisions, and how to apply."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.sourcing import attach_sources
from mptf import calendars
from mptf.application import application_form
from mptf.completeness import SECTIONS
from mptf.enums import MeetingState
from mptf.models import AgendaItem, CommitteeMeeting, EligibilityRule, Proposal
from mptf.permissions import can_begin
from mptf.pipeline import PIPELINE, sample_proposals


@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """The register of proposals from the pipeline on; samples stand apart and are counted nowhere."""
    return PIPELINE.respond(request, "mptf/proposal_pipeline.html", lambda listing: {"samples": sample_proposals()})


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings of the Steering Committee: the planned ones, then those that were held."""
    meetings = list(CommitteeMeeting.objects.all())
    return render(
        request,
        "mptf/proposal_meetings.html",
        {
            "planned": sorted(
                (one for one in meetings if one.state == MeetingState.PLANNED), key=lambda one: (one.date, one.pk)
            ),
            "held": [one for one in meetings if one.state == MeetingState.HELD],
        },
    )


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its agenda and, once it was held, what was decided."""
    proposals = Proposal.objects.select_related("lead", "thematic_area", "programme").prefetch_related("countries")
    items = AgendaItem.objects.prefetch_related(Prefetch("proposal", proposals))
    found = get_object_or_404(CommitteeMeeting.objects.prefetch_related(Prefetch("items", items)), pk=pk)
    return render(request, "mptf/proposal_meeting.html", {"meeting": found, "items": list(found.items.all())})


@require_safe
def meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(CommitteeMeeting, pk=pk, state=MeetingState.HELD)
    if not found.minutes:
        raise Http404(_("There are no minutes of this meeting."))
    response = FileResponse(
        found.minutes.open("rb"), as_attachment=True, filename=found.minutes_name, content_type=found.minutes_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def meetings_calendar(request: HttpRequest) -> HttpResponse:
    """Planned meetings, to subscribe to."""
    response = HttpResponse(calendars.meetings_file(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = "inline; filename=steering-committee.ics"
    return response


@require_safe
def apply(request: HttpRequest) -> HttpResponse:
    """How to apply to the start-up fund: its rules and what a concept note needs, from the form itself."""
    rules = list(EligibilityRule.objects.filter(is_active=True))
    attach_sources(rules)
    return render(
        request,
        "mptf/proposal_apply.html",
        {
            "rules": rules,
            "sections": SECTIONS,
            "can_begin": can_begin(request.user),
            "days": settings.PROPOSAL_CHECK_DAYS,
        },
    )


@require_safe
def apply_template(request: HttpRequest) -> HttpResponse:
    """The headings of the concept note as a Word document, to draft in before it is typed here."""
    response = HttpResponse(
        application_form(),
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    response["Content-Disposition"] = "attachment; filename=concept-note.docx"
    return response
