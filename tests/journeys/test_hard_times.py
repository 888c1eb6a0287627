"""The worker dies in the middle of a render, Redis is gone while a State submits: all is done in the end, and once."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from kombu import pools

from foundation import tasks as mail_tasks
from foundation.enums import MessageState
from foundation.models import OutboxMessage
from gcm_portal.celery import app
from reviews import rendering
from reviews.enums import RenderingState
from reviews.models import AnswerText, Rendering, ReviewTransition, Submission
from tests.reviews.factories import DECLARATION, make_complete, make_country, make_curator, make_review
from tests.worker import Worker

pytestmark = [pytest.mark.django_db(transaction=True)]
LONG_AGO = timedelta(hours=1)


def make_long(review):
    """Some forty pages, so that a render takes long enough to be interrupted."""
    paragraph = "<p>" + "تنسّق اللجنة الوطنية المعنية بالهجرة عمل الوزارات والسلطات المحلية. " * 12 + "</p>"
    AnswerText.objects.filter(answer__review=review).update(html=paragraph * 60)
    return review


def wait_for(condition, limit=60):
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def test_a_worker_killed_in_the_middle_of_a_render_leaves_nothing_undone_and_nothing_twice(worker):
    from reviews import transitions

    review = make_long(make_complete(make_review(make_country("XAA"))))
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    caught = wait_for(lambda: Rendering.objects.filter(state=RenderingState.RUNNING).first())
    worker.kill()
    caught.refresh_from_db()
    assert caught.state == RenderingState.RUNNING, "the render was over before the worker was killed"
    # Time goes by; the sweeper finds what was left behind, another worker takes it.
    Rendering.objects.filter(state=RenderingState.RUNNING).update(claimed_at=timezone.now() - LONG_AGO)
    Rendering.objects.filter(state=RenderingState.QUEUED).update(queued_at=timezone.now() - LONG_AGO)
    worker.start()
    rendering.requeue_stale()
    worker.wait_until_idle(180)
    rows = Rendering.objects.filter(submission__review=review)
    assert {(row.language, row.state) for row in rows} == {("ar", RenderingState.DONE), ("en", RenderingState.DONE)}
    assert len({row.file.name for row in rows}) == rows.count() == 2
    caught.refresh_from_db()
    assert caught.attempts == 2
    assert caught.error == ""


class Redis:
    """A Redis of this test alone, that may be killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [*command, "--dir", str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self.answers)

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def own_redis(tmp_path, monkeypatch) -> Iterator[Redis]:
    """The portal's queue in a Redis of its own for this test, so that no other test loses its queue."""
    if not app.conf.broker_url.startswith("redis"):
        pytest.skip("the queue of a test by hand is a folder; make test runs this on Redis")
    assert shutil.which("redis-server")
    server = Redis(tmp_path)
    server.start()
    before = app.conf.broker_url
    monkeypatch.setitem(os.environ, "CELERY_BROKER_URL", server.url)

    def point_to(url):
        app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = url
        # Connections to the other one, whoever keeps them.
        pools.reset()
        app._pool = None
        app.amqp._producer_pool = None

    point_to(server.url)
    yield server
    point_to(before)
    server.kill()


def test_redis_that_is_gone_during_a_submission_delays_and_doubles_nothing(transactional_db, own_redis):
    from reviews import transitions

    make_curator()
    review = make_complete(make_review(make_country("XAA")))
    worker = Worker()
    worker.name = f"hard-times-{os.getpid()}@localhost"
    try:
        own_redis.kill()
        assert not own_redis.answers()
        started = time.monotonic()
        submission = transitions.submit(review=review, by=review.started_by, **DECLARATION)
        # The State waits for one try to reach the broker, far below the limit of a request.
        assert time.monotonic() - started < 15
        # It has its receipt; what is left to do stands in rows.
        assert Submission.objects.get() == submission
        assert ReviewTransition.objects.count() == 1
        assert set(Rendering.objects.values_list("state", flat=True)) == {RenderingState.QUEUED}
        assert set(OutboxMessage.objects.values_list("state", flat=True)) <= {MessageState.QUEUED}

        own_redis.start()
        worker.start()
        Rendering.objects.update(queued_at=timezone.now() - LONG_AGO)
        OutboxMessage.objects.update(queued_at=timezone.now() - LONG_AGO)
        mail_tasks.Broker.away_until = 0
        # The sweepers come every minute, and may well come twice.
        for _time in range(2):
            rendering.requeue_stale()
            mail_tasks.requeue_mail()
        worker.wait_until_idle(180)
        assert {(row.language, row.state, row.attempts) for row in Rendering.objects.all()} == {
            ("ar", RenderingState.DONE, 1),
            ("en", RenderingState.DONE, 1),
        }
        wait_for(lambda: not OutboxMessage.objects.exclude(state=MessageState.SENT).exists())
        mails = list(OutboxMessage.objects.values_list("template", "to", "attempts"))
        assert len(mails) == len(set(mails))
        assert {attempts for _template, _to, attempts in mails} == {1}
    finally:
        worker.stop()
