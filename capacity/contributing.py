"""From a State's offer to what was given: one function a step, one transaction, one row of the log."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_curator
from capacity import contribution_notifications as notifications
from capacity.contribution_permissions import check_begin, check_edit, check_take
from capacity.contribution_workflow import CONTRIBUTION, EDITABLE
from capacity.enums_contributions import ContributionAction, ContributionKind, ContributionState
from capacity.models import ContributionTransition, MechanismContribution
from capacity.requesting import Conflict, Gap, Incomplete
from countries.models import Country
from foundation.decisions import Refused
from foundation.workflows import move
from mptf.money import Total, split, total

#: In how many days the Network means to confirm an offer or to ask about it.
CONFIRM_DAYS = 10
#: What a contribution is linked with, as ``save`` takes it.
LINKED = ("objectives", "for_countries", "for_regions")


@transaction.atomic
def begin(*, country: Country, language: str, by: User) -> MechanismContribution:
    """Start a draft. Raises ``Refused`` where the person does not work for the country."""
    check_begin(by, country)
    for _attempt in range(5):
        last = MechanismContribution.objects.filter(country=country).aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                return MechanismContribution.objects.create(
                    country=country, number=last + 1, language=language, started_by=by
                )
        except IntegrityError:
            continue  # A colleague took the number at the same moment.
    raise Refused(_("Somebody else has begun a contribution at the same moment. Try again."))


@transaction.atomic
def save(
    *,
    contribution: MechanismContribution,
    version: int,
    facts: Mapping[str, Any],
    linked: Mapping[str, Iterable[Any]],
    by: User,
) -> MechanismContribution:
    """Keep what was written so far, complete or not. Raises ``Conflict`` where ``version`` is not the latest."""
    check_edit(by, contribution)
    open_ones = MechanismContribution.objects.filter(pk=contribution.pk, version=version, state__in=EDITABLE)
    if not open_ones.update(**facts, version=F("version") + 1):
        raise Conflict
    contribution.refresh_from_db()
    for name in LINKED:
        if name in linked:
            getattr(contribution, name).set(linked[name])
    return contribution


def gaps(contribution: MechanismContribution) -> list[Gap]:
    """What has still to be said before it can be sent."""
    wanted = [
        ("kind", _("Choose the kind of contribution.")),
        ("topic", _("Say in one line what is offered.")),
        ("text", _("Describe what is offered.")),
        ("institution", _("Name the institution in charge.")),
    ]
    if contribution.kind == ContributionKind.FINANCIAL:
        wanted += [
            ("amount", _("Give the amount.")),
            ("currency", _("Give the currency.")),
            ("as_of", _("Give the day for which the amount holds.")),
        ]
    wanted.append(("contact_email", _("Give the address of a contact person; it is not published.")))
    return [Gap(name, message) for name, message in wanted if not str(getattr(contribution, name) or "").strip()]


def _step(
    contribution: MechanismContribution, action: str, *, by: User, note: str = "", **changes: Any
) -> ContributionTransition:
    check_take(by, contribution, action)
    return move(CONTRIBUTION, contribution, action, by=by, log=ContributionTransition, note=note, **changes)


def _check_whole(contribution: MechanismContribution) -> None:
    """After the state has moved, nobody can change it: what is there now is what is sent."""
    contribution.refresh_from_db()
    if missing := gaps(contribution):
        raise Incomplete(missing)


@transaction.atomic
def offer(*, contribution: MechanismContribution, by: User) -> None:
    """Send it to the Network in the name of the State. Raises ``Incomplete`` with what is missing."""
    step = _step(contribution, ContributionAction.OFFER, by=by, offered_at=timezone.now(), offered_by=by)
    _check_whole(contribution)
    notifications.to_the_network(contribution, step)
    notifications.to_the_state(contribution, step)


@transaction.atomic
def ask(*, contribution: MechanismContribution, note: str, by: User) -> None:
    """Ask the State back; its words are open for changes until it answers."""
    notifications.to_the_state(contribution, _step(contribution, ContributionAction.ASK, by=by, note=note))


@transaction.atomic
def answer(*, contribution: MechanismContribution, note: str, by: User) -> None:
    """Answer, with the offer as it reads now. Raises ``Incomplete`` where something was taken out of it."""
    step = _step(contribution, ContributionAction.ANSWER, by=by, note=note)
    _check_whole(contribution)
    notifications.to_the_network(contribution, step)


@transaction.atomic
def confirm(
    *, contribution: MechanismContribution, texts: Mapping[str, str], by: User, curator_note: str = "", note: str = ""
) -> None:
    """Confirm, which publishes it: ``texts`` are title and summary in every language of the portal.

    Raises ``Refused`` where one of them is missing.
    """
    names = [f"{name}_{code}" for name in ("title", "summary") for code, _language in settings.LANGUAGES]
    if not all(texts.get(name, "").strip() for name in names):
        raise Refused(_("Title and summary are needed in both languages."))
    changes = {name: texts[name].strip() for name in names} | {"curator_note": curator_note}
    step = _step(contribution, ContributionAction.CONFIRM, by=by, note=note, confirmed_at=timezone.now(), **changes)
    notifications.to_the_state(contribution, step)


def _close(
    contribution: MechanismContribution, action: str, *, on: datetime.date, result: str, language: str, by: User
) -> None:
    if on > timezone.localdate():
        raise Refused(_("This day has not come yet."))
    step = _step(contribution, action, by=by, note=result, ended_on=on, **{f"result_{language}": result.strip()})
    if is_curator(by):
        notifications.to_the_state(contribution, step)
    else:
        notifications.to_the_network(contribution, step)


@transaction.atomic
def give(*, contribution: MechanismContribution, on: datetime.date, result: str, language: str, by: User) -> None:
    """It was given: on which day, and what came of it, in the language in which it is said. Both are public."""
    _close(contribution, ContributionAction.GIVE, on=on, result=result, language=language, by=by)


@transaction.atomic
def end(*, contribution: MechanismContribution, on: datetime.date, result: str, language: str, by: User) -> None:
    """It will not be given (any more): since when, and why. Both are public."""
    _close(contribution, ContributionAction.END, on=on, result=result, language=language, by=by)


@transaction.atomic
def decline(*, contribution: MechanismContribution, note: str, by: User) -> None:
    notifications.to_the_state(contribution, _step(contribution, ContributionAction.DECLINE, by=by, note=note))


@transaction.atomic
def withdraw(*, contribution: MechanismContribution, by: User, note: str = "") -> None:
    """Take it back; the Network is told of what it had been sent."""
    step = _step(contribution, ContributionAction.WITHDRAW, by=by, note=note)
    if contribution.offered_at is not None:
        notifications.to_the_network(contribution, step)


# ---------------------------------------------------------------- totals


@dataclass(frozen=True)
class StateTotal:
    """Financial contributions in one state, by currency; states are not added to each other."""

    state: ContributionState
    total: Total


def totals(records: QuerySet[MechanismContribution]) -> list[StateTotal]:
    """What the financial ones among the real ``records`` add up to, by state and currency.

    Nothing is converted: a currency stands for itself. Samples are in no total.
    """
    rows = list(
        MechanismContribution.objects.filter(pk__in=records.real().order_by().values("pk"))
        .filter(kind=ContributionKind.FINANCIAL, amount__isnull=False)
        .select_related("country")
        .only("country__iso3", "number", "state", "amount", "currency", "as_of")
    )
    by_state = split(rows, lambda row: row.state)
    return [StateTotal(state, total(by_state[state], {})) for state in ContributionState if state in by_state]
