"""A State expresses its interest; the Network takes it through review to the confirmed champion country."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from champions import notifications
from champions.enums import ChampionStatus, DocumentKind, InterestAction, InterestState, SupportState
from champions.models import (
    Champion,
    ChampionDocument,
    Interest,
    InterestLetter,
    InterestSupport,
    InterestTransition,
    SupportItem,
    SupportKind,
)
from champions.permissions import check_begin, check_edit, check_take
from champions.workflow import INTEREST
from countries.models import Country
from foundation.decisions import Refused
from foundation.enums import Confidence
from foundation.models import Source
from foundation.workflows import move
from objectives.models import Objective

#: How many of the 23 objectives a State may name as its priorities.
MOST_PRIORITIES = 10
#: In how many days the Network means to answer; after that it counts as overdue.
TARGET_DAYS = 14


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
def begin(*, country: Country, language: str, by: User) -> Interest:
    """Start a draft for the country. Raises ``Refused`` where one is under way or the person may not."""
    check_begin(by, country)
    try:
        with transaction.atomic():
            return Interest.objects.create(country=country, language=language, started_by=by)
    except IntegrityError:
        raise Refused(_("An expression of interest of this country is already under way.")) from None


@transaction.atomic
def save(
    *,
    interest: Interest,
    version: int,
    facts: Mapping[str, Any],
    objectives: list[Objective],
    supports: Mapping[SupportKind, str],
    by: User,
) -> Interest:
    """Keep what was written so far, complete or not.

    ``facts`` are plain fields, ``supports`` the words for each kind that is expected. Raises ``Conflict`` where
    ``version`` is not the latest, ``Refused`` where it cannot be edited any more.
    """
    check_edit(by, interest)
    saved = Interest.objects.filter(pk=interest.pk, version=version, state=InterestState.DRAFT).update(
        **facts, version=F("version") + 1
    )
    if not saved:
        raise Conflict
    interest.refresh_from_db()
    interest.objectives.set(objectives)
    interest.supports.exclude(kind__in=supports).delete()
    for kind, wish in supports.items():
        InterestSupport.objects.update_or_create(interest=interest, kind=kind, defaults={"wish": wish})
    return interest


def gaps(interest: Interest) -> list[Gap]:
    """What the State has still to say before it can submit."""
    found = []
    if not interest.motivation.strip():
        found.append(Gap("motivation", _("Say why your country wants to become a champion country.")))
    if not interest.institution.strip():
        found.append(Gap("institution", _("Name the institution in charge.")))
    if not interest.contact_email:
        found.append(Gap("contact_email", _("Give the address at which the institution can be reached.")))
    chosen = interest.objectives.count()
    if not chosen:
        found.append(Gap("objectives", _("Choose at least one priority objective.")))
    elif chosen > MOST_PRIORITIES:
        found.append(Gap("objectives", _("Choose up to %(count)s objectives.") % {"count": MOST_PRIORITIES}))
    return found


def _step(interest: Interest, action: str, *, by: User, note: str = "", **changes: Any) -> InterestTransition:
    check_take(by, interest, action)
    return move(INTEREST, interest, action, by=by, log=InterestTransition, note=note, **changes)


@transaction.atomic
def submit(*, interest: Interest, by: User) -> None:
    """Send it to the Network in the name of the State; mails the curators and the State's focal points.

    Raises ``Incomplete`` with what is missing, ``Refused`` where the person may not speak for the State.
    """
    step = _step(interest, InterestAction.SUBMIT, by=by, submitted_at=timezone.now())
    if missing := gaps(interest):
        raise Incomplete(missing)
    notifications.submitted(interest, step)


@transaction.atomic
def take_up(*, interest: Interest, by: User) -> None:
    """A curator takes it up; the State hears that it is under review and by whom."""
    step = _step(interest, InterestAction.TAKE_UP, by=by, assigned_to=by)
    notifications.to_the_state(interest, step)


@transaction.atomic
def ask(*, interest: Interest, note: str, by: User) -> None:
    """Put a question to the State; mails its focal points."""
    notifications.to_the_state(interest, _step(interest, InterestAction.ASK, by=by, note=note))


@transaction.atomic
def answer(*, interest: Interest, note: str, by: User) -> None:
    """Answer the Network's question; mails who took it up, otherwise the curators."""
    notifications.to_the_network(interest, _step(interest, InterestAction.ANSWER, by=by, note=note))


@transaction.atomic
def invite(*, interest: Interest, by: User, note: str = "") -> None:
    """Invite the State to confirm; its record is prepared as "invited", not yet public."""
    step = _step(interest, InterestAction.INVITE, by=by, note=note)
    champion, _created = Champion.objects.get_or_create(
        country=interest.country, defaults={"confidence": Confidence.VERIFIED}
    )
    # One that was a champion country before stays shown as such until the State confirms anew.
    if champion.status not in (ChampionStatus.CONFIRMED, ChampionStatus.ENDED):
        champion.status = ChampionStatus.INVITED
        champion.invited_in = timezone.localdate().isoformat()
        champion._change_reason = _("Invited after an expression of interest")
        champion.save()
    Interest.objects.filter(pk=interest.pk).update(champion=champion)
    interest.champion = champion
    notifications.to_the_state(interest, step)


@transaction.atomic
def decline(*, interest: Interest, note: str, by: User) -> None:
    """Decline it with the reason; mails the State's focal points."""
    notifications.to_the_state(interest, _step(interest, InterestAction.DECLINE, by=by, note=note))


@transaction.atomic
def withdraw(*, interest: Interest, by: User, note: str = "") -> None:
    """The State takes it back; a record that was only invited goes back to "not confirmed"."""
    step = _step(interest, InterestAction.WITHDRAW, by=by, note=note)
    for champion in Champion.objects.filter(interests=interest, status=ChampionStatus.INVITED):
        champion.status = ChampionStatus.UNCONFIRMED
        champion._change_reason = _("The State has withdrawn its expression of interest")
        champion.save()
    if interest.submitted_at:
        notifications.to_the_network(interest, step)


@transaction.atomic
def confirm(*, interest: Interest, letter: File, title: str, by: User, note: str = "") -> Champion:
    """The State confirms with a letter; the champion country is public from now on, in the State's own words.

    The words stand in the language in which the State wrote; the curators add the other one. Raises
    ``foundation.files.FileError`` for a letter of a type that is not accepted.
    """
    step = _step(interest, InterestAction.CONFIRM, by=by, note=note)
    kept = InterestLetter(interest=interest, title=title, language=interest.language)
    kept.keep(letter)
    kept.save()
    champion = interest.champion or Champion(country=interest.country, confidence=Confidence.VERIFIED)
    champion.status, champion.confirmed_in, champion.ended_in = (
        ChampionStatus.CONFIRMED,
        timezone.localdate().isoformat(),
        "",
    )
    for name in ("coordination", "institution"):
        setattr(champion, f"{name}_{interest.language}", getattr(interest, name))
    champion.contact_email = interest.contact_email
    for code, _name in settings.LANGUAGES:
        setattr(champion, f"end_reason_{code}", "")
    champion.confidence = Confidence.VERIFIED
    champion._change_reason = _("Confirmed by the State")
    champion.save()
    champion.priority_objectives.set(interest.objectives.all())
    source, _created = Source.objects.get_or_create(
        code=f"interest:{interest.country.iso3.lower()}-{interest.pk}",
        defaults={"title": f"Letter of confirmation, {interest.country.name_en}, {champion.confirmed_in}"},
    )
    champion.sources.add(source)
    ChampionDocument.objects.create(
        champion=champion,
        kind=DocumentKind.LETTER,
        date=champion.confirmed_in,
        file=kept.file.name,
        title=kept.title,
        language=kept.language,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
    )
    for support in interest.supports.select_related("kind"):
        if support.wish.strip():
            item = SupportItem.objects.create(
                champion=champion,
                kind=support.kind,
                state=SupportState.ASKED,
                asked_in=timezone.localtime(interest.submitted_at).date().isoformat(),
                confidence=Confidence.VERIFIED,
                **{f"what_{interest.language}": support.wish},
            )
            item.sources.add(source)
    Interest.objects.filter(pk=interest.pk).update(champion=champion)
    interest.champion = champion
    notifications.to_the_network(interest, step)
    notifications.to_the_state(interest, step)
    return champion
