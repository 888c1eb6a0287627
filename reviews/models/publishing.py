"""What was submitted and what is public: immutable rows (triggers in the database hold them)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reviews.enums import RenderingKind, RenderingState
from reviews.models.drafting import Review


class Submission(models.Model):
    """What the State declared, whole and self-contained, taken in the submitting transaction.

    ``snapshot`` is canonical JSON text (sorted keys, UTF-8, NFC), not a JSON column: a database
    may reorder a JSON column, and ``sha256`` is over these very bytes.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="submissions", verbose_name=_("review"))
    number = models.PositiveIntegerField(_("number"))
    snapshot = models.TextField(_("snapshot"))
    schema_version = models.PositiveSmallIntegerField(_("version of the schema"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("submitted by"))
    declared_name = models.CharField(_("declared by"), max_length=200)
    declared_post = models.CharField(_("post"), max_length=200)
    declared_institution = models.CharField(_("institution"), max_length=250)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="reviews_submission_number_once"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The reference on the receipt: country, round and number, such as ``XAA-IMRF-2026-S1``."""
        return f"{self.review.country.iso3}-{self.review.round.code}-S{self.number}".upper()


class PublicationQuerySet(models.QuerySet):
    def latest_versions(self):
        """Of each review the publication in force: the one that no other supersedes."""
        return self.filter(superseded_by=None)

    def for_lists(self):
        return self.select_related("submission__review__country", "submission__review__round").defer(
            "submission__snapshot"
        )


class Publication(models.Model):
    """A numbered public version of a review: exactly one submission, never changed afterwards."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="publication", verbose_name=_("submission")
    )
    number = models.PositiveIntegerField(_("version"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("published by"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("supersedes")
    )
    correction_note = models.TextField(_("correction note"), blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return f"{self.submission.review} · v{self.number}"

    def get_absolute_url(self) -> str:
        review = self.submission.review
        return reverse("reviews:publication", args=[review.country.iso3, review.round.code])

    def get_version_url(self) -> str:
        """The address that stays with this version when a newer one appears."""
        review = self.submission.review
        return reverse("reviews:publication_version", args=[review.country.iso3, review.round.code, self.number])


class PublicationText(models.Model):
    """The searchable text of one answer of a publication; derived, may be rebuilt at any time."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    section = models.CharField(max_length=50)
    question = models.CharField(max_length=80)
    objective = models.PositiveSmallIntegerField(null=True, blank=True)
    principle = models.PositiveSmallIntegerField(null=True, blank=True)
    is_priority = models.BooleanField(default=False)
    stage = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)
    normalized = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text of a publication")
        verbose_name_plural = _("texts of publications")
        indexes = [models.Index(fields=["objective", "language"], name="reviews_text_by_objective")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.question} {self.language}"


class PublishedObjective(models.Model):
    """That a publication reports on an objective, with the stage the State stated; derived."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    is_priority = models.BooleanField()
    stage = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("published report on an objective")
        verbose_name_plural = _("published reports on objectives")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="reviews_published_objective_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.number}"


class StoredAsset(models.Model):
    """A file that submissions refer to by the hash of its content; kept as long as they are."""

    sha256 = models.CharField(_("checksum"), max_length=64, unique=True)
    file = models.FileField(_("file"), upload_to="assets/")
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256[:12]


class PdfJob(models.Model):
    """A PDF that is to be made or was made; the row is what people see and try again."""

    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=RenderingKind, default=RenderingKind.FULL)
    template_version = models.PositiveSmallIntegerField(_("version of the layout"))
    state = models.CharField(
        _("state"), max_length=10, choices=RenderingState, default=RenderingState.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("queued at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to="renderings/", blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True)
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state in {RenderingState.QUEUED, RenderingState.RUNNING}


class Rendering(PdfJob):
    """The PDF of a submission in one language and edition; at most one each."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="renderings", verbose_name=_("submission"))

    class Meta:
        verbose_name = _("PDF")
        verbose_name_plural = _("PDFs")
        ordering = ["-queued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "language", "kind", "template_version"], name="reviews_rendering_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.language} {self.state}"


class DraftRendering(PdfJob):
    """The PDF of a draft as it stood when it was asked for, for the people of that review alone.

    ``snapshot`` is canonical JSON as in a submission; ``sha256`` is over it, so that asking again
    for an unchanged draft finds the file that is there.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="draft_renderings", verbose_name=_("review"))
    snapshot = models.TextField(_("snapshot"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("requested by"))

    class Meta:
        verbose_name = _("PDF of a draft")
        verbose_name_plural = _("PDFs of drafts")
        ordering = ["-queued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "sha256", "language", "kind", "template_version"],
                name="reviews_draft_rendering_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.language} {self.state}"


class Receipt(models.Model):
    """That the receipt of a submission was mailed, with its PDFs or, where they failed, without."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="receipt", verbose_name=_("submission"))
    queued_at = models.DateTimeField(_("queued at"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return str(self.submission_id)


class ScheduledPublication(models.Model):
    """A submission that the Network has checked and that becomes public at a set time."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="schedules", verbose_name=_("submission"))
    publish_at = models.DateTimeField(_("to be published at"), db_index=True)
    correction_note = models.TextField(_("correction note"), blank=True)
    scheduled_at = models.DateTimeField(_("scheduled at"), auto_now_add=True)
    scheduled_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("scheduled by"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")
        ordering = ["publish_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(cancelled_at=None, done_at=None),
                name="reviews_one_schedule_per_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.publish_at:%Y-%m-%d %H:%M}"


class PublicationLink(models.Model):
    """That a publication refers to an entry of a register, such as a joint programme; derived."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=150)
    section = models.CharField(max_length=50)
    question = models.CharField(max_length=80)
    objective = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("link of a publication")
        verbose_name_plural = _("links of publications")
        indexes = [models.Index(fields=["kind", "key"], name="reviews_link_by_entry")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind} {self.key}"
