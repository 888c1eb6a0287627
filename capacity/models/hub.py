"""Requests for support, who is asked to help, what is offered and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mandates import countries_of
from accounts.models import User
from capacity.enums import HelpKind, MatchState, RequestAction, RequestState, Urgency
from capacity.hub_workflow import OPEN
from capacity.models.experts import Expert
from countries.enums import UNStatus
from countries.models import Country
from foundation.workflows import TransitionRecord
from mptf.models import JointProgramme
from network.models import Entity, Representative
from objectives.models import Objective


class SupportRequestQuerySet(models.QuerySet):
    def asked_by(self, user):
        """Requests of a focal point's countries, and those of a country team's organization in its country."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Q(country__in=countries_of(user), entity=None)
        for one in Representative.objects.of(user):
            where = Q(entity=one.entity_id)
            mine |= where & Q(country=one.country_id) if one.country_id else where
        return self.filter(mine)

    def visible_to(self, user):
        """Of who asks all; for curators what has been submitted, never a draft."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = self.asked_by(user)
        if user.is_curator:
            return self.filter(Q(pk__in=mine.values("pk")) | Q(submitted_at__isnull=False))
        return mine

    def real(self):
        """Without the samples of fictional States, which no count includes."""
        return self.exclude(country__un_status=UNStatus.SAMPLE)

    def open(self):
        return self.filter(state__in=OPEN)


class SupportRequest(models.Model):
    """A government's or a country team's request; written in one language, private but for its outcome."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="support_requests", verbose_name=_("country"))
    entity = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by the organization"),
        help_text=_("Of the United Nations country team; empty where the government asks."),
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=12, choices=RequestState, default=RequestState.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    text = models.TextField(_("what is needed"), blank=True)
    beneficiaries = models.TextField(_("who benefits"), blank=True)
    kind = models.CharField(_("kind of help"), max_length=12, choices=HelpKind, blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    urgency_reason = models.CharField(_("why it is urgent"), max_length=300, blank=True)
    objectives = models.ManyToManyField(
        Objective, blank=True, related_name="support_requests", verbose_name=_("objectives")
    )
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken up by")
    )
    outcome = models.TextField(_("outcome"), blank=True)
    may_publish = models.BooleanField(_("a summary may be published"), default=False)
    summary = models.TextField(_("public summary of the outcome"), blank=True)
    is_summary_public = models.BooleanField(_("summary is public"), default=False)

    objects = SupportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for support")
        verbose_name_plural = _("requests for support")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="capacity_request_numbered_once"),
            models.CheckConstraint(
                condition=Q(is_summary_public=False) | Q(may_publish=True),
                name="capacity_summary_public_with_consent",
                violation_error_message=_("Who asked has not agreed to the publication of a summary."),
                violation_error_code="is_summary_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country.iso3}-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("capacity:request", args=[self.country.iso3, self.number])


class RequestTransition(TransitionRecord):
    """One step in the life of a request; who asks and the Network see all of them."""

    action = models.CharField(_("action"), max_length=30, choices=RequestAction)
    subject = models.ForeignKey(SupportRequest, models.CASCADE, related_name="transitions")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta(TransitionRecord.Meta):
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")


class MatchQuerySet(models.QuerySet):
    def seen_by(self, user):
        """What an organization is asked, for those who speak for it: everywhere, or in the country of the request."""
        mine = Q(pk__in=[])
        for one in Representative.objects.of(user):
            where = Q(entity=one.entity_id)
            mine |= where & Q(request__country=one.country_id) if one.country_id else where
        return self.filter(mine)


class Match(models.Model):
    """Who is asked to help with a request, and what they offer: an organization, an expert or a joint programme."""

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="matches")
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="matches", verbose_name=_("organization")
    )
    expert = models.ForeignKey(
        Expert, models.PROTECT, null=True, blank=True, related_name="matches", verbose_name=_("expert")
    )
    programme = models.ForeignKey(
        JointProgramme, models.PROTECT, null=True, blank=True, related_name="matches", verbose_name=_("programme")
    )
    state = models.CharField(_("state"), max_length=10, choices=MatchState, default=MatchState.ASKED)
    note = models.TextField(_("why"), blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    offer = models.TextField(_("offer"), blank=True)
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entity__isnull=False, expert=None, programme=None)
                | Q(entity=None, expert__isnull=False, programme=None)
                | Q(entity=None, expert=None, programme__isnull=False),
                name="capacity_match_is_with_one",
                violation_error_message=_("Choose one: an organization, an expert or a joint programme."),
                violation_error_code="with",
            ),
            models.UniqueConstraint(
                fields=["request", "entity"], condition=Q(entity__isnull=False), name="capacity_entity_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.helper)

    @property
    def helper(self):
        """The organization, the expert or the programme that is asked to help."""
        return self.entity or self.expert or self.programme
