from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from countries.enums import UNStatus
from countries.models import Country
from foundation.dates import PartialDateField
from foundation.enums import Confidence
from foundation.language import localized
from foundation.models import Sourced, SourcedQuerySet, Statement
from network.enums import (
    DeliverableState,
    DocumentLanguage,
    EntityKind,
    EntityRole,
    GroupRole,
    Maturity,
    RegionalRole,
    Topic,
)


class NetworkProfile(Sourced):
    """The Network itself: one row."""

    name = models.CharField(_("name"), max_length=200)
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    established_on = PartialDateField(_("established on"), blank=True)
    established_by = models.TextField(_("established by"), blank=True)
    member_count = models.PositiveSmallIntegerField(_("number of members"), null=True, blank=True)
    member_count_as_of = PartialDateField(_("number of members as of"), blank=True)

    class Meta:
        verbose_name = _("profile of the Network")
        verbose_name_plural = _("profile of the Network")

    def __str__(self) -> str:
        return localized(self, "name")


class EntityQuerySet(SourcedQuerySet):
    def shown(self):
        """Entities whose part in the Network rests on a source; the others wait for a curator."""
        return self.exclude(confidence=Confidence.RECALLED)

    def real(self):
        """Without organizations that were made up for trying the portal."""
        return self.filter(is_sample=False)

    def of_the_un(self):
        return self.filter(kind=EntityKind.UN)


class Entity(Sourced):
    """An entity of the United Nations system, or a partner organization of the Network."""

    acronym = models.CharField(_("acronym"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=30, choices=EntityKind, default=EntityKind.UN)
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), blank=True)
    is_sample = models.BooleanField(
        _("sample"), default=False, help_text=_("Made up for trying the portal; never counted.")
    )

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ["acronym"]

    def __str__(self) -> str:
        return self.acronym

    def get_absolute_url(self) -> str:
        return reverse("network:entity_detail", args=[self.acronym])


class DatedQuerySet(models.QuerySet):
    def current(self, on=None):
        """Rows in force on a day (today); an unknown beginning or end counts as open."""
        day = (on or timezone.localdate()).isoformat()
        # Partial dates compare as text: "2023-09" < "2023-09-14", so a month counts from its first day.
        # An end that is a month or a year lasts to its last day.
        ends_later = Q(until="") | Q(until__gte=day) | Q(until__in=[day[:7], day[:4]])
        return self.filter(Q(since="") | Q(since__lte=day)).filter(ends_later)


class Membership(Sourced):
    """The role of an entity in the Network, with dates: membership changes."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="roles", verbose_name=_("entity"))
    role = models.CharField(_("role"), max_length=30, choices=EntityRole)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    in_source_deck = models.BooleanField(_("named in the founding slide deck"), default=False)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta:
        verbose_name = _("role in the Network")
        verbose_name_plural = _("roles in the Network")
        ordering = ["entity__acronym", "role"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "role", "since"], name="network_membership_once"),
            models.CheckConstraint(
                condition=Q(until="") | Q(since="") | Q(until__gte=F("since")),
                name="network_membership_ends_after_it_begins",
                violation_error_message=_("The end must not lie before the beginning."),
                violation_error_code="until_before_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity}: {self.get_role_display()}"


class Coordinator(Sourced):
    """The person who coordinates the Network: the Director General of IOM."""

    name = models.CharField(_("name"), max_length=150)
    post = models.CharField(_("post"), max_length=200)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Coordinator of the Network")
        verbose_name_plural = _("Coordinators of the Network")
        ordering = ["-since", "-until"]

    def __str__(self) -> str:
        return localized(self, "name")


class NetworkStatement(Statement):
    """What the Network and its Executive Committee do, and how they work."""

    topic = models.CharField(_("topic"), max_length=30, choices=Topic)

    class Meta:
        verbose_name = _("statement about the Network")
        verbose_name_plural = _("statements about the Network")
        ordering = ["topic", "position"]


class Priority(Sourced):
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    code = models.SlugField(_("short code"), unique=True)
    name = models.TextField(_("priority"))

    class Meta:
        verbose_name = _("priority of the Network")
        verbose_name_plural = _("priorities of the Network")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {localized(self, 'name')}"


class WorkingGroup(Sourced):
    code = models.SlugField(_("short code"), unique=True, allow_unicode=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=150, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    leads = models.ManyToManyField(Entity, blank=True, related_name="+", verbose_name=_("led by"))
    terms_of_reference = models.URLField(_("terms of reference"), blank=True, help_text=_("Address of the document."))
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)

    class Meta:
        verbose_name = _("working group or workstream")
        verbose_name_plural = _("working groups and workstreams")
        ordering = ["code"]

    def __str__(self) -> str:
        return localized(self, "name")

    def get_absolute_url(self) -> str:
        return f"{reverse('network:group_list')}#{self.code}"


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until="") | Q(since="") | Q(until__gte=F("since")),
        name=name,
        violation_error_message=_("The end must not lie before the beginning."),
        violation_error_code="until_before_since",
    )


class DatedRole(models.Model):
    """What an entity is in something, from when until when; an unknown date stays empty."""

    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class WorkingGroupMember(DatedRole):
    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="members", verbose_name=_("group"))
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="group_roles", verbose_name=_("entity"))
    role = models.CharField(_("role"), max_length=20, choices=GroupRole, default=GroupRole.MEMBER)

    class Meta:
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")
        ordering = ["role", "entity__acronym"]
        constraints = [
            models.UniqueConstraint(fields=["group", "entity", "role", "since"], name="network_group_member_once"),
            _ends_after_it_begins("network_group_member_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}: {self.get_role_display()}"


class Deliverable(Sourced):
    """What a working group has undertaken to produce."""

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="deliverables", verbose_name=_("group"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)
    due = PartialDateField(_("due"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=DeliverableState, default=DeliverableState.PLANNED)
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Where the result can be read."))

    class Meta:
        verbose_name = _("deliverable of a working group")
        verbose_name_plural = _("deliverables of working groups")
        ordering = ["group__code", "position", "pk"]

    def __str__(self) -> str:
        return localized(self, "title")


class RegionalNetwork(Sourced):
    code = models.SlugField(_("short code"), unique=True)
    name = models.CharField(_("region"), max_length=150)
    known_as = models.CharField(_("known as"), max_length=250, blank=True)
    embedded_in = models.CharField(_("works within"), max_length=250, blank=True)
    seat = models.CharField(_("seat"), max_length=100, blank=True)
    in_source_deck = models.BooleanField(_("named in the founding slide deck"), default=False)
    entities = models.ManyToManyField(
        Entity, through="RegionalRoleOfEntity", related_name="regional_networks", verbose_name=_("entities")
    )
    coordinator_post = models.CharField(_("post of the coordinator"), max_length=200, blank=True)
    established = PartialDateField(_("established"), blank=True)
    maturity = models.CharField(_("maturity"), max_length=20, choices=Maturity, blank=True, default="")
    maturity_as_of = PartialDateField(_("maturity as of"), blank=True)
    contact_email = models.EmailField(_("public contact address"), blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="regional_networks", verbose_name=_("countries covered")
    )

    class Meta:
        verbose_name = _("regional network")
        verbose_name_plural = _("regional networks")
        ordering = ["code"]

    def __str__(self) -> str:
        return localized(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("network:regional_detail", args=[self.code])


class RegionalRoleOfEntity(DatedRole):
    network = models.ForeignKey(RegionalNetwork, models.CASCADE, related_name="roles", verbose_name=_("network"))
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="regional_roles", verbose_name=_("entity"))
    role = models.CharField(_("role"), max_length=30, choices=RegionalRole)

    class Meta:
        verbose_name = _("role in a regional network")
        verbose_name_plural = _("roles in regional networks")
        ordering = ["role", "entity__acronym"]
        constraints = [
            models.UniqueConstraint(fields=["network", "entity", "role", "since"], name="network_regional_role_once"),
            _ends_after_it_begins("network_regional_role_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}: {self.get_role_display()}"


class NationalNetworkQuerySet(SourcedQuerySet):
    def real(self):
        """Those of States that exist: what is counted."""
        return self.exclude(country__un_status=UNStatus.SAMPLE)


class NationalNetwork(Sourced):
    """A United Nations network on migration in one country."""

    country = models.OneToOneField(Country, models.CASCADE, related_name="national_network", verbose_name=_("country"))
    established = PartialDateField(_("established"), blank=True)
    as_of = PartialDateField(_("seen in a source of"), blank=True)
    maturity = models.CharField(_("maturity"), max_length=20, choices=Maturity, blank=True, default="")
    maturity_as_of = PartialDateField(_("maturity as of"), blank=True)
    coordinator_post = models.CharField(_("post of the coordinator"), max_length=200, blank=True)
    contact_email = models.EmailField(_("public contact address"), blank=True)
    entities = models.ManyToManyField(
        Entity, through="NationalRoleOfEntity", related_name="national_networks", verbose_name=_("entities")
    )

    objects = NationalNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("national network")
        verbose_name_plural = _("national networks")
        ordering = ["country__iso3"]

    def __str__(self) -> str:
        return str(self.country)

    def get_absolute_url(self) -> str:
        return reverse("network:national_detail", args=[self.country.iso3])

    @property
    def is_sample(self) -> bool:
        return self.country.is_sample


class NationalRoleOfEntity(DatedRole):
    """An entity in a national network: its coordinator, its members."""

    network = models.ForeignKey(NationalNetwork, models.CASCADE, related_name="roles", verbose_name=_("network"))
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="national_roles", verbose_name=_("entity"))
    role = models.CharField(_("role"), max_length=30, choices=RegionalRole, default=RegionalRole.MEMBER)

    class Meta:
        verbose_name = _("role in a national network")
        verbose_name_plural = _("roles in national networks")
        ordering = ["role", "entity__acronym"]
        constraints = [
            models.UniqueConstraint(fields=["network", "entity", "role", "since"], name="network_national_role_once"),
            _ends_after_it_begins("network_national_role_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}: {self.get_role_display()}"


class WorkPlan(Sourced):
    """The work plan of a regional or a national network, where it can be read."""

    regional = models.ForeignKey(
        RegionalNetwork, models.CASCADE, null=True, blank=True, related_name="work_plans",
        verbose_name=_("regional network"),
    )  # fmt: skip
    national = models.ForeignKey(
        NationalNetwork, models.CASCADE, null=True, blank=True, related_name="work_plans",
        verbose_name=_("national network"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=500, help_text=_("Where the document can be read."))
    language = models.CharField(_("language of the document"), max_length=2, choices=DocumentLanguage)
    start = PartialDateField(_("from"), blank=True)
    end = PartialDateField(_("until"), blank=True)

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        ordering = ["-end", "-start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(regional=None, national__isnull=False) | Q(regional__isnull=False, national=None),
                name="network_work_plan_of_one_network",
                violation_error_message=_("Name the regional or the national network, one of the two."),
                violation_error_code="one_network",
            ),
            models.CheckConstraint(
                condition=Q(end="") | Q(start="") | Q(end__gte=F("start")),
                name="network_work_plan_dates",
                violation_error_message=_("The end must not lie before the beginning."),
                violation_error_code="until_before_since",
            ),
        ]

    def __str__(self) -> str:
        return localized(self, "title")


class RepresentativeQuerySet(models.QuerySet):
    def current(self, on=None):
        """In force on that day (today); the last day belongs to it."""
        day = on or timezone.localdate()
        return self.filter(Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def of(self, user):
        """What this person speaks for today; an invitation that was not accepted gives nothing."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.current().filter(user=user)


class Representative(models.Model):
    """A person who speaks for an organization on the portal, in one country or everywhere.

    Made with an invitation by a curator (``network.representing``); with a ``country`` the person
    belongs to the United Nations country team there. It ends, it is not deleted.
    """

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="representatives", verbose_name=_("organization"))
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("For a member of a country team; empty for an organization as a whole."),
    )
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        User, models.PROTECT, related_name="representations", null=True, editable=False, verbose_name=_("person")
    )
    post = models.CharField(_("post"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty while it lasts."))
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("invited by")
    )

    objects = RepresentativeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("representative of an organization")
        verbose_name_plural = _("representatives of organizations")
        ordering = ["entity__acronym", "email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="network_representative_ends_after_it_starts",
                violation_error_message=_("The end must not lie before the beginning."),
                violation_error_code="ends_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.email}, {self.entity}"
