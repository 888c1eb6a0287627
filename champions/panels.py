"""What this room adds to pages of countries and objectives."""

import datetime

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mandates import countries_of
from accounts.models import User
from champions.enums import CommitmentState, InterestState
from champions.expressing import TARGET_DAYS
from champions.models import Champion, Commitment, Exchange, Interest, InterestTransition
from champions.permissions import can_begin
from countries.models import Country
from countries.queries import alphabetical
from foundation.aspects import Aspect, Cell, Value
from foundation.panels import Panel
from foundation.todo import Waiting
from network.models import NationalNetwork
from objectives.models import Objective


def country_panel(country: Country) -> Panel | None:
    champion = Champion.objects.shown().filter(country=country).prefetch_related("roles").first()
    if champion is None:
        return None
    # The address and the name need the country, which is at hand: no further query.
    champion.country = country
    return Panel(
        title=_("Champion country"),
        template="champions/_country_panel.html",
        anchor="champion",
        context={"champion": champion, "records": [champion]},
        position=20,
    )


def objective_panel(objective: Objective) -> Panel | None:
    champions = Champion.objects.shown().filter(priority_objectives=objective).select_related("country")
    by_country = {champion.country: champion for champion in champions}
    exchanges = list(
        Exchange.objects.filter(objective=objective, champion__in=Champion.objects.shown()).select_related(
            "champion__country"
        )
    )
    if not by_country and not exchanges:
        return None
    return Panel(
        title=_("Champion countries"),
        template="champions/_objective_panel.html",
        anchor="champions",
        context={
            "champions": [by_country[country] for country in alphabetical(by_country)],
            "exchanges": exchanges,
        },
        position=40,
    )


def country_aspect() -> Aspect:
    """Champion countries among all: a filter and a column."""
    champions = Champion.objects.shown().select_related("country")
    text = _("Champion country")
    cells = {champion.country_id: Cell(text, champion.get_absolute_url()) for champion in champions}
    return Aspect(
        name="champion",
        label=_("Champion country"),
        values=(Value("yes", _("Champion country"), frozenset(cells)),),
        cells=cells,
    )


def workspace_panel(user: User) -> Panel | None:
    """What a focal point can begin, and the expressions of interest of their countries."""
    countries = list(countries_of(user).select_related("champion"))
    if not countries:
        return None
    interests = list(Interest.objects.filter(country__in=countries).select_related("country").order_by("-started_at"))
    return Panel(
        title=_("Champion countries"),
        template="champions/_workspace_panel.html",
        anchor="champion-countries",
        context={"interests": interests, "to_begin": [one for one in countries if can_begin(user, one)]},
        position=20,
    )


def waiting_for_curators(user: User) -> list[Waiting]:
    """Expressions of interest that wait for the Network, and commitments that are overdue."""
    if not user.is_curator:
        return []
    waiting = Interest.objects.waiting_for_the_network()
    limit = timezone.now() - datetime.timedelta(days=TARGET_DAYS)
    last = Subquery(InterestTransition.objects.filter(subject=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1])
    since = waiting.annotate(since=last).aggregate(
        count=Count("pk"), overdue=Count("pk", filter=Q(since__lt=limit)), oldest=Min("since")
    )
    today = timezone.localdate().isoformat()
    dues = Commitment.objects.filter(
        state__in=[CommitmentState.ANNOUNCED, CommitmentState.UNDER_WAY], champion__in=Champion.objects.real()
    ).exclude(due="")
    # A year or a month is over with its last day: "2026" is not overdue before 2027.
    overdue = sum(due < today[: len(due)] for due in dues.values_list("due", flat=True))
    group = _("Champion countries")
    return [
        Waiting(
            _("Expressions of interest"),
            since["count"],
            reverse("champions:interest_list"),
            group,
            overdue=since["overdue"],
            oldest=since["oldest"],
        ),
        Waiting(
            _("Commitments past their date"),
            overdue,
            reverse("admin:champions_commitment_changelist"),
            group,
            overdue=overdue,
        ),
    ]


def waiting_for_focal_points(user: User) -> list[Waiting]:
    """Questions to answer and invitations to confirm."""
    found = Interest.objects.filter(
        country__in=countries_of(user), state__in=[InterestState.QUESTION, InterestState.INVITED]
    ).select_related("country")
    words = {
        InterestState.QUESTION: _("The Network has a question about your expression of interest"),
        InterestState.INVITED: _("Confirm that your country becomes a champion country"),
    }
    return [
        Waiting(words[one.state], 1, one.get_absolute_url(), _("Champion countries"), note=str(one.country))
        for one in found
    ]


def national_network_panel(network: NationalNetwork) -> Panel | None:
    """Beside the national network of a country: that it is a champion."""
    return country_panel(network.country)


PANELS = {
    "country": [country_panel],
    "national_network": [national_network_panel],
    "objective": [objective_panel],
    "workspace": [workspace_panel],
}
ASPECTS = {"country": [country_aspect]}
TODO = {"curator": [waiting_for_curators], "focal_point": [waiting_for_focal_points]}
