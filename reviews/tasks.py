from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from reviews import deadlines, rendering, scheduling


@shared_task(bind=True, max_retries=rendering.MAX_ATTEMPTS, default_retry_delay=5)
def render(self, rendering_id: int) -> None:
    """Make one PDF; harmless when it comes twice, because only one worker can claim the row."""
    claimed = rendering.claim(rendering_id)
    if claimed is None:
        return
    try:
        rendering.carry_out(claimed)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        if claimed.attempts < rendering.MAX_ATTEMPTS:
            raise self.retry(exc=error, countdown=5 * claimed.attempts) from error


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
