"""A State's expression of interest in becoming a champion country."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mandates import countries_of
from accounts.models import User
from champions.enums import InterestAction, InterestState
from champions.models.initiative import Champion, SupportKind
from champions.workflow import OPEN
from countries.models import Country
from foundation.kept_files import KeptFile
from foundation.workflows import TransitionRecord
from objectives.models import Objective


class InterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A focal point's own countries; for curators what has been submitted, never a draft."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Q(country__in=countries_of(user))
        if user.is_curator:
            return self.filter(mine | Q(submitted_at__isnull=False))
        return self.filter(mine)

    def open(self):
        return self.filter(state__in=OPEN)

    def waiting_for_the_network(self):
        return self.filter(state__in=[InterestState.SUBMITTED, InterestState.REVIEW])


class Interest(models.Model):
    """An expression of interest: written by the State in one language, taken through review by the Network."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="interests", verbose_name=_("country"))
    state = models.CharField(
        _("state"), max_length=12, choices=InterestState, default=InterestState.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    motivation = models.TextField(_("motivation"), blank=True)
    coordination = models.TextField(_("coordination structure"), blank=True)
    institution = models.CharField(_("institution in charge"), max_length=250, blank=True)
    contact_email = models.EmailField(_("address of the institution"), blank=True)
    objectives = models.ManyToManyField(Objective, blank=True, related_name="+", verbose_name=_("priority objectives"))
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken up by")
    )
    champion = models.ForeignKey(
        Champion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interests",
        verbose_name=_("champion country"),
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(state__in=sorted(state.value for state in OPEN)),
                name="champions_one_open_interest",
                violation_error_message=_("An expression of interest of this country is already under way."),
                violation_error_code="country",
            ),
        ]

    def __str__(self) -> str:
        return str(self.country)

    def get_absolute_url(self) -> str:
        return reverse("champions:interest", args=[self.country.iso3])


class InterestSupport(models.Model):
    """What the State expects of one of the five kinds of support, in its own words."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="supports")
    kind = models.ForeignKey(SupportKind, models.PROTECT, related_name="+", verbose_name=_("kind of support"))
    wish = models.TextField(_("what is expected"), blank=True)

    class Meta:
        verbose_name = _("support expected")
        verbose_name_plural = _("supports expected")
        ordering = ["kind__number"]
        constraints = [
            models.UniqueConstraint(fields=["interest", "kind"], name="champions_interest_support_once"),
        ]

    def __str__(self) -> str:
        return str(self.kind)


class InterestTransition(TransitionRecord):
    """One step in the life of an expression of interest; both sides see all of them."""

    action = models.CharField(_("action"), max_length=30, choices=InterestAction)
    subject = models.ForeignKey(Interest, models.CASCADE, related_name="transitions")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta(TransitionRecord.Meta):
        verbose_name = _("step of an expression of interest")
        verbose_name_plural = _("steps of expressions of interest")


class InterestLetter(KeptFile):
    """The letter with which the State confirms, seen by both sides."""

    interest = models.OneToOneField(Interest, models.CASCADE, related_name="letter")

    class Meta:
        verbose_name = _("letter of confirmation")
        verbose_name_plural = _("letters of confirmation")
