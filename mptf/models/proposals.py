"""Proposals to the Fund and the meetings of the Steering Committee that decide on them.

What proposers write is kept in the language they wrote it in (``Proposal.language``), never translated; what
curators keep (rules, meetings, summaries of decisions) is bilingual.
"""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mandates import countries_of
from accounts.models import User
from countries.enums import UNStatus
from countries.models import Country
from foundation.dates import format_date
from foundation.language import localized
from foundation.models import Sourced
from foundation.workflows import TransitionRecord
from mptf.enums import DecisionKind, Marker, MeetingState, MessageKind, ProposalAction, ProposalState, RuleCheck
from mptf.models.fund import JointProgramme, ThematicArea
from mptf.workflow import EDITABLE, PUBLIC, WORKFLOW
from network.models import Entity, Representative
from objectives.models import Objective, Principle, SDGTarget


def portal_languages() -> list[tuple[str, Any]]:
    return list(settings.LANGUAGES)


class ProposalQuerySet(models.QuerySet):
    def of_proposer(self, user: Any):
        """Proposals that this person writes: for one of its countries, or for one of its organizations there."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        links = Proposal.countries.through.objects
        for_state = Exists(links.filter(proposal=OuterRef("pk"), country__in=countries_of(user)))
        found = Q(for_state)
        for one in Representative.objects.of(user):
            part = Q(lead=one.entity_id) | Exists(
                Proposal.organizations.through.objects.filter(proposal=OuterRef("pk"), entity=one.entity_id)
            )
            if one.country_id:
                part &= Q(Exists(links.filter(proposal=OuterRef("pk"), country=one.country_id)))
            found |= part
        return self.filter(found)

    def at_the_network(self):
        """What the Network has been shown: everything that was submitted once."""
        return self.exclude(submitted_at=None)

    def visible_to(self, user: Any):
        """One's own proposals; for curators those that were submitted, too. Strangers find none."""
        mine = self.of_proposer(user)
        if user.is_authenticated and user.is_curator:
            return self.filter(Q(pk__in=mine.values("pk")) | Q(submitted_at__isnull=False))
        return mine

    def public(self):
        """What is public, of which only the title, the parties, the total, the state and dates are."""
        return self.filter(state__in=PUBLIC)

    def real(self):
        """What counts: not those all of whose countries are fictional."""
        links = Proposal.countries.through.objects.filter(proposal=OuterRef("pk"))
        return self.filter(Exists(links.exclude(country__un_status=UNStatus.SAMPLE)))

    def for_lists(self):
        return (
            self.select_related("thematic_area", "lead", "assigned_to", "programme")
            .prefetch_related("countries", "organizations")
            .annotate(requested=Sum("budget__amount_usd"))
        )


class Proposal(models.Model):
    """A concept note of UN organizations and governments together, and what became of it."""

    state = models.CharField(_("state"), max_length=20, choices=ProposalState, default=ProposalState.DRAFT)
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now)
    language = models.CharField(_("working language"), max_length=10, choices=portal_languages)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    context = models.TextField(_("context and need"), blank=True)
    goal = models.TextField(_("goal"), blank=True)
    results = models.TextField(_("expected results"), blank=True)
    target_groups = models.TextField(_("target groups"), blank=True)
    thematic_area = models.ForeignKey(
        ThematicArea, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thematic area")
    )
    objectives = models.ManyToManyField(Objective, blank=True, related_name="+", verbose_name=_("objectives"))
    sdg_targets = models.ManyToManyField(SDGTarget, blank=True, related_name="+", verbose_name=_("SDG targets"))
    countries = models.ManyToManyField(Country, related_name="fund_proposals", verbose_name=_("countries"))
    lead = models.ForeignKey(
        Entity, models.PROTECT, related_name="led_proposals", verbose_name=_("lead UN organization")
    )
    organizations = models.ManyToManyField(
        Entity, blank=True, related_name="fund_proposals", verbose_name=_("participating UN organizations")
    )
    government_entities = models.TextField(_("government entities"), blank=True)
    other_partners = models.TextField(_("other partners"), blank=True)
    duration_months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    sustainability = models.TextField(_("sustainability"), blank=True)
    risks = models.TextField(_("risks"), blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("begun by"))
    created_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    revise_by = models.DateField(_("to be revised by"), null=True, blank=True)
    programme = models.OneToOneField(
        JointProgramme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("joint programme"),
    )
    started_on = models.DateField(_("start"), null=True, blank=True)
    first_transfer_on = models.DateField(_("first transfer or launch"), null=True, blank=True)
    closed_on = models.DateField(_("end"), null=True, blank=True)
    evaluation_url = models.URLField(_("address of the final evaluation"), max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to the Fund")
        verbose_name_plural = _("proposals to the Fund")
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mptf:proposal", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def owner(self) -> str:
        """Who has the word: a value of ``ProposalActor``."""
        return WORKFLOW.owners[self.state]

    @property
    def is_sample(self) -> bool:
        """Fictional throughout. Asks ``countries`` (prefetch it)."""
        countries = self.countries.all()
        return bool(countries) and all(country.is_sample for country in countries)


class ProposalSection(models.Model):
    """How often a section of the note was saved, and by whom last: so that nobody overwrites unseen."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="sections", verbose_name=_("proposal"))
    code = models.SlugField(_("section"))
    version = models.PositiveIntegerField(_("version"), default=0)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("saved by"))

    class Meta:
        verbose_name = _("section of a proposal")
        verbose_name_plural = _("sections of proposals")
        constraints = [models.UniqueConstraint(fields=["proposal", "code"], name="mptf_proposal_section_once")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.code}"


class ProposalPrinciple(models.Model):
    """A guiding principle that the programme follows, and how."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="principles", verbose_name=_("proposal"))
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="+", verbose_name=_("guiding principle"))
    how = models.TextField(_("how"), blank=True)

    class Meta:
        verbose_name = _("principle of a proposal")
        verbose_name_plural = _("principles of proposals")
        ordering = ["principle__number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "principle"], name="mptf_proposal_principle_once")]

    def __str__(self) -> str:
        return str(self.principle)


class ProposalMarker(models.Model):
    """What the proposers give their programme on one of the Fund's markers."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="markers", verbose_name=_("proposal"))
    marker = models.CharField(_("marker"), max_length=20, choices=Marker)
    value = models.CharField(_("value"), max_length=60, blank=True)
    justification = models.TextField(_("justification"), blank=True)

    class Meta:
        verbose_name = _("marker of a proposal")
        verbose_name_plural = _("markers of proposals")
        ordering = ["marker"]
        constraints = [models.UniqueConstraint(fields=["proposal", "marker"], name="mptf_proposal_marker_once")]

    def __str__(self) -> str:
        return f"{self.get_marker_display()}: {self.value}"


class ProposalBudget(models.Model):
    """What one organization asks for; the total is their sum and is stored nowhere."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="budget", verbose_name=_("proposal"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("organization"))
    amount_usd = models.DecimalField(
        _("amount in US dollars"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("amount of a proposal")
        verbose_name_plural = _("amounts of proposals")
        ordering = ["entity__acronym"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "entity"], name="mptf_proposal_budget_once"),
            models.CheckConstraint(condition=Q(amount_usd__gte=0), name="mptf_proposal_budget_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}: {self.amount_usd}"


class ProposalEndorsement(models.Model):
    """That a government (``country``) or the lead organization (``entity``) stands behind the note as it is.

    A change of the note voids it (``void_at``): nobody endorses a text that then says something else.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="endorsements", verbose_name=_("proposal"))
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    void_at = models.DateTimeField(_("void since"), null=True, blank=True)

    class Meta:
        verbose_name = _("endorsement of a proposal")
        verbose_name_plural = _("endorsements of proposals")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country=None, entity__isnull=False) | Q(country__isnull=False, entity=None),
                name="mptf_endorsement_is_of_one_party",
            ),
            models.UniqueConstraint(
                fields=["proposal", "country"], condition=Q(void_at=None), name="mptf_endorsed_once_by_a_country"
            ),
            models.UniqueConstraint(
                fields=["proposal", "entity"], condition=Q(void_at=None), name="mptf_endorsed_once_by_an_organization"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country or self.entity}: {self.proposal}"


class ProposalMessage(models.Model):
    """A comment among the proposers, or a message between them and the Network."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="messages", verbose_name=_("proposal"))
    kind = models.CharField(_("kind"), max_length=20, choices=MessageKind)
    text = models.TextField(_("text"), max_length=5000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    by_network = models.BooleanField(_("by the UN Network"), default=False)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("message on a proposal")
        verbose_name_plural = _("messages on proposals")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class ProposalAttachment(models.Model):
    """A file beside the note; of what it is, its content decides (``foundation.files``)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="attachments", verbose_name=_("proposal"))
    title = models.CharField(_("title"), max_length=200)
    is_full_proposal = models.BooleanField(_("the full proposal"), default=False)
    file = models.FileField(_("file"), upload_to="proposals/")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        verbose_name = _("attachment of a proposal")
        verbose_name_plural = _("attachments of proposals")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.title


class ProposalTransition(TransitionRecord):
    """What was done with a proposal: the log of its workflow."""

    subject = models.ForeignKey(Proposal, models.CASCADE, related_name="transitions", verbose_name=_("proposal"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta(TransitionRecord.Meta):
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")

    @property
    def action_label(self) -> str:
        return str(ProposalAction(self.action).label)

    @property
    def state_label(self) -> str:
        """The state that it reached, in words."""
        return str(ProposalState(self.target).label)


class EligibilityRule(Sourced):
    """A rule of the Fund that a concept note must meet; curators keep the rules."""

    code = models.SlugField(_("short code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("text"))
    check_kind = models.CharField(_("how it is checked"), max_length=20, choices=RuleCheck, default=RuleCheck.CURATOR)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("rule of eligibility")
        verbose_name_plural = _("rules of eligibility")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return localized(self, "text")[:80]


class EligibilityAnswer(models.Model):
    """What a curator found on one rule; where it is not met, the note is the reason that the proposers read."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="eligibility", verbose_name=_("proposal"))
    rule = models.ForeignKey(EligibilityRule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    is_met = models.BooleanField(_("met"))
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("answer on eligibility")
        verbose_name_plural = _("answers on eligibility")
        ordering = ["rule__position"]
        constraints = [models.UniqueConstraint(fields=["proposal", "rule"], name="mptf_eligibility_answered_once")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.is_met}"


class CommitteeMeetingQuerySet(models.QuerySet):
    def real(self):
        """Meetings that count: samples were made up."""
        return self.filter(is_sample=False)


class CommitteeMeeting(models.Model):
    """A meeting of the Steering Committee of the Fund: planned with its agenda, then held with its decisions."""

    date = models.DateField(_("date"))
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    place = models.CharField(_("place, or online"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Public once the meeting has been held."))
    minutes = models.FileField(_("minutes"), upload_to="committee/", blank=True)
    minutes_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    minutes_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    is_sample = models.BooleanField(_("fictional, a sample"), default=False)

    objects = CommitteeMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of the Steering Committee")
        verbose_name_plural = _("meetings of the Steering Committee")
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return format_date(self.date)

    def get_absolute_url(self) -> str:
        return reverse("mptf:meeting", args=[self.pk])


class AgendaItem(models.Model):
    """A proposal, or another matter in both languages; with the decision once there is one."""

    meeting = models.ForeignKey(CommitteeMeeting, models.CASCADE, related_name="items", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("proposal")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=DecisionKind, blank=True)
    reason = models.TextField(_("reason"), blank=True, help_text=_("For the proposers."))
    conditions = models.TextField(_("conditions"), blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    summary = models.TextField(_("public summary"), blank=True)
    decided_at = models.DateTimeField(_("recorded at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "proposal"], name="mptf_agenda_has_a_proposal_once"),
            # A proposal waits for one decision at a time.
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(decision=""), name="mptf_proposal_is_on_one_agenda"
            ),
        ]

    def __str__(self) -> str:
        return str(self.proposal) if self.proposal_id else localized(self, "title")
