"""The workspace of those who propose: their concept notes, section by section, endorsed and submitted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.decisions import Refused
from foundation.files import FileError
from mptf import completeness, deciding, proposing
from mptf.enums import MessageKind, ProposalAction, ProposalState
from mptf.forms_proposals import SECTION_FORMS, AttachmentForm, BeginForm, MessageForm, ReasonForm, SectionForm
from mptf.models import Proposal, ProposalSection
from mptf.next_steps import next_step
from mptf.permissions import (
    can_begin,
    can_edit,
    can_endorse_as_lead,
    can_endorse_for,
    can_take,
    can_write_to_the_network,
    check_begin,
    check_edit,
    check_take,
)
from network.representing import entities_of

writing = require_http_methods(["GET", "HEAD", "POST"])


def find(request: HttpRequest, pk: int) -> Proposal:
    """One's own proposal: for its proposers. The Network has its desk; for everybody else it is not there."""
    return get_object_or_404(
        Proposal.objects.of_proposer(request.user).for_lists(),
        pk=pk,
    )


@require_safe
@never_cache
@login_required
def proposal_list(request: HttpRequest) -> HttpResponse:
    """The proposals that this person writes, what comes next with each and who has the word."""
    decision = can_begin(request.user)
    proposals = list(Proposal.objects.of_proposer(request.user).for_lists().order_by("-state_since", "pk"))
    if not decision and not proposals:
        raise Http404
    return render(
        request,
        "mptf/proposal_list.html",
        {
            "rows": [{"proposal": one, "next": next_step(one)} for one in proposals],
            "can_begin": decision,
        },
    )


@writing
@never_cache
@login_required
def proposal_new(request: HttpRequest) -> HttpResponse:
    """Begin a concept note."""
    check_begin(request.user)
    own = entities_of(request.user).first()
    mandate = request.user.mandates.current().first()
    initial = {
        "language": request.LANGUAGE_CODE.split("-")[0],
        "country": mandate.country_id if mandate else None,
        "lead": own.pk if own else None,
    }
    form, status = BeginForm(initial=initial), 200
    if request.method == "POST":
        form, status = BeginForm(request.POST), 422
        if form.is_valid():
            try:
                made = proposing.begin(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, _("The concept note has been begun. Write it section by section."))
                return redirect(made)
    return render(request, "mptf/proposal_new.html", {"form": form}, status=status)


def _page(
    request: HttpRequest, proposal: Proposal, *, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    user = request.user
    found = completeness.issues(completeness.picture_of(proposal))
    lacking: dict[str, int] = {}
    for issue in found:
        if issue.blocking:
            lacking[issue.place] = lacking.get(issue.place, 0) + 1
    done, total = completeness.progress(found)
    given = list(proposal.endorsements.filter(void_at=None).select_related("country", "entity", "by"))
    by_country = {one.country_id: one for one in given if one.country_id}
    by_entity = {one.entity_id: one for one in given if one.entity_id}
    parties = [
        {
            "party": country,
            "code": country.iso3,
            "given": by_country.get(country.pk),
            "can": can_endorse_for(user, proposal, country),
        }
        for country in proposal.countries.all()
    ]
    parties.append(
        {
            "party": proposal.lead,
            "code": "",
            "given": by_entity.get(proposal.lead_id),
            "can": can_endorse_as_lead(user, proposal),
        }
    )
    spoken = list(proposal.messages.select_related("by"))
    return render(
        request,
        "mptf/proposal.html",
        {
            "proposal": proposal,
            "next": next_step(proposal),
            "sections": [
                {
                    "section": section,
                    "href": reverse("mptf:proposal_section", args=[proposal.pk, section.code]),
                    "lacking": lacking.get(section.code, 0),
                }
                for section in completeness.SECTIONS
            ],
            "issues": [
                (issue.message, reverse("mptf:proposal_section", args=[proposal.pk, issue.place])) for issue in found
            ],
            "blocking": sum(issue.blocking for issue in found),
            "done": done,
            "total": total,
            "parties": parties,
            "all_endorsed": all(one["given"] for one in parties),
            "findings": deciding.findings(proposal),
            "answered": proposal.submitted_at is not None,
            "can_edit": can_edit(user, proposal),
            "can_submit": can_take(user, proposal, ProposalAction.SUBMIT),
            "can_withdraw": can_take(user, proposal, ProposalAction.WITHDRAW),
            "can_deliver": can_take(user, proposal, ProposalAction.DELIVER),
            "can_attach": proposal.is_editable or proposal.state == ProposalState.INVITED,
            "attachments": list(proposal.attachments.select_related("added_by")),
            "steps": list(proposal.transitions.select_related("by")),
            "comments": [one for one in spoken if one.kind == MessageKind.PROPOSERS],
            "network_messages": [one for one in spoken if one.kind == MessageKind.NETWORK],
            "can_ask": can_write_to_the_network(user, proposal),
            "problems": [],
            "comment_form": MessageForm(prefix="proposers"),
            "network_form": MessageForm(prefix="network"),
            **(forms or {}),
        },
        status=status,
    )


@require_safe
@never_cache
@login_required
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a proposal stands: what is missing, who has endorsed it, what was said, what comes next."""
    return _page(request, find(request, pk))


@require_safe
@never_cache
@login_required
def proposal_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole note, as the Network and the committee read it."""
    one = find(request, pk)
    return render(request, "mptf/proposal_read.html", {"proposal": one, **note_of(one)})


def note_of(proposal: Proposal) -> dict[str, Any]:
    """What ``mptf/_proposal_note.html`` draws."""
    return {
        "note_principles": list(proposal.principles.select_related("principle")),
        "note_markers": list(proposal.markers.all()),
        "note_budget": list(proposal.budget.select_related("entity")),
        "note_objectives": list(proposal.objectives.order_by("number")),
        "note_targets": list(proposal.sdg_targets.all()),
        "note_attachments": list(proposal.attachments.all()),
    }


@writing
@never_cache
@login_required
def proposal_section(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Write one section; a second person who saves it sees both texts (409) and decides."""
    one = find(request, pk)
    if code not in SECTION_FORMS:
        raise Http404
    section = completeness.BY_CODE[code]
    stored = ProposalSection.objects.filter(proposal=one, code=code).select_related("saved_by").first()
    version = stored.version if stored else 0
    decision = can_edit(request.user, one)
    form: SectionForm = SECTION_FORMS[code](proposal=one, version=version)
    status, conflict = 200, None
    if request.method == "POST":
        check_edit(request.user, one)
        form, status = SECTION_FORMS[code](request.POST, proposal=one, version=version), 422
        if form.is_valid():
            try:
                proposing.save_section(
                    proposal=one,
                    code=code,
                    version=form.cleaned_data["version"],
                    values=form.values(),
                    by=request.user,
                )
            except proposing.Conflict as found:
                status, conflict = 409, found.theirs
                # What is typed stays; the next save is made knowing what is stored now.
                typed = request.POST.copy()
                typed["version"] = str(conflict.version)
                form = SECTION_FORMS[code](typed, proposal=one, version=version)
                form.is_valid()
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, _("Saved."))
                return redirect(_after(request, one, code))
    place = [each.code for each in completeness.SECTIONS].index(code)
    return render(
        request,
        "mptf/proposal_section.html",
        {
            "proposal": one,
            "section": section,
            "number": place + 1,
            "count": len(completeness.SECTIONS),
            "form": form,
            "decision": decision,
            "stored": stored,
            "conflict": conflict,
            "theirs": _stored_texts(one, code, form) if conflict else [],
            "issues": [found for found in completeness.issues(completeness.picture_of(one)) if found.place == code],
            "endorsed": one.endorsements.filter(void_at=None).exists(),
        },
        status=status,
    )


def _after(request: HttpRequest, proposal: Proposal, code: str) -> str:
    if "next" not in request.POST:
        return f"{reverse('mptf:proposal_section', args=[proposal.pk, code])}"
    codes = [section.code for section in completeness.SECTIONS]
    following = codes[codes.index(code) + 1 :]
    if following:
        return reverse("mptf:proposal_section", args=[proposal.pk, following[0]])
    return proposal.get_absolute_url()


def _stored_texts(proposal: Proposal, code: str, form: SectionForm) -> list[tuple[str, str]]:
    """What is stored now in the fields that the person has filled in otherwise: label and text."""
    proposal = Proposal.objects.for_lists().get(pk=proposal.pk)
    fresh = SECTION_FORMS[code](proposal=proposal, version=0)
    rows = []
    for name, field in fresh.fields.items():
        stored = fresh.initial.get(name)
        typed = form.data.getlist(name)
        mine = (
            [str(each) for each in stored] if isinstance(stored, list) else [str(stored if stored is not None else "")]
        )
        if name == "version" or name.startswith("add_") or sorted(mine) == sorted(typed or [""]):
            continue
        labels = {str(key): str(label) for key, label in getattr(field, "choices", []) if str(key)}
        rows.append((str(field.label), pgettext("between names", ", ").join(labels.get(each, each) for each in mine)))
    return rows


def _refused_as_message(request: HttpRequest, proposal: Proposal, do: Any, done: str) -> HttpResponse:
    """Take a step; what stands in the way is said on the page of the proposal (422)."""
    try:
        do()
    except proposing.Incomplete as found:
        links = [
            (issue.message, reverse("mptf:proposal_section", args=[proposal.pk, issue.place]))
            for issue in found.issues
        ]
        return _page(request, find(request, proposal.pk), forms={"problems": links}, status=422)
    except Refused as refusal:
        return _page(request, find(request, proposal.pk), forms={"problems": [(refusal.reason, "")]}, status=422)
    messages.success(request, done)
    return redirect(proposal)


@require_POST
@login_required
def proposal_endorse(request: HttpRequest, pk: int) -> HttpResponse:
    """For a government (``country``) or, without one, for the lead organization."""
    one = find(request, pk)
    iso3 = request.POST.get("country", "")
    country = one.countries.filter(iso3=iso3).first() if iso3 and "\x00" not in iso3 else None
    if iso3 and country is None:
        raise Http404
    decision = can_endorse_for(request.user, one, country) if country else can_endorse_as_lead(request.user, one)
    if not decision:
        raise Refused(decision.reason)
    return _refused_as_message(
        request,
        one,
        lambda: proposing.endorse(proposal=one, by=request.user, country=country),
        _("The note has been endorsed."),
    )


@require_POST
@login_required
def proposal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    one = find(request, pk)
    check_take(request.user, one, ProposalAction.SUBMIT)
    return _refused_as_message(
        request,
        one,
        lambda: proposing.submit(proposal=one, by=request.user),
        _("The proposal has been submitted. The UN Network checks it against the rules of the Fund."),
    )


@require_POST
@login_required
def proposal_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    one = find(request, pk)
    check_take(request.user, one, ProposalAction.DELIVER)
    return _refused_as_message(
        request,
        one,
        lambda: proposing.deliver(proposal=one, by=request.user),
        _("The full proposal has been handed in."),
    )


@writing
@never_cache
@login_required
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the proposal back, with the reason."""
    one = find(request, pk)
    check_take(request.user, one, ProposalAction.WITHDRAW)
    form, status = ReasonForm(), 200
    if request.method == "POST":
        form, status = ReasonForm(request.POST), 422
        if form.is_valid():
            proposing.withdraw(proposal=one, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, _("The proposal has been withdrawn."))
            return redirect(one)
    return render(request, "mptf/proposal_withdraw.html", {"proposal": one, "form": form}, status=status)


@require_POST
@login_required
def proposal_message(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Write to the other proposers or to the Network; with bad input everything typed is kept."""
    one = find(request, pk)
    if kind not in MessageKind.values:
        raise Http404
    form = MessageForm(request.POST, prefix=kind)
    if not form.is_valid():
        name = "network_form" if kind == MessageKind.NETWORK else "comment_form"
        return _page(request, one, forms={name: form}, status=422)
    proposing.write(proposal=one, kind=kind, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Your message has been sent."))
    return redirect(f"{one.get_absolute_url()}#{kind}")


@writing
@never_cache
@login_required
def proposal_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to the note, or the full proposal when one was asked for."""
    one = find(request, pk)
    is_full = one.state == ProposalState.INVITED
    if not is_full:
        check_edit(request.user, one)
    form, status = AttachmentForm(), 200
    if request.method == "POST":
        form, status = AttachmentForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                proposing.attach(proposal=one, by=request.user, is_full=is_full, **form.cleaned_data)
            except FileError as error:
                form.add_error("file", error)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, _("Added."))
                return redirect(f"{one.get_absolute_url()}#attachments")
    return render(
        request, "mptf/proposal_attach.html", {"proposal": one, "form": form, "is_full": is_full}, status=status
    )


@require_POST
@login_required
def proposal_detach(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    one = find(request, pk)
    proposing.detach(attachment=get_object_or_404(one.attachments, pk=file), by=request.user)
    messages.success(request, _("Removed."))
    return redirect(f"{one.get_absolute_url()}#attachments")


@require_safe
@never_cache
@login_required
def proposal_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of the proposal: for its proposers and, once submitted, for the Network."""
    one = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(one.attachments, pk=file)
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
