"""Practices on pages of other rooms, and what of them waits for whom; ``panels`` offers them."""

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mandates import countries_of
from accounts.models import User
from capacity.enums_practices import PracticeState, Submitter
from capacity.models import Practice, PracticeCheck, PracticePublication
from capacity.register_practices import for_cards
from countries.models import Country
from foundation.panels import Panel
from foundation.todo import Waiting
from network.representing import entities_of
from objectives.models import Objective, Principle


def _practices_panel(found: QuerySet[PracticePublication], query: str) -> Panel | None:
    publications = list(for_cards(found)[:6])
    if not publications:
        return None
    return Panel(
        title=_("Practices"),
        template="capacity/practice_panel.html",
        anchor="practices",
        context={"publications": publications, "list_url": f"{reverse('capacity:practice_list')}?{query}"},
        position=60,
    )


def country_panel(country: Country) -> Panel | None:
    return _practices_panel(PracticePublication.objects.shown().filter(countries=country), f"country={country.iso3}")


def objective_panel(objective: Objective) -> Panel | None:
    found = PracticePublication.objects.shown().real().filter(objectives=objective)
    return _practices_panel(found, f"objective={objective.number}")


def principle_panel(principle: Principle) -> Panel | None:
    found = PracticePublication.objects.shown().real().filter(principles=principle)
    return _practices_panel(found, f"principle={principle.number}")


def workspace_panel(user: User) -> Panel | None:
    """The way to write a practice, and how many are under way."""
    if not countries_of(user).exists() and not entities_of(user).exists():
        return None
    return Panel(
        title=_("Practices"),
        template="capacity/practice_workspace_panel.html",
        anchor="practices",
        context={"practices": list(Practice.objects.written_by(user).order_by("-started_at")[:6])},
        position=40,
    )


def _waiting(label: str, found: QuerySet[Practice], state: str, group: str) -> Waiting:
    oldest = found.aggregate(oldest=Min("submitted_at"))["oldest"]
    return Waiting(label, found.count(), f"{reverse('capacity:practice_desk')}?state={state}", group, oldest=oldest)


def waiting_for_curators(user: User) -> list[Waiting]:
    """Practices to assign, to decide on, to edit, to publish, and those that are to be checked again."""
    if not user.is_curator:
        return []
    group, every = _("Practices"), Practice.objects.all()
    decided = every.filter(state=PracticeState.CHECK).exclude(
        pk__in=PracticeCheck.objects.filter(given_at=None).values("practice")
    )
    overdue = every.filter(state=PracticeState.PUBLISHED, check_by__lt=timezone.localdate())
    return [
        _waiting(_("Practices without checkers"), every.filter(state=PracticeState.SUBMITTED), "submitted", group),
        _waiting(_("Practices whose checks are all given"), decided, "check", group),
        _waiting(_("Practices to edit and translate"), every.filter(state=PracticeState.EDITING), "editing", group),
        _waiting(_("Practices to publish"), every.filter(state=PracticeState.AGREED), "agreed", group),
        _waiting(_("Practices to be checked again"), overdue, "published", group),
        *checks_to_give(user),
    ]


def checks_to_give(user: User) -> list[Waiting]:
    checks = PracticeCheck.objects.filter(checker=user, given_at=None, practice__state=PracticeState.CHECK)
    return [
        Waiting(
            _("Practices that you were asked to check"),
            checks.count(),
            f"{reverse('capacity:practice_desk')}?state=check",
            _("Practices"),
            oldest=checks.aggregate(oldest=Min("asked_at"))["oldest"],
        )
    ]


def waiting_for_authors(user: User) -> list[Waiting]:
    """Returned practices, texts to agree to, and checks that somebody was asked for."""
    mine = Practice.objects.written_by(user).exclude(submitter=Submitter.NETWORK)
    group = _("Practices")
    return [
        _waiting(_("Practices returned to you"), mine.filter(state=PracticeState.RETURNED), "returned", group),
        _waiting(
            _("Texts for publication to agree to"), mine.filter(state=PracticeState.AGREEMENT), "agreement", group
        ),
        *([] if user.is_curator else checks_to_give(user)),
    ]
