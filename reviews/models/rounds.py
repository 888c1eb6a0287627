from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Commission, Country
from foundation.dates import PartialDateField
from foundation.language import joined, localized
from foundation.models import Sourced, SourcedQuerySet, Statement
from reviews.enums import KnownReviewStatus, RoundKind, Topic


class RoundQuerySet(SourcedQuerySet):
    def open_for_reviews(self):
        """Rounds for which a State may start a review now."""
        return self.filter(is_open=True)


class Round(Sourced):
    """A round of regional reviews or a Forum (A/RES/73/195, paragraphs 48 to 54)."""

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RoundKind)
    name = models.CharField(_("name"), max_length=200)
    start = PartialDateField(_("start"), blank=True)
    end = PartialDateField(_("end"), blank=True)
    is_open = models.BooleanField(
        _("open for reviews"), default=False, help_text=_("Focal points may start a review for an open round.")
    )
    deadline = models.DateField(_("reviews are due by"), null=True, blank=True)
    desk_days = models.PositiveSmallIntegerField(
        _("days for the check by the Network"),
        default=14,
        help_text=_(
            "Within how many days of a submission the Network publishes or returns it; governments see the date."
        ),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["position"]

    def __str__(self) -> str:
        return localized(self, "name") or self.code

    def get_absolute_url(self) -> str:
        return reverse("reviews:round_detail", args=[self.code])

    @property
    def is_past(self) -> bool:
        return bool(self.end) and self.end < timezone.localdate().isoformat()


class RegionalReview(Sourced):
    """The review meeting of one regional commission in a regional round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="regional_reviews", verbose_name=_("round"))
    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="regional_reviews", verbose_name=_("regional commission")
    )
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"), blank=True)
    place = models.CharField(_("place"), max_length=200)
    host_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host country")
    )
    co_chairs = models.ManyToManyField(Country, blank=True, related_name="+", verbose_name=_("co-chaired by"))
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("regional review")
        verbose_name_plural = _("regional reviews")
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["round", "commission"], name="reviews_regional_review_once"),
        ]

    def __str__(self) -> str:
        return f"{self.commission.code}, {self.start}"


class ForumFact(Statement):
    round = models.ForeignKey(Round, models.CASCADE, related_name="facts", verbose_name=_("round"))

    class Meta:
        verbose_name = _("fact about a Forum")
        verbose_name_plural = _("facts about Forums")
        ordering = ["position"]


class ReviewStatement(Statement):
    """What is known of the Forum and of the voluntary review in general."""

    topic = models.CharField(_("topic"), max_length=20, choices=Topic)

    class Meta:
        verbose_name = _("statement about reviews")
        verbose_name_plural = _("statements about reviews")
        ordering = ["topic", "position"]


class SecretaryGeneralReport(Sourced):
    """A biennial report of the Secretary-General on the Global Compact."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    symbol = models.CharField(_("symbol"), max_length=20, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("report of the Secretary-General")
        verbose_name_plural = _("reports of the Secretary-General")
        ordering = ["year"]

    def __str__(self) -> str:
        return self.symbol or str(self.year)


class GuidanceDocument(Sourced):
    """A document by which the Network or a region guides those who prepare a review."""

    code = models.SlugField(_("short code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=250)
    what = models.CharField(_("what it is"), max_length=300, blank=True)
    is_seen = models.BooleanField(_("its text was seen"), default=False)

    class Meta:
        verbose_name = _("guidance document")
        verbose_name_plural = _("guidance documents")
        ordering = ["position"]

    def __str__(self) -> str:
        return localized(self, "title")


class KnownReview(Sourced):
    """A review that a source mentions but that was not prepared in this portal: a fact, not a text."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="known_reviews", verbose_name=_("country"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="known_reviews", verbose_name=_("round"))
    status = models.CharField(_("status"), max_length=20, choices=KnownReviewStatus)
    date = PartialDateField(_("date"), blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    original_title = models.CharField(_("title in the original language"), max_length=300, blank=True)
    original_language = models.CharField(_("original language"), max_length=10, blank=True)
    institution = models.CharField(_("institution"), max_length=250, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("known review")
        verbose_name_plural = _("known reviews")
        ordering = ["round__position", "country__iso3"]
        constraints = [
            models.UniqueConstraint(fields=["country", "round"], name="reviews_known_review_once"),
        ]

    def __str__(self) -> str:
        return joined(self.country, self.round)
