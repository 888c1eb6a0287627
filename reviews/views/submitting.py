"""From "check your answers" to the receipt."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from foundation.decisions import Refused
from reviews import carrying, deadlines, rendering, scheduling, snapshot, textchecking, transitions
from reviews.completeness import issues, picture_of, progress_of
from reviews.enums import Action
from reviews.forms import DeclarationForm, ReasonForm
from reviews.forms_time import MomentMixin
from reviews.models import Rendering, Review
from reviews.permissions import can_take
from reviews.places import with_places
from reviews.views.finding import find_draft, find_review, latest_submission


@require_safe
@never_cache
@login_required
def review_check(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Check your answers: the review as its readers will see it, and what is still to be done."""
    review, access = find_draft(request, iso3, round)
    if not access.is_focal_point:
        raise Refused(_("Only a focal point of the country may do this."))
    picture = picture_of(review)
    remarks = [*carrying.warnings(review, access, picture), *textchecking.warnings(access, picture)]
    found = with_places(review, [*issues(picture), *remarks])
    taken = snapshot.build(review, number=0, submitted_at="", declaration=None)
    return render(
        request,
        "reviews/review_check.html",
        {
            "review": review,
            "access": access,
            "blocking": [issue for issue in found if issue.blocking],
            "warnings": [issue for issue in found if not issue.blocking],
            "progress": progress_of(picture),
            "snapshot": taken,
            "decision": can_take(access, review, Action.SUBMIT),
            "asset_url": lambda sha256: _draft_picture(review, sha256),
            "file_url": lambda sha256: reverse(
                "reviews:draft_attachment", args=[review.country.iso3, review.round.code, sha256]
            ),
        },
    )


def _draft_picture(review: Review, sha256: str) -> str:
    return reverse("reviews:draft_picture", args=[review.country.iso3, review.round.code, sha256])


def _declaration_of(review: Review, person: User) -> dict[str, Any]:
    """What the form begins with: the person's name, and an embargo that was set before and still lasts."""
    embargo = review.embargo_until
    lasts = embargo is not None and embargo > timezone.now()
    return {"name": person.name, **(MomentMixin.initial_of(embargo) if lasts else {})}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_submit(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The declaration; nothing is submitted while something blocking is open."""
    review, access = find_draft(request, iso3, round)
    decision = can_take(access, review, Action.SUBMIT)
    if not decision:
        if review.submissions.exists() and access.is_focal_point and not review.is_editable:
            # The form was sent twice, or the address was opened again: show what was submitted.
            return redirect("reviews:receipt", review.country.iso3, review.round.code)
        raise Refused(decision.reason)
    form = DeclarationForm(request.POST or None, initial=_declaration_of(review, request.user))
    blocking = with_places(review, [issue for issue in issues(picture_of(review)) if issue.blocking])
    status = 200
    if request.method == "POST":
        form = DeclarationForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                transitions.submit(
                    review=review,
                    by=request.user,
                    name=form.cleaned_data["name"],
                    post=form.cleaned_data["post"],
                    institution=form.cleaned_data["institution"],
                    embargo_until=form.cleaned_data["moment"],
                )
            except transitions.Incomplete as incomplete:
                blocking = with_places(review, incomplete.issues)
                review.refresh_from_db()
            except transitions.StaleState:
                return redirect("reviews:receipt", review.country.iso3, review.round.code)
            else:
                return redirect("reviews:receipt", review.country.iso3, review.round.code)
    return render(
        request,
        "reviews/review_submit.html",
        {"review": review, "access": access, "form": form, "blocking": blocking},
        status=status,
    )


@require_safe
@never_cache
@login_required
def receipt(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """What was submitted, when, by whom, with its checksum; the PDFs as they become ready."""
    review, access = find_review(request, iso3, round)
    submission = latest_submission(review)
    if submission is None or not (access.is_author or access.is_network):
        return redirect(review)
    renderings = rendering.in_order(submission.renderings.all())
    return render(
        request,
        "reviews/receipt.html",
        {
            "review": review,
            "access": access,
            "submission": submission,
            "renderings": renderings,
            "is_waiting": any(one.is_waiting for one in renderings),
            "answer_due": deadlines.answer_due(submission),
            "scheduled": scheduling.pending(review),
        },
    )


@require_safe
@never_cache
@login_required
def receipt_status(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The part of the receipt that changes; asked every two seconds while a PDF is being made."""
    review, _access = find_review(request, iso3, round)
    submission = latest_submission(review)
    renderings = rendering.in_order(submission.renderings.all()) if submission else []
    return render(
        request,
        "reviews/_renderings.html",
        {
            "review": review,
            "submission": submission,
            "renderings": renderings,
            "is_waiting": any(one.is_waiting for one in renderings),
        },
    )


@require_POST
@login_required
def rendering_retry(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """Try a failed PDF again."""
    review, _access = find_review(request, iso3, round)
    one = get_object_or_404(Rendering, pk=pk, submission__review=review)
    if rendering.retry(rendering=one):
        messages.info(request, _("The PDF is being made again."))
    return redirect("reviews:receipt", review.country.iso3, review.round.code)


def _reason_page(request: HttpRequest, iso3: str, round: str, *, action: Action, template: str, carry_out, done: str):
    review, access = find_draft(request, iso3, round)
    decision = can_take(access, review, action)
    if not decision:
        raise Refused(decision.reason)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        form = ReasonForm(request.POST)
        if form.is_valid():
            carry_out(review=review, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, done)
            return redirect(settings.LOGIN_REDIRECT_URL if action == Action.WITHDRAW else review.get_absolute_url())
        status = 422
    return render(request, template, {"review": review, "access": access, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_withdraw(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Withdraw the review; a publication stays public."""
    return _reason_page(
        request,
        iso3,
        round,
        action=Action.WITHDRAW,
        template="reviews/review_withdraw.html",
        carry_out=transitions.withdraw,
        done=_("The review has been withdrawn."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_reopen(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Open a published review for a new version."""
    return _reason_page(
        request,
        iso3,
        round,
        action=Action.REVISE,
        template="reviews/review_reopen.html",
        carry_out=transitions.revise,
        done=_("The review is open for a new version. The published version stays public."),
    )
