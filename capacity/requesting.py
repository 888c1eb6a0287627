"""From a request for support to its outcome: one function a step, one transaction, one row of the log."""

import datetime
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from capacity import hub_notifications as notifications
from capacity.enums import MatchState, RequestAction, RequestState
from capacity.hub_permissions import check_ask_for, check_edit, check_offer, check_take
from capacity.hub_workflow import HUB
from capacity.models import Expert, Match, RequestTransition, SupportRequest
from countries.models import Country
from foundation.decisions import Refused
from foundation.workflows import move
from mptf.models import JointProgramme
from network.models import Entity
from objectives.models import Objective

#: In how many days the Network means to take a request up, and to find somebody who makes an offer.
TAKE_UP_DAYS, OFFER_DAYS = 5, 30
#: Fewer requests than this are not counted in public by region or objective: they could be recognized.
FEWEST_SHOWN = 3


@dataclass(frozen=True)
class Gap:
    """What is missing before it can be submitted: the field and a sentence."""

    field: str
    message: str


class Incomplete(Exception):
    """It cannot be submitted yet; ``gaps`` says what is missing."""

    def __init__(self, gaps: list[Gap]):
        super().__init__(f"{len(gaps)} gaps")
        self.gaps = gaps


class Conflict(Exception):
    """Somebody else saved it since this person opened it; nothing has been overwritten."""


@transaction.atomic
def begin(*, country: Country, language: str, by: User, entity: Entity | None = None) -> SupportRequest:
    """Start a draft. Raises ``Refused`` where the person may not ask for this country or organization."""
    check_ask_for(by, country, entity)
    for _attempt in range(5):
        last = SupportRequest.objects.filter(country=country).aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                return SupportRequest.objects.create(
                    country=country, entity=entity, number=last + 1, language=language, started_by=by
                )
        except IntegrityError:
            continue  # A colleague took the number at the same moment.
    raise Refused(_("Somebody else has begun a request at the same moment. Try again."))


@transaction.atomic
def save(
    *, request: SupportRequest, version: int, facts: Mapping[str, Any], objectives: list[Objective], by: User
) -> SupportRequest:
    """Keep what was written so far, complete or not. Raises ``Conflict`` where ``version`` is not the latest."""
    check_edit(by, request)
    saved = SupportRequest.objects.filter(pk=request.pk, version=version, state=RequestState.DRAFT).update(
        **facts, version=F("version") + 1
    )
    if not saved:
        raise Conflict
    request.refresh_from_db()
    request.objectives.set(objectives)
    return request


def gaps(request: SupportRequest) -> list[Gap]:
    """What has still to be said before it can be submitted."""
    found = []
    if not request.topic.strip():
        found.append(Gap("topic", _("Name the topic.")))
    if not request.text.strip():
        found.append(Gap("text", _("Say what is needed.")))
    if not request.kind:
        found.append(Gap("kind", _("Choose the kind of help.")))
    if not request.objectives.exists():
        found.append(Gap("objectives", _("Choose at least one objective.")))
    if request.urgency == "urgent" and not request.urgency_reason.strip():
        found.append(Gap("urgency_reason", _("Say why it is urgent.")))
    return found


def _step(request: SupportRequest, action: str, *, by: User, note: str = "", **changes: Any) -> RequestTransition:
    check_take(by, request, action)
    return move(HUB, request, action, by=by, log=RequestTransition, note=note, **changes)


@transaction.atomic
def submit(*, request: SupportRequest, by: User) -> None:
    """Send it to the Network; mails the curators. Raises ``Incomplete`` with what is missing."""
    step = _step(request, RequestAction.SUBMIT, by=by, submitted_at=timezone.now())
    if missing := gaps(request):
        raise Incomplete(missing)
    notifications.to_the_network(request, step)
    notifications.to_the_asker(request, step)


@transaction.atomic
def take_up(*, request: SupportRequest, by: User) -> None:
    """A curator takes it up; who asks is told."""
    notifications.to_the_asker(request, _step(request, RequestAction.TAKE_UP, by=by, assigned_to=by))


@transaction.atomic
def ask(*, request: SupportRequest, note: str, by: User) -> None:
    """Put a question to who asks."""
    notifications.to_the_asker(request, _step(request, RequestAction.ASK, by=by, note=note))


@transaction.atomic
def answer(*, request: SupportRequest, note: str, by: User) -> None:
    notifications.to_the_network(request, _step(request, RequestAction.ANSWER, by=by, note=note))


@transaction.atomic
def match(
    *,
    request: SupportRequest,
    by: User,
    entity: Entity | None = None,
    expert: Expert | None = None,
    programme: JointProgramme | None = None,
    note: str = "",
) -> Match:
    """Ask one to help: an organization (its representatives are mailed), an expert (mailed) or a programme.

    Raises ``Refused`` where they were asked before, or an expert has not agreed to be suggested.
    """
    if expert is not None and not Expert.objects.suggestible().filter(pk=expert.pk).exists():
        raise Refused(_("This expert has not agreed to be suggested, or has taken the consent back."))
    if request.matches.filter(entity=entity, expert=expert, programme=programme).exists():
        raise Refused(_("They have been asked already."))
    made = Match.objects.create(
        request=request, entity=entity, expert=expert, programme=programme, note=note, made_by=by
    )
    step = _step(request, RequestAction.MATCH, by=by, note=str(made.helper))
    notifications.to_the_helper(made)
    notifications.to_the_asker(request, step)
    return made


@transaction.atomic
def offer(*, match: Match, text: str, by: User) -> None:
    """Make an offer; who asks is mailed. A curator may enter it for whoever is asked."""
    check_offer(by, match)
    step = move(HUB, match.request, RequestAction.OFFER, by=by, log=RequestTransition, note=text)
    changed = Match.objects.filter(pk=match.pk, state=MatchState.ASKED).update(
        state=MatchState.OFFERED, offer=text, offered_by=by, offered_at=timezone.now()
    )
    if not changed:
        raise Refused(_("This step is not possible now."))
    match.refresh_from_db()
    notifications.to_the_asker(match.request, step)
    notifications.to_the_network(match.request, step)


@transaction.atomic
def decline_to_help(*, match: Match, by: User, note: str) -> None:
    """Who was asked cannot help; the Network is told and asks others."""
    check_offer(by, match)
    if not Match.objects.filter(pk=match.pk, state=MatchState.ASKED).update(state=MatchState.UNABLE, offer=note):
        raise Refused(_("This step is not possible now."))
    match.refresh_from_db()
    notifications.helper_is_unable(match)


@transaction.atomic
def accept(*, request: SupportRequest, by: User) -> None:
    """Accept the offer that lies on the table."""
    step = _step(request, RequestAction.ACCEPT, by=by)
    request.matches.filter(state=MatchState.OFFERED).update(state=MatchState.ACCEPTED)
    notifications.to_the_network(request, step)
    notifications.helper_hears(request, step)


@transaction.atomic
def refuse(*, request: SupportRequest, note: str, by: User) -> None:
    """Do not accept the offer, with the reason; the Network looks further."""
    step = _step(request, RequestAction.REFUSE, by=by, note=note)
    notifications.helper_hears(request, step)
    request.matches.filter(state=MatchState.OFFERED).update(state=MatchState.REFUSED)
    notifications.to_the_network(request, step)


@transaction.atomic
def record(*, request: SupportRequest, note: str, may_publish: bool, by: User) -> None:
    """Say what came of it; the Network confirms. ``may_publish``: a summary may be shown to everyone."""
    step = _step(request, RequestAction.RECORD, by=by, note=note, outcome=note, may_publish=may_publish)
    notifications.to_the_network(request, step)


@transaction.atomic
def return_outcome(*, request: SupportRequest, note: str, by: User) -> None:
    notifications.to_the_asker(request, _step(request, RequestAction.RETURN, by=by, note=note))


@transaction.atomic
def close(*, request: SupportRequest, by: User) -> None:
    """Confirm the outcome; from now on it counts among the requests that came to an end."""
    notifications.to_the_asker(request, _step(request, RequestAction.CLOSE, by=by))


@transaction.atomic
def decline(*, request: SupportRequest, note: str, by: User) -> None:
    notifications.to_the_asker(request, _step(request, RequestAction.DECLINE, by=by, note=note))


@transaction.atomic
def withdraw(*, request: SupportRequest, by: User, note: str = "") -> None:
    was_sent = request.submitted_at is not None
    step = _step(request, RequestAction.WITHDRAW, by=by, note=note)
    if was_sent:
        notifications.to_the_network(request, step)


# ---------------------------------------------------------------- time taken


@dataclass(frozen=True)
class Times:
    """Days from submission to each milestone; ``None`` where it has not come."""

    take_up: float | None
    match: float | None
    offer: float | None
    close: float | None


def times(steps: Iterable[RequestTransition]) -> Times:
    """How long a request took, from the rows of its log."""
    first: dict[str, datetime.datetime] = {}
    for step in steps:
        first.setdefault(step.action, step.at)
    begun = first.get(RequestAction.SUBMIT)

    def days(action: str) -> float | None:
        if begun is None or action not in first:
            return None
        return (first[action] - begun).total_seconds() / 86400

    return Times(
        days(RequestAction.TAKE_UP), days(RequestAction.MATCH), days(RequestAction.OFFER), days(RequestAction.CLOSE)
    )


@dataclass(frozen=True)
class Count:
    """A public count; ``shown`` is ``None`` where there are too few to be shown."""

    label: str
    number: int
    #: Not shown either, because the one that is too small could be computed from it.
    is_cover: bool = False

    @property
    def shown(self) -> int | None:
        return self.number if self.number >= FEWEST_SHOWN and not self.is_cover else None


def guarded(counts: Iterable[Count]) -> list[Count]:
    """Counts that add up to a known total: where one alone is hidden, the smallest other one is hidden with it."""
    found = list(counts)
    others = [one for one in found if one.shown is not None]
    if others and len(found) - len(others) == 1:
        cover = min(others, key=lambda one: one.number)
        found[found.index(cover)] = replace(cover, is_cover=True)
    return found


def median_days(values: Iterable[float | None]) -> int | None:
    """The median in whole days, of those that are known; none where too few are."""
    known = [value for value in values if value is not None]
    return round(statistics.median(known)) if len(known) >= FEWEST_SHOWN else None
