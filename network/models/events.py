"""Meetings and trainings of the Network."""

import datetime
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from foundation.language import localized
from foundation.models import Sourced, SourcedQuerySet
from network.enums import DocumentLanguage, EventKind, EventState
from network.models.structure import Entity, Priority, RegionalNetwork, WorkingGroup
from objectives.models import Objective


def validate_time_zone(value: str) -> None:
    """Raises ``ValidationError`` unless ``value`` names a time zone, such as Africa/Cairo."""
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(_("Name the time zone like Africa/Cairo, as the IANA list does."), code="zone") from None


class EventQuerySet(SourcedQuerySet):
    def real(self):
        """Without samples: what is counted."""
        return self.filter(is_sample=False)

    def with_last_day(self):
        return self.annotate(last_day=Coalesce(F("ends_on"), F("starts_on")))

    def upcoming(self, on=None):
        """Not over yet, by the calendar; a cancelled one is upcoming all the same: people must learn of it."""
        return self.with_last_day().filter(last_day__gte=on or timezone.localdate())

    def past(self, on=None):
        return self.with_last_day().filter(last_day__lt=on or timezone.localdate())


class Event(Sourced):
    """A meeting or a training, with its time in its own time zone."""

    code = models.SlugField(_("short code"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.MEETING)
    state = models.CharField(_("state"), max_length=20, choices=EventState, default=EventState.PLANNED)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Before the event what it is about, after it what came of it.")
    )
    starts_on = models.DateField(_("first day"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty for an event of one day."))
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="UTC", validators=[validate_time_zone],
        help_text=_("Of the times above, such as Africa/Cairo."),
    )  # fmt: skip
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("online at"), max_length=500, blank=True)
    registration_url = models.URLField(_("registration"), max_length=500, blank=True)
    organizers = models.ManyToManyField(
        Entity, blank=True, related_name="organized_events", verbose_name=_("organizers")
    )
    priority = models.ForeignKey(
        Priority, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("priority")
    )
    group = models.ForeignKey(
        WorkingGroup, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("working group")
    )
    regional_networks = models.ManyToManyField(
        RegionalNetwork, blank=True, related_name="events", verbose_name=_("regional networks")
    )
    countries = models.ManyToManyField(Country, blank=True, related_name="network_events", verbose_name=_("countries"))
    objectives = models.ManyToManyField(
        Objective, blank=True, related_name="network_events", verbose_name=_("objectives")
    )
    is_sample = models.BooleanField(
        _("sample"), default=False, help_text=_("Made up for trying the portal; never counted.")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    sequence = models.PositiveIntegerField(_("number of changes"), default=0, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of the Network")
        verbose_name_plural = _("events of the Network")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="network_event_ends_after_it_starts",
                violation_error_message=_("The end must not lie before the beginning."),
                violation_error_code="ends_on",
            ),
        ]

    def __str__(self) -> str:
        return localized(self, "title") or self.code

    def save(self, *args, **kwargs):
        """Calendars that people subscribed to take a change over by its number."""
        if self.pk:
            self.sequence += 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("Give the time at which it begins, too.")})
        first, last = self.begins, self.ends
        if first and last and last <= first:
            raise ValidationError({"ends_at": _("The end must not lie before the beginning.")})

    def get_absolute_url(self) -> str:
        return reverse("network:event_detail", args=[self.code])

    @property
    def last(self) -> datetime.date:
        return self.ends_on or self.starts_on

    @property
    def is_past(self) -> bool:
        return self.last < timezone.localdate()

    @property
    def is_cancelled(self) -> bool:
        return self.state == EventState.CANCELLED

    def _moment(self, day: datetime.date | None, time: datetime.time | None) -> datetime.datetime | None:
        if day is None or time is None:
            return None
        return datetime.datetime.combine(day, time, zoneinfo.ZoneInfo(self.time_zone))

    @property
    def begins(self) -> datetime.datetime | None:
        """The moment at which it begins, in its own time zone; ``None`` where only the day is known."""
        return self._moment(self.starts_on, self.starts_at)

    @property
    def ends(self) -> datetime.datetime | None:
        return self._moment(self.last, self.ends_at)


class EventLanguage(models.Model):
    """A language in which an event is held or interpreted."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="languages", verbose_name=_("event"))
    language = models.CharField(_("language"), max_length=2, choices=DocumentLanguage)

    class Meta:
        verbose_name = _("language of an event")
        verbose_name_plural = _("languages of events")
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["event", "language"], name="network_event_language_once")]

    def __str__(self) -> str:
        return str(self.get_language_display())


class EventDocument(models.Model):
    """An agenda, a presentation, a report: where it can be read."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="documents", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=500)
    language = models.CharField(_("language of the document"), max_length=2, choices=DocumentLanguage)

    class Meta:
        verbose_name = _("document of an event")
        verbose_name_plural = _("documents of events")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return localized(self, "title")
