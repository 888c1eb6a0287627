from celery import Task, shared_task
from celery.exceptions import SoftTimeLimitExceeded

from reviews import deadlines, previewing, reminding, rendering, scheduling
from reviews.models import DraftRendering, Rendering


@shared_task(bind=True, max_retries=rendering.MAX_ATTEMPTS, default_retry_delay=5)
def render(self, rendering_id: int) -> None:
    """Make one PDF of a submission; harmless when it comes twice, because only one worker can claim the row."""
    _render(self, rendering_id, Rendering)


@shared_task(bind=True, max_retries=rendering.MAX_ATTEMPTS, default_retry_delay=5)
def render_draft(self, rendering_id: int) -> None:
    """Make one PDF of a draft."""
    _render(self, rendering_id, DraftRendering)


def _render(task: Task, rendering_id: int, model: type[rendering.Job]) -> None:
    claimed = rendering.claim(rendering_id, model)
    if claimed is None:
        return
    try:
        rendering.carry_out(claimed)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        if claimed.attempts < rendering.MAX_ATTEMPTS:
            raise task.retry(exc=error, countdown=5 * claimed.attempts) from error


@shared_task
def requeue_renderings() -> int:
    """Every minute: hand over again what was lost with a worker or while the broker was away."""
    return rendering.requeue_stale()


@shared_task
def publish_scheduled() -> int:
    """Every minute: publish what its time has come for."""
    return len(scheduling.publish_due())


@shared_task
def send_reminders() -> int:
    """Every morning: deadlines to the focal points, overdue answers to the curators."""
    return deadlines.send_reminders() + deadlines.remind_the_desk()


@shared_task
def clear_drafts() -> int:
    """Every night: PDFs of drafts that are a week old."""
    return previewing.clear()


@shared_task
def remind_contributors() -> int:
    """Every morning: people who were asked for a part, before it is due."""
    return reminding.remind_before_due()
