import datetime

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation

from foundation import tasks
from foundation.enums import MessageState
from foundation.mail import queue_mail
from foundation.models import Heartbeat, OutboxMessage

pytestmark = pytest.mark.django_db

ADDRESS = "https://portal.example/ar/accounts/password/reset/"


def queue(language="en", **facts) -> OutboxMessage:
    context = {"address": ADDRESS, "user": None}
    return queue_mail(
        **{"to": "nour@example.org", "template": "password_reset", "context": context, "language": language, **facts}
    )


def aged(message: OutboxMessage, **minutes: int) -> None:
    now = timezone.now()
    OutboxMessage.objects.filter(pk=message.pk).update(
        **{field: now - datetime.timedelta(minutes=ago) for field, ago in minutes.items()}
    )


@pytest.fixture
def handed_over(monkeypatch, django_capture_on_commit_callbacks):
    """Which messages were handed to the queue."""
    numbers = []
    monkeypatch.setattr(tasks.send_mail, "delay", numbers.append)
    return numbers


def test_a_mail_in_arabic_runs_from_right_to_left():
    with translation.override("en"):
        message = queue("ar")
        assert translation.get_language() == "en"
    assert message.subject == translation.trans_real.translation("ar").gettext("A new password for the GCM portal")
    assert message.subject != "A new password for the GCM portal"
    assert '<html lang="ar" dir="rtl"' in message.html
    assert ADDRESS in message.text
    assert f'<a href="{ADDRESS}" dir="ltr">' in message.html


def test_a_mail_in_english_runs_from_left_to_right():
    message = queue("en")
    assert message.subject == "A new password for the GCM portal"
    assert '<html lang="en" dir="ltr"' in message.html


def test_an_unknown_language_falls_back():
    assert queue("xx").language == "en"


def test_text_is_plain_and_html_is_escaped():
    message = queue_mail(
        to="nour@example.org",
        template="account_changed",
        context={"change": "O'Neil & <b>", "user": None, "at": None, "ip": ""},
        language="en",
    )
    assert "O'Neil & <b>" in message.text
    assert "O&#x27;Neil &amp; &lt;b&gt;" in message.html


def test_a_mail_is_handed_over_when_its_transaction_is_committed(handed_over, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        message = queue()
        assert handed_over == []
    assert handed_over == [message.pk]


def test_a_broker_that_is_down_delays_the_mail(monkeypatch, django_capture_on_commit_callbacks, caplog):
    def down(number):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.send_mail, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        message = queue()
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    assert "no broker" in caplog.text


def test_send_mail_sends_both_forms_and_keeps_neither():
    message = queue("ar")
    text, html = message.text, message.html

    tasks.send_mail(message.pk)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["nour@example.org"], message.subject, text)
    assert [tuple(alternative) for alternative in sent.alternatives] == [(html, "text/html")]
    assert sent.extra_headers["Content-Language"] == "ar"
    message.refresh_from_db()
    assert (message.state, message.attempts, message.text, message.html) == (MessageState.SENT, 1, "", "")
    assert message.sent_at is not None


def test_send_mail_twice_sends_once():
    message = queue()
    tasks.send_mail(message.pk)
    tasks.send_mail(message.pk)
    assert len(mail.outbox) == 1


def test_send_mail_of_a_message_that_is_gone_does_nothing():
    tasks.send_mail(0)
    assert mail.outbox == []


def test_a_refused_mail_is_tried_again_and_in_the_end_given_up(settings):
    settings.EMAIL_BACKEND = "tests.foundation.test_mail.RefusingBackend"
    message = queue()
    for attempt in range(1, tasks.MAX_ATTEMPTS + 1):
        tasks.send_mail(message.pk)
        message.refresh_from_db()
        assert message.attempts == attempt
        assert message.error == "ConnectionRefusedError: nobody there"
    assert message.state == MessageState.FAILED
    assert message.text

    tasks.send_mail(message.pk)
    message.refresh_from_db()
    assert message.attempts == tasks.MAX_ATTEMPTS

    assert tasks.retry_mail(message=message)
    assert not tasks.retry_mail(message=message)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)


class RefusingBackend:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there")


def test_the_sweeper_hands_over_what_waits_and_leaves_what_is_fresh(handed_over, django_capture_on_commit_callbacks):
    fresh, forgotten, tried, soon, sent = (queue() for _number in range(5))
    aged(forgotten, queued_at=2)
    OutboxMessage.objects.filter(pk__in=[tried.pk, soon.pk]).update(attempts=3)
    aged(tried, queued_at=30, claimed_at=5)
    aged(soon, queued_at=30, claimed_at=3)
    OutboxMessage.objects.filter(pk=sent.pk).update(state=MessageState.SENT)
    aged(sent, queued_at=30)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.requeue_mail()

    assert sorted(handed_over) == sorted([forgotten.pk, tried.pk])
    assert fresh.pk not in handed_over


def test_the_sweeper_takes_back_what_a_dead_worker_held(handed_over, django_capture_on_commit_callbacks):
    held, given_up, working = (queue() for _number in range(3))
    OutboxMessage.objects.update(state=MessageState.SENDING, attempts=1)
    OutboxMessage.objects.filter(pk=given_up.pk).update(attempts=tasks.MAX_ATTEMPTS)
    aged(held, queued_at=30, claimed_at=11)
    aged(given_up, queued_at=30, claimed_at=11)
    aged(working, queued_at=30, claimed_at=2)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.requeue_mail()

    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    assert states == {
        held.pk: MessageState.QUEUED,
        given_up.pk: MessageState.FAILED,
        working.pk: MessageState.SENDING,
    }
    assert handed_over == [held.pk]


def test_record_beat_keeps_one_row():
    tasks.record_beat()
    Heartbeat.objects.update(seen_at=timezone.now() - datetime.timedelta(hours=1))
    tasks.record_beat()
    assert timezone.now() - Heartbeat.objects.get().seen_at < datetime.timedelta(minutes=1)
