from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.enums import UNStatus
from countries.models import Country
from foundation.dates import PartialDateField
from foundation.language import localized
from foundation.models import Publishable, Source, Sourced, SourcedQuerySet, Statement
from mptf.enums import DocumentKind, DocumentLanguage, Marker, PartnerKind, Scope, Stage, Topic
from network.models import Entity
from objectives.models import Objective, Principle, SDGTarget


class FundProfile(Sourced):
    """The Migration Multi-Partner Trust Fund itself: one row."""

    name = models.CharField(_("name"), max_length=200)
    also = models.CharField(_("also called"), max_length=200, blank=True)
    established = models.CharField(_("established"), max_length=300, blank=True)
    office_code = models.CharField(_("code at the MPTF Office"), max_length=20, blank=True)
    gateway = models.URLField(_("fund page of the MPTF Office"), blank=True)

    class Meta:
        verbose_name = _("profile of the Fund")
        verbose_name_plural = _("profile of the Fund")

    def __str__(self) -> str:
        return localized(self, "name")


class FundStatement(Statement):
    """Rules of the Fund, how it is governed, who may contribute, its markers."""

    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    code = models.SlugField(_("short code"), blank=True)

    class Meta:
        verbose_name = _("statement about the Fund")
        verbose_name_plural = _("statements about the Fund")
        ordering = ["topic", "position"]


class Milestone(Sourced):
    """A dated fact about the Fund; an amount is in US dollars, as the source prints it."""

    date = PartialDateField(_("date"))
    text = models.TextField(_("what happened"))
    amount_usd = models.DecimalField(_("amount in US dollars"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("milestone of the Fund")
        verbose_name_plural = _("milestones of the Fund")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date}: {localized(self, 'text')[:60]}"


class Contributor(Sourced):
    """A State that a source names as contributor to the Fund; no amounts are known."""

    country = models.OneToOneField(
        Country, models.CASCADE, related_name="fund_contribution", verbose_name=_("country")
    )

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta:
        verbose_name = _("contributor to the Fund")
        verbose_name_plural = _("contributors to the Fund")
        ordering = ["country__iso3"]

    def __str__(self) -> str:
        return str(self.country)


class ThematicArea(Sourced):
    """One of the five thematic areas of the Fund."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    code = models.SlugField(_("short code"), unique=True)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100)
    objectives = models.ManyToManyField(
        Objective, blank=True, related_name="thematic_areas", verbose_name=_("objectives")
    )

    class Meta:
        verbose_name = _("thematic area")
        verbose_name_plural = _("thematic areas")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {localized(self, 'short_name')}"

    def get_absolute_url(self) -> str:
        return reverse("mptf:area_detail", args=[self.number])


def _has_country(*, is_sample: bool) -> Exists:
    links = JointProgramme.countries.through.objects.filter(jointprogramme=OuterRef("pk"))
    fictional = Q(country__un_status=UNStatus.SAMPLE)
    return Exists(links.filter(fictional if is_sample else ~fictional))


class JointProgrammeQuerySet(SourcedQuerySet):
    def shown(self):
        """Programmes that are public; curators prepare others unseen."""
        return self.filter(is_published=True)

    def samples(self):
        """Programmes all of whose countries are fictional."""
        return self.filter(_has_country(is_sample=True), ~_has_country(is_sample=False))

    def real(self):
        """What counts: every programme but the samples."""
        return self.exclude(_has_country(is_sample=True), ~_has_country(is_sample=False))

    def for_lists(self):
        """Everything a card or a row shows, in a fixed number of queries."""
        return self.select_related("thematic_area").prefetch_related("countries", "un_organizations", "sources")


class JointProgramme(Publishable, Sourced):
    """A joint programme of the Fund; what no source gives stays empty."""

    slug = models.SlugField(_("short code"), unique=True)
    title = models.TextField(_("title"))
    goal = models.TextField(_("goal"), blank=True)
    thematic_area = models.ForeignKey(
        ThematicArea, models.PROTECT, related_name="programmes", verbose_name=_("thematic area")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True, default=Stage.UNKNOWN)
    stage_as_of = models.CharField(_("stage as of"), max_length=100, blank=True)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope, blank=True, default=Scope.UNKNOWN)
    region = models.CharField(
        _("region"), max_length=200, blank=True, help_text=_("As a source names it, where it names a region.")
    )
    countries = models.ManyToManyField(Country, related_name="joint_programmes", verbose_name=_("countries"))
    un_organizations = models.ManyToManyField(
        Entity, blank=True, related_name="joint_programmes", verbose_name=_("participating UN organizations")
    )
    coordinating_entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coordinated by")
    )
    objectives = models.ManyToManyField(
        Objective, blank=True, related_name="joint_programmes", verbose_name=_("objectives")
    )
    principles = models.ManyToManyField(
        Principle, blank=True, related_name="joint_programmes", verbose_name=_("guiding principles")
    )
    sdg_targets = models.ManyToManyField(SDGTarget, blank=True, related_name="+", verbose_name=_("SDG targets"))
    sdg_goals = models.JSONField(_("goals of the 2030 Agenda"), default=list, blank=True)
    start = PartialDateField(_("start"), blank=True)
    end = PartialDateField(_("end"), blank=True)
    presented = PartialDateField(_("presented"), blank=True)
    duration_months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    budget_usd = models.DecimalField(_("budget in US dollars"), max_digits=14, decimal_places=2, null=True, blank=True)
    budget_note = models.CharField(_("note on the budget"), max_length=200, blank=True)
    is_first_six = models.BooleanField(_("one of the first six programmes (2020)"), default=False)
    title_status = models.CharField(_("where the Arabic title comes from"), max_length=100, blank=True)
    launch_note = models.CharField(_("note on the launch"), max_length=200, blank=True)

    objects = JointProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint programme")
        verbose_name_plural = _("joint programmes")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_usd=None) | Q(budget_usd__gte=0),
                name="mptf_budget_is_not_negative",
                violation_error_message=_("A budget cannot be negative."),
                violation_error_code="budget_usd",
            ),
        ]

    def __str__(self) -> str:
        return localized(self, "title")

    def get_absolute_url(self) -> str:
        return reverse("mptf:programme_detail", args=[self.slug])

    @property
    def is_sample(self) -> bool:
        """Fictional throughout: shown as a sample, and counted nowhere. Asks ``countries`` (prefetch it)."""
        countries = self.countries.all()
        return bool(countries) and all(country.is_sample for country in countries)


class ProgrammePartner(models.Model):
    """A government entity or another partner of a joint programme."""

    programme = models.ForeignKey(
        JointProgramme, models.CASCADE, related_name="partners", verbose_name=_("joint programme")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("partner of a programme")
        verbose_name_plural = _("partners of programmes")
        ordering = ["kind", "position"]

    def __str__(self) -> str:
        return localized(self, "name")


class ProgrammeResult(models.Model):
    """A headline result or a pillar of a joint programme, as its source states it; some with an indicator."""

    programme = models.ForeignKey(
        JointProgramme, models.CASCADE, related_name="results", verbose_name=_("joint programme")
    )
    is_pillar = models.BooleanField(_("a pillar, not a result"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("text"))
    indicator = models.CharField(_("indicator"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=15, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=15, decimal_places=2, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("year of the target"), null=True, blank=True)
    achieved = models.DecimalField(
        pgettext_lazy("value of an indicator", "achieved"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    achieved_year = models.PositiveSmallIntegerField(_("year of what was achieved"), null=True, blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("Where it differs from those of the programme."),
    )
    evidence = models.URLField(_("address of the evidence"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("result of a programme")
        verbose_name_plural = _("results of programmes")
        ordering = ["is_pillar", "position"]

    def __str__(self) -> str:
        return localized(self, "text")[:80]

    def clean(self) -> None:
        """A value without an indicator says nothing of what was counted."""
        has_value = any(value is not None for value in (self.baseline, self.target, self.achieved))
        if has_value and not localized(self, "indicator"):
            raise ValidationError({"indicator_en": _("Say what the values count.")}, code="indicator")


class ProgrammeMarker(models.Model):
    """What a programme was given on one of the Fund's markers, on the scale that the source prints."""

    programme = models.ForeignKey(
        JointProgramme, models.CASCADE, related_name="markers", verbose_name=_("joint programme")
    )
    marker = models.CharField(_("marker"), max_length=20, choices=Marker)
    value = models.CharField(
        _("value"), max_length=60, help_text=_("As the source prints it, on the Fund's own scale.")
    )
    justification = models.TextField(_("justification"), blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("marker of a programme")
        verbose_name_plural = _("markers of programmes")
        ordering = ["programme", "marker"]
        constraints = [models.UniqueConstraint(fields=["programme", "marker"], name="mptf_marker_once")]

    def __str__(self) -> str:
        return f"{self.get_marker_display()}: {self.value}"

    @property
    def meaning(self) -> str:
        """What the marker asks, in the active language."""
        return {
            Marker.HUMAN_RIGHTS: gettext("How far the programme takes human rights into account."),
            Marker.GENDER: gettext("How far the programme takes equality of women and men into account."),
            Marker.CHILD_SENSITIVITY: gettext("How far the programme takes the situation of children into account."),
        }[Marker(self.marker)]


class ProgrammeDocument(models.Model):
    """A document of a joint programme: a file that is kept here, or the address where it is published."""

    programme = models.ForeignKey(
        JointProgramme, models.CASCADE, related_name="documents", verbose_name=_("joint programme")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind, default=DocumentKind.PROGRAMME)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language of the document"), max_length=10, choices=DocumentLanguage)
    date = PartialDateField(_("date"), blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="programme-documents/", blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    media_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("document of a programme")
        verbose_name_plural = _("documents of programmes")
        ordering = ["kind", "-date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="mptf_document_is_a_file_or_a_link",
                violation_error_message=_("Give a file or an address, one of the two."),
                violation_error_code="url",
            ),
        ]

    def __str__(self) -> str:
        return localized(self, "title")

    @property
    def language_code(self) -> str:
        """The code of its language, or nothing where that is none of those in the list."""
        return "" if self.language == DocumentLanguage.OTHER else self.language

    def get_absolute_url(self) -> str:
        """Where a reader gets it: from here, or from where it is published."""
        return self.url or reverse("mptf:programme_document", args=[self.programme.slug, self.pk])


class StageChange(models.Model):
    """Since when a programme is, or was, at a stage, and who says so."""

    programme = models.ForeignKey(
        JointProgramme, models.CASCADE, related_name="stage_changes", verbose_name=_("joint programme")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=[(one.value, one.label) for one in Stage if one.value])
    since = PartialDateField(_("since"))
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "stage", "since"], name="mptf_stage_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.since}"
