"""The connection hub: public counts, the asker's requests, the Network's desk, the side that is asked to help."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count as CountOf
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.mandates import countries_of
from capacity import matching, requesting
from capacity.enums import HelpKind, RequestAction, RequestState
from capacity.forms_hub import MatchForm, NoteForm, OfferForm, OutcomeForm, RequestForm
from capacity.hub_permissions import can_edit, can_offer, can_take, check_take, steps_of
from capacity.hub_workflow import HUB
from capacity.models import Match, SupportRequest
from countries.models import Commission
from foundation.decisions import Refused
from foundation.language import localized
from network.models import Representative
from objectives.models import Objective

#: What a step is called on its button, what the words that go with it are, and what is said when it is done.
STEPS = {
    RequestAction.TAKE_UP: (gettext_lazy("Take it up"), "", gettext_lazy("You have taken it up.")),
    RequestAction.ASK: (
        gettext_lazy("Put a question"),
        gettext_lazy("Your question"),
        gettext_lazy("The question has been sent."),
    ),
    RequestAction.ANSWER: (
        gettext_lazy("Answer the question"),
        gettext_lazy("Your answer"),
        gettext_lazy("The answer has been sent to the Network."),
    ),
    RequestAction.MATCH: (
        gettext_lazy("Ask somebody to help"),
        "",
        gettext_lazy("They have been asked to help."),
    ),
    RequestAction.ACCEPT: (gettext_lazy("Accept the offer"), "", gettext_lazy("You have accepted the offer.")),
    RequestAction.REFUSE: (
        gettext_lazy("Do not accept the offer"),
        gettext_lazy("Reason"),
        gettext_lazy("The Network has been told and looks further."),
    ),
    RequestAction.RECORD: (
        gettext_lazy("Record the outcome"),
        gettext_lazy("What was achieved"),
        gettext_lazy("The outcome has been recorded; the Network confirms it."),
    ),
    RequestAction.RETURN: (
        gettext_lazy("Return the outcome"),
        gettext_lazy("What is missing"),
        gettext_lazy("The outcome has been returned."),
    ),
    RequestAction.CLOSE: (gettext_lazy("Confirm the outcome and close"), "", gettext_lazy("The request is closed.")),
    RequestAction.DECLINE: (
        gettext_lazy("Decline with a reason"),
        gettext_lazy("Reason"),
        gettext_lazy("The request has been declined."),
    ),
    RequestAction.WITHDRAW: (
        gettext_lazy("Withdraw the request"),
        gettext_lazy("Reason (optional)"),
        gettext_lazy("The request has been withdrawn."),
    ),
}
_WITH_NOTE = {
    RequestAction.ASK: requesting.ask,
    RequestAction.ANSWER: requesting.answer,
    RequestAction.REFUSE: requesting.refuse,
    RequestAction.RETURN: requesting.return_outcome,
    RequestAction.DECLINE: requesting.decline,
    RequestAction.WITHDRAW: requesting.withdraw,
}
_PLAIN = {
    RequestAction.TAKE_UP: requesting.take_up,
    RequestAction.ACCEPT: requesting.accept,
    RequestAction.CLOSE: requesting.close,
}


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """What the hub is, who may ask, and counts: never a request itself."""
    records = SupportRequest.objects.real().exclude(submitted_at=None)
    states = dict(records.order_by().values_list("state").annotate(found=CountOf("pk")))
    kinds = dict(records.order_by().values_list("kind").annotate(found=CountOf("pk")))
    objectives = Objective.objects.filter(support_requests__in=records).annotate(found=CountOf("support_requests"))
    regions = (
        Commission.objects.filter(memberships__is_in_region=True, memberships__country__support_requests__in=records)
        .annotate(found=CountOf("memberships__country__support_requests", distinct=True))
        .order_by("position", "code")
    )
    steps: dict[int, list] = {}
    for step in requesting.RequestTransition.objects.filter(subject__in=records).order_by("at", "pk"):
        steps.setdefault(step.subject_id, []).append(step)
    taken = [requesting.times(rows) for rows in steps.values()]
    published = SupportRequest.objects.real().filter(is_summary_public=True, state=RequestState.CLOSED)
    return render(
        request,
        "capacity/hub.html",
        {
            "total": sum(states.values()),
            "states": requesting.guarded(
                requesting.Count(str(state.label), states.get(state.value, 0))
                for state in RequestState
                if state != RequestState.DRAFT
            ),
            "kinds": requesting.guarded(
                requesting.Count(str(kind.label), kinds[kind.value]) for kind in HelpKind if kind.value in kinds
            ),
            "objectives": [requesting.Count(str(one), one.found) for one in objectives],
            "regions": [requesting.Count(localized(one, "review_region"), one.found) for one in regions],
            "fewest": requesting.FEWEST_SHOWN,
            "medians": [
                {"label": label, "days": requesting.median_days(getattr(one, name) for one in taken)}
                for name, label in (
                    ("take_up", _("until it is taken up")),
                    ("offer", _("until an offer is made")),
                    ("close", _("until it is closed")),
                )
            ],
            "summaries": list(published.select_related("country").order_by("-submitted_at")[:20]),
        },
    )


def _askable(request: HttpRequest) -> list[dict]:
    """For whom this person may ask: governments, and country teams."""
    found = [{"country": country, "entity": None} for country in countries_of(request.user)]
    for one in Representative.objects.of(request.user).select_related("entity", "country"):
        if one.country:
            found.append({"country": one.country, "entity": one.entity})
    return found


@require_safe
@never_cache
@login_required
def request_list(request: HttpRequest) -> HttpResponse:
    """One's own requests; for curators all that were submitted, the overdue first; what one is asked to help with."""
    found = SupportRequest.objects.visible_to(request.user).select_related("country", "entity", "assigned_to")
    rows = []
    for one in found.prefetch_related("transitions"):
        steps = list(one.transitions.all())
        since = steps[-1].at if steps else one.started_at
        owner = HUB.owners[one.state]
        days = (timezone.now() - since).days
        limit = requesting.TAKE_UP_DAYS if one.state == RequestState.SUBMITTED else requesting.OFFER_DAYS
        waits = owner in ("network", "helper") and one.state != RequestState.DRAFT
        rows.append({"asked": one, "since": since, "days": days, "waits": waits, "is_overdue": waits and days > limit})
    rows.sort(key=lambda row: (not row["is_overdue"], not row["waits"], -row["days"]))
    mine = Match.objects.seen_by(request.user).select_related("request__country", "entity")
    return render(
        request,
        "capacity/request_list.html",
        {
            "rows": rows,
            "askable": _askable(request),
            "matches": mine,
        },
    )


@require_POST
@login_required
def request_begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft for a country, or for an organization's country team there."""
    wanted = (request.POST.get("country", ""), request.POST.get("organization", ""))
    for one in _askable(request):
        if (one["country"].iso3, one["entity"].acronym if one["entity"] else "") == wanted:
            break
    else:
        raise Http404
    made = requesting.begin(country=one["country"], entity=one["entity"], language=get_language(), by=request.user)
    return redirect(made)


def _find(request: HttpRequest, iso3: str, number: int) -> SupportRequest:
    found = (
        SupportRequest.objects.visible_to(request.user)
        .filter(country__iso3=iso3, number=number)
        .select_related("country", "entity", "assigned_to")
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def support_request(request: HttpRequest, iso3: str, number: int) -> HttpResponse:
    """The form while it is a draft; afterwards the request, who is asked, its way and the next steps."""
    asked = _find(request, iso3, number)
    decision = can_edit(request.user, asked)
    if not decision:
        if request.method == "POST":
            raise Refused(decision.reason)
        return _show(request, asked)
    form, status, conflict, gaps = RequestForm(asked=asked), 200, None, []
    if request.method == "POST":
        form, status = RequestForm(request.POST, asked=asked), 422
        if form.is_valid():
            try:
                requesting.save(
                    request=asked,
                    version=form.cleaned_data["version"],
                    facts=form.facts,
                    objectives=list(form.cleaned_data["objectives"]),
                    by=request.user,
                )
                if "submit" in request.POST:
                    requesting.submit(request=asked, by=request.user)
                    messages.success(request, _("The request has been sent to the UN Network."))
                else:
                    messages.success(request, _("Saved. The Network does not see it before you submit it."))
            except requesting.Conflict:
                conflict, status = _find(request, iso3, number), 409
                form.data = form.data.copy()
                form.data["version"] = conflict.version
            except requesting.Incomplete as incomplete:
                asked.refresh_from_db()
                form, status = RequestForm(asked=asked), 422
                gaps = [(gap.message, f"#id_{gap.field}") for gap in incomplete.gaps]
            else:
                return redirect(asked)
    return render(
        request,
        "capacity/request_form.html",
        {"asked": asked, "form": form, "conflict": conflict, "gaps": gaps, "missing": requesting.gaps(asked)},
        status=status,
    )


def _show(request: HttpRequest, asked: SupportRequest) -> HttpResponse:
    steps = list(asked.transitions.select_related("by"))
    matches = list(asked.matches.select_related("entity", "expert", "programme"))
    possible = [action for action in steps_of(request.user, asked) if action != RequestAction.SUBMIT]
    may_match = bool(can_take(request.user, asked, RequestAction.MATCH))
    taken = requesting.times(steps)
    return render(
        request,
        "capacity/request.html",
        {
            "asked": asked,
            "objectives": list(asked.objectives.select_related("round_table")),
            "steps": steps,
            "question": steps[-1] if asked.state == RequestState.QUESTION and steps else None,
            "matches": [{"match": one, "may_offer": bool(can_offer(request.user, one))} for one in matches],
            "actions": [{"action": str(action), "label": STEPS[action][0]} for action in possible],
            "owner": HUB.owners[asked.state],
            "suggestions": matching.suggest(asked) if may_match else [],
            "times": [
                {"label": label, "days": round(days, 1)}
                for days, label in (
                    (taken.take_up, _("until it was taken up")),
                    (taken.match, _("until somebody was asked to help")),
                    (taken.offer, _("until an offer was made")),
                    (taken.close, _("until it was closed")),
                )
                if days is not None
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def request_step(request: HttpRequest, iso3: str, number: int, action: str) -> HttpResponse:
    """One step with its words: a page that says what it means, and a button that takes it."""
    asked = _find(request, iso3, number)
    if action not in STEPS:
        raise Http404
    check_take(request.user, asked, action)
    title, label, done = STEPS[RequestAction(action)]
    needs_note = HUB.transitions[action].needs_note

    def make_form(*data):
        if action == RequestAction.MATCH:
            return MatchForm(*data) if data else MatchForm(initial=request.GET.dict())
        if action == RequestAction.RECORD:
            return OutcomeForm(*data, needs_note=True, label=label)
        return NoteForm(*data, needs_note=needs_note, label=label) if label else None

    form, status = make_form(), 200
    if request.method == "POST":
        form, status = make_form(request.POST), 422
        if form is None or form.is_valid():
            try:
                if form is None:
                    _PLAIN[RequestAction(action)](request=asked, by=request.user)
                elif action == RequestAction.MATCH:
                    requesting.match(request=asked, by=request.user, **form.cleaned_data)
                elif action == RequestAction.RECORD:
                    requesting.record(request=asked, by=request.user, **form.cleaned_data)
                else:
                    _WITH_NOTE[RequestAction(action)](request=asked, by=request.user, note=form.cleaned_data["note"])
                messages.success(request, done)
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect(asked)
    return render(
        request,
        "capacity/request_step.html",
        {
            "asked": asked,
            "form": form,
            "title": title,
            "is_grave": action in (RequestAction.DECLINE, RequestAction.WITHDRAW, RequestAction.REFUSE),
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def match_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What one that is asked to help reads of a request, and their offer; curators may enter it for them."""
    match = get_object_or_404(Match.objects.select_related("request__country", "entity", "expert", "programme"), pk=pk)
    if not (request.user.is_curator or Match.objects.seen_by(request.user).filter(pk=pk).exists()):
        raise Http404
    decision = can_offer(request.user, match)
    form, status = OfferForm(), 200
    if request.method == "POST":
        if not decision:
            raise Refused(decision.reason)
        form, status = OfferForm(request.POST), 422
        if form.is_valid():
            if "unable" in request.POST:
                requesting.decline_to_help(match=match, by=request.user, note=form.cleaned_data["offer"])
                messages.success(request, _("The Network has been told that you cannot help."))
            else:
                requesting.offer(match=match, text=form.cleaned_data["offer"], by=request.user)
                messages.success(request, _("Your offer has been sent."))
            return redirect("capacity:match", pk)
    return render(
        request,
        "capacity/match.html",
        {
            "match": match,
            "asked": match.request,
            "objectives": list(match.request.objectives.select_related("round_table")),
            "form": form,
            "decision": decision,
        },
        status=status,
    )
