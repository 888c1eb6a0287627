"""Who hears of the steps of a practice, each in their own language."""

from django.conf import settings
from django.utils import translation

from accounts.models import User
from capacity.enums_practices import Submitter
from capacity.models import Practice, PracticeTransition
from foundation.mail import queue_mail
from network.representing import people_of


def authors_of(practice: Practice) -> list[User]:
    if practice.submitter == Submitter.GOVERNMENT:
        return list(User.objects.focal_points_of(practice.country))
    if practice.submitter == Submitter.ORGANIZATION:
        return people_of(practice.entity)
    return [practice.started_by]


def _tell(people: list[User], practice: Practice, step: PracticeTransition) -> None:
    for person in {one.pk: one for one in people if one.pk != step.by_id}.values():
        with translation.override(person.language):
            address = settings.SITE_URL + practice.get_absolute_url()
        queue_mail(
            to=person.email,
            template="practice_step",
            language=person.language,
            context={
                "person": person,
                "practice": practice,
                "step": step,
                "points": list(step.points.select_related("criterion")),
                "url": address,
            },
        )


def to_the_author(practice: Practice, step: PracticeTransition) -> None:
    _tell(authors_of(practice), practice, step)


def to_the_network(practice: Practice, step: PracticeTransition) -> None:
    """Who took it up, or all curators where nobody has."""
    curator = practice.assigned_to
    _tell([curator] if curator and curator.is_curator else list(User.objects.curators()), practice, step)


def to_the_checkers(practice: Practice, step: PracticeTransition) -> None:
    _tell([check.checker for check in practice.checks.filter(round=practice.round)], practice, step)
