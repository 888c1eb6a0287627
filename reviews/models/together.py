"""Working together on a draft: comments, reasons of a return, who was consulted, who is here, help and deadlines."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Country
from foundation.dates import PartialDateField
from reviews.enums import Carrying, ConsultedHow, ConsultedKind, HelpAddressee, HelpState, OfflineKind, SectionKind
from reviews.models.drafting import ObjectiveReport, Review, ReviewTransition, portal_languages
from reviews.models.publishing import Submission
from reviews.models.questionnaire import Question, Section
from reviews.models.rounds import Round


class OfAnswer(models.Model):
    """What belongs to one answer, whether or not a word of it was written yet."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="%(class)ss", verbose_name=_("review"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    objective_report = models.ForeignKey(
        ObjectiveReport, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=_("objective")
    )

    class Meta:
        abstract = True


class ThreadQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at=None)


class Thread(OfAnswer):
    """A conversation on one answer, of its language or of both; private to the people of the review."""

    language = models.CharField(_("language"), max_length=10, choices=portal_languages, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolved by")
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread of comments")
        verbose_name_plural = _("threads of comments")
        ordering = ["opened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.question} {self.opened_at:%Y-%m-%d}"


class Comment(models.Model):
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments", verbose_name=_("thread"))
    text = models.TextField(_("comment"), max_length=5000)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class ReturnReasonQuerySet(models.QuerySet):
    def open(self):
        return self.filter(cleared_at=None)


class ReturnReason(models.Model):
    """What the Network asks of one section or objective when it returns a review; cleared one by one."""

    transition = models.ForeignKey(ReviewTransition, models.CASCADE, related_name="reasons", verbose_name=_("return"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    objective_report = models.ForeignKey(
        ObjectiveReport, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("objective")
    )
    text = models.TextField(_("reason"), max_length=5000)
    cleared_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    answer = models.TextField(_("what was done"), max_length=5000, blank=True)

    objects = ReturnReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason of a return")
        verbose_name_plural = _("reasons of a return")
        ordering = ["section__position", "objective_report__objective__number", "pk"]

    def __str__(self) -> str:
        return self.text[:50]

    @property
    def place(self) -> str:
        """The section or objective, as a heading of this point."""
        return str(self.objective_report or self.section)

    @property
    def anchor(self) -> str:
        return f"q-point-{self.pk}"

    def get_absolute_url(self) -> str:
        """Where it is settled: the page of its part; of the choice of objectives, if the objective was dropped."""
        review, report = self.transition.review, self.objective_report
        args = [review.country.iso3, review.round.code]
        if report and report.dropped_at is None:
            page = reverse("reviews:review_objective", args=[*args, report.objective.number])
        elif self.section.kind == SectionKind.OBJECTIVES:
            page = reverse("reviews:review_objectives", args=args)
        else:
            page = reverse("reviews:review_section", args=[*args, self.section.code])
        return f"{page}#{self.anchor}"


class Consultation(models.Model):
    """Who was consulted for the review, how and when: the whole-of-society record of its methodology.

    ``name`` is published only where ``may_be_named``; otherwise readers see the kind alone.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="consultations", verbose_name=_("review"))
    kind = models.CharField(_("kind"), max_length=20, choices=ConsultedKind)
    name = models.CharField(_("name"), max_length=250)
    language = models.CharField(_("language of the name"), max_length=10, choices=portal_languages)
    how = models.CharField(_("how"), max_length=20, choices=ConsultedHow)
    held_on = PartialDateField(_("when"), help_text=_("A day, a month or a year."))
    subject = models.CharField(_("about what"), max_length=300, blank=True)
    may_be_named = models.BooleanField(
        _("agreed to be named in public"), default=False, help_text=_("Otherwise only the kind is published.")
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["kind", "held_on", "pk"]

    def __str__(self) -> str:
        return self.name


class EvidenceLink(OfAnswer):
    """A page on the web that supports an answer."""

    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language of the page"), max_length=10)
    url = models.URLField(_("address"), max_length=500, validators=[URLValidator(["http", "https"])])
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("link of an answer")
        verbose_name_plural = _("links of answers")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "question", "url"],
                condition=Q(objective_report=None),
                name="reviews_evidence_link_once",
            ),
            models.UniqueConstraint(
                fields=["review", "question", "objective_report", "url"],
                condition=Q(objective_report__isnull=False),
                name="reviews_evidence_link_once_per_objective",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RegisterLink(OfAnswer):
    """An entry of one of the portal's registers, such as a joint programme, that an answer refers to.

    ``kind`` and ``key`` name the entry as ``reviews.registers`` knows it.
    """

    kind = models.CharField(_("register"), max_length=30)
    key = models.CharField(_("entry"), max_length=150)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("link to a register")
        verbose_name_plural = _("links to registers")
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "question", "kind", "key"],
                condition=Q(objective_report=None),
                name="reviews_register_link_once",
            ),
            models.UniqueConstraint(
                fields=["review", "question", "objective_report", "kind", "key"],
                condition=Q(objective_report__isnull=False),
                name="reviews_register_link_once_per_objective",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class CarriedAnswer(OfAnswer):
    """What the State says today of the answer it gave to the same question in an earlier round."""

    source = models.ForeignKey(Submission, models.PROTECT, related_name="+", verbose_name=_("earlier submission"))
    decision = models.CharField(_("decision"), max_length=10, choices=Carrying)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))

    class Meta:
        verbose_name = _("earlier answer")
        verbose_name_plural = _("earlier answers")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "question"], condition=Q(objective_report=None), name="reviews_carried_once"
            ),
            models.UniqueConstraint(
                fields=["review", "question", "objective_report"],
                condition=Q(objective_report__isnull=False),
                name="reviews_carried_once_per_objective",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.decision}"


class Presence(models.Model):
    """On which page of a draft a person was last seen; a sign of life, not a lock."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="presences", verbose_name=_("review"))
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    place = models.CharField(_("page"), max_length=100)
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="reviews_presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.place}"


class HelpRequest(models.Model):
    """A question of those who prepare a review to the UN Network, tracked until it is answered."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="help_requests", verbose_name=_("review"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    addressee = models.CharField(_("addressed to"), max_length=10, choices=HelpAddressee)
    subject = models.CharField(_("subject"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=HelpState, default=HelpState.OPEN, db_index=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return self.subject


class HelpMessage(models.Model):
    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="messages", verbose_name=_("request"))
    text = models.TextField(_("message"), max_length=5000)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    by_network = models.BooleanField(_("by the UN Network"), default=False)

    class Meta:
        verbose_name = _("message on a request for help")
        verbose_name_plural = _("messages on requests for help")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class Extension(models.Model):
    """A later deadline for one country in a round; rows are added, the latest counts."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions", verbose_name=_("round"))
    country = models.ForeignKey(Country, models.CASCADE, related_name="+", verbose_name=_("country"))
    until = models.DateField(_("new deadline"))
    reason = models.TextField(_("reason"), max_length=2000)
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("granted by"))

    class Meta:
        verbose_name = _("extension of a deadline")
        verbose_name_plural = _("extensions of deadlines")
        ordering = ["-granted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.country} {self.until}"


class DeadlineReminder(models.Model):
    """That a person was reminded of a deadline so many days before it; at most once."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+", verbose_name=_("round"))
    country = models.ForeignKey(Country, models.CASCADE, related_name="+", verbose_name=_("country"))
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    due_on = models.DateField(_("due on"))
    days = models.PositiveSmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of a deadline")
        verbose_name_plural = _("reminders of deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "country", "user", "due_on", "days"], name="reviews_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.due_on} {self.days}"


class OfflineFile(models.Model):
    """A Word or Excel file that came back; ``changes`` is what it would change, answer by answer.

    Nothing of it is in the review before a person accepts it.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="offline_files", verbose_name=_("review"))
    kind = models.CharField(_("kind"), max_length=10, choices=OfflineKind)
    language = models.CharField(_("language"), max_length=10)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("checksum"), max_length=64)
    changes = models.JSONField(_("changes"), default=list)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file worked on offline")
        verbose_name_plural = _("files worked on offline")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
