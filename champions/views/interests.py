"""Expressions of interest: the State's form, the Network's list, the steps of both."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.mandates import countries_of
from champions import expressing
from champions.enums import InterestAction, InterestState
from champions.forms import ConfirmForm, InterestForm, StepForm
from champions.models import Interest
from champions.permissions import can_begin, can_edit, can_take, check_take, steps_of
from champions.workflow import INTEREST
from foundation.decisions import Refused
from foundation.kept_files import send_kept

#: What a step is called on its button and on its page, and what the words that go with it are.
STEPS = {
    InterestAction.TAKE_UP: (gettext_lazy("Take it up"), ""),
    InterestAction.ASK: (gettext_lazy("Put a question to the State"), gettext_lazy("Your question")),
    InterestAction.ANSWER: (gettext_lazy("Answer the question"), gettext_lazy("Your answer")),
    InterestAction.INVITE: (
        gettext_lazy("Invite the State to confirm"),
        gettext_lazy("Message to the State (optional)"),
    ),
    InterestAction.CONFIRM: (gettext_lazy("Confirm in the name of the State"), ""),
    InterestAction.DECLINE: (gettext_lazy("Decline with a reason"), gettext_lazy("Reason")),
    InterestAction.WITHDRAW: (
        gettext_lazy("Withdraw the expression of interest"),
        gettext_lazy("Reason (optional)"),
    ),
}
DONE = {
    InterestAction.TAKE_UP: gettext_lazy("It is under review now; the State has been told."),
    InterestAction.ASK: gettext_lazy("The question has been sent to the State."),
    InterestAction.ANSWER: gettext_lazy("The answer has been sent to the Network."),
    InterestAction.INVITE: gettext_lazy("The State has been invited to confirm."),
    InterestAction.DECLINE: gettext_lazy("It has been declined; the State has been told."),
    InterestAction.WITHDRAW: gettext_lazy("The expression of interest has been withdrawn."),
}
_CARRY_OUT = {
    InterestAction.ASK: expressing.ask,
    InterestAction.ANSWER: expressing.answer,
    InterestAction.INVITE: expressing.invite,
    InterestAction.DECLINE: expressing.decline,
    InterestAction.WITHDRAW: expressing.withdraw,
}


def _find(request: HttpRequest, iso3: str) -> Interest:
    """The country's latest that this person may see: the open one where there is one. Strangers get 404."""
    found = (
        Interest.objects.visible_to(request.user)
        .filter(country__iso3=iso3)
        .select_related("country", "started_by", "assigned_to", "champion")
        .order_by("-started_at", "-pk")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
@never_cache
@login_required
def interest_list(request: HttpRequest) -> HttpResponse:
    """For curators what States have sent, what waits first; for focal points their own countries."""
    found = list(
        Interest.objects.visible_to(request.user)
        .select_related("country", "assigned_to")
        .prefetch_related("transitions")
        .order_by("-started_at")
    )
    rows = []
    for interest in found:
        steps = list(interest.transitions.all())
        since = steps[-1].at if steps else interest.started_at
        waits = INTEREST.owners[interest.state] == "network"
        days = (timezone.now() - since).days
        rows.append(
            {
                "interest": interest,
                "since": since,
                "days": days,
                "waits": waits,
                "is_overdue": waits and days > expressing.TARGET_DAYS,
            }
        )
    rows.sort(key=lambda row: (not row["waits"], -row["days"]))
    mine = list(countries_of(request.user).select_related("champion"))
    return render(
        request,
        "champions/interest_list.html",
        {
            "rows": rows,
            "target_days": expressing.TARGET_DAYS,
            "to_begin": [country for country in mine if can_begin(request.user, country)],
            "champions": [
                country for country in mine if hasattr(country, "champion") and country.champion.status == "confirmed"
            ],
        },
    )


@require_POST
@login_required
def interest_begin(request: HttpRequest, iso3: str) -> HttpResponse:
    """Begin a draft, and open it."""
    country = get_object_or_404(countries_of(request.user), iso3=iso3)
    try:
        expressing.begin(country=country, language=get_language(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("champions:interest_list")
    return redirect("champions:interest", iso3)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def interest(request: HttpRequest, iso3: str) -> HttpResponse:
    """The form while it is a draft; afterwards what was said, its way so far, and the next steps."""
    found = _find(request, iso3)
    if not can_edit(request.user, found):
        if request.method == "POST":
            raise Refused(can_edit(request.user, found).reason)
        return _show(request, found)
    form, status, conflict, gaps = InterestForm(interest=found), 200, None, []
    if request.method == "POST":
        form, status = InterestForm(request.POST, interest=found), 422
        if form.is_valid():
            try:
                expressing.save(
                    interest=found,
                    version=form.cleaned_data["version"],
                    facts=form.facts,
                    objectives=list(form.cleaned_data["objectives"]),
                    supports=form.supports,
                    by=request.user,
                )
                if "submit" in request.POST:
                    expressing.submit(interest=found, by=request.user)
                    messages.success(request, _("The expression of interest has been submitted to the UN Network."))
                else:
                    messages.success(request, _("Saved. Nobody but the focal points of your country sees it."))
            except expressing.Conflict:
                # What was typed stays in the form; what stands now is shown beside it, and the next save knows of it.
                conflict, status = _find(request, iso3), 409
                form.data = form.data.copy()
                form.data["version"] = conflict.version
            except expressing.Incomplete as incomplete:
                found.refresh_from_db()
                # What was typed is kept; only the submission has to wait.
                form = InterestForm(interest=found)
                gaps = [(gap.message, f"#id_{gap.field}") for gap in incomplete.gaps]
                status = 422
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 403
            else:
                return redirect("champions:interest", iso3)
    return render(
        request,
        "champions/interest_form.html",
        {
            "interest": found,
            "country": found.country,
            "form": form,
            "conflict": conflict,
            "gaps": gaps,
            "missing": expressing.gaps(found),
            "submit_decision": can_take(request.user, found, InterestAction.SUBMIT),
            "steps": list(found.transitions.select_related("by")),
        },
        status=status,
    )


def _show(request: HttpRequest, found: Interest) -> HttpResponse:
    steps = list(found.transitions.select_related("by"))
    possible = [action for action in steps_of(request.user, found) if action != InterestAction.SUBMIT]
    return render(
        request,
        "champions/interest.html",
        {
            "interest": found,
            "country": found.country,
            "objectives": list(found.objectives.select_related("round_table")),
            "supports": list(found.supports.select_related("kind")),
            "letter": getattr(found, "letter", None),
            "steps": steps,
            "question": steps[-1] if found.state == InterestState.QUESTION and steps else None,
            "actions": [{"action": str(action), "label": STEPS[action][0]} for action in possible],
            "owner": INTEREST.owners[found.state],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def interest_step(request: HttpRequest, iso3: str, action: str) -> HttpResponse:
    """One step with its words: a page that says what it means, and a button that takes it."""
    found = _find(request, iso3)
    if action not in STEPS:
        raise Http404
    check_take(request.user, found, action)
    title, label = STEPS[InterestAction(action)]
    needs_note = INTEREST.transitions[action].needs_note
    is_confirming = action == InterestAction.CONFIRM

    def make_form(*data):
        if is_confirming:
            return ConfirmForm(*data)
        return StepForm(*data[:1], needs_note=needs_note, label=label) if label else None

    form, status = make_form(), 200
    if request.method == "POST":
        form, status = make_form(request.POST, request.FILES), 422
        if form is None or form.is_valid():
            try:
                if is_confirming:
                    expressing.confirm(interest=found, by=request.user, **form.cleaned_data)
                    messages.success(request, _("Your country is a champion country now. Its page is public."))
                elif form is None:
                    expressing.take_up(interest=found, by=request.user)
                    messages.success(request, DONE[InterestAction(action)])
                else:
                    _CARRY_OUT[InterestAction(action)](interest=found, by=request.user, note=form.cleaned_data["note"])
                    messages.success(request, DONE[InterestAction(action)])
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect("champions:interest", iso3)
    return render(
        request,
        "champions/interest_step.html",
        {
            "interest": found,
            "country": found.country,
            "form": form,
            "title": title,
            "action": action,
            "is_confirming": is_confirming,
            "is_grave": action in (InterestAction.DECLINE, InterestAction.WITHDRAW),
        },
        status=status,
    )


@require_safe
@never_cache
@login_required
def interest_letter(request: HttpRequest, iso3: str) -> HttpResponse:
    """The letter of confirmation, for both sides."""
    found = _find(request, iso3)
    if not hasattr(found, "letter"):
        raise Http404
    return send_kept(found.letter)
