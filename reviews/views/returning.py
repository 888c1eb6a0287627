"""The points of a return, as the State settles them: on the page of the part, or on a page of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from foundation.decisions import Refused
from reviews import returning
from reviews.forms_talk import SettleForm
from reviews.models import ObjectiveReport, ReturnReason, Review, Section
from reviews.permissions import Access
from reviews.views.finding import find_draft
from reviews.views.keeping import keep_typed, taken_back


def points_on(
    review: Review, access: Access, section: Section, report: ObjectiveReport | None = None
) -> list[ReturnReason]:
    """The points of a page of the draft, each with the form that settles it where this person may."""
    points = returning.points_on(review, access, section, report)
    for point in points:
        point.form = SettleForm(point=point) if point.may_settle and point.cleared_at is None else None
    return points


def _find(request: HttpRequest, iso3: str, round: str, pk: int) -> tuple[Review, Access, ReturnReason]:
    """A point of the last return that concerns this person's part; others are not found."""
    review, access = find_draft(request, iso3, round)
    points = returning.covered(access, returning.points_of(review))
    point = next((one for one in points if one.pk == pk), None)
    if point is None:
        raise Http404
    return review, access, point


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keep_typed
def review_point(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """One point: what is asked, and what was done about it."""
    review, access, point = _find(request, iso3, round, pk)
    decision = returning.can_settle(access, review, point)
    typed = taken_back(request) if decision else None
    form, status = SettleForm(typed, point=point), 200
    if request.method == "POST":
        if not decision:
            raise Refused(decision.reason)
        form, status = SettleForm(request.POST, point=point), 422
        if form.is_valid():
            if returning.settle(point=point, answer=form.cleaned_data["answer"], by=request.user):
                messages.success(request, _("The point has been marked as settled."))
                return redirect(point)
            # What was typed stays on the page, beside what a colleague said first.
            point.refresh_from_db(fields=["cleared_at", "cleared_by", "answer"])
            status = 409
    return render(
        request,
        "reviews/review_point.html",
        {
            "review": review,
            "access": access,
            "point": point,
            "form": form,
            "decision": decision,
            "taken_back": typed is not None,
        },
        status=status,
    )


@require_POST
@login_required
def point_reopen(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """Take up again what was said to be settled."""
    _review, _access, point = _find(request, iso3, round, pk)
    if returning.unsettle(point=point, by=request.user):
        messages.success(request, _("The point is open again."))
    return redirect(point)
