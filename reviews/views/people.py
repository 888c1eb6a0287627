"""Who works on a review: the focal points, and those they invited to parts of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from foundation.decisions import Refused
from objectives.models import Objective
from reviews import delegating
from reviews.forms import ContributorForm
from reviews.permissions import can_manage
from reviews.views.finding import find_draft


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_people(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Invite a colleague or stakeholder by e-mail address to given sections or objectives."""
    review, access = find_draft(request, iso3, round)
    decision = can_manage(access, review)
    if not access.is_focal_point:
        raise Refused(decision.reason)
    options = {
        "sections": review.questionnaire.sections.exclude(kind="objectives"),
        "objectives": Objective.objects.filter(pk__in=review.objective_reports.chosen().values("objective")),
    }
    form = ContributorForm(**options)
    status = 200
    if request.method == "POST":
        form = ContributorForm(request.POST, **options)
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
    return render(
        request,
        "reviews/review_people.html",
        {
            "review": review,
            "access": access,
            "decision": decision,
            "form": form,
            "focal_points": User.objects.focal_points_of(review.country),
            "contributors": review.contributors.active()
            .select_related("user")
            .prefetch_related("sections", "objectives"),
        },
        status=status,
    )


@require_POST
@login_required
def contributor_remove(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """End a person's access; what they wrote stays."""
    review, _access = find_draft(request, iso3, round)
    contributor = get_object_or_404(review.contributors.active(), pk=pk)
    delegating.remove_contributor(contributor=contributor, by=request.user)
    messages.success(request, _("The person no longer has access to this review."))
    return redirect("reviews:review_people", review.country.iso3, review.round.code)
