"""Who works on a review: the focal points, and those they invited to parts of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from foundation.decisions import Refused
from objectives.models import Objective
from reviews import delegating, reminding
from reviews.contributions import shares_of
from reviews.enums import SectionKind
from reviews.forms_people import ContributorChangeForm, ContributorForm
from reviews.models import Contributor, Review
from reviews.permissions import can_manage
from reviews.views.finding import find_draft


def _options(review: Review) -> dict[str, Any]:
    """The parts that can be handed to somebody."""
    return {
        "sections": review.questionnaire.sections.exclude(kind=SectionKind.OBJECTIVES),
        "objectives": Objective.objects.filter(pk__in=review.objective_reports.chosen().values("objective")),
    }


def _contributors(review: Review):
    return (
        review.contributors.active()
        .select_related("user", "review__country", "review__round")
        .prefetch_related("sections", "objectives")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_people(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Who works on what and how far they are; here people are invited to sections or objectives."""
    review, access = find_draft(request, iso3, round)
    decision = can_manage(access, review)
    if not access.is_focal_point:
        raise Refused(decision.reason)
    form = ContributorForm(**_options(review))
    status = 200
    if request.method == "POST":
        form = ContributorForm(request.POST, **_options(review))
        status = 422
        if form.is_valid():
            try:
                delegating.add_contributor(review=review, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The invitation has been sent."))
                return redirect(request.path)
    shares = shares_of(review, _contributors(review))
    return render(
        request,
        "reviews/review_people.html",
        {
            "review": review,
            "access": access,
            "decision": decision,
            "form": form,
            "focal_points": User.objects.focal_points_of(review.country),
            "shares": shares,
            "overdue": sum(share.contributor.is_overdue for share in shares),
        },
        status=status,
    )


def _find_contributor(request: HttpRequest, iso3: str, round: str, pk: int) -> Contributor:
    review, access = find_draft(request, iso3, round)
    if not access.is_focal_point:
        raise Refused(can_manage(access, review).reason)
    return get_object_or_404(_contributors(review), pk=pk)


def _back(contributor: Contributor) -> HttpResponse:
    review = contributor.review
    return redirect("reviews:review_people", review.country.iso3, review.round.code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def contributor_change(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """Change the parts, rights or date of a person; they are told by mail."""
    contributor = _find_contributor(request, iso3, round, pk)
    review, access = find_draft(request, iso3, round)
    decision = can_manage(access, review)
    options = _options(review)
    # An objective that was handed over and is no longer chosen stays theirs until it is taken from them.
    options["objectives"] = options["objectives"] | Objective.objects.filter(
        pk__in=contributor.objectives.values("pk")
    )
    form = ContributorChangeForm(contributor=contributor, **options)
    status = 200
    if request.method == "POST":
        form = ContributorChangeForm(request.POST, contributor=contributor, **options)
        status = 422
        if form.is_valid():
            try:
                changed = delegating.change_contributor(contributor=contributor, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if changed and contributor.user_id:
                    messages.success(request, _("Saved. The person has been told by mail."))
                else:
                    messages.success(request, _("Saved."))
                return _back(contributor)
    return render(
        request,
        "reviews/contributor_change.html",
        {"review": review, "access": access, "decision": decision, "form": form, "contributor": contributor},
        status=status,
    )


@require_POST
@login_required
def contributor_remove(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """End a person's access; what they wrote stays."""
    contributor = _find_contributor(request, iso3, round, pk)
    delegating.remove_contributor(contributor=contributor, by=request.user)
    messages.success(request, _("The person no longer has access to this review."))
    return _back(contributor)


@require_POST
@login_required
def contributor_remind(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """One press: a reminder to who has come, a new link to who has not."""
    contributor = _find_contributor(request, iso3, round, pk)
    try:
        reminding.remind(contributor=contributor, by=request.user)
    except reminding.TooSoon as refusal:
        messages.info(request, refusal.reason)
    else:
        if contributor.user_id:
            messages.success(request, _("The reminder has been sent."))
        else:
            messages.success(request, _("A new link has been sent. Earlier ones no longer work."))
    return _back(contributor)


@require_POST
@login_required
def contributors_remind(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Remind everybody whose date has passed."""
    review, access = find_draft(request, iso3, round)
    if not access.is_focal_point:
        raise Refused(can_manage(access, review).reason)
    count = reminding.remind_overdue(review=review, by=request.user)
    if count:
        sentence = ngettext("%(count)s person has been reminded.", "%(count)s people have been reminded.", count)
        messages.success(request, sentence % {"count": count})
    else:
        messages.info(request, _("Nobody was reminded: everybody who is overdue was mailed less than an hour ago."))
    return redirect("reviews:review_people", review.country.iso3, review.round.code)


@require_POST
@login_required
def part_ready(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """A contributor says that their part is ready or, with ``take_back``, that it is not after all."""
    review, _access = find_draft(request, iso3, round)
    contributor = delegating.part_of(review, request.user)
    if contributor is None:
        raise Http404
    if "take_back" in request.POST:
        delegating.take_back_ready(contributor=contributor, by=request.user)
        messages.success(request, _("Your part is open again."))
    else:
        delegating.say_ready(contributor=contributor, by=request.user)
        messages.success(request, _("Thank you. The focal points have been told that your part is ready."))
    return redirect(review)
