"""Reminding the people who were asked for parts of a review: by a focal point's button, and before their date."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.decisions import Refused
from reviews import notifications
from reviews.contributions import shares_of
from reviews.delegating import send_new_link
from reviews.models import Contributor, Review
from reviews.permissions import access_to, check_manage
from reviews.workflow import EDITABLE

#: Nobody is mailed twice within this time by a button, whoever presses it.
PAUSE = datetime.timedelta(hours=1)
#: Days before their date on which people are reminded by themselves.
STEPS = (7, 1)


class TooSoon(Refused):
    """The person was reminded a moment ago."""


def _claim(contributor: Contributor, before: datetime.datetime) -> bool:
    """Record that the person is reminded now, unless they were since ``before``, are ready or removed.

    By compare-and-set: of two that press at once one mails.
    """
    now = timezone.now()
    changed = (
        Contributor.objects.active()
        .filter(Q(reminded_at=None) | Q(reminded_at__lte=before), pk=contributor.pk, done_at=None)
        .update(reminded_at=now)
    )
    return bool(changed)


def _mail(contributor: Contributor) -> None:
    with translation.override(contributor.user.language):
        share = shares_of(contributor.review, [contributor])[0]
        notifications.part_reminded(contributor, share.open_parts)


@transaction.atomic
def remind(*, contributor: Contributor, by: User) -> None:
    """Mail a person what is still open of their part and when it is due, in their language.

    Who has not come yet gets a new link instead. Raises ``Refused`` where ``by`` is no focal point,
    the review is not with the State, or the person is ready; ``TooSoon`` within an hour of the last.
    """
    check_manage(access_to(contributor.review, by), contributor.review)
    if contributor.done_at:
        raise Refused(_("This person has said that their part is ready."))
    if contributor.user and not contributor.user.is_active:
        raise Refused(_("The account of this person is closed."))
    if not _claim(contributor, timezone.now() - PAUSE):
        raise TooSoon(_("A mail was sent to this person less than an hour ago."))
    if contributor.user is None:
        send_new_link(contributor=contributor, by=by)
    else:
        _mail(contributor)


def remind_overdue(*, review: Review, by: User) -> int:
    """Remind everybody whose date has passed and who is not ready; returns how many mails that were."""
    check_manage(access_to(review, by), review)
    overdue = (
        review.contributors.active()
        .filter(Q(user=None) | Q(user__is_active=True), due_on__lt=timezone.localdate(), done_at=None)
        .select_related("review__country", "review__round", "user")
        .prefetch_related("sections", "objectives")
    )
    count = 0
    for contributor in overdue:
        try:
            remind(contributor=contributor, by=by)
        except TooSoon:
            continue
        count += 1
    return count


def remind_before_due() -> int:
    """Remind people 7 days and 1 day before their date; returns how many mails were queued.

    Each step is one mail at most, however often this runs: a reminder since the day of the step,
    by whomever, counts for it. A day that was missed is made up for. Who was asked after that day
    has just been told, and who has not come yet has no page to be sent to.
    """
    today = timezone.localdate()
    soon = (
        Contributor.objects.active()
        .filter(
            due_on__range=(today, today + datetime.timedelta(days=max(STEPS))),
            done_at=None,
            user__is_active=True,
            review__state__in=EDITABLE,
        )
        .select_related("review__country", "review__round", "user")
        .prefetch_related("sections", "objectives")
    )
    return sum(_remind_before_due(contributor, today) for contributor in soon)


@transaction.atomic
def _remind_before_due(contributor: Contributor, today: datetime.date) -> bool:
    left = (contributor.due_on - today).days
    step = min(one for one in STEPS if one >= left)
    day = contributor.due_on - datetime.timedelta(days=step)
    since = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    if contributor.added_at >= since or not _claim(contributor, since - datetime.timedelta(microseconds=1)):
        return False
    _mail(contributor)
    return True
