from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.enums import UNStatus
from foundation.arabic import sort_key
from foundation.language import localized
from foundation.models import Sourced, SourcedQuerySet


class Commission(Sourced):
    """A United Nations regional commission; it convenes the regional review of its members."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=200)
    seat = models.CharField(_("seat"), max_length=100, blank=True)
    review_region = models.CharField(_("region of the review"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("regional commission")
        verbose_name_plural = _("regional commissions")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return localized(self, "name") or self.code


class CountryQuerySet(SourcedQuerySet):
    def real(self):
        """Members and observers, without the fictional States of the samples."""
        return self.exclude(un_status=UNStatus.SAMPLE)

    def in_region(self, commission_code: str):
        """Countries that lie in the region of this commission (members from elsewhere are left out)."""
        return self.filter(memberships__commission__code=commission_code, memberships__is_in_region=True)

    def with_commissions(self):
        return self.prefetch_related(
            models.Prefetch("memberships", CommissionMembership.objects.select_related("commission"))
        )


class Country(Sourced):
    """A Member State, an observer State, or a clearly fictional State (XAA–XZZ) for samples."""

    iso3 = models.CharField(
        _("ISO 3166-1 alpha-3 code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital Latin letters."))],
    )
    iso2 = models.CharField(_("ISO 3166-1 alpha-2 code"), max_length=2, blank=True)
    m49 = models.CharField(_("UN M49 code"), max_length=3, blank=True)
    name = models.CharField(_("name"), max_length=150)
    un_status = models.CharField(_("status in the United Nations"), max_length=10, choices=UNStatus)
    commissions = models.ManyToManyField(
        Commission, through="CommissionMembership", verbose_name=_("regional commissions"), related_name="countries"
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["iso3"]
        constraints = [
            # ISO 3166-1 leaves XAA–XZZ to users, so no real State can ever be mistaken for a sample.
            models.CheckConstraint(
                condition=(Q(un_status=UNStatus.SAMPLE, iso3__startswith="X"))
                | (~Q(un_status=UNStatus.SAMPLE) & ~Q(iso3__startswith="X")),
                name="countries_samples_have_user_codes",
                violation_error_message=_("Fictional States, and only they, have codes from XAA to XZZ."),
                violation_error_code="sample_code",
            ),
        ]

    def __str__(self) -> str:
        return localized(self, "name") or self.iso3

    def get_absolute_url(self) -> str:
        return reverse("countries:country_detail", args=[self.iso3])

    @property
    def is_sample(self) -> bool:
        return self.un_status == UNStatus.SAMPLE

    @property
    def sort_key(self) -> str:
        """Alphabetical order in the active language, the same on every database."""
        return sort_key(str(self))


class CommissionMembershipQuerySet(models.QuerySet):
    def current(self):
        year = timezone.localdate().year
        return self.filter(Q(until_year=None) | Q(until_year__gte=year))


class CommissionMembership(models.Model):
    """A State may belong to several commissions, also outside its own region."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="memberships", verbose_name=_("country"))
    commission = models.ForeignKey(
        Commission, models.CASCADE, related_name="memberships", verbose_name=_("regional commission")
    )
    is_in_region = models.BooleanField(
        _("lies in the region"),
        default=True,
        help_text=_("Untick for a member from outside the region; filters by region then leave it out."),
    )
    since_year = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(_("until (year)"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = CommissionMembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership of a commission")
        verbose_name_plural = _("memberships of commissions")
        ordering = ["commission__position"]
        constraints = [
            models.UniqueConstraint(fields=["country", "commission"], name="countries_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.commission_id}"
