import datetime
import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.enums import InvitationState, InvitedRole, MandateKind, Role
from countries.models import Country

CURATORS = "curators"
INVITATION_DAYS = 14


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=self.normalize_email(email))

    @classmethod
    def normalize_email(cls, email):
        """All small letters: mailboxes that differ in nothing else do not exist in practice."""
        return (email or "").strip().lower()

    def create_user(self, email, password=None, *, name="", **fields):
        """``password=None`` makes an account that can only be opened through a password reset."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, *, name="", **fields):
        return self.create_user(email, password, name=name, is_staff=True, is_superuser=True, **fields)


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def curators(self):
        """Who may curate: members of the group, and administrators."""
        return self.active().filter(Q(is_superuser=True) | Q(is_staff=True, groups__name=CURATORS)).distinct()

    def focal_points_of(self, country, on=None):
        """People with a current mandate for ``country``."""
        return self.active().filter(pk__in=Mandate.objects.current(on).filter(country=country).values("user"))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Accounts are made by accepting an invitation and are closed, never deleted."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=150, help_text=_("As colleagues see it."))
    language = models.CharField(
        _("preferred language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Mail is sent in this language."),
    )
    is_staff = models.BooleanField(
        _("works in the administration"), default=False, help_text=_("May open the administration pages.")
    )
    is_active = models.BooleanField(
        pgettext_lazy("account", "open"),
        default=True,
        help_text=_("Untick to close the account; what the person did stays."),
    )
    joined_at = models.DateTimeField(_("account since"), default=timezone.now, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()
    # A log-in is not a change of the account, and a hash has no place in a log.
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def save(self, *args, **kwargs):
        """Keeps allauth's own row of the address in step: it asks there whether an address is confirmed.

        Ours always are, since an account begins with a link that was sent to the address.
        """
        self.email = type(self).objects.normalize_email(self.email)
        super().save(*args, **kwargs)
        update_fields = kwargs.get("update_fields")
        if update_fields is None or "email" in update_fields:
            from allauth.account.models import EmailAddress  # It needs the user model first.

            EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
            EmailAddress.objects.update_or_create(
                user=self, email=self.email, defaults={"verified": True, "primary": True}
            )

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.is_superuser

    @cached_property
    def is_curator(self) -> bool:
        """Works for the Network: a member of the group of curators, or an administrator."""
        if not self.is_active or not self.is_staff:
            return False
        return self.is_superuser or self.groups.filter(name=CURATORS).exists()

    @property
    def is_focal_point(self) -> bool:
        """Has a current mandate for any country."""
        return self.is_active and self.mandates.current().exists()

    @property
    def roles(self) -> list[Role]:
        """The roles that follow from this account; contributors are known to the room of reviews alone."""
        return [
            role
            for role, holds in (
                (Role.ADMINISTRATOR, self.is_administrator),
                (Role.CURATOR, self.is_curator and not self.is_superuser),
                (Role.FOCAL_POINT, self.is_focal_point),
            )
            if holds
        ]


class MandateQuerySet(models.QuerySet):
    def current(self, on: datetime.date | None = None):
        """In force on that day (today): the first and the last day belong to the mandate."""
        on = on or timezone.localdate()
        return self.filter(Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))


class Mandate(models.Model):
    """A government has named this person to work on its country's reviews, from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="mandates", verbose_name=_("person"))
    country = models.ForeignKey(Country, models.PROTECT, related_name="mandates", verbose_name=_("country"))
    kind = models.CharField(_("kind"), max_length=20, choices=MandateKind, default=MandateKind.FOCAL_POINT)
    can_submit = models.BooleanField(
        _("may submit"), default=False, help_text=_("May submit reviews in the name of the State.")
    )
    starts_on = models.DateField(pgettext_lazy("mandate", "from"), default=timezone.localdate)
    ends_on = models.DateField(
        pgettext_lazy("mandate", "until"), null=True, blank=True, help_text=_("The last day; empty while it lasts.")
    )
    appointed_by = models.CharField(
        _("appointed by"), max_length=200, blank=True, help_text=_("The ministry or office that named the person.")
    )
    letter = models.CharField(
        _("letter of appointment"), max_length=300, blank=True, help_text=_("Its number, date or place of keeping.")
    )

    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["country__iso3", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="accounts_mandate_ends_after_it_starts",
                violation_error_message=_("The mandate cannot end before it starts."),
                violation_error_code="mandate_dates",
            ),
            models.UniqueConstraint(
                fields=["user", "country"],
                condition=Q(ends_on=None),
                name="accounts_one_open_mandate",
                violation_error_message=_("This person already has an open mandate for this country."),
                violation_error_code="mandate_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.country}"

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)


def new_token() -> str:
    """The secret part of an invitation's link: 256 bits, shown once, in the mail."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token. It is random, so a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def default_expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def for_token(self, token: str):
        return self.filter(token_hash=hash_token(token))

    def managed_by(self, user: User):
        """Administrators see all, curators those of focal points and contributors, others none."""
        if user.is_administrator:
            return self
        if user.is_curator:
            return self.exclude(role=InvitedRole.CURATOR)
        return self.none()


class Invitation(models.Model):
    """The only way to an account: a link to one address that works once and for a time."""

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=InvitedRole)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("country")
    )
    kind = models.CharField(_("kind of mandate"), max_length=20, choices=MandateKind, default=MandateKind.FOCAL_POINT)
    can_submit = models.BooleanField(
        _("may submit"), default=False, help_text=_("May submit reviews in the name of the State.")
    )
    mandate_ends_on = models.DateField(_("mandate until"), null=True, blank=True)
    appointed_by = models.CharField(
        _("appointed by"), max_length=200, blank=True, help_text=_("The ministry or office that named the person.")
    )
    letter = models.CharField(
        _("letter of appointment"), max_length=300, blank=True, help_text=_("Its number, date or place of keeping.")
    )
    language = models.CharField(
        _("language of the mail"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    message = models.TextField(
        _("personal message"),
        blank=True,
        max_length=1000,
        validators=[MaxLengthValidator(1000)],
        help_text=_("Added to the mail; plain text."),
    )
    # What the room that asked for the invitation needs when it is accepted, such as a contributor's row.
    payload = models.JSONField(_("for the room that invited"), default=dict, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("invited by")
    )
    expires_at = models.DateTimeField(_("expires at"), default=default_expiry, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("accepted by")
    )
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("withdrawn by")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accounts_invitation_accepted_at_and_by",
                violation_error_message=_("When an invitation was accepted and by whom belong together."),
                violation_error_code="accepted_pair",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="accounts_invitation_revoked_at_and_by",
                violation_error_message=_("When an invitation was withdrawn and by whom belong together."),
                violation_error_code="revoked_pair",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="accounts_invitation_accepted_or_revoked",
                violation_error_message=_("An invitation cannot be both accepted and withdrawn."),
                violation_error_code="accepted_and_revoked",
            ),
            models.CheckConstraint(
                condition=Q(role=InvitedRole.CURATOR, country=None)
                # Representatives speak for an organization; those of a country team for it in one country.
                | Q(role=InvitedRole.REPRESENTATIVE)
                | (~Q(role=InvitedRole.CURATOR) & Q(country__isnull=False)),
                name="accounts_invitation_country_by_role",
                violation_error_message=_(
                    "Focal points and contributors are invited for a country, curators for none."
                ),
                violation_error_code="country_by_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"

    def clean(self) -> None:
        super().clean()
        self.email = User.objects.normalize_email(self.email)
        if self.mandate_ends_on and self.mandate_ends_on < timezone.localdate():
            raise ValidationError({"mandate_ends_on": _("This day has already passed.")})

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        if self.expires_at <= timezone.now():
            return InvitationState.EXPIRED
        return InvitationState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.OPEN


class TranslationAssignment(models.Model):
    """Who brings the texts of one field of a register into one language, and by when."""

    model = models.CharField(_("register"), max_length=100)
    field = models.CharField(_("field"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    assignee = models.ForeignKey(
        User, models.CASCADE, related_name="translation_assignments", verbose_name=_("assigned to")
    )
    due = models.DateField(_("due by"), null=True, blank=True)
    assigned_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("assigned by"))
    assigned_at = models.DateTimeField(_("assigned on"), default=timezone.now)

    class Meta:
        verbose_name = _("assignment of translations")
        verbose_name_plural = _("assignments of translations")
        ordering = ["model", "field", "language"]
        constraints = [
            models.UniqueConstraint(fields=["model", "field", "language"], name="accounts_translation_assigned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.field}, {self.language}"
