from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.language import localized
from foundation.models import Sourced

OBJECTIVE_COUNT = 23
PRINCIPLE_COUNT = 10


class RoundTable(Sourced):
    """One of the four round tables of the Forum (A/RES/73/326); each objective belongs to one."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("round table of the Forum")
        verbose_name_plural = _("round tables of the Forum")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {localized(self, 'name')}"


class SDGTarget(models.Model):
    """A target of the 2030 Agenda by its number, such as 10.7 or 16.b."""

    code = models.CharField(
        _("target"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{1,2}\.[0-9a-z]{1,2}$", _("Write the target as 10.7 or 16.b."))],
    )
    goal = models.PositiveSmallIntegerField(_("goal"), validators=[MinValueValidator(1), MaxValueValidator(17)])

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")
        ordering = ["goal", "code"]

    def __str__(self) -> str:
        return self.code


class Objective(Sourced):
    """One of the 23 objectives of the Global Compact (A/RES/73/195, paragraphs 17 to 39)."""

    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(OBJECTIVE_COUNT)]
    )
    slug = models.SlugField(_("short code"), unique=True)
    title = models.TextField(_("official title"))
    short_title = models.CharField(_("short title"), max_length=100)
    label = models.CharField(_("label for tables"), max_length=60)
    summary = models.TextField(_("summary in our words"), blank=True)
    gcm_paragraph = models.CharField(_("paragraph of the Compact"), max_length=10)
    associated_actions = models.PositiveSmallIntegerField(_("number of associated actions"), null=True, blank=True)
    round_table = models.ForeignKey(
        RoundTable, models.PROTECT, related_name="objectives", verbose_name=_("round table"), null=True, blank=True
    )
    all_sdgs = models.BooleanField(_("linked to all goals of the 2030 Agenda"), default=False)
    sdg_targets = models.ManyToManyField(
        SDGTarget, blank=True, related_name="objectives", verbose_name=_("SDG targets")
    )

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {localized(self, 'short_title')}"

    def get_absolute_url(self) -> str:
        return reverse("objectives:objective_detail", args=[self.number])

    @property
    def group(self) -> int | None:
        """The number of the round table, by which tiles are coloured; ``None`` where it is not known."""
        return self.round_table.number if self.round_table else None


class Principle(Sourced):
    """One of the ten cross-cutting guiding principles (A/RES/73/195, paragraph 15)."""

    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(PRINCIPLE_COUNT)]
    )
    code = models.SlugField(_("short code"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description in our words"), blank=True)
    other_name = models.CharField(
        _("other wording, for search"), max_length=200, blank=True, help_text=_("Wording met in UN documents.")
    )
    gcm_paragraph = models.CharField(_("paragraph of the Compact"), max_length=10)

    class Meta:
        verbose_name = _("guiding principle")
        verbose_name_plural = _("guiding principles")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {localized(self, 'name')}"

    def get_absolute_url(self) -> str:
        return reverse("objectives:principle_detail", args=[self.number])
