from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.language import localized
from objectives.models import Principle
from reviews.enums import Level, QuestionKind, SectionKind
from reviews.models.rounds import Round


class Questionnaire(models.Model):
    """The questions of a round, in sections: a design of this portal, never called official.

    Frozen once a review uses it: wording may then be changed only in a new questionnaire.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="questionnaires", verbose_name=_("round"))
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.NATIONAL)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["round__position", "level", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "level", "number"], name="reviews_questionnaire_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.get_level_display()} · {self.number}"


class Section(models.Model):
    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="sections", verbose_name=_("questionnaire")
    )
    code = models.SlugField(_("short code"))
    kind = models.CharField(_("kind"), max_length=12, choices=SectionKind, default=SectionKind.NARRATIVE)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance, one question a line"), blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="reviews_section_once"),
        ]

    def __str__(self) -> str:
        return localized(self, "title") or self.code


class Question(models.Model):
    """One question; ``identifier`` is stable across rounds, its wording may change."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions", verbose_name=_("section"))
    identifier = models.CharField(_("identifier"), max_length=80, help_text=_("Such as objectives.measures."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind, default=QuestionKind.NARRATIVE)
    principle = models.ForeignKey(
        Principle, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guiding principle")
    )
    title = models.CharField(_("question"), max_length=250)
    help = models.TextField(_("help"), blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    word_limit = models.PositiveIntegerField(
        _("suggested limit in words"), null=True, blank=True, help_text=_("A longer text is warned of, not refused.")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "identifier"], name="reviews_question_once"),
        ]

    def __str__(self) -> str:
        return localized(self, "title") or self.identifier


class QuestionOption(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="options", verbose_name=_("question"))
    code = models.SlugField(_("short code"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("label"), max_length=150)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="reviews_option_once"),
        ]

    def __str__(self) -> str:
        return localized(self, "label") or self.code
