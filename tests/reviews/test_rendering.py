"""PDFs are rows: made once, retried, told of, and never lost with a worker or a broker."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import TestCase
from django.utils import timezone
from kombu.exceptions import OperationalError

from reviews import document, rendering, tasks, transitions
from reviews.enums import RenderingState
from reviews.models import Rendering, Submission
from tests.reviews.factories import make_curator, review_at


def make_rendering(state="submitted"):
    review_at(state)
    return Rendering.objects.order_by("pk").first()


@pytest.mark.django_db
def test_a_submission_asks_for_the_full_edition_and_publishing_for_the_short_ones_once():
    review = review_at("submitted")
    assert sorted(Rendering.objects.values_list("kind", "language")) == [("full", "ar"), ("full", "en")]
    transitions.publish(review=review, by=make_curator())
    rendering.request(submission=Submission.objects.get(), kinds=rendering.ALL_EDITIONS)
    assert sorted(Rendering.objects.values_list("kind", "language")) == [
        (kind, language) for kind in ("answered", "full", "summary") for language in ("ar", "en")
    ]


@pytest.mark.django_db
def test_a_publication_of_an_older_release_gets_the_editions_it_lacks():
    review_at("published")
    Rendering.objects.exclude(kind="full").delete()
    rendering.requeue_stale()
    assert Rendering.objects.count() == 6
    assert rendering.complete_editions() == 0


@pytest.mark.django_db
def test_a_row_becomes_a_file_that_is_named_by_its_content():
    row = make_rendering()
    rendering.carry_out(rendering.claim(row.pk))
    row.refresh_from_db()
    assert row.state == RenderingState.DONE
    with row.file.open("rb") as opened:
        assert opened.read(5) == b"%PDF-"
    assert row.page_count >= 3
    assert row.size == row.file.size


@pytest.mark.django_db
def test_a_failure_is_recorded_with_a_sentence_and_tried_three_times(monkeypatch):
    row = make_rendering()

    def fail(*args, **kwargs):
        raise MemoryError("no more paper")

    monkeypatch.setattr(document, "render_document", fail)
    for attempt in range(1, rendering.MAX_ATTEMPTS + 1):
        claimed = rendering.claim(row.pk)
        with pytest.raises(MemoryError):
            rendering.carry_out(claimed)
        row.refresh_from_db()
        assert row.attempts == attempt
        assert row.error == rendering.FAILED_MESSAGE
    assert row.state == RenderingState.FAILED
    assert rendering.claim(row.pk) is None
    assert rendering.retry(rendering=row)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (RenderingState.QUEUED, 0, "")


@pytest.mark.django_db
def test_the_sweeper_queues_again_what_was_left_behind():
    first, second = Rendering.objects.filter(submission=make_rendering().submission).order_by("pk")
    long_ago = timezone.now() - timedelta(hours=1)
    Rendering.objects.filter(pk=first.pk).update(queued_at=long_ago)
    Rendering.objects.filter(pk=second.pk).update(state=RenderingState.RUNNING, attempts=1, claimed_at=long_ago)
    assert rendering.requeue_stale() == 2
    assert set(Rendering.objects.values_list("state", flat=True)) == {RenderingState.QUEUED}
    assert rendering.requeue_stale() == 0


@pytest.mark.django_db
def test_a_slow_worker_does_not_overwrite_the_one_that_took_over():
    row = make_rendering()
    slow = rendering.claim(row.pk)
    Rendering.objects.filter(pk=row.pk).update(claimed_at=timezone.now() - timedelta(hours=1))
    rendering.requeue_stale()
    quick = rendering.claim(row.pk)
    rendering.carry_out(quick)
    row.refresh_from_db()
    done = row.file.name
    rendering.carry_out(slow)
    row.refresh_from_db()
    assert (row.file.name, row.attempts) == (done, 2)
    assert row.file.storage.exists(done)


@pytest.mark.django_db
def test_a_broker_that_is_away_does_not_stop_a_submission(monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.render, "delay", away)
    with TestCase.captureOnCommitCallbacks(execute=True):
        review_at("submitted")
    assert set(Rendering.objects.values_list("state", flat=True)) == {RenderingState.QUEUED}
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_six_workers_claim_a_row_once():
    row = make_rendering()
    barrier = threading.Barrier(6)
    claimed = []

    def claim():
        try:
            barrier.wait()
            claimed.append(rendering.claim(row.pk))
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one is not None for one in claimed) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_loses_nothing(worker):
    """kill -9 while rows wait or are being made; another worker and the sweeper finish them, once each."""
    worker.kill()
    review_at("submitted")
    Rendering.objects.filter(language="ar").update(
        state=RenderingState.RUNNING, attempts=1, claimed_at=timezone.now() - timedelta(hours=1)
    )
    Rendering.objects.filter(language="en").update(queued_at=timezone.now() - timedelta(hours=1))
    worker.start()
    rendering.requeue_stale()
    worker.wait_until_idle()
    assert list(Rendering.objects.order_by("language").values_list("language", "state")) == [
        ("ar", RenderingState.DONE),
        ("en", RenderingState.DONE),
    ]
    assert len({row.file.name for row in Rendering.objects.all()}) == 2
