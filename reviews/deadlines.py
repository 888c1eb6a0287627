"""When a review is due, for whom it is later, who is reminded; and by when the Network answers."""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Mandate, User
from countries.models import Country
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from reviews import notifications
from reviews.completeness import issues, picture_of
from reviews.enums import Level, ReviewState
from reviews.models import DeadlineReminder, Extension, Review, Round, Submission

logger = logging.getLogger(__name__)

#: Days before the deadline on which a focal point is reminded.
STEPS = (30, 14, 7, 1)


@dataclass(frozen=True)
class Due:
    """A deadline as a person sees it: the day, and in words how far it is."""

    on: datetime.date
    days: int

    @property
    def in_words(self) -> str:
        """“in 12 days”, “today”; a day that has passed is stated, not held against anybody."""
        if self.days == 0:
            return _("today")
        if self.days < 0:
            return _("The day has passed; the review can still be submitted.")
        return ngettext("in %(days)s day", "in %(days)s days", self.days) % {"days": self.days}

    @property
    def has_passed(self) -> bool:
        return self.days < 0


def deadline_of(round: Round, country: Country) -> datetime.date | None:
    """The day until which the country's review is due: its latest extension, else that of the round."""
    return deadlines_of(round, [country])[country.pk]


def deadlines_of(round: Round, countries: Iterable[Country]) -> dict[int, datetime.date | None]:
    """``deadline_of`` for many countries, by their ids; one query."""
    found = {country.pk: round.deadline for country in countries}
    for extension in Extension.objects.filter(round=round, country__in=found).order_by("granted_at", "pk"):
        found[extension.country_id] = extension.until
    return found


def due(on: datetime.date | None, today: datetime.date | None = None) -> Due | None:
    """``Due`` for a day; ``None`` where there is no deadline."""
    return Due(on, (on - (today or timezone.localdate())).days) if on else None


def answer_due(submission: Submission, today: datetime.date | None = None) -> Due:
    """By when the Network publishes or returns a submission."""
    day = timezone.localdate(submission.submitted_at) + datetime.timedelta(days=submission.review.round.desk_days)
    return Due(day, (day - (today or timezone.localdate())).days)


@transaction.atomic
def extend(*, round: Round, country: Country, until: datetime.date, reason: str, by: User) -> Extension:
    """Give a country more time; recorded with the reason and told to its focal points.

    Raises ``Refused`` where ``by`` is no curator, the day has passed or is no later than the deadline.
    """
    if not by.is_curator:
        raise Refused(_("Only the UN Network may extend a deadline."))
    current = deadline_of(round, country)
    if until < timezone.localdate() or (current and until <= current):
        raise Refused(_("The new deadline must be later than the present one, and not in the past."))
    extension = Extension.objects.create(
        round=round, country=country, until=until, reason=reason.strip(), granted_by=by
    )
    notifications.extended(extension)
    return extension


@transaction.atomic
def ask_for_extension(*, review: Review, text: str, by: User) -> None:
    """Mail a focal point's wish for more time to the curators, with the way to grant it."""
    notifications.extension_wanted(review, text.strip(), by)


def _waits_for_the_state(country: Country, round: Round) -> tuple[bool, Review | None]:
    reviews = Review.objects.filter(country=country, round=round, level=Level.NATIONAL)
    live = reviews.exclude(state=ReviewState.WITHDRAWN).first()
    if live is not None:
        return live.is_editable, live
    return not reviews.exists(), None


def send_reminders(today: datetime.date | None = None) -> int:
    """Remind focal points of what is due in 30, 14, 7 or 1 days; returns how many mails were queued.

    Each step is one mail at most, for a person, a country and a deadline, however often this runs.
    If a day was missed the nearest step is made up for, and only that.
    """
    today = today or timezone.localdate()
    sent = 0
    mandates = Mandate.objects.current(today).filter(user__is_active=True).select_related("user", "country")
    for round_ in Round.objects.open_for_reviews():
        countries = {mandate.country_id: mandate.country for mandate in mandates}
        days = deadlines_of(round_, countries.values())
        for key, country in countries.items():
            when = due(days[key], today)
            if when is None or when.has_passed or when.days > max(STEPS):
                continue
            waits, review = _waits_for_the_state(country, round_)
            if not waits:
                continue
            step = min(one for one in STEPS if one >= when.days)
            people = [mandate.user for mandate in mandates if mandate.country_id == key]
            for person in people:
                try:
                    sent += _remind(person, round_, country, review, when, step)
                except Exception:  # One mail that fails must not hold up the others.
                    logger.exception("the reminder of %s for %s failed", country.iso3, round_.code)
    return sent


@transaction.atomic
def _remind(person: User, round_: Round, country: Country, review: Review | None, when: Due, step: int) -> bool:
    _reminder, is_new = DeadlineReminder.objects.get_or_create(
        round=round_, country=country, user=person, due_on=when.on, days=step
    )
    if is_new:
        left = sum(issue.blocking for issue in issues(picture_of(review))) if review else 0
        notifications.due_soon(person, round_, country, review, when, left)
    return is_new


def remind_the_desk(today: datetime.date | None = None) -> int:
    """One mail a day to each curator while the Network owes an answer to a State; returns how many."""
    today = today or timezone.localdate()
    overdue = [submission for submission in waiting_submissions() if answer_due(submission, today).has_passed]
    if not overdue:
        return 0
    sent = 0
    for curator in User.objects.curators():
        told = OutboxMessage.objects.filter(to=curator.email, template="desk_overdue", queued_at__date=today)
        if not told.exists():
            notifications.desk_overdue(curator, overdue)
            sent += 1
    return sent


def waiting_submissions() -> list[Submission]:
    """The submissions that wait for the Network, the one it should answer first in front; one query."""
    newest: dict[int, Submission] = {}
    rows = (
        Submission.objects.filter(review__state=ReviewState.SUBMITTED)
        .select_related("review__country", "review__round")
        .defer("snapshot")
        .order_by("number")
    )
    for submission in rows:
        newest[submission.review_id] = submission
    return sorted(newest.values(), key=lambda submission: answer_due(submission).on)
