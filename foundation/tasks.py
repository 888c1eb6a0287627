"""Background work that every room needs: handing over tasks, sending mail, a sign of life."""

import datetime
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from celery import Task, shared_task
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from foundation.enums import MessageState
from foundation.models import Heartbeat, OutboxMessage

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
# How long after its last attempt a message is tried again: 1, 2, 4, 8, 16 minutes.
FIRST_PAUSE = datetime.timedelta(minutes=1)
# Seconds in which a broker that was away is not asked again; the sweepers come every minute.
BROKER_PAUSE = 30
# Longer than the hard time limit of a task: whoever claimed the row is gone.
CLAIM_EXPIRES_AFTER = datetime.timedelta(minutes=10)

# Kept in English in the row, shown through gettext.
WORKER_STOPPED = gettext_noop("The background process stopped while it was sending the message.")


class Broker:
    """What this process knows of the broker: until when it need not be asked again."""

    away_until = 0.0


def enqueue(task: Task, *args: Any) -> None:
    """Hand ``task`` over once the running transaction is committed.

    A broker that is down is logged and otherwise ignored: the row that the task works on is
    the truth, and a sweeper hands it over again. Whoever calls this must have such a sweeper.
    A State that submits waits for one attempt to reach the broker, not for one per mail.
    """

    def hand_over() -> None:
        if time.monotonic() < Broker.away_until:
            logger.info("%s%r waits for the sweeper: the broker is away", task.name, args)
            return
        try:
            task.delay(*args)
        except Exception as error:  # Each transport has its own exceptions.
            Broker.away_until = time.monotonic() + BROKER_PAUSE
            logger.warning("%s%r could not be handed over and waits for the sweeper: %s", task.name, args, error)

    transaction.on_commit(hand_over)


@shared_task(ignore_result=True)
def send_mail(message_id: int) -> None:
    """Send one outbox message, if nobody else has taken it.

    Claims the row by compare-and-set (queued → sending), then records ``sent`` or, after
    ``MAX_ATTEMPTS``, ``failed`` with the mail server's words; before that the row goes back to
    ``queued`` and ``requeue_mail`` tries again, each time after a longer pause.

    What was sent is not kept: links in it open accounts, and the row may outlive them.
    """
    claimed = OutboxMessage.objects.filter(pk=message_id, state=MessageState.QUEUED).update(
        state=MessageState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
    )
    if not claimed:
        return
    message = OutboxMessage.objects.get(pk=message_id)
    mine = OutboxMessage.objects.filter(pk=message_id, state=MessageState.SENDING, attempts=message.attempts)
    try:
        _as_email(message).send()
    except Exception as error:  # No connection, the server's refusal, the soft time limit.
        logger.warning("Mail %s to be sent for the %s. time failed: %s", message_id, message.attempts, error)
        mine.update(
            state=MessageState.FAILED if message.attempts >= MAX_ATTEMPTS else MessageState.QUEUED,
            error=f"{type(error).__name__}: {error}"[:1000],
        )
    else:
        mine.update(state=MessageState.SENT, sent_at=timezone.now(), error="", text="", html="")


def _as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    host = urlsplit(settings.SITE_URL).hostname
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={
            # The same at every attempt, so that a message sent twice shows once.
            "Message-ID": f"<outbox-{message.pk}-{message.queued_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for attachment in message.attachments.all():
        with default_storage.open(attachment.stored_name) as file:
            email.attach(attachment.name, file.read(), attachment.media_type)
    return email


@shared_task(ignore_result=True)
def requeue_mail() -> None:
    """Hand over what nobody took (the broker was down, the first try failed) or what a dead worker left."""
    now = timezone.now()
    abandoned = OutboxMessage.objects.filter(state=MessageState.SENDING, claimed_at__lt=now - CLAIM_EXPIRES_AFTER)
    abandoned.filter(attempts__gte=MAX_ATTEMPTS).update(state=MessageState.FAILED, error=WORKER_STOPPED)
    abandoned.update(state=MessageState.QUEUED, error=WORKER_STOPPED)

    due = Q(attempts=0, queued_at__lt=now - FIRST_PAUSE)
    for attempts in range(1, MAX_ATTEMPTS):
        due |= Q(attempts=attempts, claimed_at__lt=now - FIRST_PAUSE * 2 ** (attempts - 1))
    for message_id in OutboxMessage.objects.filter(due, state=MessageState.QUEUED).values_list("pk", flat=True):
        enqueue(send_mail, message_id)


def retry_mail(*, message: OutboxMessage) -> bool:
    """Give a failed message a fresh set of attempts; ``False`` if it was not in the failed state."""
    revived = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.FAILED).update(
        state=MessageState.QUEUED, attempts=0, error=""
    )
    if revived:
        enqueue(send_mail, message.pk)
    return bool(revived)


@shared_task(ignore_result=True)
def record_beat() -> None:
    """Beat asked and a worker answered: both live. ``/readyz`` looks at how long ago that was."""
    Heartbeat.objects.update_or_create(name="beat", defaults={"seen_at": timezone.now()})
