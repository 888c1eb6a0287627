"""The desk of the Network for proposals to the Fund: check, answer, put on an agenda, follow."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import is_curator
from foundation.decisions import Refused
from mptf import deciding, proposing
from mptf.enums import MeetingState, MessageKind, ProposalAction, ProposalState
from mptf.forms_proposals import (
    AgendaForm,
    AssignForm,
    CloseForm,
    DecisionForm,
    EligibilityForm,
    MessageForm,
    ReasonForm,
    StartForm,
)
from mptf.models import AgendaItem, CommitteeMeeting, Proposal
from mptf.next_steps import next_step
from mptf.permissions import can_take
from mptf.views.proposals import note_of

PER_PAGE = 30
#: The tabs of the desk: name in the address → states.
TABS: dict[str, tuple[str, ...]] = {
    "check": (ProposalState.SUBMITTED,),
    "pipeline": (ProposalState.PIPELINE, ProposalState.INVITED, ProposalState.AGENDA),
    "proposers": (ProposalState.RETURNED, ProposalState.REVISION),
    "programmes": (ProposalState.APPROVED, ProposalState.RUNNING),
    "done": (ProposalState.CLOSED, ProposalState.DECLINED, ProposalState.INELIGIBLE, ProposalState.WITHDRAWN),
}


def _curators_only(request: HttpRequest) -> None:
    if not is_curator(request.user):
        raise Http404


def _tab_label(name: str) -> str:
    return {
        "check": pgettext("proposals", "To be checked"),
        "pipeline": pgettext("proposals", "In the pipeline"),
        "proposers": pgettext("proposals", "With the proposers"),
        "programmes": pgettext("proposals", "Approved and running"),
        "done": pgettext("proposals", "Done"),
    }[name]


@require_safe
@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Proposals by state, the longest waiting first; ``?mine=1``: those that are mine."""
    _curators_only(request)
    tab = request.GET.get("tab", "check")
    if tab not in TABS:
        raise Http404
    mine = request.GET.get("mine") == "1"
    everything = Proposal.objects.at_the_network()
    if mine:
        everything = everything.filter(assigned_to=request.user)
    states = list(everything.values_list("state", flat=True))
    page = Paginator(
        everything.filter(state__in=TABS[tab]).for_lists().order_by("state_since", "pk"), PER_PAGE
    ).get_page(request.GET.get("page"))
    today = timezone.localdate()
    return render(
        request,
        "mptf/proposal_desk.html",
        {
            "tab": tab,
            "mine": mine,
            "page": page,
            "rows": [
                {
                    "proposal": one,
                    "days": (today - timezone.localdate(one.state_since)).days,
                    "overdue": deciding.is_overdue(one, today),
                }
                for one in page.object_list
            ],
            "tabs": [
                {
                    "label": _tab_label(name),
                    "href": f"?tab={name}{'&mine=1' if mine else ''}",
                    "current": name == tab,
                    "count": sum(state in inside for state in states),
                }
                for name, inside in TABS.items()
            ],
            "meetings": list(CommitteeMeeting.objects.filter(state=MeetingState.PLANNED).order_by("date", "pk")),
        },
    )


def _find(request: HttpRequest, pk: int) -> Proposal:
    _curators_only(request)
    return get_object_or_404(Proposal.objects.at_the_network().for_lists(), pk=pk)


def _page(
    request: HttpRequest, proposal: Proposal, *, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    found = deciding.findings(proposal)
    item = proposal.agenda_items.filter(decision="").select_related("meeting").first()
    return render(
        request,
        "mptf/proposal_desk_detail.html",
        {
            "proposal": proposal,
            "next": next_step(proposal),
            "overdue": deciding.is_overdue(proposal),
            "findings": found,
            "can": {action.value: bool(can_take(request.user, proposal, action)) for action in ProposalAction},
            "item": item,
            "steps": list(proposal.transitions.select_related("by")),
            "endorsements": list(proposal.endorsements.filter(void_at=None).select_related("country", "entity", "by")),
            "network_messages": list(proposal.messages.filter(kind=MessageKind.NETWORK).select_related("by")),
            "eligibility_form": EligibilityForm(findings=found),
            "assign_form": AssignForm(proposal=proposal),
            "agenda_form": AgendaForm(proposal=proposal),
            "start_form": StartForm(prefix="start"),
            "close_form": CloseForm(prefix="close"),
            "message_form": MessageForm(prefix="message"),
            **{f"{name}_form": ReasonForm(prefix=name) for name in ("back", "reject", "invite", "off")},
            **note_of(proposal),
            **(forms or {}),
        },
        status=status,
    )


@require_safe
@never_cache
@login_required
def desk_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal as it was handed in, with its rules and everything that the Network may do now."""
    return _page(request, _find(request, pk))


def _checks(request: HttpRequest, one: Proposal) -> HttpResponse:
    """The rules: keep the answers, then find eligible where that was pressed."""
    form = EligibilityForm(request.POST, findings=deciding.findings(one))
    if not form.is_valid():
        return _page(request, one, forms={"eligibility_form": form}, status=422)
    try:
        deciding.answer(proposal=one, answers=form.answers(), by=request.user)
        if "eligible" in request.POST:
            deciding.find_eligible(proposal=one, by=request.user)
            messages.success(request, _("The proposal is eligible and has entered the pipeline."))
        else:
            messages.success(request, _("Saved."))
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, _find(request, one.pk), forms={"eligibility_form": form}, status=422)
    return redirect("mptf:desk_proposal", one.pk)


#: What can be done from the page of a proposal: the form of it, and what it does with a valid one.
def _doings(request: HttpRequest, one: Proposal) -> dict[str, tuple[Any, Callable[[dict[str, Any]], Any], str]]:
    by = request.user
    data = request.POST
    item = AgendaItem.objects.filter(proposal=one, decision="").first()
    return {
        "back": (
            ReasonForm(data, prefix="back"),
            lambda given: deciding.send_back(proposal=one, by=by, **given),
            _("The proposal has been returned with your reasons."),
        ),
        "reject": (
            ReasonForm(data, prefix="reject"),
            lambda given: deciding.reject(proposal=one, by=by, **given),
            _("The proposal has been found not eligible."),
        ),
        "invite": (
            ReasonForm(data, prefix="invite"),
            lambda given: deciding.invite(proposal=one, by=by, **given),
            _("The proposers have been asked for the full proposal."),
        ),
        "off": (
            ReasonForm(data, prefix="off"),
            lambda given: deciding.take_off_agenda(item=_there(item), by=by, **given),
            _("The proposal is off the agenda and in the pipeline again."),
        ),
        "agenda": (
            AgendaForm(data, proposal=one),
            lambda given: deciding.put_on_agenda(proposal=one, by=by, **given),
            _("The proposal stands on the agenda."),
        ),
        "assign": (
            AssignForm(data, proposal=one),
            lambda given: deciding.assign(proposal=one, by=by, **given),
            _("Saved."),
        ),
        "start": (
            StartForm(data, prefix="start"),
            lambda given: deciding.start(proposal=one, by=by, **given),
            _("The start has been recorded."),
        ),
        "close": (
            CloseForm(data, prefix="close"),
            lambda given: deciding.close(proposal=one, by=by, **given),
            _("The end has been recorded."),
        ),
        "message": (
            MessageForm(data, prefix="message"),
            lambda given: proposing.write(proposal=one, kind=MessageKind.NETWORK, by=by, **given),
            _("Your message has been sent."),
        ),
    }


def _there(item: AgendaItem | None) -> AgendaItem:
    if item is None:
        raise Refused(_("The proposal stands on no agenda."))
    return item


@require_POST
@login_required
def desk_do(request: HttpRequest, pk: int, do: str) -> HttpResponse:
    """One step of the Network; what is refused or badly filled in stands at its form (422)."""
    one = _find(request, pk)
    if do == "eligibility":
        return _checks(request, one)
    doings = _doings(request, one)
    if do not in doings:
        raise Http404
    form, carry_out, done = doings[do]
    if form.is_valid():
        try:
            carry_out(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, done)
            return redirect("mptf:desk_proposal", one.pk)
    return _page(request, _find(request, pk), forms={f"{do}_form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def desk_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda of a meeting; after it, what was decided on each proposal is recorded in one go."""
    _curators_only(request)
    meeting = get_object_or_404(CommitteeMeeting, pk=pk)
    items = list(
        meeting.items.select_related("proposal__thematic_area", "proposal__lead", "decided_by").prefetch_related(
            "proposal__countries"
        )
    )
    open_items = [item for item in items if item.proposal_id and not item.decision]
    is_open = meeting.state == MeetingState.PLANNED
    forms = [DecisionForm(item=item) for item in open_items] if is_open else []
    status, problem = 200, ""
    if request.method == "POST":
        if not is_open:
            raise Refused(_("This meeting has been held: its agenda is closed."))
        forms, status = [DecisionForm(request.POST, item=item) for item in open_items], 422
        # Every form is asked, so that all errors show at once.
        valid = [form.is_valid() for form in forms]
        if all(valid):
            try:
                deciding.record_decisions(
                    meeting=meeting, decisions=[form.decided() for form in forms], by=request.user
                )
            except Refused as refusal:
                problem = str(refusal)
            else:
                messages.success(request, _("The decisions have been recorded; the proposers have been told."))
                return redirect("mptf:desk_meeting", meeting.pk)
    return render(
        request,
        "mptf/proposal_desk_meeting.html",
        {
            "meeting": meeting,
            "items": items,
            "forms": forms,
            "problems": [(problem, "")] if problem else [],
            "is_open": is_open,
        },
        status=status,
    )
