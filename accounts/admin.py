"""People, mandates and invitations in the admin. Everything that matters is done by the domain functions."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from accounts import handing_over, inviting, securing
from accounts.enums import InvitationState, InvitedRole
from accounts.models import CURATORS, Invitation, Mandate, User
from accounts.permissions import can_invite, can_manage_mandates, can_manage_people
from foundation.decisions import Refused
from foundation.history_admin import RevertingAdmin

# Groups and permissions are kept by accounts.roles; the rest is allauth's own bookkeeping, shown where it belongs.
for model in (Group, EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

# Rate limits and the second factor hold for the admin too: it has no log-in of its own.
admin.site.login = secure_admin_login(admin.site.login)


def _password_change(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """The page of the portal instead of the admin's: it tells the owner by mail."""
    return redirect("account_change_password")


admin.site.password_change = _password_change


class CurrentMandateFilter(admin.SimpleListFilter):
    title = pgettext_lazy("mandate", "validity")
    parameter_name = "current"

    def lookups(self, request, model_admin):
        return [("yes", pgettext_lazy("mandate", "today")), ("no", pgettext_lazy("mandate", "over, or still to come"))]

    def queryset(self, request, queryset):
        current = Mandate.objects.current().values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=current)
        if self.value() == "no":
            return queryset.exclude(pk__in=current)
        return queryset


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [
            ("administrator", _("administrator")),
            ("curator", _("curator of the Network")),
            ("focal_point", _("focal point")),
            ("none", _("no role of their own")),
        ]

    def queryset(self, request, queryset):
        curator = Q(is_staff=True, groups__name=CURATORS)
        mandated = Q(pk__in=Mandate.objects.current().values("user"))
        wanted = {
            "administrator": Q(is_superuser=True),
            "curator": curator,
            "focal_point": mandated,
            "none": ~(Q(is_superuser=True) | mandated) & ~Q(pk__in=User.objects.filter(curator).values("pk")),
        }.get(self.value())
        return queryset.filter(wanted).distinct() if wanted is not None else queryset


class InvitationStateFilter(admin.SimpleListFilter):
    title = pgettext_lazy("invitation", "state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return InvitationState.choices

    def queryset(self, request, queryset):
        now = timezone.now()
        wanted = {
            InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
            InvitationState.REVOKED: Q(revoked_at__isnull=False),
            InvitationState.EXPIRED: Q(accepted_at=None, revoked_at=None, expires_at__lte=now),
            InvitationState.OPEN: Q(accepted_at=None, revoked_at=None, expires_at__gt=now),
        }.get(self.value())
        return queryset.filter(wanted) if wanted is not None else queryset


class MandateInline(TabularInline):
    model = Mandate
    extra = 0
    autocomplete_fields = ["country"]
    fields = ["country", "kind", "can_submit", "starts_on", "ends_on", "appointed_by"]
    verbose_name_plural = _("mandates")

    def has_add_permission(self, request, obj=None):
        return bool(can_manage_mandates(request.user))

    def has_change_permission(self, request, obj=None):
        return bool(can_manage_mandates(request.user))

    def has_view_permission(self, request, obj=None):
        return bool(can_manage_mandates(request.user))

    def has_delete_permission(self, request, obj=None):
        # A mandate ends; that it was is part of the record.
        return False


@admin.register(User)
class UserAdmin(RevertingAdmin, ModelAdmin):
    """Accounts begin with an invitation and are closed, not deleted; passwords are set by their owners alone."""

    list_display = ["name", "email", "shown_roles", "shown_countries", "language", "has_second_factor", "is_active"]
    list_filter = [RoleFilter, "is_active", "language"]
    search_fields = ["name", "email"]
    ordering = ["name", "email"]
    actions = ["close_accounts", "reopen_accounts", "remove_second_factors", "end_all_sessions"]
    fieldsets = [
        (None, {"fields": ["name", "email", "language"]}),
        (
            pgettext_lazy("account", "Access"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "is_in_curators"],
                "description": _("Curators are invited; the group cannot be given here."),
            },
        ),
        (_("Dates"), {"fields": ["joined_at", "last_login"]}),
    ]
    readonly_fields = ["is_in_curators", "joined_at", "last_login"]
    inlines = [MandateInline]
    # Rights are given and taken by the actions that tell their owner, never by going back.
    restorable = False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
            .prefetch_related("groups", "mandates__country")
        )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return bool(can_manage_people(request.user))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "is_superuser":
            kwargs |= {"label": _("administrator"), "help_text": _("May do everything, and manages accounts.")}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if obj.pk == request.user.pk and not (obj.is_active and obj.is_superuser):
            # A slip here could leave the portal without anybody who can undo it.
            obj.is_active = obj.is_staff = obj.is_superuser = True
            self.message_user(request, _("You cannot take your own rights away."), messages.WARNING)
        if obj.is_superuser:
            obj.is_staff = True
        super().save_model(request, obj, form, change)
        if change and not obj.is_active:
            securing.end_sessions(user=obj)

    @display(description=_("roles"))
    def shown_roles(self, user):
        names = {group.name for group in user.groups.all()}
        labels = []
        if user.is_superuser:
            labels.append(_("administrator"))
        elif user.is_staff and CURATORS in names:
            labels.append(_("curator of the Network"))
        if any(mandate.is_current for mandate in user.mandates.all()):
            labels.append(_("focal point"))
        return " · ".join(str(label) for label in labels) or "–"

    @display(description=_("countries"))
    def shown_countries(self, user):
        return " · ".join(str(mandate.country) for mandate in user.mandates.all() if mandate.is_current) or "–"

    @display(description=_("second factor"), boolean=True)
    def has_second_factor(self, user):
        return user.second_factor

    @display(description=_("curator of the Network"), boolean=True)
    def is_in_curators(self, user):
        return user.is_curator

    def _for_each(self, request, queryset, act, **facts) -> int:
        done = 0
        for user in queryset:
            try:
                act(user=user, **facts)
            except Refused as refused:
                self.message_user(request, f"{user}: {refused}", messages.ERROR)
            else:
                self.log_change(request, user, str(self.get_action(request.POST["action"])[2]))
                done += 1
        return done

    @admin.action(description=_("Close the accounts"), permissions=["change"])
    def close_accounts(self, request, queryset):
        count = self._for_each(request, queryset, securing.close_account, by=request.user)
        sentence = ngettext("%(count)s account was closed.", "%(count)s accounts were closed.", count)
        self._tell(request, sentence, count)

    @admin.action(description=_("Open the accounts again"), permissions=["change"])
    def reopen_accounts(self, request, queryset):
        count = self._for_each(request, queryset, securing.reopen_account, by=request.user)
        sentence = ngettext("%(count)s account is open.", "%(count)s accounts are open.", count)
        self._tell(request, sentence, count)

    @admin.action(description=_("Remove the second factor (telephone lost)"), permissions=["change"])
    def remove_second_factors(self, request, queryset):
        count = self._for_each(request, queryset, securing.remove_second_factor, by=request.user)
        self._tell(
            request,
            ngettext(
                "The second factor of %(count)s person was removed; they were told by mail.",
                "The second factors of %(count)s people were removed; they were told by mail.",
                count,
            ),
            count,
        )

    @admin.action(description=_("Log out everywhere"), permissions=["change"])
    def end_all_sessions(self, request, queryset):
        count = self._for_each(request, queryset, securing.end_sessions)
        sentence = ngettext("%(count)s person was logged out.", "%(count)s people were logged out.", count)
        self._tell(request, sentence, count)

    def _tell(self, request, sentence: str, count: int) -> None:
        if count:
            self.message_user(request, sentence % {"count": count}, messages.SUCCESS)


@admin.register(Mandate)
class MandateAdmin(RevertingAdmin, ModelAdmin):
    list_display = ["user", "country", "kind", "can_submit", "starts_on", "ends_on", "shown_current"]
    list_filter = [CurrentMandateFilter, "kind", "can_submit"]
    list_select_related = ["user", "country"]
    search_fields = ["user__name", "user__email", "country__iso3", "country__name_en", "country__name_ar"]
    autocomplete_fields = ["user", "country"]
    date_hierarchy = "starts_on"
    # Rights are given and taken by the actions that tell their owner, never by going back.
    restorable = False

    def has_delete_permission(self, request, obj=None):
        # A mandate ends; that it was is part of the record.
        return False

    @display(description=pgettext_lazy("mandate", "in force"), boolean=True)
    def shown_current(self, mandate):
        return mandate.is_current


class InvitationForm(forms.ModelForm):
    """The rules of an invitation, each at its field."""

    replaces = forms.ModelChoiceField(
        label=_("takes over from"),
        queryset=Mandate.objects.none(),
        required=False,
        help_text=_("A handover: the mandate chosen here ends on the day on which the invitation is accepted."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # "replaces" is not there where an invitation is only looked at.
        if "replaces" in self.fields:
            current = Mandate.objects.current().select_related("user", "country")
            self.fields["replaces"].queryset = current.order_by("country__iso3", "user__name")

    def _clean_handover(self, data, mandate):
        if data.get("role") != InvitedRole.FOCAL_POINT:
            self.add_error("replaces", _("Only a focal point takes over a mandate."))
        if data.get("country") not in (None, mandate.country):
            self.add_error("replaces", _("This mandate is for another country."))
        data["country"] = mandate.country
        try:
            handing_over.check_successor(mandate, email=data.get("email", ""), can_submit=bool(data.get("can_submit")))
        except ValidationError as error:
            self.add_error(None, error)

    def clean(self):
        data = super().clean()
        if data.get("replaces"):
            self._clean_handover(data, data["replaces"])
        if data.get("role") == InvitedRole.FOCAL_POINT and not data.get("country"):
            self.add_error("country", _("Choose the country that the person is to report for."))
        if data.get("role") == InvitedRole.CURATOR:
            data["country"] = None
        return data


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin):
    form = InvitationForm
    list_display = ["email", "role", "country", "shown_state", "invited_by", "invited_at", "expires_at"]
    list_filter = [InvitationStateFilter, "role", "language"]
    list_select_related = ["country", "invited_by"]
    search_fields = ["email", "country__iso3", "country__name_en", "country__name_ar"]
    autocomplete_fields = ["country"]
    actions = ["resend_invitations", "revoke_invitations"]
    date_hierarchy = "invited_at"
    fields = [
        "email",
        "language",
        "role",
        "country",
        "replaces",
        "kind",
        "can_submit",
        "mandate_ends_on",
        "appointed_by",
        "letter",
        "message",
    ]
    after_fields = [
        "shown_state",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "revoked_at",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).managed_by(request.user)

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.fields
        return [*(name for name in self.fields if name != "replaces"), *self.after_fields]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "role" in form.base_fields:
            # Contributors are invited from the review they are to work on.
            form.base_fields["role"].choices = [
                (role.value, role.label)
                for role in (InvitedRole.FOCAL_POINT, InvitedRole.CURATOR)
                if can_invite(request.user, role=role)
            ]
        return form

    def has_change_permission(self, request, obj=None):
        # What was sent cannot be changed; the actions below need the permission all the same.
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Invites; ``obj`` becomes the invitation that was made."""
        data = {name: form.cleaned_data[name] for name in self.fields}
        replaces = data.pop("replaces")
        if replaces:
            facts = {name: value for name, value in data.items() if name not in ("role", "country")}
            made = handing_over.name_successor(mandate=replaces, by=request.user, **facts)
        else:
            made = inviting.invite(by=request.user, **data)
        obj.__dict__.update(made.__dict__)

    @display(
        description=pgettext_lazy("invitation", "state"),
        label={
            InvitationState.OPEN: "info",
            InvitationState.ACCEPTED: "success",
            InvitationState.REVOKED: "danger",
            InvitationState.EXPIRED: "warning",
        },
    )
    def shown_state(self, invitation):
        return invitation.state, invitation.state.label

    def _for_each(self, request, queryset, act) -> int:
        done = 0
        for invitation in queryset:
            try:
                act(invitation=invitation, by=request.user)
            except inviting.InvitationUnusable as unusable:
                self.message_user(request, f"{invitation}: {unusable.state.label}", messages.ERROR)
            except Refused as refused:
                self.message_user(request, f"{invitation}: {refused}", messages.ERROR)
            else:
                done += 1
        return done

    @admin.action(description=_("Send again, with a new link"), permissions=["change"])
    def resend_invitations(self, request, queryset):
        if count := self._for_each(request, queryset, inviting.resend):
            sentence = ngettext(
                "%(count)s invitation was sent again.", "%(count)s invitations were sent again.", count
            )
            self.message_user(request, sentence % {"count": count}, messages.SUCCESS)

    @admin.action(description=pgettext_lazy("invitation", "Withdraw"), permissions=["change"])
    def revoke_invitations(self, request, queryset):
        if count := self._for_each(request, queryset, inviting.revoke):
            sentence = ngettext("%(count)s invitation was withdrawn.", "%(count)s invitations were withdrawn.", count)
            self.message_user(request, sentence % {"count": count}, messages.SUCCESS)
