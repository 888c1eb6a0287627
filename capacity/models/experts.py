"""The roster of experts: people who have agreed, and as far as they have agreed."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from capacity.enums import ConsentScope, HelpKind
from countries.models import Country
from foundation.language import localized
from objectives.models import Objective

#: How long a consent holds before the expert is asked again.
CONSENT_DAYS = 730
#: The wording that an expert agrees to; a new one gets a new number and old consents keep theirs.
CONSENT_VERSION = 1


class ExpertQuerySet(models.QuerySet):
    def _consenting(self, scopes):
        in_force = Consent.objects.in_force().filter(expert=OuterRef("pk"), scope__in=scopes)
        return self.filter(Exists(in_force))

    def public(self):
        """Those who have agreed to be shown to everyone, as long as the consent holds."""
        return self._consenting([ConsentScope.PUBLIC])

    def suggestible(self):
        """Those whom the curators may suggest and write to."""
        return self._consenting(ConsentScope.values)


class Expert(models.Model):
    """A person with experience; a name and a profile in both languages, shown only as far as they agree."""

    slug = models.SlugField(_("short code"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), unique=True, help_text=_("Never shown."))
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    objectives = models.ManyToManyField(Objective, related_name="experts", verbose_name=_("objectives"))
    kinds = models.JSONField(_("kinds of help"), default=list, blank=True)
    languages = models.CharField(
        _("languages"), max_length=200, blank=True, help_text=_("Codes with commas: ar, en, fr.")
    )
    profile = models.TextField(_("profile"), blank=True)
    language = models.CharField(
        _("language of the mail"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["name"]

    def __str__(self) -> str:
        return localized(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("capacity:expert", args=[self.slug])

    @property
    def language_codes(self) -> list[str]:
        return [code.strip() for code in self.languages.split(",") if code.strip()]

    @property
    def kind_labels(self) -> list[str]:
        return [str(HelpKind(kind).label) for kind in self.kinds if kind in HelpKind.values]


class ConsentQuerySet(models.QuerySet):
    def in_force(self, on=None):
        now = on or timezone.now()
        since = now - datetime.timedelta(days=CONSENT_DAYS)
        return self.filter(withdrawn_at=None, given_at__gt=since)


class Consent(models.Model):
    """That an expert has agreed: to which wording, how far, when; and when it was taken back."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="consents")
    scope = models.CharField(_("what is agreed to"), max_length=10, choices=ConsentScope)
    wording = models.PositiveSmallIntegerField(_("version of the wording"), default=CONSENT_VERSION)
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.expert}, {self.get_scope_display()}"

    @property
    def ends_at(self) -> datetime.datetime:
        return self.given_at + datetime.timedelta(days=CONSENT_DAYS)
