"""Deadlines, calendar files, extensions and the moment of publication."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.models import Country
from foundation.calendars import calendar_response
from foundation.decisions import Refused
from reviews import calendars, deadlines, scheduling
from reviews.forms_time import EmbargoForm, ExtensionForm, ExtensionWishForm
from reviews.models import Extension, Review, Round, ScheduledPublication
from reviews.permissions import can_manage
from reviews.views.finding import find_draft


@require_safe
@never_cache
@login_required
def deadline_calendar(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The day on which this review is due, for the person's own calendar."""
    review, _access = find_draft(request, iso3, round)
    on = deadlines.deadline_of(review.round, review.country)
    if on is None:
        raise Http404
    return calendar_response(calendars.deadline_file(review, on), f"{review.country.iso3}-{review.round.code}")


@require_safe
def round_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The days of a round and its meetings."""
    round_ = get_object_or_404(Round, code=code)
    return calendar_response(calendars.round_file(round_), round_.code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def extension_ask(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """A focal point asks the Network for more time."""
    review, access = find_draft(request, iso3, round)
    decision = can_manage(access, review)
    if not decision:
        raise Refused(decision.reason)
    form = ExtensionWishForm(request.POST or None)
    status = 200
    if request.method == "POST":
        form = ExtensionWishForm(request.POST)
        if form.is_valid():
            deadlines.ask_for_extension(review=review, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your wish has been sent to the UN Network."))
            return redirect(review)
        status = 422
    context = {
        "review": review,
        "access": access,
        "form": form,
        "due": deadlines.due(deadlines.deadline_of(review.round, review.country)),
    }
    return render(request, "reviews/extension_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def extension_grant(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The Network gives a country more time; every extension stays on record."""
    if not request.user.is_curator:
        raise Http404
    country = get_object_or_404(Country, iso3=iso3)
    round_ = get_object_or_404(Round, code=round)
    form = ExtensionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        form = ExtensionForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                deadlines.extend(round=round_, country=country, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error("until", refusal.reason)
            else:
                messages.success(request, _("The deadline has been extended; the focal points have been told."))
                return redirect(request.path)
    context = {
        "country": country,
        "round": round_,
        "form": form,
        "due": deadlines.due(deadlines.deadline_of(round_, country)),
        "extensions": Extension.objects.filter(round=round_, country=country).select_related("granted_by"),
    }
    return render(request, "reviews/extension_grant.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def embargo(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """The State sets, moves or lifts the moment before which its submitted review is not published."""
    review, access = find_draft(request, iso3, round)
    if not access.may_submit or review.state != "submitted":
        raise Refused(_("The time of publication can be set while the Network has the review."))
    form = EmbargoForm(initial=EmbargoForm.initial_of(review.embargo_until))
    status = 200
    if request.method == "POST":
        form = EmbargoForm(request.POST)
        if form.is_valid():
            scheduling.set_embargo(review=review, until=form.cleaned_data["moment"], by=request.user)
            messages.success(request, _("The time of publication has been saved."))
            return redirect("reviews:receipt", review.country.iso3, review.round.code)
        status = 422
    return render(request, "reviews/embargo.html", {"review": review, "access": access, "form": form}, status=status)


@require_POST
@login_required
def schedule_cancel(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """The Network takes back a time that it had set."""
    if not request.user.is_curator:
        raise Http404
    schedule = get_object_or_404(
        ScheduledPublication.objects.select_related("submission__review"),
        pk=pk,
        submission__review__in=Review.objects.visible_to(request.user),
        submission__review__country__iso3=iso3,
        submission__review__round__code=round,
    )
    if scheduling.cancel(schedule=schedule, by=request.user):
        messages.success(request, _("The scheduled publication has been cancelled."))
    return redirect("reviews:desk_review", iso3, round)
