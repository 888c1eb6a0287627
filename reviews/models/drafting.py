"""The working copy of a review: rows, so that constraints, history and delegation hold per answer."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Mandate, User
from countries.models import Country
from foundation.language import joined
from objectives.models import Objective
from reviews.enums import Action, Level, ReviewState, Stage, TextStatus
from reviews.models.questionnaire import Question, Questionnaire, QuestionOption, Section
from reviews.models.rounds import Round
from reviews.workflow import EDITABLE


def portal_languages() -> list[tuple[str, str]]:
    """Choices of a language field; a function, so that a further language is no migration."""
    return list(settings.LANGUAGES)


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reviews whose working copy this person may open.

        Focal points see the countries of their current mandates, contributors the reviews they
        were added to, the Network what was submitted at least once: a draft is the State's own.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mandates = Mandate.objects.current().filter(user=user, country=OuterRef("country"))
        contributions = Contributor.objects.active().filter(user=user, review=OuterRef("pk"))
        condition = Q(Exists(mandates)) | Q(Exists(contributions))
        if user.is_curator:
            condition |= Q(Exists(ReviewTransition.objects.filter(review=OuterRef("pk"), action=Action.SUBMIT)))
        return self.filter(condition)

    def waiting_for_the_network(self):
        return self.filter(state=ReviewState.SUBMITTED)

    def live(self):
        return self.exclude(state=ReviewState.WITHDRAWN)

    def with_publication(self):
        return self.filter(submissions__publication__isnull=False).distinct()


class Review(models.Model):
    """A voluntary review of one country for one round: the working copy.

    ``state`` is about the working copy only. What the public sees is asked of publications.
    """

    country = models.ForeignKey(Country, models.PROTECT, related_name="reviews", verbose_name=_("country"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="reviews", verbose_name=_("round"))
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.NATIONAL)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="reviews", verbose_name=_("questionnaire")
    )
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=ReviewState.DRAFT, db_index=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    objectives_chosen_at = models.DateTimeField(_("objectives chosen at"), null=True, blank=True)
    embargo_until = models.DateTimeField(
        _("not to be published before"),
        null=True,
        blank=True,
        help_text=_("Set by the State when it submits, such as the opening of the Forum."),
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "round", "level"],
                condition=~Q(state=ReviewState.WITHDRAWN),
                name="reviews_one_live_review",
                violation_error_message=_("There is already a review of this country for this round."),
                violation_error_code="review_exists",
            ),
        ]

    def __str__(self) -> str:
        return joined(self.country, self.round)

    def get_absolute_url(self) -> str:
        return reverse("reviews:review_tasks", args=[self.country.iso3, self.round.code])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class ObjectiveReportQuerySet(models.QuerySet):
    def chosen(self):
        return self.filter(dropped_at=None)


class ObjectiveReport(models.Model):
    """An objective that the State chose to report on; without it, "not reported this round".

    Dropping an objective keeps the row and its answers: a choice can be taken back, and nothing
    that was written is lost. Only rows with ``dropped_at`` null count.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="objective_reports", verbose_name=_("review"))
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="+", verbose_name=_("objective"))
    is_priority = models.BooleanField(_("priority objective"), default=False)
    stage = models.CharField(_("stage of implementation"), max_length=12, choices=Stage, blank=True)
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)

    objects = ObjectiveReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("report on an objective")
        verbose_name_plural = _("reports on objectives")
        ordering = ["objective__number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "objective"], name="reviews_objective_once"),
        ]

    def __str__(self) -> str:
        return str(self.objective)


class Answer(models.Model):
    """The answer to one question, on one objective where the question is asked per objective."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="answers", verbose_name=_("review"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    objective_report = models.ForeignKey(
        ObjectiveReport, models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("objective")
    )
    number = models.DecimalField(_("number"), max_digits=20, decimal_places=4, null=True, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    flag = models.BooleanField(_("yes or no"), null=True, blank=True)
    options = models.ManyToManyField(QuestionOption, blank=True, related_name="+", verbose_name=_("options"))
    #: The optimistic lock of the typed value; texts have their own.
    value_version = models.PositiveIntegerField(_("version of the value"), default=0)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            # Two conditional constraints, because a null must count as a value on both databases.
            models.UniqueConstraint(
                fields=["review", "question"], condition=Q(objective_report=None), name="reviews_answer_once"
            ),
            models.UniqueConstraint(
                fields=["review", "question", "objective_report"],
                condition=Q(objective_report__isnull=False),
                name="reviews_answer_once_per_objective",
            ),
        ]

    def __str__(self) -> str:
        return self.question.identifier


class AnswerText(models.Model):
    """One language's text of an answer, with its own state, author and version.

    ``version`` is the optimistic lock: a save names the version it read, and a save that comes
    second changes no row. ``html`` is canonical (``foundation.richtext``).
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="texts", verbose_name=_("answer"))
    language = models.CharField(_("language"), max_length=10, choices=portal_languages)
    html = models.TextField(_("text"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=TextStatus, default=TextStatus.ORIGINAL)
    version = models.PositiveIntegerField(_("version"), default=1)
    #: Of a translation: the version of the original that it says the same as.
    follows_version = models.PositiveIntegerField(_("version of the original"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited at"))
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("edited by"))

    class Meta:
        verbose_name = _("text of an answer")
        verbose_name_plural = _("texts of answers")
        constraints = [
            models.UniqueConstraint(fields=["answer", "language"], name="reviews_text_once_per_language"),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(status=TextStatus.ORIGINAL), name="reviews_one_original_per_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.language} v{self.version}"


class TextRevision(models.Model):
    """Every acknowledged version of a text; rows are added, never changed."""

    text = models.ForeignKey(AnswerText, models.CASCADE, related_name="revisions", verbose_name=_("text"))
    version = models.PositiveIntegerField(_("version"))
    html = models.TextField(_("text"), blank=True)
    edited_at = models.DateTimeField(_("edited at"))
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("edited by"))
    restored_from = models.PositiveIntegerField(_("restored from version"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["text", "version"], name="reviews_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} v{self.version}"


class ValueRevision(models.Model):
    """Every acknowledged version of a typed value; ``value`` is as in a snapshot, options by their codes."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="value_revisions", verbose_name=_("answer"))
    version = models.PositiveIntegerField(_("version"))
    value = models.JSONField(_("value"), null=True)
    edited_at = models.DateTimeField(_("edited at"))
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("edited by"))

    class Meta:
        verbose_name = _("version of a value")
        verbose_name_plural = _("versions of values")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="reviews_value_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"


class Picture(models.Model):
    """A picture used in the texts of one review; stored by the hash of its content."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="pictures", verbose_name=_("review"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    file = models.FileField(_("file"), upload_to="pictures/")
    media_type = models.CharField(_("type"), max_length=50)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(fields=["review", "sha256"], name="reviews_picture_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file annexed to a section or to one answer of a review; private until the review is published."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="attachments", verbose_name=_("review"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("question")
    )
    objective_report = models.ForeignKey(
        ObjectiveReport, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("objective")
    )
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language of the file"), max_length=10)
    file = models.FileField(_("file"), upload_to="attachments/")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["section__position", "added_at"]
        constraints = [
            # One file may prove several answers, but is annexed to each once.
            models.UniqueConstraint(
                fields=["review", "section", "sha256"], condition=Q(question=None), name="reviews_attachment_once"
            ),
            models.UniqueConstraint(
                fields=["review", "question", "sha256"],
                condition=Q(question__isnull=False, objective_report=None),
                name="reviews_attachment_once_per_answer",
            ),
            models.UniqueConstraint(
                fields=["review", "question", "objective_report", "sha256"],
                condition=Q(question__isnull=False, objective_report__isnull=False),
                name="reviews_attachment_once_per_objective",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContributorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(removed_at=None)


class Contributor(models.Model):
    """A colleague or stakeholder who works on given sections or objectives of one review.

    With ``can_edit`` the person writes there; without, they read and comment.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="contributors", verbose_name=_("review"))
    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="contributions", verbose_name=_("person")
    )
    email = models.EmailField(_("e-mail address"))
    can_edit = models.BooleanField(_("may edit"), default=True)
    sections = models.ManyToManyField(Section, blank=True, related_name="+", verbose_name=_("sections"))
    objectives = models.ManyToManyField(Objective, blank=True, related_name="+", verbose_name=_("objectives"))
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    message = models.TextField(_("what is asked for"), blank=True)
    done_at = models.DateTimeField(
        _("said to be done at"), null=True, blank=True, help_text=_("The person says that their part is ready.")
    )
    reminded_at = models.DateTimeField(_("last reminded at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "email"], condition=Q(removed_at=None), name="reviews_contributor_once"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_overdue(self) -> bool:
        """The day has passed and the person has not said that their part is ready."""
        return bool(self.due_on and self.due_on < timezone.localdate() and self.done_at is None)


class ReviewTransition(models.Model):
    """The log of a review's states: who did what, when, why; rows are added, never changed."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="transitions", verbose_name=_("review"))
    action = models.CharField(_("action"), max_length=10, choices=Action)
    source = models.CharField(_("from"), max_length=10, choices=ReviewState)
    target = models.CharField(_("to"), max_length=10, choices=ReviewState)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    note = models.TextField(_("note"), blank=True)
    declared_name = models.CharField(_("declared by"), max_length=200, blank=True)
    declared_post = models.CharField(_("post"), max_length=200, blank=True)
    declared_institution = models.CharField(_("institution"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("transition of a review")
        verbose_name_plural = _("transitions of reviews")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=[Action.RETURN, Action.REVISE]) | ~Q(note=""),
                name="reviews_return_and_revise_need_a_reason",
                violation_error_message=_("Give the reason."),
                violation_error_code="note",
            ),
            models.CheckConstraint(
                condition=~Q(action=Action.SUBMIT)
                | ~(Q(declared_name="") | Q(declared_post="") | Q(declared_institution="")),
                name="reviews_submission_is_declared",
                violation_error_message=_("Give the name, post and institution of the person who submits."),
                violation_error_code="declared_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
