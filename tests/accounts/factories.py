"""People in each role, made as the portal makes them."""

import itertools

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from accounts.models import Mandate, User
from accounts.roles import sync_roles
from countries.enums import UNStatus
from countries.models import Country

PASSWORD = "a-long-enough-phrase"
_numbers = itertools.count(1)


def sample_country(iso3: str = "XAA") -> Country:
    return Country.objects.get_or_create(
        iso3=iso3,
        defaults={
            "un_status": UNStatus.SAMPLE,
            "name_en": f"Sample State {iso3[-1]}",
            "name_ar": f"دولة العينة {iso3[-1]}",
        },
    )[0]


def person(email: str = "", **fields) -> User:
    email = email or f"person-{next(_numbers)}@example.org"
    return User.objects.create_user(email, fields.pop("password", PASSWORD), name=fields.pop("name", "Amal"), **fields)


def curator(email: str = "", **fields) -> User:
    user = person(email, is_staff=True, **fields)
    user.groups.add(sync_roles())
    return user


def administrator(email: str = "", **fields) -> User:
    return User.objects.create_superuser(
        email or f"admin{next(_numbers)}@example.org", PASSWORD, name="Root", **fields
    )


def focal_point(country: Country, email: str = "", *, can_submit: bool = True, **fields) -> User:
    user = person(email, **fields)
    Mandate.objects.create(user=user, country=country, can_submit=can_submit, starts_on=timezone.localdate())
    return user


def give_second_factor(user: User) -> str:
    """Returns the secret of the authenticator application."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret
