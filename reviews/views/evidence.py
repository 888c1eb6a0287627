"""Files, links and entries of registers beside one answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from foundation.decisions import Refused
from foundation.files import FileError
from reviews import attaching, evidence, registers
from reviews.forms_evidence import EvidenceFileForm, EvidenceLinkForm
from reviews.views.finding import AnswerPlace, find_answer


def _of(place: AnswerPlace) -> dict:
    return {"review": place.review, "question": place.question, "report": place.report}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def answer_evidence(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """What supports an answer: files judged by their content, and addresses, each with title and language."""
    place = find_answer(request, iso3, round, question, number)
    file_form, link_form = EvidenceFileForm(), EvidenceLinkForm()
    status = 200
    if request.method == "POST":
        if not place.decision:
            raise Refused(place.decision.reason)
        form, add = (
            (file_form := EvidenceFileForm(request.POST, request.FILES), evidence.add_file)
            if "add-file" in request.POST
            else (link_form := EvidenceLinkForm(request.POST), evidence.add_link)
        )
        if form.is_valid():
            try:
                add(**_of(place), by=request.user, **form.cleaned_data)
            except FileError as error:
                form.add_error("file", error)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, _("Added."))
                return redirect(place.address("answer_evidence"))
        status = 422
    return render(
        request,
        "reviews/answer_evidence.html",
        {
            "place": place,
            "review": place.review,
            "access": place.access,
            "decision": place.decision,
            "files": evidence.files_of(**_of(place)),
            "links": [(one, place.address("evidence_link_remove", one.pk)) for one in evidence.links_of(**_of(place))],
            "file_removals": place.address("evidence_file_remove", 0),
            "file_form": file_form,
            "link_form": link_form,
            "most": evidence.MAX_PER_ANSWER,
        },
        status=status,
    )


@require_POST
@login_required
def evidence_file_remove(
    request: HttpRequest, iso3: str, round: str, question: int, pk: int, number: int | None = None
) -> HttpResponse:
    """Take a file away from an answer; what was submitted keeps its own copy."""
    place = find_answer(request, iso3, round, question, number)
    file = get_object_or_404(place.review.attachments, pk=pk, question=place.question, objective_report=place.report)
    attaching.remove_attachment(attachment=file, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(place.address("answer_evidence"))


@require_POST
@login_required
def evidence_link_remove(
    request: HttpRequest, iso3: str, round: str, question: int, pk: int, number: int | None = None
) -> HttpResponse:
    """Take a link away from an answer."""
    place = find_answer(request, iso3, round, question, number)
    link = get_object_or_404(place.review.evidencelinks, pk=pk, question=place.question, objective_report=place.report)
    evidence.remove_link(link=link, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(place.address("answer_evidence"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def answer_registers(
    request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None
) -> HttpResponse:
    """Choose entries of the registers that an answer refers to; ``?q=`` searches beyond the country's own."""
    place = find_answer(request, iso3, round, question, number)
    if request.method == "POST":
        if not place.decision:
            raise Refused(place.decision.reason)
        chosen = [tuple(value.split(":", 1)) for value in request.POST.getlist("entry") if ":" in value]
        try:
            registers.link(**_of(place), chosen=chosen, by=request.user)
        except Refused as refusal:
            messages.warning(request, refusal.reason)
        else:
            messages.success(request, _("Saved."))
        return redirect(place.address("answer_registers"))
    words = request.GET.get("q", "").strip()[:200]
    linked = registers.linked(**_of(place))
    pairs = {(entry.kind, entry.key) for entry in linked}
    groups = []
    for one in registers.REGISTERS.values():
        entries = {entry.key: entry for entry in linked if entry.kind == one.kind}
        for entry in one.of_country(place.review.country):
            entries.setdefault(entry.key, entry)
        for entry in registers.search(one, words) if words else []:
            entries.setdefault(entry.key, entry)
        rows = [(entry, (entry.kind, entry.key) in pairs) for entry in entries.values()]
        groups.append({"register": one, "rows": rows})
    return render(
        request,
        "reviews/answer_registers.html",
        {
            "place": place,
            "review": place.review,
            "access": place.access,
            "decision": place.decision,
            "groups": groups,
            "words": words,
            "most": registers.MAX_LINKS,
        },
    )
