"""Publishing at a set time: the State's embargo, or a time that the Network has chosen."""

import datetime
import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.decisions import Refused
from reviews import notifications, transitions
from reviews.enums import Action, ReviewState
from reviews.models import Publication, Review, ScheduledPublication
from reviews.permissions import access_to, check_take

logger = logging.getLogger(__name__)


def pending(review: Review) -> ScheduledPublication | None:
    """The publication of this review that is set for a time, if there is one."""
    return (
        ScheduledPublication.objects.filter(submission__review=review, cancelled_at=None, done_at=None)
        .select_related("submission", "scheduled_by")
        .first()
    )


def all_pending():
    """What is scheduled, the next first."""
    return (
        ScheduledPublication.objects.filter(cancelled_at=None, done_at=None)
        .select_related("submission__review__country", "submission__review__round", "scheduled_by")
        .defer("submission__snapshot")
        .order_by("publish_at")
    )


@transaction.atomic
def schedule(
    *, review: Review, by: User, publish_at: datetime.datetime, correction_note: str = ""
) -> ScheduledPublication:
    """Have the latest submission published at ``publish_at``, not before the State's embargo ends.

    Raises ``Refused`` where the person may not publish, or the time has passed.
    """
    review = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    check_take(access_to(review, by), review, Action.PUBLISH)
    if review.embargo_until and publish_at < review.embargo_until:
        publish_at = review.embargo_until
    if publish_at <= timezone.now():
        raise Refused(_("Choose a time in the future."))
    submission = review.submissions.order_by("-number").first()
    ScheduledPublication.objects.filter(submission__review=review, cancelled_at=None, done_at=None).update(
        cancelled_at=timezone.now()
    )
    made = ScheduledPublication.objects.create(
        submission=submission, publish_at=publish_at, correction_note=correction_note, scheduled_by=by
    )
    notifications.scheduled(made)
    return made


@transaction.atomic
def cancel(*, schedule: ScheduledPublication, by: User) -> bool:
    """Take a time back; ``False`` if it was published or cancelled before."""
    review = schedule.submission.review
    check_take(access_to(review, by), review, Action.PUBLISH)
    return bool(
        ScheduledPublication.objects.filter(pk=schedule.pk, cancelled_at=None, done_at=None).update(
            cancelled_at=timezone.now()
        )
    )


@transaction.atomic
def set_embargo(*, review: Review, until: datetime.datetime | None, by: User) -> None:
    """The State changes or lifts its embargo before the publication; a time that was set moves with it.

    Raises ``Refused`` for a person who may not submit, a time in the past, or once it is published.
    """
    review = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if not access_to(review, by).may_submit:
        raise Refused(_("Your mandate does not include submitting the review."))
    if review.state != ReviewState.SUBMITTED:
        raise Refused(_("The time of publication can be set while the Network has the review."))
    if until is not None and until <= timezone.now():
        raise Refused(_("Choose a time in the future."))
    Review.objects.filter(pk=review.pk).update(embargo_until=until)
    scheduled = pending(review)
    # What was set for the end of the embargo moves with it; a later time of the Network's own stays.
    if scheduled and (scheduled.publish_at == review.embargo_until or (until and until > scheduled.publish_at)):
        ScheduledPublication.objects.filter(pk=scheduled.pk).update(publish_at=until or timezone.now())


def publish_due(now: datetime.datetime | None = None) -> list[Publication]:
    """Publish what is due, each exactly once; what the State took back meanwhile is cancelled instead."""
    now = now or timezone.now()
    due = ScheduledPublication.objects.filter(publish_at__lte=now, cancelled_at=None, done_at=None)
    made = []
    for number in due.values_list("pk", flat=True):
        try:
            publication = _publish_one(number, now)
        except transitions.StaleState:
            continue  # Somebody is at it this very moment; the next minute sees what became of it.
        except Exception:  # One that fails must not hold up the others.
            logger.exception("scheduled publication %s failed", number)
            continue
        if publication:
            made.append(publication)
    return made


@transaction.atomic
def _publish_one(number: int, now: datetime.datetime) -> Publication | None:
    open_row = ScheduledPublication.objects.filter(pk=number, cancelled_at=None, done_at=None)
    found = open_row.select_related("submission__review__country", "submission__review__round").first()
    if found is None:
        return None
    # The State may be changing its mind this very moment: one of the two comes first, and the other sees it.
    review = Review.objects.select_for_update(no_key=True).get(pk=found.submission.review_id)
    newest = review.submissions.order_by("-number").values_list("pk", flat=True).first()
    if review.state != ReviewState.SUBMITTED or newest != found.submission_id:
        open_row.update(cancelled_at=now)
        logger.warning("scheduled publication %s was cancelled: the review is %s", number, review.state)
        return None
    if review.embargo_until and review.embargo_until > now:
        open_row.update(publish_at=review.embargo_until)
        return None
    if not open_row.update(done_at=now):
        return None
    return transitions.publish(
        review=review, by=found.scheduled_by, correction_note=found.correction_note, scheduled=True
    )
