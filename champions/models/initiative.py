import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from champions.enums import ChampionStatus, Topic
from countries.enums import UNStatus
from countries.models import Country
from foundation.dates import PartialDateField
from foundation.language import localized
from foundation.models import Sourced, SourcedQuerySet, Statement
from objectives.models import Objective


class SupportKind(Sourced):
    """One of the five kinds of support that a champion country can expect of the Network."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    code = models.SlugField(_("short code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"))

    class Meta:
        verbose_name = _("kind of expected support")
        verbose_name_plural = _("kinds of expected support")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {localized(self, 'name')}"


class ChampionQuerySet(SourcedQuerySet):
    def shown(self):
        """Champions that a source confirms; those from memory wait for the letter of confirmation."""
        return self.exclude(status__in=[ChampionStatus.UNCONFIRMED, ChampionStatus.INVITED])

    def real(self):
        """Without the samples of fictional States, which no count includes."""
        return self.exclude(country__un_status=UNStatus.SAMPLE)


class Champion(Sourced):
    """A champion country of the Global Compact: its status, with the dates that sources give."""

    country = models.OneToOneField(Country, models.CASCADE, related_name="champion", verbose_name=_("country"))
    status = models.CharField(
        _("status"), max_length=20, choices=ChampionStatus, default=ChampionStatus.UNCONFIRMED, db_index=True
    )
    invited_in = PartialDateField(_("invited"), blank=True)
    confirmed_in = PartialDateField(
        _("confirmed by the government"), blank=True, help_text=_("When the government confirmed, if known.")
    )
    champion_by = PartialDateField(
        _("champion by"),
        blank=True,
        help_text=_("The earliest source that names it; this is not the date of joining."),
    )
    ended_in = PartialDateField(_("ended"), blank=True)
    end_reason = models.TextField(_("why the role ended"), blank=True)
    coordination = models.TextField(
        _("coordination structure"), blank=True, help_text=_("Who steers the implementation in the country, and how.")
    )
    institution = models.CharField(_("institution in charge"), max_length=250, blank=True)
    contact_email = models.EmailField(
        _("public address of the institution"), blank=True, help_text=_("Of the institution, never of a person.")
    )
    in_source_deck = models.BooleanField(_("named in the founding slide deck"), default=False)
    priority_objectives = models.ManyToManyField(
        Objective, blank=True, related_name="champions", verbose_name=_("priority objectives")
    )

    objects = ChampionQuerySet.as_manager()

    class Meta:
        verbose_name = _("champion country")
        verbose_name_plural = _("champion countries")
        ordering = ["country__iso3"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=ChampionStatus.ENDED) | ~Q(ended_in=""),
                name="champions_ended_has_a_date",
                violation_error_message=_("Say when the role as champion country ended."),
                violation_error_code="ended_in",
            ),
        ]

    def __str__(self) -> str:
        return str(self.country)

    def get_absolute_url(self) -> str:
        return reverse("champions:champion_detail", args=[self.country.iso3])

    @property
    def known_since(self) -> str:
        """The day, month or year from which on it counts as a champion country: confirmed, or first named so."""
        return self.confirmed_in or self.champion_by

    def status_on(self, day: datetime.date) -> str | None:
        """Its status on a day as far as the dates tell; ``None`` where nothing is known of it that early.

        A month or a year counts from its first day: ``"2023-11"`` holds on 1 November 2023.
        """
        text = day.isoformat()
        if self.ended_in and _begins(self.ended_in) <= text:
            return ChampionStatus.ENDED
        if self.known_since and _begins(self.known_since) <= text:
            return ChampionStatus.CONFIRMED
        if self.invited_in and _begins(self.invited_in) <= text:
            return ChampionStatus.INVITED
        return None


def _begins(partial: str) -> str:
    """The first day of a year, a month or a day, as text that compares."""
    return (partial + "-01-01")[:10] if len(partial) == 4 else (partial + "-01")[:10]


class ChampionRole(Sourced):
    """A role of a champion country within the initiative, such as co-chair."""

    champion = models.ForeignKey(Champion, models.CASCADE, related_name="roles", verbose_name=_("champion country"))
    name = models.CharField(_("role"), max_length=200)

    class Meta:
        verbose_name = _("role in the initiative")
        verbose_name_plural = _("roles in the initiative")
        ordering = ["pk"]

    def __str__(self) -> str:
        return localized(self, "name")


class ChampionPriority(Statement):
    """A priority in the country's own words, where no list of objectives is known."""

    champion = models.ForeignKey(
        Champion, models.CASCADE, related_name="stated_priorities", verbose_name=_("champion country")
    )

    class Meta:
        verbose_name = _("stated priority")
        verbose_name_plural = _("stated priorities")
        ordering = ["position"]


class ChampionStatement(Statement):
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)

    class Meta:
        verbose_name = _("statement about the initiative")
        verbose_name_plural = _("statements about the initiative")
        ordering = ["topic", "position"]


class ChampionCount(Sourced):
    """How many champion countries a source counts on a day; the list of names may be shorter."""

    date = PartialDateField(_("date"), unique=True)
    value = models.PositiveSmallIntegerField(_("number of champion countries"))
    what = models.CharField(_("what was counted"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("count of champion countries")
        verbose_name_plural = _("counts of champion countries")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date}: {self.value}"


class ChampionEvent(Sourced):
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"), blank=True)
    name = models.CharField(_("event"), max_length=300)

    class Meta:
        verbose_name = _("event of champion countries")
        verbose_name_plural = _("events of champion countries")
        ordering = ["start"]

    def __str__(self) -> str:
        return localized(self, "name")
