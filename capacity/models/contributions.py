"""What States contribute to the mechanism of their own will: technical, financial and human resources."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.mandates import countries_of
from accounts.models import User
from capacity.contribution_workflow import OPEN, PUBLIC
from capacity.enums_contributions import ContributionAction, ContributionKind, ContributionState
from capacity.models.mechanism import MechanismPart
from countries.enums import UNStatus
from countries.models import Commission, Country
from foundation.language import localized
from foundation.workflows import TransitionRecord
from mptf.currencies import validate_currency
from mptf.models.money import LARGEST
from objectives.models import Objective

SMALLEST = Decimal("0.01")


class MechanismContributionQuerySet(models.QuerySet):
    def of_state(self, user):
        """Contributions of the countries for which this person works today."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(country__in=countries_of(user))

    def visible_to(self, user):
        """Of one's own countries all; for curators what has been sent to the Network, never a draft."""
        mine = self.of_state(user)
        if user.is_authenticated and user.is_active and user.is_curator:
            return self.filter(Q(pk__in=mine.values("pk")) | Q(offered_at__isnull=False))
        return mine

    def shown(self):
        """What is public: confirmed, given, or ended after it was confirmed."""
        return self.filter(state__in=PUBLIC)

    def real(self):
        """Without the samples of fictional States, which no count and no total includes."""
        return self.exclude(country__un_status=UNStatus.SAMPLE)

    def open(self):
        return self.filter(state__in=OPEN)

    def for_lists(self):
        return self.select_related("country", "part").prefetch_related("objectives", "for_countries", "for_regions")


class MechanismContribution(models.Model):
    """What a State offers: in its own words and language, and once confirmed with a public text in both languages."""

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="mechanism_contributions", verbose_name=_("country")
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=12, choices=ContributionState, default=ContributionState.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    kind = models.CharField(
        pgettext_lazy("of a contribution", "kind"), max_length=12, choices=ContributionKind, blank=True
    )
    part = models.ForeignKey(
        MechanismPart,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("part of the mechanism"),
        help_text=_("Empty: the mechanism as a whole."),
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    topic = models.CharField(_("in one line"), max_length=200, blank=True)
    text = models.TextField(_("what is offered"), blank=True)
    institution = models.CharField(_("institution in charge"), max_length=250, blank=True)
    objectives = models.ManyToManyField(
        Objective, blank=True, related_name="mechanism_contributions", verbose_name=_("objectives")
    )
    for_countries = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries that it is meant for")
    )
    for_regions = models.ManyToManyField(
        Commission, blank=True, related_name="+", verbose_name=_("regions that it is meant for")
    )
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)],
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[validate_currency], help_text=_("Code of ISO 4217.")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True, help_text=_("The day for which the amount holds."))
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_email = models.EmailField(_("address of the contact person"), blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    offered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offered by")
    )
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    # The public text, which the curators make of the State's words.
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_on = models.DateField(_("day of the end"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    curator_note = models.TextField(_("note of the curators"), blank=True, help_text=_("Only curators see it."))

    objects = MechanismContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution to the mechanism")
        verbose_name_plural = _("contributions to the mechanism")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="capacity_contribution_numbered_once"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0, amount__lte=LARGEST),
                name="capacity_contribution_amount_is_positive",
                violation_error_message=_("An amount is more than nothing and has no more than fifteen digits."),
            ),
            models.CheckConstraint(
                condition=Q(currency="") | Q(currency__regex=r"^[A-Z]{3}$"),
                name="capacity_contribution_currency_is_a_code",
                violation_error_message=_("A currency is written with three capital letters."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ContributionKind.FINANCIAL) | Q(amount=None, currency="", as_of=None),
                name="capacity_contribution_money_is_financial",
                violation_error_message=_("Only a financial contribution has an amount."),
            ),
            models.CheckConstraint(
                condition=Q(available_from=None)
                | Q(available_until=None)
                | Q(available_until__gte=F("available_from")),
                name="capacity_contribution_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(PUBLIC)) | Q(confirmed_at__isnull=False),
                name="capacity_contribution_is_public_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country.iso3}-{self.number}"

    def get_absolute_url(self) -> str:
        """Its public page, for what is public."""
        return reverse("capacity:contribution_detail", args=[self.country.iso3, self.number])

    def get_desk_url(self) -> str:
        """Where the State and the curators work on it."""
        return reverse("capacity:offer", args=[self.country.iso3, self.number])

    @property
    def code(self) -> str:
        return str(self)

    @property
    def is_sample(self) -> bool:
        return self.country.is_sample

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def is_financial(self) -> bool:
        return self.kind == ContributionKind.FINANCIAL

    @property
    def part_label(self) -> str:
        """The part of the mechanism in the active language, or the mechanism as a whole."""
        return localized(self.part, "name") if self.part else str(_("The mechanism as a whole"))


class ContributionTransition(TransitionRecord):
    """One step in the life of a contribution; the State and the Network see all of them."""

    action = models.CharField(_("action"), max_length=30, choices=ContributionAction)
    subject = models.ForeignKey(MechanismContribution, models.CASCADE, related_name="transitions")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta(TransitionRecord.Meta):
        verbose_name = _("step of a contribution")
        verbose_name_plural = _("steps of contributions")
