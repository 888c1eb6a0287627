"""Where allauth asks how the portal wants it: no sign-up, our words, our outbox, secrets encrypted."""

import base64
import time
from io import BytesIO
from typing import Any

import qrcode
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts.models import User
from foundation.language import active
from foundation.mail import queue_mail

# Changes that are told by mail, in case it was not the owner who made them.
CHANGES = {
    "password_changed": _("The password of your account was changed."),
    "password_set": _("The password of your account was changed."),
    "password_reset": _("The password of your account was set anew through a link sent to this address."),
    "totp_activated": _("A second factor was set up for your account."),
    "totp_deactivated": _("The second factor of your account was removed."),
    "recovery_codes_generated": _("New recovery codes were made for your account; the old ones no longer work."),
}


class InvitationOnlyAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right. Enter the one that the application shows now."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by accepting an invitation (``accounts.inviting``)."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, in the language of the account; for strangers, in that of the page."""
        name = template_prefix.rsplit("/", 1)[-1]
        user = User.objects.filter(email=User.objects.normalize_email(email)).first()
        language = user.language if user else active()
        if name == "password_reset_key":
            with translation.override(language):
                path = reverse(
                    "account_reset_password_from_key", kwargs={"uidb36": context["uid"], "key": context["key"]}
                )
            template, values = "password_reset", {"address": settings.SITE_URL + path}
        elif name == "unknown_account":
            template, values = "unknown_account", {"email": email}
        else:
            template, values = (
                "account_changed",
                {
                    "change": CHANGES[name],
                    "ip": context.get("ip"),
                    "user_agent": context.get("user_agent"),
                    "at": context.get("timestamp"),
                },
            )
        queue_mail(to=email, template=template, context={"user": user, **values}, language=language)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just given the password need not give it again to set up the first second factor."""
        user = self.request.user
        if app == "allauth.mfa" and user.is_authenticated and not is_mfa_enabled(user):
            records = get_authentication_records(self.request, user)
            if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
                return False
        return super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": InvitationOnlyAdapter.error_messages["incorrect_code"],
    }

    def build_totp_svg(self, url: str) -> str:
        """As allauth's, on white: on the dark page black alone cannot be scanned."""
        buffer = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(buffer)
        return buffer.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """A copy of the database alone must not be enough to make codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Keys made from SECRET_KEY and its fallbacks, so that it can be changed without locking people out."""
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.second-factor").derive(
                        secret.encode()
                    )
                )
            )
            for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        ]
    )
