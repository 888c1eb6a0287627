"""Contributions to the mechanism on pages of other rooms, and what of them waits for whom; ``panels`` offers them."""

import datetime

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mandates import countries_of
from accounts.models import User
from capacity.contributing import CONFIRM_DAYS
from capacity.enums_contributions import ContributionState
from capacity.models import MechanismContribution
from countries.models import Country
from foundation.panels import Panel
from foundation.todo import Waiting

_MOST = 6


def country_panel(country: Country) -> Panel | None:
    """What the country contributes to the mechanism, the latest first."""
    found = MechanismContribution.objects.shown().filter(country=country).select_related("country", "part")
    contributions = list(found.order_by("-confirmed_at", "-pk")[:_MOST])
    if not contributions:
        return None
    return Panel(
        title=_("Contributions to the capacity-building mechanism"),
        template="capacity/contribution_panel.html",
        anchor="mechanism-contributions",
        context={
            "contributions": contributions,
            "list_url": f"{reverse('capacity:contribution_list')}?country={country.iso3}",
        },
        position=65,
    )


def workspace_panel(user: User) -> Panel | None:
    """One's country's contributions that are open, and the way to offer one."""
    if not countries_of(user).exists():
        return None
    return Panel(
        title=_("Contributions to the capacity-building mechanism"),
        template="capacity/contribution_workspace_panel.html",
        anchor="mechanism-contributions",
        context={
            "contributions": list(
                MechanismContribution.objects.of_state(user).open().select_related("country")[:_MOST]
            )
        },
        position=50,
    )


def waiting_for_curators(user: User) -> list[Waiting]:
    """Offers that wait for confirmation, since they were sent or answered."""
    if not user.is_curator:
        return []
    sent = Q(transitions__target=ContributionState.OFFERED)
    waits = [
        one.since
        for one in MechanismContribution.objects.filter(state=ContributionState.OFFERED).annotate(
            since=Max("transitions__at", filter=sent)
        )
        if one.since
    ]
    limit = timezone.now() - datetime.timedelta(days=CONFIRM_DAYS)
    return [
        Waiting(
            _("Contributions that wait for confirmation"),
            len(waits),
            reverse("capacity:offer_list"),
            _("Contributions to the mechanism"),
            overdue=sum(since < limit for since in waits),
            oldest=min(waits, default=None),
        )
    ]


def waiting_for_focal_points(user: User) -> list[Waiting]:
    """Questions of the Network about one's country's offers; confirmed ones whose period is over."""
    mine = MechanismContribution.objects.of_state(user).select_related("country")
    group = _("Contributions to the mechanism")
    today = timezone.localdate()
    wanted = mine.filter(
        Q(state=ContributionState.QUESTION) | Q(state=ContributionState.CONFIRMED, available_until__lt=today)
    )
    words = {
        ContributionState.QUESTION: _("The Network has a question about your contribution"),
        ContributionState.CONFIRMED: _("Record what came of your contribution: its period is over"),
    }
    return [
        Waiting(
            words[one.state],
            1,
            one.get_desk_url(),
            group,
            oldest=one.since if one.state == ContributionState.QUESTION else one.available_until,
            note=one.topic,
        )
        for one in wanted.annotate(since=Max("transitions__at"))
    ]
