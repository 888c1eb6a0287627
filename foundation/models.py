from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.enums import Confidence, ImportState, MessageState


class Source(models.Model):
    """Where a fact comes from: a document, a page, or "from general knowledge"."""

    code = models.CharField(
        _("code"),
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9:.-]+$", _("Use small Latin letters, digits, dots, colons and hyphens."))
        ],
        help_text=_("File and identifier, such as mptf:factsheet."),
    )
    title = models.CharField(_("title"), max_length=400)
    url = models.URLField(_("address"), max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class SourcedQuerySet(models.QuerySet):
    def with_sources(self):
        return self.prefetch_related("sources")

    def to_be_checked(self, on=None):
        """Records past the day by which a curator wanted to look at them again (today, unless given)."""
        return self.filter(check_by__lt=on or timezone.localdate())


class Sourced(models.Model):
    """A record that says where it comes from and how far it is verified.

    ``confidence`` is that of the record; ``field_confidence`` holds the fields that differ, by
    name (``{"title_ar": "recalled"}``). A curator confirms a record by setting ``confirmed_on``.
    """

    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="+")
    confidence = models.CharField(
        _("verification"), max_length=10, choices=Confidence, default=Confidence.RECALLED, db_index=True
    )
    field_confidence = models.JSONField(
        _("verification of single fields"),
        default=dict,
        blank=True,
        help_text=_("Only fields whose verification differs from that of the record."),
    )
    note = models.TextField(_("note for curators"), blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True)
    check_by = models.DateField(
        _("to be checked again by"), null=True, blank=True, help_text=_("After this day the record counts as overdue.")
    )

    objects = SourcedQuerySet.as_manager()

    class Meta:
        abstract = True

    def confidence_of(self, field: str) -> str:
        """The verification of one field: its own where given, otherwise the record's."""
        return self.field_confidence.get(field, self.confidence)

    @property
    def is_recalled(self) -> bool:
        return self.confidence == Confidence.RECALLED


class Publishable(models.Model):
    """A record that can be prepared unseen: readers find it in no list and under no address before it is public.

    The manager of such a model offers ``shown()``, and everything public asks it. For models whose own states
    do not say already whether a record is public.
    """

    is_published = models.BooleanField(
        pgettext_lazy("record", "public"),
        default=True,
        db_index=True,
        help_text=_("Untick to prepare a record unseen; “Preview” shows it as readers would see it."),
    )

    class Meta:
        abstract = True


class Statement(Sourced):
    """A sentence in both languages, one of a numbered list: a rule, a function, a method."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("text"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.text or "")[:80]


class ReferenceRecord(models.Model):
    """What the reference loader last wrote, so that it can tell a curator's change from its own.

    No foreign key: the row must outlive the record, because a record that a curator deleted
    is not to come back with the next load.
    """

    model = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    object_id = models.PositiveBigIntegerField()
    values = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded reference record")
        verbose_name_plural = _("loaded reference records")
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="foundation_reference_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class OutboxMessage(models.Model):
    """A mail that waits, was sent or failed; the row is the truth, the task only carries it out."""

    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=10)
    template = models.CharField(_("template"), max_length=100)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("text as HTML"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    queued_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-queued_at"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class OutboxAttachment(models.Model):
    """A stored file that goes with a message; named, not copied: the file stays where it is kept."""

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="attachments", verbose_name=_("message"))
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    stored_name = models.CharField(_("name in the store"), max_length=300)

    class Meta:
        verbose_name = _("attachment of a message")
        verbose_name_plural = _("attachments of messages")

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a background process last said that it lives; /readyz asks."""

    name = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%Y-%m-%d %H:%M}"


class TranslationMarkQuerySet(models.QuerySet):
    def open(self):
        """Marks that still say something: nobody has said since that the text is right as it stands."""
        return self.filter(Q(settled_at=None) | Q(settled_at__lt=F("since")))


class TranslationMark(models.Model):
    """A text that is older than what it translates: another language was changed later and this one was not.

    Kept by ``foundation.translation_states`` with each row of history. No foreign key: one table for all registers.
    """

    model = models.CharField(_("register"), max_length=100)
    object_id = models.PositiveBigIntegerField()
    field = models.CharField(_("field"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    since = models.DateTimeField(_("since"))
    changed_by = models.CharField(_("changed by"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("found right on"), null=True, blank=True)
    settled_by = models.CharField(_("found right by"), max_length=200, blank=True)

    objects = TranslationMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("outdated translation")
        verbose_name_plural = _("outdated translations")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "field", "language"], name="foundation_translation_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}: {self.field}, {self.language}"


class ImportRun(models.Model):
    """A table that was imported into a register, or tried and not imported yet.

    No foreign key to the person: this room knows of no people, and the row must outlive an account.
    """

    model = models.CharField(_("register"), max_length=100)
    file_name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(default=b"", editable=False)
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.TRIED, db_index=True)
    by = models.CharField(_("imported by"), max_length=200)
    by_key = models.PositiveBigIntegerField(editable=False)
    tried_at = models.DateTimeField(_("tried at"), auto_now_add=True)
    done_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    new_count = models.PositiveIntegerField(pgettext_lazy("import", "new"), default=0)
    changed_count = models.PositiveIntegerField(pgettext_lazy("import", "changed"), default=0)
    unchanged_count = models.PositiveIntegerField(pgettext_lazy("import", "unchanged"), default=0)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=200, blank=True)
    undo_reason = models.TextField(_("reason for the undo"), blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "import")
        verbose_name_plural = pgettext_lazy("noun", "imports")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return gettext("Import %(number)s: %(file)s") % {"number": self.pk, "file": self.file_name}


class ImportedRecord(models.Model):
    """A record that an import made or changed, with its values before and after; no foreign key: it may be deleted."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="records", verbose_name=pgettext_lazy("noun", "import")
    )
    row = models.PositiveIntegerField(_("row"))
    object_id = models.PositiveBigIntegerField()
    name = models.CharField(_("record"), max_length=300)
    is_new = models.BooleanField(pgettext_lazy("import", "new"))
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["run", "object_id"], name="foundation_imported_record_once")]

    def __str__(self) -> str:
        return self.name
