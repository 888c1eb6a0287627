"""Who hears of the steps of an expression of interest, each in their own language."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from champions.models import Interest, InterestTransition
from foundation.mail import queue_mail


def _tell(people: Iterable[User], template: str, interest: Interest, step: InterestTransition, page: str) -> None:
    for person in people:
        with translation.override(person.language):
            address = settings.SITE_URL + reverse(page, args=[interest.country.iso3])
        queue_mail(
            to=person.email,
            template=template,
            language=person.language,
            context={
                "person": person,
                "interest": interest,
                "country": interest.country,
                "step": step,
                "url": address,
            },
        )


def _curators(interest: Interest) -> list[User]:
    if interest.assigned_to and interest.assigned_to.is_curator:
        return [interest.assigned_to]
    return list(User.objects.curators())


def submitted(interest: Interest, step: InterestTransition) -> None:
    """A notice to the curators, a receipt to the focal points."""
    _tell(User.objects.curators(), "interest_submitted", interest, step, "champions:interest")
    to_the_state(interest, step)


def to_the_state(interest: Interest, step: InterestTransition) -> None:
    """The focal points hear what was done and what comes next."""
    people = User.objects.focal_points_of(interest.country).exclude(pk=None)
    _tell(people, "interest_step", interest, step, "champions:interest")


def to_the_network(interest: Interest, step: InterestTransition) -> None:
    """Who took it up hears of it, or all curators where nobody has."""
    _tell(_curators(interest), "interest_step", interest, step, "champions:interest")
