"""What the Network does under its priorities, and the updates that organizations propose."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Country
from foundation.dates import PartialDateField
from foundation.language import localized
from foundation.models import Sourced, SourcedQuerySet
from foundation.workflows import TransitionRecord
from network.enums import ActivityAction, ActivityRole, ActivityState, DocumentLanguage, UpdateState
from network.models.structure import Entity, NationalNetwork, Priority, RegionalNetwork
from objectives.models import Objective


class ActivityQuerySet(SourcedQuerySet):
    def real(self):
        """Without samples: what is counted."""
        return self.filter(is_sample=False)

    def going_on(self):
        """Begun and not ended; a changed one goes on in another form."""
        return self.filter(state__in=[ActivityState.UNDER_WAY, ActivityState.CHANGED])

    def past_their_end(self, on=None):
        """Going on although the day, month or year of their end is over."""
        day = (on or timezone.localdate()).isoformat()
        # A year or a month is over when the next one has begun.
        ended = Q()
        for length in (4, 7, 10):
            ended |= Q(end_length=length, end__lt=day[:length])
        return self.going_on().annotate(end_length=Length("end")).filter(ended)


class Activity(Sourced):
    """An activity under a priority of the Network, with who leads it and where it stands."""

    code = models.SlugField(_("short code"), max_length=80, unique=True)
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="activities", verbose_name=_("priority"))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ActivityState, default=ActivityState.PLANNED, db_index=True
    )
    start = PartialDateField(_("start"), blank=True)
    end = PartialDateField(_("end"), blank=True)
    entities = models.ManyToManyField(
        Entity, through="ActivityEntity", related_name="activities", verbose_name=_("entities")
    )
    regional_network = models.ForeignKey(
        RegionalNetwork, models.SET_NULL, null=True, blank=True, related_name="activities",
        verbose_name=_("regional network"),
    )  # fmt: skip
    countries = models.ManyToManyField(
        Country, blank=True, related_name="network_activities", verbose_name=_("countries")
    )
    objectives = models.ManyToManyField(
        Objective, blank=True, related_name="network_activities", verbose_name=_("objectives")
    )
    evidence = models.URLField(
        _("evidence"), max_length=500, blank=True, help_text=_("Where the result can be seen or read.")
    )
    updated_on = models.DateField(_("last update"), default=timezone.localdate)
    is_sample = models.BooleanField(
        _("sample"), default=False, help_text=_("Made up for trying the portal; never counted.")
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity of the Network")
        verbose_name_plural = _("activities of the Network")
        ordering = ["priority__number", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end="") | Q(start="") | Q(end__gte=F("start")),
                name="network_activity_ends_after_it_starts",
                violation_error_message=_("The end must not lie before the beginning."),
                violation_error_code="end",
            ),
        ]

    def __str__(self) -> str:
        return localized(self, "title") or self.code

    def get_absolute_url(self) -> str:
        return reverse("network:activity_detail", args=[self.code])


class ActivityEntity(models.Model):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="roles", verbose_name=_("activity"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="activity_roles", verbose_name=_("entity"))
    role = models.CharField(_("role"), max_length=20, choices=ActivityRole, default=ActivityRole.PARTICIPANT)

    class Meta:
        verbose_name = _("entity of an activity")
        verbose_name_plural = _("entities of activities")
        ordering = ["role", "entity__acronym"]
        constraints = [models.UniqueConstraint(fields=["activity", "entity"], name="network_activity_entity_once")]

    def __str__(self) -> str:
        return f"{self.entity}: {self.get_role_display()}"


class ActivityTransition(TransitionRecord):
    """The log of an activity, written by ``foundation.workflows.move`` and only ever added to.

    ``note`` is the text of the update in ``language``, public with the organization that gave it.
    """

    subject = models.ForeignKey(Activity, models.CASCADE, related_name="log", verbose_name=_("activity"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+", verbose_name=_("organization"))
    language = models.CharField(_("language"), max_length=2, choices=DocumentLanguage, blank=True)

    class Meta(TransitionRecord.Meta):
        verbose_name = _("step of an activity")
        verbose_name_plural = _("steps of activities")

    @property
    def label(self) -> str:
        """The step as readers are told of it."""
        return str(ActivityAction(self.action).label)


class UpdateQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=UpdateState.WAITING)

    def for_lists(self):
        return self.select_related("activity", "national__country", "entity", "by", "decided_by")


class Update(models.Model):
    """An update of an activity or of a national network that its organization proposes to the curators.

    ``changes`` holds what is to change, by name; ``text`` what the organization says, in ``language``.
    """

    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, related_name="updates", verbose_name=_("activity")
    )
    national = models.ForeignKey(
        NationalNetwork, models.CASCADE, null=True, related_name="updates", verbose_name=_("national network")
    )
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("organization"))
    action = models.CharField(_("action"), max_length=30, blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=DocumentLanguage)
    state = models.CharField(_("state"), max_length=20, choices=UpdateState, default=UpdateState.WAITING)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed update")
        verbose_name_plural = _("proposed updates")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity=None, national__isnull=False) | Q(activity__isnull=False, national=None),
                name="network_update_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def thing(self) -> "Activity | NationalNetwork":
        return self.activity or self.national

    def get_absolute_url(self) -> str:
        return reverse("network:update_detail", args=[self.pk])


class UpdateTransition(TransitionRecord):
    subject = models.ForeignKey(Update, models.CASCADE, related_name="log", verbose_name=_("proposed update"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta(TransitionRecord.Meta):
        verbose_name = _("step of a proposed update")
        verbose_name_plural = _("steps of proposed updates")
