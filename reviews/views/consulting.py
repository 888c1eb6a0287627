"""The register of who was consulted, and the way of its list into the methodology."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from foundation.decisions import Decision, Refused
from reviews import consulting
from reviews.forms_people import ConsultationForm, InsertForm
from reviews.models import Consultation, Review, Section
from reviews.permissions import Access
from reviews.views.finding import find_draft


def _find(request: HttpRequest, iso3: str, round: str) -> tuple[Review, Access, Section | None, Decision]:
    """The review, for those who may read its register; others get 404."""
    review, access = find_draft(request, iso3, round)
    section = consulting.section_of(review)
    if not consulting.may_read(access, section):
        raise Http404
    return review, access, section, consulting.can_record(access, review, section)


def _find_entry(request: HttpRequest, iso3: str, round: str, pk: int) -> tuple[Consultation, Access, Decision]:
    review, access, _section, decision = _find(request, iso3, round)
    entry = get_object_or_404(review.consultations, pk=pk)
    entry.review = review
    return entry, access, decision


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def consulted(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Who was consulted, how many of each kind; here consultations are added."""
    review, access, section, decision = _find(request, iso3, round)
    form, status = ConsultationForm(initial={"language": get_language()}), 200
    if request.method == "POST":
        if not decision:
            raise Refused(decision.reason)
        form, status = ConsultationForm(request.POST), 422
        if form.is_valid():
            consulting.add(review=review, by=request.user, **form.cleaned_data)
            messages.success(request, _("The consultation has been added."))
            return redirect(request.path)
    entries = consulting.register_of(review)
    may_insert = consulting.question_of(section) is not None and any(entry.may_be_named for entry in entries)
    return render(
        request,
        "reviews/consulted.html",
        {
            "review": review,
            "access": access,
            "section": section,
            "decision": decision,
            "form": form,
            "entries": entries,
            "counts": consulting.counts_of(entries),
            "insert_form": InsertForm(initial={"language": get_language()}) if decision and may_insert else None,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def consultation_change(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """Correct an entry."""
    entry, access, decision = _find_entry(request, iso3, round, pk)
    if not decision:
        raise Refused(decision.reason)
    review = entry.review
    form, status = ConsultationForm(instance=entry), 200
    if request.method == "POST":
        form, status = ConsultationForm(request.POST, instance=entry), 422
        if form.is_valid():
            consulting.change(consultation=entry, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("reviews:consulted", iso3, round)
    context = {"review": review, "access": access, "form": form}
    return render(request, "reviews/consultation_change.html", context, status=status)


@require_POST
@login_required
def consultation_remove(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """Take an entry out of the register."""
    entry, _access, _decision = _find_entry(request, iso3, round, pk)
    consulting.remove(consultation=entry, by=request.user)
    messages.success(request, _("The consultation has been removed."))
    return redirect("reviews:consulted", iso3, round)


@require_POST
@login_required
def consulted_insert(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Put the list at the end of the methodology's text, and go there."""
    review, _access, section, _decision = _find(request, iso3, round)
    form = InsertForm(request.POST)
    if not form.is_valid():
        raise Http404
    if consulting.insert_list(review=review, by=request.user, **form.cleaned_data):
        messages.success(request, _("The list stands at the end of the text. It can be edited like any other text."))
    else:
        messages.info(request, _("This list stands at the end of the text already."))
    return redirect("reviews:review_section", iso3, round, section.code)
