"""What makes up the profile of a champion country, beyond its status."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from champions.enums import CommitmentState, Direction, DocumentKind, SupportState
from champions.models.initiative import Champion, SupportKind
from foundation.dates import PartialDateField
from foundation.kept_files import KeptFile
from foundation.language import localized
from foundation.models import Sourced, Statement
from network.models import Entity
from objectives.models import Objective


class SupportItem(Sourced):
    """Support of one of the five kinds: asked for, planned or given, by whom, when, with what result."""

    champion = models.ForeignKey(
        Champion, models.CASCADE, related_name="support_items", verbose_name=_("champion country")
    )
    kind = models.ForeignKey(SupportKind, models.PROTECT, related_name="items", verbose_name=_("kind of support"))
    state = models.CharField(_("state"), max_length=10, choices=SupportState, default=SupportState.ASKED)
    what = models.TextField(_("what it is"))
    entity = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supported_champions",
        verbose_name=_("given by"),
    )
    asked_in = PartialDateField(_("asked for"), blank=True)
    planned_for = PartialDateField(_("planned for"), blank=True)
    given_in = PartialDateField(_("given in"), blank=True)
    result = models.TextField(_("result"), blank=True)

    class Meta:
        verbose_name = _("support for a champion country")
        verbose_name_plural = _("support for champion countries")
        ordering = ["kind__number", "pk"]

    def __str__(self) -> str:
        return localized(self, "what")[:80]


class Commitment(Sourced):
    """What a champion country has committed itself to, by when, and how far it is."""

    champion = models.ForeignKey(
        Champion, models.CASCADE, related_name="commitments", verbose_name=_("champion country")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("commitment"))
    objectives = models.ManyToManyField(
        Objective, blank=True, related_name="champion_commitments", verbose_name=_("objectives")
    )
    due = PartialDateField(_("due"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=CommitmentState, default=CommitmentState.ANNOUNCED, db_index=True
    )
    updated_on = models.DateField(_("last update"), null=True, blank=True)
    progress = models.TextField(_("progress"), blank=True)
    evidence_title = models.CharField(_("evidence"), max_length=300, blank=True)
    evidence_url = models.URLField(_("address of the evidence"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("commitment of a champion country")
        verbose_name_plural = _("commitments of champion countries")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return localized(self, "text")[:80]

    @property
    def is_open(self) -> bool:
        return self.state in (CommitmentState.ANNOUNCED, CommitmentState.UNDER_WAY)


class Exchange(Sourced):
    """Experience on an objective that a champion country offers, or looks for."""

    champion = models.ForeignKey(
        Champion, models.CASCADE, related_name="exchanges", verbose_name=_("champion country")
    )
    direction = models.CharField(_("offers or seeks"), max_length=10, choices=Direction)
    objective = models.ForeignKey(
        Objective, models.PROTECT, related_name="champion_exchanges", verbose_name=_("objective")
    )
    text = models.TextField(_("on what"), blank=True)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)

    class Meta:
        verbose_name = _("exchange of experience")
        verbose_name_plural = _("exchanges of experience")
        ordering = ["objective__number", "direction", "pk"]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.objective}"


class Lesson(Statement):
    """A lesson that a champion country has drawn from its own work."""

    champion = models.ForeignKey(Champion, models.CASCADE, related_name="lessons", verbose_name=_("champion country"))

    class Meta:
        verbose_name = _("lesson of a champion country")
        verbose_name_plural = _("lessons of champion countries")
        ordering = ["position"]


class ChampionDocument(KeptFile):
    """A document of a champion country, its letter of confirmation among them."""

    champion = models.ForeignKey(
        Champion, models.CASCADE, related_name="documents", verbose_name=_("champion country")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind, default=DocumentKind.OTHER)
    date = PartialDateField(_("date"), blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=False)

    class Meta:
        verbose_name = _("document of a champion country")
        verbose_name_plural = _("documents of champion countries")
        ordering = ["kind", "-date", "pk"]
