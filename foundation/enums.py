from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Confidence(TextChoices):
    """How far a fact is verified; the words of the reference data."""

    VERIFIED = "verified", _("verified")
    LIKELY = "likely", _("likely")
    RECALLED = "recalled", _("to be confirmed")


class MessageState(TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class ImportState(TextChoices):
    """A file that is tried is not an import yet: it waits for the person who looks at what it would do."""

    TRIED = "tried", _("tried")
    DONE = "done", _("imported")
    UNDONE = "undone", _("undone")
