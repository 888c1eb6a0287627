"""Practices of the knowledge platform: what authors write, what checkers find, what is published."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.mandates import countries_of
from accounts.models import User
from capacity.enums_practices import PracticeAction, PracticeState, Submitter, Verdict
from countries.models import Country
from foundation.arabic import normalize
from foundation.dates import PartialDateField
from foundation.kept_files import KeptFile
from foundation.language import codes, localized
from foundation.workflows import TransitionRecord
from mptf.enums import DocumentLanguage
from network.models import Entity
from network.representing import entities_of
from objectives.models import Objective, Principle, SDGTarget

#: The texts of a practice, in the order in which they are read.
TEXTS = (
    "title",
    "summary",
    "context",
    "done",
    "results",
    "lessons",
    "transferability",
    "resources",
    "challenges",
    "bodies",
    "partners",
    "sensitivity",
)
LINKED = ("objectives", "principles", "sdg_targets", "countries")
PLAIN = ("kind_id", "start", "end", "institution", "contact_email")


class PracticeKind(models.Model):
    """A type of practice: a policy, a programme, a tool …"""

    code = models.SlugField(_("short code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("type of practice")
        verbose_name_plural = _("types of practices")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return localized(self, "name")


class CriterionQuerySet(models.QuerySet):
    def in_force(self):
        """The set of the highest version."""
        latest = self.model.objects.order_by("-version").values("version")[:1]
        return self.filter(version=latest)


class PracticeCriterion(models.Model):
    """What a practice is checked against. A set is frozen once a practice was checked against it."""

    version = models.PositiveSmallIntegerField(
        _("version of the set"), default=1, help_text=_("The set of the highest version is in force.")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("criterion"), max_length=300)
    explanation = models.TextField(_("explanation"), blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion for practices")
        verbose_name_plural = _("criteria for practices")
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="capacity_criterion_once")]

    def __str__(self) -> str:
        return localized(self, "text")

    @property
    def is_frozen(self) -> bool:
        return PracticeCheck.objects.filter(criteria_version=self.version).exists()

    def clean(self) -> None:
        if self.is_frozen:
            raise ValidationError(
                gettext(
                    "Practices have been checked against this set: it is not changed any more. Begin a new version."
                )
            )


class PracticeTexts(models.Model):
    """The texts of a practice: in the author's language while it is written, in both languages once published."""

    title = models.CharField(_("title"), max_length=250, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Three or four sentences for lists."))
    context = models.TextField(_("context"), blank=True, help_text=_("The situation that it answers."))
    done = models.TextField(_("what was done"), blank=True)
    results = models.TextField(
        _("results"), blank=True, help_text=_("With the evidence: who measured what, and when.")
    )
    lessons = models.TextField(_("lessons"), blank=True)
    transferability = models.TextField(
        _("transferability"), blank=True, help_text=_("What another country needs in order to do the same.")
    )
    resources = models.TextField(_("resources needed"), blank=True, help_text=_("Money, people, systems, time."))
    challenges = models.TextField(_("challenges"), blank=True)
    bodies = models.TextField(_("implementing bodies"), blank=True)
    partners = models.TextField(_("partners"), blank=True)
    sensitivity = models.TextField(
        _("human rights, gender and children"),
        blank=True,
        help_text=_("How the practice respects human rights and answers to gender and to children."),
    )

    class Meta:
        abstract = True


class PracticeFacts(models.Model):
    kind = models.ForeignKey(
        PracticeKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("type of practice")
    )
    start = PartialDateField(_("start"), blank=True)
    end = PartialDateField(_("end"), blank=True)
    objectives = models.ManyToManyField(Objective, blank=True, related_name="+", verbose_name=_("objectives"))
    principles = models.ManyToManyField(Principle, blank=True, related_name="+", verbose_name=_("guiding principles"))
    sdg_targets = models.ManyToManyField(SDGTarget, blank=True, related_name="+", verbose_name=_("SDG targets"))
    countries = models.ManyToManyField(Country, blank=True, related_name="+", verbose_name=_("countries"))
    institution = models.CharField(_("contact institution"), max_length=250, blank=True)
    contact_email = models.EmailField(
        _("address of the institution"), blank=True, help_text=_("Public; not a person's own address.")
    )

    class Meta:
        abstract = True


class PracticeQuerySet(models.QuerySet):
    def written_by(self, user):
        """Those for which this person speaks as an author."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Q(submitter=Submitter.GOVERNMENT, country__in=countries_of(user)) | Q(
            submitter=Submitter.ORGANIZATION, entity__in=entities_of(user)
        )
        return self.filter(mine | Q(submitter=Submitter.NETWORK) if user.is_curator else mine)

    def visible_to(self, user):
        """Authors see their own, curators what was submitted, checkers what they were given."""
        own = self.written_by(user).values("pk")
        if not user.is_authenticated or not user.is_active:
            return self.none()
        seen = Q(pk__in=own) | Q(pk__in=PracticeCheck.objects.filter(checker=user).values("practice"))
        return self.filter(seen | Q(submitted_at__isnull=False) if user.is_curator else seen)


class Practice(PracticeTexts, PracticeFacts):
    """A practice as its author writes it, in one language; what is public is its ``current`` publication."""

    state = models.CharField(
        _("state"), max_length=12, choices=PracticeState, default=PracticeState.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    language = models.CharField(_("language in which it is written"), max_length=10, choices=settings.LANGUAGES)
    submitter = models.CharField(_("submitted by"), max_length=14, choices=Submitter)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="own_practices", verbose_name=_("country")
    )
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="own_practices", verbose_name=_("organization")
    )
    source = models.CharField(
        _("source"), max_length=500, blank=True, help_text=_("Where the Network has it from: a document, a page.")
    )
    consent = models.BooleanField(_("We agree that this practice is published."), default=False)
    slug = models.SlugField(_("part of the address"), max_length=80, unique=True, null=True, editable=False)
    round = models.PositiveSmallIntegerField(_("submission"), default=0, editable=False)
    as_submitted = models.JSONField(default=dict, editable=False)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    current = models.OneToOneField(
        "PracticePublication", models.PROTECT, null=True, blank=True, related_name="current_of", editable=False
    )
    check_by = models.DateField(_("to be checked again by"), null=True, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.title or gettext("Practice without a title")

    @property
    def is_sample(self) -> bool:
        return bool(self.country and self.country.is_sample)

    def get_absolute_url(self) -> str:
        return reverse("capacity:practice_work", args=[self.pk])


class PracticeTransition(TransitionRecord):
    """One step in the life of a practice; ``points`` are the reasons for single criteria of a return."""

    action = models.CharField(_("action"), max_length=30, choices=PracticeAction)
    subject = models.ForeignKey(Practice, models.CASCADE, related_name="transitions")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta(TransitionRecord.Meta):
        verbose_name = _("step of a practice")
        verbose_name_plural = _("steps of practices")


class ReturnPoint(models.Model):
    """Why a practice was returned, criterion by criterion."""

    step = models.ForeignKey(PracticeTransition, models.CASCADE, related_name="points")
    criterion = models.ForeignKey(PracticeCriterion, models.PROTECT, related_name="+")
    text = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("reason for a return")
        verbose_name_plural = _("reasons for a return")
        ordering = ["criterion__position"]

    def __str__(self) -> str:
        return self.text[:80]


class PracticeMaterial(KeptFile):
    """A file or a link beside a practice; what a publication names is never deleted, only left out of the draft."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="materials")
    url = models.URLField(_("address of the page"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=DocumentLanguage)
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("material of a practice")
        verbose_name_plural = _("materials of practices")
        ordering = ["pk"]

    @property
    def language_code(self) -> str:
        """For ``hreflang``: nothing where the language has no code here."""
        return "" if self.language == DocumentLanguage.OTHER else self.language


class PracticeCheck(models.Model):
    """What one checker finds of one submission; nobody sees it before all checks of it are given."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="checks")
    round = models.PositiveSmallIntegerField(_("submission"))
    criteria_version = models.PositiveSmallIntegerField(_("version of the set"))
    checker = models.ForeignKey(User, models.PROTECT, related_name="practice_checks", verbose_name=_("checker"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)

    class Meta:
        verbose_name = _("check of a practice")
        verbose_name_plural = _("checks of practices")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "round", "checker"], name="capacity_check_once")]

    def __str__(self) -> str:
        return f"{self.practice_id}/{self.round}"


class Finding(models.Model):
    """What a checker says of one criterion; the note stays between the checkers, the curators and the author."""

    check_of = models.ForeignKey(PracticeCheck, models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(PracticeCriterion, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["criterion__position"]
        constraints = [models.UniqueConstraint(fields=["check_of", "criterion"], name="capacity_finding_once")]

    def __str__(self) -> str:
        return self.get_verdict_display()


class PracticeEdit(PracticeTexts):
    """The text as it is to be published, in both languages: edited by curators, agreed by the author."""

    practice = models.OneToOneField(Practice, models.CASCADE, related_name="edit")
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("edited text of a practice")
        verbose_name_plural = _("edited texts of practices")

    def __str__(self) -> str:
        return localized(self, "title")


class PublicationQuerySet(models.QuerySet):
    def shown(self):
        """The version in force of every practice that is not archived."""
        return self.filter(current_of__isnull=False).exclude(current_of__state=PracticeState.ARCHIVED)

    def real(self):
        """Without those of fictional States: for every count that readers see."""
        return self.exclude(current_of__country__iso3__startswith="X")


class PracticePublication(PracticeTexts, PracticeFacts):
    """A published version of a practice. It never changes: a later version takes its place, its address stays."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="publications", verbose_name=_("practice"))
    number = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now, db_index=True)
    checked_on = models.DateField(_("checked on"))
    outcome = models.JSONField(_("outcome of the check"), default=list)
    materials = models.ManyToManyField(PracticeMaterial, related_name="+", verbose_name=_("materials"))
    search = models.TextField(editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published practice")
        verbose_name_plural = _("published practices")
        ordering = ["-published_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "number"], name="capacity_publication_once")]

    def __str__(self) -> str:
        return localized(self, "title")

    def save(self, *args: Any, **kwargs: Any) -> None:
        texts = [getattr(self, f"{name}_{code}") for name in TEXTS for code in codes()]
        self.search = normalize(" ".join(text for text in [*texts, self.institution] if text))
        super().save(*args, **kwargs)

    @property
    def is_sample(self) -> bool:
        return self.practice.is_sample

    def get_absolute_url(self) -> str:
        return reverse("capacity:practice_detail", args=[self.practice.slug])
