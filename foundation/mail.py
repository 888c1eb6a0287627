"""Mail as rows: rendered and stored with the change that causes it, sent by a task afterwards."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from foundation.language import direction
from foundation.models import OutboxAttachment, OutboxMessage
from foundation.tasks import enqueue, send_mail

#: File name, media type, name in the default storage: the file is named, not copied.
Attached = tuple[str, str, str]


def queue_mail(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    language: str,
    attachments: Sequence[Attached] = (),
) -> OutboxMessage:
    """Render ``templates/mail/<template>.{subject.txt,txt,html}`` in ``language`` and queue it.

    The row is part of the running transaction; the task that sends it is handed over on commit.
    The templates also get ``site_url``, ``language``, ``direction`` and ``subject``. A broker
    that is down delays the mail, it does not lose it. ``attachments`` are stored files; one that
    is gone when the mail is sent makes it fail, visibly. An unknown language falls back to that of
    the settings.
    """
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    with translation.override(language):
        values = {
            "site_url": settings.SITE_URL,
            "language": language,
            "direction": direction(language),
            **context,
        }
        # One line: a line break in a name must not become a second header.
        subject = " ".join(render_to_string(f"mail/{template}.subject.txt", values).split())[:300]
        values["subject"] = subject
        text = render_to_string(f"mail/{template}.txt", values).strip() + "\n"
        html = render_to_string(f"mail/{template}.html", values)
    message = OutboxMessage.objects.create(
        to=to, language=language, template=template, subject=subject, text=text, html=html
    )
    OutboxAttachment.objects.bulk_create(
        OutboxAttachment(message=message, name=name, media_type=media_type, stored_name=stored_name)
        for name, media_type, stored_name in attachments
    )
    enqueue(send_mail, message.pk)
    return message
