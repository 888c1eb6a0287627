"""Voluntary contributions: the public register and its pages, the State's desk and the curators' steps on it."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.mandates import countries_of
from capacity import contributing
from capacity.contribution_permissions import can_edit, can_take, check_edit, check_take, steps_of
from capacity.contribution_workflow import CONTRIBUTION
from capacity.enums_contributions import ContributionAction, ContributionKind, ContributionState, Giver
from capacity.forms_contributions import CloseForm, ConfirmForm, ContributionForm
from capacity.forms_hub import NoteForm
from capacity.models import MechanismContribution
from capacity.register_contributions import CONTRIBUTIONS
from countries.queries import alphabetical
from foundation.decisions import Refused
from foundation.facets import address_with
from foundation.registers import Listing

A = ContributionAction
#: What a step is called on its button, what the words that go with it are, and what is said when it is done.
STEPS = {
    A.OFFER: (gettext_lazy("Send to the UN Network"), "", gettext_lazy("The offer has been sent to the UN Network.")),
    A.ASK: (gettext_lazy("Ask the State"), gettext_lazy("Your question"), gettext_lazy("The question has been sent.")),
    A.ANSWER: (
        gettext_lazy("Answer the question"),
        gettext_lazy("Your answer"),
        gettext_lazy("The answer has been sent to the Network."),
    ),
    A.CONFIRM: (
        gettext_lazy("Confirm and publish"),
        "",
        gettext_lazy("The contribution is confirmed and stands in the public register."),
    ),
    A.GIVE: (
        gettext_lazy("Record that it was given"),
        gettext_lazy("What came of it"),
        gettext_lazy("It has been recorded that the contribution was given."),
    ),
    A.END: (
        gettext_lazy("End it without its being given"),
        gettext_lazy("Reason"),
        gettext_lazy("The contribution has been ended."),
    ),
    A.DECLINE: (
        gettext_lazy("Decline with a reason"),
        gettext_lazy("Reason"),
        gettext_lazy("The offer has been declined."),
    ),
    A.WITHDRAW: (
        gettext_lazy("Withdraw the offer"),
        gettext_lazy("Reason (optional)"),
        gettext_lazy("The offer has been withdrawn."),
    ),
}
_WITH_NOTE = {
    A.ASK: contributing.ask,
    A.ANSWER: contributing.answer,
    A.DECLINE: contributing.decline,
    A.WITHDRAW: contributing.withdraw,
}
_CLOSING = {A.GIVE: contributing.give, A.END: contributing.end}
_GRAVE = {A.END, A.DECLINE, A.WITHDRAW}
#: Fields that are drawn as a group: a link to them leads to the first of its boxes.
_GROUPS = {"kind"}


# ---------------------------------------------------------------- in public


@require_safe
def contribution_list(request: HttpRequest) -> HttpResponse:
    """What States contribute; the totals are of just the financial contributions that the filters leave."""

    def context(listing: Listing) -> dict[str, Any]:
        financial = str(ContributionKind.FINANCIAL)
        return {
            "totals": [
                {
                    "label": one.state.label,
                    "total": one.total,
                    "href": address_with(request.GET, kind=financial, state=str(one.state)),
                }
                for one in contributing.totals(listing.records)
            ],
            "sample_count": listing.count - listing.records.real().count(),
        }

    return CONTRIBUTIONS.respond(request, "capacity/contribution_list.html", context)


@require_safe
def contribution_detail(request: HttpRequest, iso3: str, number: int) -> HttpResponse:
    """One confirmed contribution: its public text and facts, and what came of it."""
    found = MechanismContribution.objects.shown().for_lists().filter(country__iso3=iso3, number=number).first()
    if found is None:
        raise Http404
    return render(request, "capacity/contribution_detail.html", {"contribution": found, **_linked(found)})


def _linked(contribution: MechanismContribution) -> dict[str, Any]:
    return {
        "objectives": sorted(contribution.objectives.all(), key=lambda one: one.number),
        "for_countries": alphabetical(contribution.for_countries.all()),
        "for_regions": list(contribution.for_regions.all()),
    }


# ---------------------------------------------------------------- at work


def _find(request: HttpRequest, iso3: str, number: int) -> MechanismContribution:
    found = (
        MechanismContribution.objects.visible_to(request.user)
        .filter(country__iso3=iso3, number=number)
        .select_related("country", "part", "started_by", "offered_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
@never_cache
@login_required
def offer_list(request: HttpRequest) -> HttpResponse:
    """One's country's contributions; for curators all that were sent, those first that wait too long."""
    found = MechanismContribution.objects.visible_to(request.user).select_related("country", "part")
    rows = []
    for one in found.annotate(last=Max("transitions__at")):
        since = one.last or one.started_at
        days = (timezone.now() - since).days
        waits = one.state == ContributionState.OFFERED
        late = waits and days > contributing.CONFIRM_DAYS
        rows.append({"contribution": one, "since": since, "days": days, "waits": waits, "is_overdue": late})
    rows.sort(key=lambda row: (not row["is_overdue"], not row["waits"], row["days"]))
    countries = alphabetical(countries_of(request.user))
    return render(request, "capacity/offer_list.html", {"rows": rows, "countries": countries})


@require_POST
@login_required
def offer_begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft for one of one's countries."""
    wanted = request.POST.get("country", "")
    country = next((one for one in countries_of(request.user) if one.iso3 == wanted), None)
    if country is None:
        raise Http404
    made = contributing.begin(country=country, language=get_language(), by=request.user)
    return redirect("capacity:offer_edit", country.iso3, made.number)


@require_safe
@never_cache
@login_required
def offer(request: HttpRequest, iso3: str, number: int) -> HttpResponse:
    """The offer in the State's words, where it stands, its way and what can be done now."""
    contribution = _find(request, iso3, number)
    steps = list(contribution.transitions.select_related("by"))
    possible = steps_of(request.user, contribution)
    may_edit = bool(can_edit(request.user, contribution))
    missing = contributing.gaps(contribution) if may_edit else []
    sending = A.ANSWER if contribution.state == ContributionState.QUESTION else A.OFFER
    if missing:
        possible = [action for action in possible if action != sending]
    decision = can_take(request.user, contribution, sending) if may_edit else None
    waits = contribution.state == ContributionState.OFFERED and steps
    return render(
        request,
        "capacity/offer.html",
        {
            "contribution": contribution,
            "steps": steps,
            "question": steps[-1] if contribution.state == ContributionState.QUESTION and steps else None,
            "waits_until": steps[-1].at + datetime.timedelta(days=contributing.CONFIRM_DAYS) if waits else None,
            "refusal": decision.reason if decision is not None else "",
            "may_edit": may_edit,
            "missing": missing,
            "actions": [
                {"action": str(action), "label": STEPS[A(action)][0], "is_grave": action in _GRAVE}
                for action in possible
            ],
            "is_over": CONTRIBUTION.owners[contribution.state] == Giver.NOBODY,
            **_linked(contribution),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def offer_edit(request: HttpRequest, iso3: str, number: int) -> HttpResponse:
    """The form of an offer: kept as far as it is written; whoever may speak for the State goes on to send it."""
    contribution = _find(request, iso3, number)
    check_edit(request.user, contribution)
    sending = A.ANSWER if contribution.state == ContributionState.QUESTION else A.OFFER
    form, status, conflict, gaps = ContributionForm(contribution=contribution), 200, None, []
    if request.method == "POST":
        form, status = ContributionForm(request.POST, contribution=contribution), 422
        if form.is_valid():
            try:
                contributing.save(
                    contribution=contribution,
                    version=form.cleaned_data["version"],
                    facts=form.facts,
                    linked=form.linked,
                    by=request.user,
                )
            except contributing.Conflict:
                conflict, status = _find(request, iso3, number), 409
                form.data = form.data.copy()
                form.data["version"] = conflict.version
            else:
                missing = contributing.gaps(contribution) if "send" in request.POST else []
                if not missing:
                    messages.success(request, _("Saved."))
                    if "send" in request.POST:
                        return redirect("capacity:offer_step", iso3, number, sending)
                    return redirect(contribution.get_desk_url())
                form = ContributionForm(contribution=contribution)
                gaps = [(gap.message, _place(gap.field)) for gap in missing]
    return render(
        request,
        "capacity/offer_form.html",
        {
            "contribution": contribution,
            "form": form,
            "conflict": conflict,
            "gaps": gaps,
            "may_send": bool(can_take(request.user, contribution, sending)),
        },
        status=status,
    )


def _place(field: str) -> str:
    return f"#id_{field}_0" if field in _GROUPS else f"#id_{field}"


def _form_of(action: str, contribution: MechanismContribution, *data: Any) -> forms.Form | None:
    """What is to be said with a step; ``None`` where nothing is."""
    label = STEPS[A(action)][1]
    if action == A.CONFIRM:
        return ConfirmForm(*data, contribution=contribution)
    if action in _CLOSING:
        return CloseForm(*data, label=label)
    if action in _WITH_NOTE:
        return NoteForm(*data, needs_note=CONTRIBUTION.transitions[action].needs_note, label=label)
    return None


def _take(action: str, contribution: MechanismContribution, form: Any, by: Any) -> None:
    if action == A.OFFER:
        contributing.offer(contribution=contribution, by=by)
    elif action == A.CONFIRM:
        note = form.cleaned_data["curator_note"]
        contributing.confirm(contribution=contribution, texts=form.texts, curator_note=note, by=by)
    elif action in _CLOSING:
        said = form.cleaned_data
        _CLOSING[A(action)](
            contribution=contribution, on=said["ended_on"], result=said["note"], language=said["language"], by=by
        )
    else:
        _WITH_NOTE[A(action)](contribution=contribution, note=form.cleaned_data["note"], by=by)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def offer_step(request: HttpRequest, iso3: str, number: int, action: str) -> HttpResponse:
    """One step with its words: a page that says what it means, and a button that takes it."""
    contribution = _find(request, iso3, number)
    if action not in STEPS:
        raise Http404
    check_take(request.user, contribution, action)
    title, _label, done = STEPS[A(action)]
    form, status, gaps = _form_of(action, contribution), 200, []
    if request.method == "POST":
        form, status = _form_of(action, contribution, request.POST), 422
        if form is None or form.is_valid():
            try:
                _take(action, contribution, form, request.user)
            except contributing.Incomplete as incomplete:
                edit = reverse("capacity:offer_edit", args=[iso3, number])
                gaps = [(gap.message, edit + _place(gap.field)) for gap in incomplete.gaps]
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(contribution.get_desk_url())
            else:
                messages.success(request, done)
                return redirect(contribution.get_desk_url())
    return render(
        request,
        "capacity/offer_step.html",
        {
            "contribution": contribution,
            "form": form,
            "gaps": gaps,
            "title": title,
            "action": action,
            "is_grave": action in _GRAVE,
            **_linked(contribution),
        },
        status=status,
    )
