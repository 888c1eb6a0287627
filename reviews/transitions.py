"""Carrying out what ``workflow.TRANSITIONS`` allows: one function, one transaction, one log row."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation.decisions import Refused
from reviews import notifications, publishing, receipts, returning
from reviews.completeness import Issue, issues, picture_of
from reviews.enums import Action
from reviews.models import Publication, Review, ReviewTransition, ScheduledPublication, Submission
from reviews.permissions import access_to, check_take
from reviews.returning import Place
from reviews.workflow import TRANSITIONS, is_possible


class Incomplete(Exception):
    """A submission is refused because something is missing; ``issues`` says what, with places."""

    def __init__(self, found: list[Issue]):
        super().__init__(f"{len(found)} blocking issues")
        self.issues = found


class StaleState(Refused):
    """Somebody else took the review further in the meantime."""


def _move(
    review: Review,
    action: Action,
    *,
    by: User,
    note: str = "",
    declaration: dict[str, str] | None = None,
    decided: bool = False,
) -> ReviewTransition:
    """Check the person, move the state by compare-and-set, write the log row.

    Must run inside a transaction: whatever the caller does next succeeds or fails with it. Raises
    ``Refused`` (with a sentence) when the person may not, and ``StaleState`` when the review left
    the state in the meantime. ``decided``: the person decided before, when they still might.
    """
    if not decided:
        check_take(access_to(review, by), review, action)
    elif not is_possible(action, review.state):
        raise StaleState(_("Somebody else has taken this review further in the meantime. Load the page again."))
    transition = TRANSITIONS[action]
    note = note.strip()
    if transition.needs_note and not note:
        raise Refused(_("Give the reason."))
    source = review.state
    moved = Review.objects.filter(pk=review.pk, state=source).update(state=transition.target)
    if not moved:
        raise StaleState(_("Somebody else has taken this review further in the meantime. Load the page again."))
    review.state = transition.target
    declared = declaration or {}
    return ReviewTransition.objects.create(
        review=review,
        action=action,
        source=source,
        target=transition.target,
        at=timezone.now(),
        by=by,
        note=note,
        declared_name=declared.get("name", ""),
        declared_post=declared.get("post", ""),
        declared_institution=declared.get("institution", ""),
    )


def _cancel_schedules(review: Review) -> None:
    """A time that was set is void once the review has gone another way."""
    ScheduledPublication.objects.filter(submission__review=review, cancelled_at=None, done_at=None).update(
        cancelled_at=timezone.now()
    )


@transaction.atomic
def submit(
    *,
    review: Review,
    by: User,
    name: str,
    post: str,
    institution: str,
    embargo_until: datetime.datetime | None = None,
) -> Submission:
    """Submit the review in the name of the State, not to be published before ``embargo_until``.

    In one transaction: state, log row, check of completeness on what is then there, snapshot.
    After commit: PDFs are rendered and go with the receipt to the focal points; notice to the curators.
    Raises ``Incomplete`` with the blocking issues, ``Refused`` when the person may not submit.
    """
    declaration = {"name": name, "post": post, "institution": institution}
    _move(review, Action.SUBMIT, by=by, declaration=declaration)
    blocking = [issue for issue in issues(picture_of(review)) if issue.blocking]
    if blocking:
        raise Incomplete(blocking)
    submission = publishing.write_submission(review=review, by=by, declaration=declaration)
    Review.objects.filter(pk=review.pk).update(embargo_until=embargo_until)
    review.embargo_until = embargo_until
    receipts.owe(submission)
    notifications.submitted(submission)
    return submission


@transaction.atomic
def send_back(*, review: Review, by: User, note: str = "", points: Sequence[tuple[Place, str]] = ()) -> None:
    """Return a submission to the State for clarification; mails the focal points.

    ``points`` are reasons tied to parts of it; the note is for the review as a whole and may be
    left out where there are points. Raises ``Refused`` where there is neither.
    """
    if points and not note.strip():
        note = ngettext(
            "The reason is given with the part of the review that it concerns.",
            "The %(count)s reasons are given with the parts of the review that they concern.",
            len(points),
        ) % {"count": len(points)}
    transition = _move(review, Action.RETURN, by=by, note=note)
    _cancel_schedules(review)
    notifications.returned(review, transition, returning.add_points(transition, points))


@transaction.atomic
def publish(*, review: Review, by: User, correction_note: str = "", scheduled: bool = False) -> Publication:
    """Publish exactly the latest submission as the next numbered version; mails the focal points.

    ``scheduled``: ``by`` decided this when the time was set (``reviews.scheduling``). Raises
    ``Refused`` while the State's embargo lasts.
    """
    embargo = Review.objects.select_for_update(no_key=True).get(pk=review.pk).embargo_until
    if embargo and embargo > timezone.now() and not scheduled:
        raise Refused(_("The State has asked that this review is not published before the time it has set."))
    _move(review, Action.PUBLISH, by=by, note=correction_note, decided=scheduled)
    _cancel_schedules(review)
    # It has done its work: a later version may have one of its own.
    Review.objects.filter(pk=review.pk).update(embargo_until=None)
    submission = review.submissions.order_by("-number").first()
    publication = publishing.write_publication(submission=submission, by=by, correction_note=correction_note)
    notifications.published(publication)
    return publication


@transaction.atomic
def revise(*, review: Review, by: User, note: str) -> None:
    """Open a published review for a new version, with the reason; what is public stays public."""
    transition = _move(review, Action.REVISE, by=by, note=note)
    notifications.reopened(review, transition)


@transaction.atomic
def withdraw(*, review: Review, by: User, note: str = "") -> None:
    """Withdraw the working copy; what was published stays, a new review may be started."""
    transition = _move(review, Action.WITHDRAW, by=by, note=note)
    _cancel_schedules(review)
    notifications.withdrawn(review, transition)
