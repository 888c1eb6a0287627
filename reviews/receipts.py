"""The receipt of a submission by mail: with both PDFs, once they are made, exactly once."""

import logging

from django.db import transaction
from django.utils import timezone

from reviews import notifications
from reviews.enums import RenderingKind, RenderingState
from reviews.models import Receipt, Submission

logger = logging.getLogger(__name__)

#: Bytes that a mail may carry; beyond that it has the links alone. Many ministries' servers refuse more.
MOST_ATTACHED = 20 * 1024 * 1024


def owe(submission: Submission) -> None:
    """Note, in the submitting transaction, that a receipt is to be sent."""
    Receipt.objects.get_or_create(submission=submission)


@transaction.atomic
def send(submission_id: int) -> bool:
    """Queue the receipt if the PDFs are made, or finally failed; ``False`` if it is too early or was sent."""
    submission = Submission.objects.select_related("review__country", "review__round").get(pk=submission_id)
    # Of each language the newest layout.
    rows = submission.renderings.filter(kind=RenderingKind.FULL).order_by("language", "template_version")
    renderings = list({one.language: one for one in rows}.values())
    if any(one.is_waiting for one in renderings):
        return False
    if not Receipt.objects.filter(submission=submission, queued_at=None).update(queued_at=timezone.now()):
        return False
    done = [one for one in renderings if one.state == RenderingState.DONE]
    fits = sum(one.size or 0 for one in done) <= MOST_ATTACHED
    notifications.receipt(
        submission,
        attachments=[
            (f"{submission.reference.lower()}-{one.language}.pdf", "application/pdf", one.file.name) for one in done
        ]
        if fits
        else [],
        failed=len(done) < len(renderings),
    )
    return True


def send_what_is_owed() -> int:
    """For the sweeper: receipts whose worker died between the PDF and the mail; returns how many were queued."""
    owed = Receipt.objects.filter(queued_at=None).values_list("submission", flat=True)
    sent = 0
    for number in owed:
        try:
            sent += send(number)
        except Exception:  # One that fails must not hold up the others.
            logger.exception("the receipt of submission %s could not be sent", number)
    return sent
