"""Who hears of the steps of a contribution, each in their own language."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from accounts.models import User
from capacity.models import ContributionTransition, MechanismContribution
from foundation.mail import queue_mail


def _tell(people: Iterable[User], contribution: MechanismContribution, step: ContributionTransition) -> None:
    for person in people:
        with translation.override(person.language):
            url = settings.SITE_URL + contribution.get_desk_url()
        queue_mail(
            to=person.email,
            template="contribution_step",
            language=person.language,
            context={"person": person, "contribution": contribution, "step": step, "url": url},
        )


def to_the_state(contribution: MechanismContribution, step: ContributionTransition) -> None:
    """The focal points of the country."""
    _tell(User.objects.focal_points_of(contribution.country), contribution, step)


def to_the_network(contribution: MechanismContribution, step: ContributionTransition) -> None:
    """All curators: nobody takes a contribution up before it is confirmed."""
    _tell(User.objects.curators(), contribution, step)
