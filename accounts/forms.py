"""Forms of the account pages. Those of allauth get our words: labels instead of placeholders, in both languages."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.fields import EmailField, SetPasswordField
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, User

# As lines: allauth's list would not be valid inside a hint.
PASSWORD_HINT = lazy(lambda: "\n".join(password_validation.password_validators_help_texts()), str)()
PASSWORD_DIFFERS = _("The two passwords are not the same.")


def _as_ours(form: forms.Form, **labels: Any) -> None:
    """Our labels; no placeholders, which vanish when one types; addresses and codes run left to right."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]
        if isinstance(field, EmailField) or name == "code":
            field.widget.attrs["dir"] = "ltr"
        if name == "code":
            field.widget.attrs["inputmode"] = "numeric"
        if isinstance(field, SetPasswordField):
            field.help_text = PASSWORD_HINT


class RepeatedPasswordMixin:
    def add_error(self, field, error):
        """allauth's own sentence about two different passwords, in our words."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = PASSWORD_DIFFERS
        super().add_error(field, error)


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, login=_("E-mail address"), password=_("Password"))
        # The page has the link to the reset; in a hint it would be read out with the field.
        self.fields["password"].help_text = ""


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, password=_("Password"))
        self.fields["password"].help_text = ""


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, email=_("E-mail address"))


class ResetPasswordKeyForm(RepeatedPasswordMixin, account_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, password1=_("New password"), password2=_("New password, once more"))


class ChangePasswordForm(RepeatedPasswordMixin, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(
            self,
            oldpassword=_("Current password"),
            password1=_("New password"),
            password2=_("New password, once more"),
        )
        self.fields["oldpassword"].help_text = ""


class AuthenticateForm(mfa_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, code=_("Code"))
        self.fields["code"].help_text = _("From your authenticator application, or one of your recovery codes.")


class ReauthenticateByCodeForm(mfa_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, code=_("Code"))
        self.fields["code"].help_text = _("From your authenticator application, or one of your recovery codes.")


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, code=_("Code"))
        self.fields["code"].help_text = _("The six digits that the application shows now.")


class InvitationAcceptForm(forms.Form):
    """What a new account needs; the address is that of the invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As your colleagues are to see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Mail comes in this language."),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "language": forms.RadioSelect,
        }


class HandoverForm(forms.Form):
    """To whom a focal point hands their mandate over, and who named that person."""

    email = forms.EmailField(label=_("E-mail address of the successor"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    appointed_by = forms.CharField(
        label=_("Appointing institution"),
        max_length=200,
        help_text=_("The ministry or office that named the person."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    letter = forms.CharField(
        label=_("Letter of appointment"),
        max_length=300,
        required=False,
        help_text=_("Its number, date or place of keeping."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    can_submit = forms.BooleanField(
        label=_("The successor may submit reviews in the name of the State"), required=False
    )

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mandate.can_submit:
            del self.fields["can_submit"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return cleaned | {"can_submit": bool(cleaned.get("can_submit"))}
