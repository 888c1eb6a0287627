"""Where organizations propose updates and curators decide on them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation.decisions import Refused
from network import due, updating
from network.enums import ActivityAction, UpdateAction, UpdateState
from network.forms import ActivityUpdateForm, DecisionForm, NationalUpdateForm
from network.models import Activity, NationalNetwork, Update
from network.permissions import can_withdraw, check_propose, is_curator, takes_part_in
from network.representing import entities_of

PER_PAGE = 30


@require_safe
@never_cache
@login_required
def update_list(request: HttpRequest) -> HttpResponse:
    """A curator's list of what waits and what is due; an organization's activities, networks and updates."""
    curates = is_curator(request.user)
    if not curates and not entities_of(request.user).exists():
        raise Http404
    state = request.GET.get("state", UpdateState.WAITING)
    if state not in UpdateState.values:
        raise Http404
    found = updating.visible_updates(request.user)
    page = Paginator(found.filter(state=state).order_by("at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "network/update_list.html",
        {
            "curates": curates,
            "page": page,
            "tabs": [
                {"label": UpdateState(one).label, "href": f"?state={one}", "current": one == state}
                for one in UpdateState.values
            ],
            "late": due.late_activities() if curates else [],
            "to_check": due.networks_to_check() if curates else [],
            "unsummarized": due.events_without_summary() if curates else [],
            "activities": [] if curates else due.activities_of(request.user),
            "due": set() if curates else {one.pk for one in due.activities_due(request.user)},
            "networks": [] if curates else due.networks_of(request.user),
        },
    )


def _find(request: HttpRequest, thing: Any) -> None:
    """Strangers learn nothing of the page, those who take part in it learn who may."""
    if not takes_part_in(request.user, thing):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def activity_update(request: HttpRequest, code: str) -> HttpResponse:
    """The lead organization proposes a step of its activity; a curator takes it at once."""
    activity = get_object_or_404(Activity.objects.select_related("priority").prefetch_related("countries"), code=code)
    _find(request, activity)
    curates = is_curator(request.user)
    if not curates:
        check_propose(request.user, activity)
    actions = updating.actions_for(request.user, activity)
    waiting = activity.updates.waiting().select_related("entity").first()
    form, status = ActivityUpdateForm(activity=activity, actions=actions), 200
    if request.method == "POST":
        form, status = ActivityUpdateForm(request.POST, activity=activity, actions=actions), 422
        if form.is_valid():
            done: Callable[..., Any] = updating.take_step if curates else updating.propose_activity
            done(activity=activity, by=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("The step has been taken. Readers see it now.")
                if curates
                else _("Your update has been sent. You are told by e-mail when the Network has decided."),
            )
            return redirect(activity if curates else "network:update_list")
    return render(
        request,
        "network/activity_update.html",
        {"activity": activity, "form": form, "curates": curates, "waiting": waiting, "possible": bool(actions)},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def national_update(request: HttpRequest, iso3: str) -> HttpResponse:
    """The coordinating entity proposes what is to change of its national network."""
    network = get_object_or_404(NationalNetwork.objects.select_related("country"), country__iso3=iso3)
    _find(request, network)
    check_propose(request.user, network)
    waiting = network.updates.waiting().select_related("entity").first()
    form, status = NationalUpdateForm(network=network), 200
    if request.method == "POST":
        form, status = NationalUpdateForm(request.POST, network=network), 422
        if form.is_valid():
            given = form.cleaned_data
            changes = updating.changes_of(network, given, given["language"])
            if changes:
                updating.propose_national(
                    network=network, changes=changes, text=given["text"], language=given["language"], by=request.user
                )
                messages.success(
                    request, _("Your update has been sent. You are told by e-mail when the Network has decided.")
                )
                return redirect("network:update_list")
            form.add_error(None, _("Nothing is changed here. Change something and send it again."))
    return render(
        request,
        "network/national_update.html",
        {"network": network, "country": network.country, "form": form, "waiting": waiting},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def update_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was proposed beside what there is: a curator decides, the organization may withdraw."""
    update = get_object_or_404(updating.visible_updates(request.user), pk=pk)
    curates = is_curator(request.user)
    form, status = DecisionForm(), 200
    if request.method == "POST":
        form, status = DecisionForm(request.POST), 422
        if form.is_valid() and _decided(request, update, form):
            return redirect("network:update_list")
    is_waiting = update.state == UpdateState.WAITING
    return render(
        request,
        "network/update_detail.html",
        {
            "update": update,
            "action": ActivityAction(update.action).label if update.action else "",
            "form": form,
            "may_decide": curates and is_waiting,
            "may_withdraw": not curates and is_waiting and bool(can_withdraw(request.user, update)),
            "decision": update.log.select_related("by").last(),
        },
        status=status,
    )


def _decided(request: HttpRequest, update: Update, form: DecisionForm) -> bool:
    """Do what the button says; ``False`` where the form wants something first. Raises ``Http404``, ``Refused``."""
    action, note = request.POST.get("action"), form.cleaned_data["note"].strip()
    if action == UpdateAction.WITHDRAW:
        updating.withdraw(update=update, by=request.user)
        messages.success(request, _("The update has been withdrawn."))
        return True
    if not is_curator(request.user):
        raise Refused(_("This is for the curators of the Network."))
    if action == UpdateAction.DECLINE:
        if not note:
            form.add_error("note", pgettext("of a decision", "Give the reason for which it is declined."))
            return False
        updating.decline(update=update, by=request.user, note=note)
        messages.success(request, _("The update has been declined. The person who proposed it is told why."))
        return True
    if action == UpdateAction.ACCEPT:
        updating.accept(update=update, by=request.user, note=note)
        messages.success(request, _("The update has been accepted. Readers see it now."))
        return True
    raise Http404
