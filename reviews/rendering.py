"""PDFs of submissions and drafts: rows that wait, run, are done or failed; a worker only carries them out."""

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from foundation import tasks
from reviews import attaching, document, receipts
from reviews.enums import RenderingKind, RenderingState
from reviews.models import DraftRendering, Rendering, Submission

logger = logging.getLogger(__name__)

#: Raised when the layout changes, so that old submissions are rendered anew beside the old file.
TEMPLATE_VERSION = 1
MAX_ATTEMPTS = 3
#: A row that runs longer than any render may take was left behind by a worker that died.
RUNNING_LIMIT = timedelta(minutes=6)
#: A queued row this old was never handed to a worker, or the message was lost with the worker.
QUEUED_LIMIT = timedelta(minutes=2)

FAILED_MESSAGE = gettext_noop("The PDF could not be made. Try again; if it fails again, tell the UN Network.")


ALL_EDITIONS = tuple(RenderingKind)

#: A PDF of a submission, or of a draft as it stood when it was asked for.
Job = Rendering | DraftRendering


def request(
    *,
    submission: Submission,
    languages: list[str] | None = None,
    kinds: Sequence[RenderingKind] = (RenderingKind.FULL,),
) -> list[Rendering]:
    """Make sure there is a rendering per edition and language; new ones are queued once the transaction commits.

    A submission needs the full edition at once, for its receipt; the others are made when it is
    published, and then readers never wait. Asking twice is harmless: there is at most one row per
    submission, language, edition and layout.
    """
    renderings = []
    for kind in kinds:
        for language in languages or [code for code, _name in settings.LANGUAGES]:
            rendering, created = Rendering.objects.get_or_create(
                submission=submission,
                language=language,
                kind=kind,
                template_version=TEMPLATE_VERSION,
                defaults={"queued_at": timezone.now()},
            )
            if created:
                enqueue(rendering)
            renderings.append(rendering)
    return renderings


def in_order(renderings: Iterable[Job]) -> list[Job]:
    """For lists: the full edition first, each in its languages."""
    places = {kind: place for place, kind in enumerate(RenderingKind.values)}
    return sorted(renderings, key=lambda one: (places[one.kind], one.language))


def enqueue(job: Job) -> None:
    """Hand the row to a worker after commit; without a broker it waits for the sweeper."""
    from reviews.tasks import render, render_draft  # The tasks import this module.

    tasks.enqueue(render if isinstance(job, Rendering) else render_draft, job.pk)


def claim(job_id: int, model: type[Job] = Rendering) -> Job | None:
    """Take a queued row for this worker, or ``None`` where someone else has it or it is done."""
    claimed = model.objects.filter(pk=job_id, state=RenderingState.QUEUED).update(
        state=RenderingState.RUNNING, claimed_at=timezone.now(), attempts=F("attempts") + 1, error=""
    )
    if not claimed:
        return None
    path = "submission__review" if model is Rendering else "review"
    return model.objects.select_related(f"{path}__country", f"{path}__round").get(pk=job_id)


def _document_of(job: Job) -> bytes:
    if isinstance(job, DraftRendering):
        pictures = {picture.sha256: picture for picture in job.review.pictures.all()}

        def picture_bytes(sha256: str) -> bytes:
            with pictures[sha256].file.open("rb") as file:
                return file.read()

        return document.render_document(
            json.loads(job.snapshot),
            language=job.language,
            assets=picture_bytes,
            drafted_at=job.queued_at,
            edition=job.kind,
        )
    return document.render_document(
        json.loads(job.submission.snapshot),
        language=job.language,
        reference={"reference": job.submission.reference, "sha256": job.submission.sha256},
        assets=attaching.asset_bytes,
        edition=job.kind,
    )


def carry_out(job: Job) -> None:
    """Make the PDF of a claimed row and record it; the file is named by its content.

    Whatever goes wrong is recorded on the row and raised again, so that the task can retry.
    """
    mine = type(job).objects.filter(pk=job.pk, state=RenderingState.RUNNING, attempts=job.attempts)
    try:
        content = _document_of(job)
        pages = document.page_count(content)
        name = hashlib.sha256(content).hexdigest()
        # A draft's file goes with its row, so no other row may name the same file.
        prefix = "" if isinstance(job, Rendering) else f"draft-{job.pk}-"
        job.file.save(f"{prefix}{name}.pdf", ContentFile(content), save=False)
    except Exception as error:
        again = job.attempts < MAX_ATTEMPTS
        mine.update(
            state=RenderingState.QUEUED if again else RenderingState.FAILED,
            error=FAILED_MESSAGE,
            **_queued_now(type(job)),
        )
        logger.exception("%s %s failed (attempt %s): %s", type(job).__name__, job.pk, job.attempts, error)
        if not again:
            _send_receipt(job)
        raise
    recorded = mine.update(
        state=RenderingState.DONE,
        done_at=timezone.now(),
        file=job.file.name,
        size=len(content),
        page_count=pages,
        error="",
    )
    if not recorded:
        # The sweeper gave the row to another worker while this one was slow; that one's file counts.
        job.file.storage.delete(job.file.name)
    else:
        _send_receipt(job)


def _queued_now(model: type[Job], before: timedelta = timedelta()) -> dict[str, Any]:
    """A draft's moment is that of its text, whatever becomes of its PDF; a submission has a date of its own."""
    return {"queued_at": timezone.now() - before} if model is Rendering else {}


def _send_receipt(job: Job) -> None:
    if isinstance(job, Rendering) and job.kind == RenderingKind.FULL:
        receipts.send(job.submission_id)


@transaction.atomic
def retry(*, rendering: Job) -> bool:
    """Queue a failed rendering again; ``False`` where it is not failed."""
    changed = (
        type(rendering)
        .objects.filter(pk=rendering.pk, state=RenderingState.FAILED)
        .update(state=RenderingState.QUEUED, attempts=0, error="", **_queued_now(type(rendering)))
    )
    if changed:
        enqueue(rendering)
    return bool(changed)


def requeue_stale() -> int:
    """Queue again what nobody took and what a dead worker left; returns how many rows."""
    count = sum(_requeue_stale(model) for model in (Rendering, DraftRendering))
    receipts.send_what_is_owed()
    complete_editions()
    return count


def complete_editions(most: int = 5) -> int:
    """Ask for editions that a publication does not have yet: of an older release, or after a new layout."""
    there = Rendering.objects.filter(
        submission=OuterRef("pk"), kind=RenderingKind.SUMMARY, template_version=TEMPLATE_VERSION
    )
    lacking = Submission.objects.filter(~Exists(there), publication__superseded_by=None, publication__isnull=False)
    found = list(lacking.defer("snapshot")[:most])
    for submission in found:
        request(submission=submission, kinds=ALL_EDITIONS)
    return len(found)


def _requeue_stale(model: type[Job]) -> int:
    now = timezone.now()
    left = model.objects.filter(state=RenderingState.RUNNING, claimed_at__lt=now - RUNNING_LIMIT)
    left.filter(attempts__gte=MAX_ATTEMPTS).update(state=RenderingState.FAILED, error=FAILED_MESSAGE)
    left.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=RenderingState.QUEUED, **_queued_now(model, before=QUEUED_LIMIT + timedelta(seconds=1))
    )
    late = Q(queued_at__lt=now - QUEUED_LIMIT)
    if model is DraftRendering:
        # When a draft was asked for never moves: one that was taken before and is back waits since it was taken.
        late |= Q(claimed_at__lt=now - RUNNING_LIMIT)
    waiting = list(model.objects.filter(late, state=RenderingState.QUEUED))
    for job in waiting:
        if touched := _queued_now(model):
            model.objects.filter(pk=job.pk).update(**touched)
        enqueue(job)
    return len(waiting)
