"""Money as rows: what each joint programme was given, what was contributed to the Fund, and rates of exchange.

Every row has its own source and its own day ("as of"). Nothing here is a total: totals are made of the rows
that are shown (``mptf.money``).
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from countries.enums import UNStatus
from countries.models import Country
from foundation.language import localized
from foundation.models import Sourced, SourcedQuerySet
from mptf.currencies import validate_currency
from mptf.enums import BudgetKind, ContributionState, Funding
from mptf.models.fund import JointProgramme, ProgrammePartner, ThematicArea
from network.models import Entity

FIRST_YEAR, LAST_YEAR = 2016, 2100
#: Fifteen digits are what every database of the portal keeps exactly.
LARGEST = Decimal("9999999999999.99")


def _is_sound(name: str) -> list[models.CheckConstraint]:
    """What holds of every row of money, also for what does not come through a form."""
    return [
        models.CheckConstraint(
            condition=Q(amount__gte=0, amount__lte=LARGEST),
            name=f"mptf_{name}_is_not_negative",
            violation_error_message=_("An amount is neither negative nor of more than fifteen digits."),
        ),
        models.CheckConstraint(
            condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
            name=f"mptf_{name}_has_a_year",
            violation_error_message=_("Give a year from 2016 to 2100."),
        ),
        models.CheckConstraint(
            condition=Q(currency__regex=r"^[A-Z]{3}$"),
            name=f"mptf_{name}_has_a_currency",
            violation_error_message=_("A currency is written with three capital letters."),
        ),
    ]


class Money(Sourced):
    """What a budget line and a contribution have in common."""

    code = models.SlugField(
        _("short code"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Names the row for good. Left empty, it is made of what the row is about."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="USD", validators=[validate_currency], help_text=_("Code of ISO 4217.")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(LARGEST)]
    )
    as_of = models.DateField(_("as of"), help_text=_("The day for which the source gives the amount."))
    remark = models.TextField(_("remark"), blank=True, help_text=_("For readers."))

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self.code:
            self.code = self._free_code()
        super().save(*args, **kwargs)

    def _free_code(self) -> str:
        stem = "-".join(str(part) for part in self.code_parts())[:110].strip("-").lower()
        taken = set(type(self).objects.filter(code__startswith=stem).values_list("code", flat=True))
        number = 1
        while (code := f"{stem}-{number}") in taken:
            number += 1
        return code

    def code_parts(self) -> list[str]:
        raise NotImplementedError


class MoneyQuerySet(SourcedQuerySet):
    def with_rates(self):
        """Each row with ``rate``: the rate of exchange of its currency and month that has a source, or ``None``."""
        found = ExchangeRate.objects.filter(
            currency=OuterRef("currency"), month=OuterRef("month_of_row"), sources__isnull=False
        )
        return self.alias(month_of_row=TruncMonth("as_of")).annotate(
            rate=Subquery(found.order_by().values("per_dollar")[:1])
        )


class BudgetLineQuerySet(MoneyQuerySet):
    def shown(self):
        """Lines of programmes that are public."""
        return self.filter(programme__is_published=True)

    def real(self):
        """Lines that count: those of samples do not."""
        return self.filter(programme__in=JointProgramme.objects.real().order_by())

    def for_lists(self):
        return self.select_related("programme__thematic_area", "organization", "partner").prefetch_related(
            "sources", "programme__countries"
        )


class BudgetLine(Money):
    """Money of a joint programme for one recipient in one year, from one source of funds."""

    programme = models.ForeignKey(
        JointProgramme, models.CASCADE, related_name="budget_lines", verbose_name=_("joint programme")
    )
    organization = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receiving UN organization")
    )
    partner = models.ForeignKey(
        ProgrammePartner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("other recipient"),
        help_text=_("A partner of the same programme."),
    )
    funding = models.CharField(_("source of funds"), max_length=20, choices=Funding, default=Funding.FUND)
    funder = models.CharField(
        _("name of the source of funds"),
        max_length=200,
        blank=True,
        help_text=_("Which government, which other source."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=BudgetKind)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["programme", "year", "kind", "funding", "code"]
        constraints = [
            *_is_sound("budget_line"),
            models.CheckConstraint(
                condition=Q(organization=None) | Q(partner=None),
                name="mptf_budget_line_has_one_recipient",
                violation_error_message=_("Give a UN organization or another recipient, not both."),
            ),
            # Other sources may be several, told apart by their names; the Fund is one.
            models.UniqueConstraint(
                F("programme"),
                Coalesce("organization", Value(0)),
                Coalesce("partner", Value(0)),
                F("year"),
                F("currency"),
                F("kind"),
                condition=Q(funding=Funding.FUND),
                name="mptf_budget_line_of_the_fund_once",
                violation_error_message=_(
                    "There is a line of the Fund for this recipient, year, kind and currency already. Change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def code_parts(self) -> list[str]:
        return [self.programme.slug, str(self.year), self.kind, self.funding]

    def clean(self) -> None:
        """Raises ``ValidationError`` for a partner of another programme, and for another source without a name."""
        super().clean()
        if self.partner_id and self.programme_id and self.partner.programme_id != self.programme_id:
            raise ValidationError({"partner": _("This is not a partner of the programme.")}, code="partner")
        if self.funding == Funding.OTHER and not localized(self, "funder"):
            raise ValidationError({"funding": _("Name the other source of funds.")}, code="funder")

    @property
    def is_sample(self) -> bool:
        return self.programme.is_sample


class ContributionQuerySet(MoneyQuerySet):
    def shown(self):
        """Contributions that say nothing of a programme which is not public."""
        return self.filter(Q(programme=None) | Q(programme__is_published=True))

    def samples(self):
        return self.filter(
            Q(country__un_status=UNStatus.SAMPLE) | Q(programme__in=JointProgramme.objects.samples().order_by())
        )

    def real(self):
        """Contributions that count: neither of fictional States nor to sample programmes."""
        return self.exclude(pk__in=self.model._default_manager.samples().order_by().values("pk"))

    def for_lists(self):
        return self.select_related("country", "area", "programme").prefetch_related("sources", "programme__countries")


class Contribution(Money):
    """Money for the Fund from one contributor, for one year."""

    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="fund_contributions", verbose_name=_("country")
    )
    organization = models.CharField(
        _("contributing organization"), max_length=250, blank=True, help_text=_("Where the contributor is no State.")
    )
    state = models.CharField(pgettext_lazy("contribution", "state"), max_length=20, choices=ContributionState)
    area = models.ForeignKey(
        ThematicArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("earmarked to the thematic area"),
    )
    programme = models.ForeignKey(
        JointProgramme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("earmarked to the joint programme"),
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution to the Fund")
        verbose_name_plural = _("contributions to the Fund")
        ordering = ["-year", "country__iso3", "state", "code"]
        constraints = [
            *_is_sound("contribution"),
            models.CheckConstraint(
                condition=Q(area=None) | Q(programme=None),
                name="mptf_contribution_has_one_earmark",
                violation_error_message=_("A contribution is earmarked to an area or to a programme, not to both."),
            ),
            models.UniqueConstraint(
                F("country"),
                F("year"),
                F("currency"),
                F("state"),
                Coalesce("area", Value(0)),
                Coalesce("programme", Value(0)),
                condition=Q(country__isnull=False),
                name="mptf_contribution_of_a_state_once",
                violation_error_message=_(
                    "There is a contribution of this State for the year, currency, state and earmark already. "
                    "Change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def code_parts(self) -> list[str]:
        return [self.country.iso3 if self.country_id else "organization", str(self.year), self.state]

    def clean(self) -> None:
        """Raises ``ValidationError`` unless there is one contributor: a State or an organization."""
        super().clean()
        if bool(self.country_id) == bool(localized(self, "organization")):
            raise ValidationError({"country": _("Give a country or an organization, one of the two.")}, code="country")

    @property
    def contributor(self) -> str:
        """The name of who gives, in the active language."""
        return str(self.country) if self.country_id else localized(self, "organization")

    @property
    def is_sample(self) -> bool:
        return bool((self.country_id and self.country.is_sample) or (self.programme_id and self.programme.is_sample))


class ExchangeRate(Sourced):
    """A monthly operational rate of exchange of the United Nations, as it is printed: units for one US dollar."""

    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    month = models.DateField(_("month"), help_text=_("Its first day."))
    per_dollar = models.DecimalField(
        _("units for one US dollar"), max_digits=15, decimal_places=6, validators=[MinValueValidator(0)]
    )

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta:
        verbose_name = _("rate of exchange")
        verbose_name_plural = _("rates of exchange")
        ordering = ["-month", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "month"], name="mptf_rate_once"),
            models.CheckConstraint(
                condition=Q(per_dollar__gt=0),
                name="mptf_rate_is_positive",
                violation_error_message=_("A rate of exchange is more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="mptf_rate_is_of_a_month",
                violation_error_message=_("Write the first day of the month."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$") & ~Q(currency="USD"),
                name="mptf_rate_has_a_currency",
                violation_error_message=_("A rate is given for another currency than the US dollar."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.month:%Y-%m}"
