"""The desk of the UN Network: what was submitted, to return with reasons or to publish as it is."""

from datetime import UTC

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.dates import format_date
from foundation.decisions import Refused
from reviews import deadlines, helping, rendering, returning, scheduling, transitions
from reviews.enums import Action, RenderingState, ReviewState
from reviews.forms import PublishForm
from reviews.forms_talk import ReturnForm
from reviews.forms_time import MomentMixin
from reviews.models import Publication, Rendering, ReturnReason, Review
from reviews.permissions import Access, can_take
from reviews.reading import snapshot_of
from reviews.views.finding import find_review, latest_submission
from reviews.views.keeping import keep_typed, taken_back


@require_safe
@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the Network, oldest first, and what it returned or published lately."""
    if not request.user.is_curator:
        raise Http404
    reviews = Review.objects.visible_to(request.user).select_related("country", "round")
    return render(
        request,
        "reviews/desk.html",
        {
            "waiting": [
                {"review": one.review, "submission": one, "due": deadlines.answer_due(one)}
                for one in deadlines.waiting_submissions()
            ],
            "scheduled": scheduling.all_pending(),
            "help_waiting": helping.waiting_count(),
            "returned": reviews.filter(state=ReviewState.RETURNED).prefetch_related("transitions"),
            "published": Publication.objects.for_lists().order_by("-published_at")[:20],
            "failed": Rendering.objects.filter(state=RenderingState.FAILED).select_related(
                "submission__review__country", "submission__review__round"
            ),
        },
    )


def _find(request: HttpRequest, iso3: str, round: str) -> tuple[Review, Access]:
    if not request.user.is_curator:
        raise Http404
    review, access = find_review(request, iso3, round)
    return review, access


def _page(
    request: HttpRequest,
    review: Review,
    access: Access,
    *,
    reason_form: ReturnForm | None = None,
    publish_form: PublishForm | None = None,
    is_taken_back: bool = False,
    status: int = 200,
) -> HttpResponse:
    submission = latest_submission(review)
    if submission is None:
        raise Http404
    is_correction = Publication.objects.filter(submission__review=review).exists()
    points = returning.points_of(review)
    args = [review.country.iso3, review.round.code, submission.number]
    return render(
        request,
        "reviews/desk_review.html",
        {
            "review": review,
            "access": access,
            "submission": submission,
            "snapshot": snapshot_of(submission),
            "renderings": rendering.in_order(submission.renderings.all()),
            "transitions": review.transitions.select_related("by"),
            "can_return": can_take(access, review, Action.RETURN),
            "can_publish": can_take(access, review, Action.PUBLISH),
            "reason_form": reason_form or _return_form(review, points),
            # While the State works on them, how they are settled is part of its draft.
            "points": points,
            "taken_back": is_taken_back,
            "show_answers": review.state != ReviewState.RETURNED,
            "open_points": [point for point in points if point.cleared_at is None],
            "publish_form": publish_form or _publish_form(review, is_correction),
            "answer_due": deadlines.answer_due(submission),
            "deadline": deadlines.due(deadlines.deadline_of(review.round, review.country)),
            "scheduled": scheduling.pending(review),
            "is_correction": is_correction,
            "publication": Publication.objects.filter(submission=submission).first(),
            "asset_url": lambda sha256: reverse("reviews:submission_asset", args=[*args, sha256]),
        },
        status=status,
    )


def _publish_form(review: Review, is_correction: bool) -> PublishForm:
    """Begins with the State's embargo, and for a new version with the reason for which it was opened again."""
    reopened = review.transitions.filter(action=Action.REVISE).last() if is_correction else None
    lasts = review.embargo_until is not None and review.embargo_until > timezone.now()
    return PublishForm(
        is_correction=is_correction,
        initial={
            "correction_note": reopened.note if reopened else "",
            **(MomentMixin.initial_of(review.embargo_until) if lasts else {}),
        },
    )


def _return_form(review: Review, points: list[ReturnReason], data: QueryDict | None = None) -> ReturnForm:
    return ReturnForm(
        data,
        places=returning.places_of(review),
        open_points=[point for point in points if point.cleared_at is None],
    )


@require_safe
@never_cache
@login_required
def desk_review(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The latest submission as its readers would see it, with what the Network may do."""
    review, access = _find(request, iso3, round)
    return _page(request, review, access)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def desk_return(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Return the submission to the State, with reasons for the whole and for its parts."""
    review, access = _find(request, iso3, round)
    if request.method != "POST":
        # Here from the log-in, after the session had ended: the reasons that were typed are in the form again.
        typed = taken_back(request)
        if typed is None:
            return redirect("reviews:desk_review", review.country.iso3, review.round.code)
        return _page(request, review, access, reason_form=_return_form(review, [], typed), is_taken_back=True)
    decision = can_take(access, review, Action.RETURN)
    if not decision:
        raise Refused(decision.reason)
    form = _return_form(review, [], request.POST)
    if not form.is_valid():
        return _page(request, review, access, reason_form=form, status=422)
    transitions.send_back(review=review, by=request.user, note=form.cleaned_data["note"], points=form.points())
    messages.success(request, _("The review has been returned; the focal points have been told why."))
    return redirect("reviews:desk_review", review.country.iso3, review.round.code)


@require_POST
@login_required
def desk_publish(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Publish exactly what was submitted."""
    review, access = _find(request, iso3, round)
    decision = can_take(access, review, Action.PUBLISH)
    if not decision:
        raise Refused(decision.reason)
    is_correction = Publication.objects.filter(submission__review=review).exists()
    form = PublishForm(request.POST, is_correction=is_correction)
    if not form.is_valid():
        return _page(request, review, access, publish_form=form, status=422)
    note = form.cleaned_data.get("correction_note", "")
    moment = form.cleaned_data["moment"]
    try:
        if moment or (review.embargo_until and review.embargo_until > timezone.now()):
            made = scheduling.schedule(
                review=review, by=request.user, publish_at=moment or review.embargo_until, correction_note=note
            )
            messages.success(
                request,
                _("The review will be published on %(date)s at %(time)s UTC.")
                % {
                    "date": format_date(made.publish_at.astimezone(UTC).date()),
                    "time": f"{made.publish_at.astimezone(UTC):%H:%M}",
                },
            )
            return redirect("reviews:desk_review", review.country.iso3, review.round.code)
        publication = transitions.publish(review=review, by=request.user, correction_note=note)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, review, access, publish_form=form, status=422)
    messages.success(request, _("The review has been published."))
    return redirect(publication)
