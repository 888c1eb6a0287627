"""PDFs of submissions: rows that wait, run, are done or failed; a worker only carries them out."""

import hashlib
import json
import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from foundation import tasks
from reviews import attaching, document, receipts
from reviews.enums import RenderingKind, RenderingState
from reviews.models import Rendering, Submission

logger = logging.getLogger(__name__)

#: Raised when the layout changes, so that old submissions are rendered anew beside the old file.
TEMPLATE_VERSION = 1
MAX_ATTEMPTS = 3
#: A row that runs longer than any render may take was left behind by a worker that died.
RUNNING_LIMIT = timedelta(minutes=6)
#: A queued row this old was never handed to a worker, or the message was lost with the worker.
QUEUED_LIMIT = timedelta(minutes=2)

FAILED_MESSAGE = gettext_noop("The PDF could not be made. Try again; if it fails again, tell the UN Network.")


def request(*, submission: Submission, languages: list[str] | None = None) -> list[Rendering]:
    """Make sure there is a rendering per language; new ones are queued once the transaction commits.

    Asking twice is harmless: there is at most one row per submission, language, kind and layout.
    """
    renderings = []
    for language in languages or [code for code, _name in settings.LANGUAGES]:
        rendering, created = Rendering.objects.get_or_create(
            submission=submission,
            language=language,
            kind=RenderingKind.FULL,
            template_version=TEMPLATE_VERSION,
            defaults={"queued_at": timezone.now()},
        )
        if created:
            enqueue(rendering)
        renderings.append(rendering)
    return renderings


def enqueue(rendering: Rendering) -> None:
    """Hand the row to a worker after commit; without a broker it waits for the sweeper."""
    from reviews.tasks import render  # The task imports this module.

    tasks.enqueue(render, rendering.pk)


def claim(rendering_id: int) -> Rendering | None:
    """Take a queued row for this worker, or ``None`` where someone else has it or it is done."""
    claimed = Rendering.objects.filter(pk=rendering_id, state=RenderingState.QUEUED).update(
        state=RenderingState.RUNNING, claimed_at=timezone.now(), attempts=F("attempts") + 1, error=""
    )
    if not claimed:
        return None
    return Rendering.objects.select_related("submission__review__country", "submission__review__round").get(
        pk=rendering_id
    )


def carry_out(rendering: Rendering) -> None:
    """Make the PDF of a claimed row and record it; the file is named by its content.

    Whatever goes wrong is recorded on the row and raised again, so that the task can retry.
    """
    submission = rendering.submission
    mine = Rendering.objects.filter(pk=rendering.pk, state=RenderingState.RUNNING, attempts=rendering.attempts)
    try:
        content = document.render_document(
            json.loads(submission.snapshot),
            language=rendering.language,
            reference={"reference": submission.reference, "sha256": submission.sha256},
            assets=attaching.asset_bytes,
        )
    except Exception as error:
        again = rendering.attempts < MAX_ATTEMPTS
        mine.update(
            state=RenderingState.QUEUED if again else RenderingState.FAILED,
            error=FAILED_MESSAGE,
            queued_at=timezone.now(),
        )
        logger.exception("rendering %s failed (attempt %s): %s", rendering.pk, rendering.attempts, error)
        if not again:
            receipts.send(submission.pk)
        raise
    name = hashlib.sha256(content).hexdigest()
    rendering.file.save(f"{name}.pdf", ContentFile(content), save=False)
    recorded = mine.update(
        state=RenderingState.DONE,
        done_at=timezone.now(),
        file=rendering.file.name,
        size=len(content),
        page_count=document.page_count(content),
        error="",
    )
    if not recorded:
        # The sweeper gave the row to another worker while this one was slow; that one's file counts.
        rendering.file.storage.delete(rendering.file.name)
    else:
        receipts.send(submission.pk)


@transaction.atomic
def retry(*, rendering: Rendering) -> bool:
    """Queue a failed rendering again; ``False`` where it is not failed."""
    changed = Rendering.objects.filter(pk=rendering.pk, state=RenderingState.FAILED).update(
        state=RenderingState.QUEUED, attempts=0, queued_at=timezone.now(), error=""
    )
    if changed:
        enqueue(rendering)
    return bool(changed)


def requeue_stale() -> int:
    """Queue again what nobody took and what a dead worker left; returns how many rows."""
    now = timezone.now()
    left = Rendering.objects.filter(state=RenderingState.RUNNING, claimed_at__lt=now - RUNNING_LIMIT)
    left.filter(attempts__gte=MAX_ATTEMPTS).update(state=RenderingState.FAILED, error=FAILED_MESSAGE)
    left.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=RenderingState.QUEUED, queued_at=now - QUEUED_LIMIT - timedelta(seconds=1)
    )
    waiting = list(Rendering.objects.filter(state=RenderingState.QUEUED, queued_at__lt=now - QUEUED_LIMIT))
    for rendering in waiting:
        Rendering.objects.filter(pk=rendering.pk).update(queued_at=now)
        enqueue(rendering)
    receipts.send_what_is_owed()
    return len(waiting)
