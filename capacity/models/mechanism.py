from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.language import localized
from foundation.models import Sourced, Statement


class MechanismPart(Sourced):
    """One of the three parts of the capacity-building mechanism (A/RES/73/195, paragraph 43)."""

    code = models.SlugField(_("short code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=200)
    does = models.TextField(_("what it does"))
    today = models.TextField(_("where it stands today"), blank=True)
    deck_words = models.CharField(_("words of the founding slide deck"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("part of the capacity-building mechanism")
        verbose_name_plural = _("parts of the capacity-building mechanism")
        ordering = ["position"]

    def __str__(self) -> str:
        return localized(self, "name")


class MechanismStatement(Statement):
    """How States and others contribute to the mechanism."""

    class Meta:
        verbose_name = _("statement about the mechanism")
        verbose_name_plural = _("statements about the mechanism")
        ordering = ["position"]
