"""What this room adds to pages of the Network and of objectives, and to the homes of people at work."""

import datetime

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mandates import countries_of
from accounts.models import User
from capacity import contribution_panels, practice_panels
from capacity.enums import MatchState, RequestState
from capacity.models import Consent, Expert, Match, MechanismPart, RequestTransition, SupportRequest
from capacity.models.experts import CONSENT_DAYS
from capacity.requesting import OFFER_DAYS, TAKE_UP_DAYS
from foundation.panels import Panel
from foundation.todo import Waiting
from network.models import Representative
from objectives.models import Objective


def network_panel(profile) -> Panel | None:
    parts = list(MechanismPart.objects.all())
    if not parts:
        return None
    return Panel(
        title=_("Capacity-building mechanism"),
        template="capacity/_network_panel.html",
        anchor="mechanism",
        context={"parts": parts, "records": parts},
        position=10,
    )


def workspace_panel(user: User) -> Panel | None:
    """One's requests for support, what one is asked to help with, and the way to ask."""
    if not Representative.objects.of(user).exists() and not countries_of(user).exists():
        return None
    return Panel(
        title=_("Support"),
        template="capacity/_workspace_panel.html",
        anchor="support",
        context={
            "requests": list(SupportRequest.objects.asked_by(user).open().select_related("country")[:6]),
            "matches": list(
                Match.objects.seen_by(user).filter(state=MatchState.ASKED).select_related("request__country")[:6]
            ),
        },
        position=30,
    )


def waiting_for_curators(user: User) -> list[Waiting]:
    """Requests that wait for the Network, and experts whose consent ends soon."""
    if not user.is_curator:
        return []
    now = timezone.now()
    last = Subquery(RequestTransition.objects.filter(subject=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1])

    def late(days: int) -> Q:
        return Q(since__lt=now - datetime.timedelta(days=days))

    states = {
        RequestState.SUBMITTED: (_("Requests for support to take up"), TAKE_UP_DAYS),
        RequestState.TRIAGE: (_("Requests for support without anybody asked to help"), OFFER_DAYS),
        RequestState.MATCHING: (_("Requests for support without an offer"), OFFER_DAYS),
        RequestState.OUTCOME: (_("Outcomes to confirm"), TAKE_UP_DAYS),
    }
    records = SupportRequest.objects.filter(state__in=states).annotate(since=last)
    wanted = {}
    for state, (_label, days) in states.items():
        wanted[f"{state}_count"] = Count("pk", filter=Q(state=state))
        wanted[f"{state}_overdue"] = Count("pk", filter=Q(state=state) & late(days))
        wanted[f"{state}_oldest"] = Min("since", filter=Q(state=state))
    found = records.aggregate(**wanted)
    href = reverse("capacity:request_list")
    lines = [
        Waiting(
            label,
            found[f"{state}_count"],
            href,
            _("Connection hub"),
            overdue=found[f"{state}_overdue"],
            oldest=found[f"{state}_oldest"],
        )
        for state, (label, _days) in states.items()
    ]
    month = now - datetime.timedelta(days=CONSENT_DAYS - 30)
    ending = Consent.objects.in_force().filter(given_at__lt=month).count()
    lines.append(
        Waiting(
            _("Experts whose consent ends within a month"),
            ending,
            reverse("admin:capacity_expert_changelist"),
            _("Connection hub"),
        )
    )
    return lines


def waiting_for_focal_points(user: User) -> list[Waiting]:
    """Questions to answer, offers to decide on, outcomes to record; requests one is asked to help with."""
    words = {
        RequestState.QUESTION: _("The Network has a question about your request for support"),
        RequestState.OFFERED: _("An offer waits for your answer"),
        RequestState.UNDER_WAY: _("Record what came of your request when it is done"),
    }
    group = _("Connection hub")
    found = SupportRequest.objects.asked_by(user).filter(state__in=words).select_related("country")
    lines = [Waiting(words[one.state], 1, one.get_absolute_url(), group, note=one.topic) for one in found]
    asked = (
        Match.objects.seen_by(user)
        .filter(state=MatchState.ASKED, request__state=RequestState.MATCHING)
        .select_related("request")
    )
    lines += [
        Waiting(
            _("Your organization is asked to help"),
            1,
            reverse("capacity:match", args=[one.pk]),
            group,
            note=one.request.topic,
        )
        for one in asked
    ]
    return lines


def objective_panel(objective: Objective) -> Panel | None:
    """Experts who have agreed to be shown, on the page of an objective."""
    experts = list(Expert.objects.public().filter(objectives=objective)[:12])
    if not experts:
        return None
    return Panel(
        title=_("Experts"),
        template="capacity/_experts_panel.html",
        anchor="experts",
        context={"experts": experts, "list_url": f"{reverse('capacity:expert_list')}?objective={objective.number}"},
        position=70,
    )


PANELS = {
    "network": [network_panel],
    "country": [practice_panels.country_panel, contribution_panels.country_panel],
    "objective": [objective_panel, practice_panels.objective_panel],
    "principle": [practice_panels.principle_panel],
    "workspace": [workspace_panel, practice_panels.workspace_panel, contribution_panels.workspace_panel],
}
TODO = {
    "curator": [
        waiting_for_curators,
        practice_panels.waiting_for_curators,
        contribution_panels.waiting_for_curators,
    ],
    "focal_point": [
        waiting_for_focal_points,
        practice_panels.waiting_for_authors,
        contribution_panels.waiting_for_focal_points,
    ],
}
