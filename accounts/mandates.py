"""For which countries a person works today, and whether they may submit.

Asks the database each time: a mandate that ended yesterday gives nothing today, also to
someone who is still signed in.
"""

from typing import Any

from countries.models import Country


def countries_of(user: Any) -> Any:
    """The countries of the current mandates of ``user`` as a queryset; none for a closed account or a stranger."""
    if not user.is_authenticated or not user.is_active:
        return Country.objects.none()
    return Country.objects.filter(pk__in=user.mandates.current().values("country"))


def is_focal_point(user: Any, country: Country) -> bool:
    """Has ``user`` a current mandate for ``country``?"""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.mandates.current().filter(country=country).exists()


def may_submit(user: Any, country: Country) -> bool:
    """Has ``user`` a current mandate for ``country`` that extends to submitting?"""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.mandates.current().filter(country=country, can_submit=True).exists()
