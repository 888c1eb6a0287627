"""The peer check: at least two people, each criterion by criterion, none seeing another's before giving theirs."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from capacity import practice_notifications as notifications
from capacity.enums_practices import PracticeAction
from capacity.models import (
    Finding,
    Practice,
    PracticeCheck,
    PracticeCriterion,
    PracticeEdit,
    PracticeTransition,
    ReturnPoint,
)
from capacity.models.practices import TEXTS
from capacity.practice_permissions import all_given, check_be_checker, check_take, open_check
from capacity.workflow_practices import PRACTICE
from foundation.decisions import Refused
from foundation.workflows import move

FEWEST = 2


@transaction.atomic
def assign(*, practice: Practice, checkers: Sequence[User], by: User, note: str = "") -> None:
    """Give it to the checkers; ``by`` follows it from now on. Raises ``Refused`` for too few, or for its author."""
    check_take(by, practice, PracticeAction.ASSIGN)
    chosen = {one.pk: one for one in checkers}.values()
    if len(chosen) < FEWEST:
        raise Refused(_("At least two people check a practice."))
    for checker in chosen:
        check_be_checker(checker, practice)
    step = move(PRACTICE, practice, PracticeAction.ASSIGN, by=by, log=PracticeTransition, note=note, assigned_to=by)
    version = PracticeCriterion.objects.in_force().values_list("version", flat=True).first()
    if version is None:
        raise Refused(_("There are no criteria yet. Write them in the administration first."))
    PracticeCheck.objects.bulk_create(
        PracticeCheck(practice=practice, round=practice.round, criteria_version=version, checker=checker)
        for checker in chosen
    )
    notifications.to_the_author(practice, step)
    notifications.to_the_checkers(practice, step)


@transaction.atomic
def give(*, practice: Practice, findings: Mapping[PracticeCriterion, tuple[str, str]], by: User) -> None:
    """One's own check, whole: a verdict and a note for every criterion. It is given once."""
    check_take(by, practice, PracticeAction.GIVE)
    check = open_check(by, practice)
    if check is None or not PracticeCheck.objects.filter(pk=check.pk, given_at=None).update(given_at=timezone.now()):
        raise Refused(_("This check has been given already."))
    Finding.objects.bulk_create(
        Finding(check_of=check, criterion=criterion, verdict=verdict, note=note)
        for criterion, (verdict, note) in findings.items()
    )
    step = move(PRACTICE, practice, PracticeAction.GIVE, by=by, log=PracticeTransition)
    if all_given(practice):
        notifications.to_the_network(practice, step)


@transaction.atomic
def send_back(*, practice: Practice, note: str, points: Mapping[PracticeCriterion, str], by: User) -> None:
    """Return it to the author with the reason, and reasons for single criteria."""
    check_take(by, practice, PracticeAction.RETURN)
    step = move(PRACTICE, practice, PracticeAction.RETURN, by=by, log=PracticeTransition, note=note)
    ReturnPoint.objects.bulk_create(
        ReturnPoint(step=step, criterion=criterion, text=text) for criterion, text in points.items() if text.strip()
    )
    notifications.to_the_author(practice, step)


@transaction.atomic
def accept(*, practice: Practice, by: User, note: str = "") -> None:
    """Take it for publication: the editing begins with the author's own words."""
    check_take(by, practice, PracticeAction.ACCEPT)
    step = move(PRACTICE, practice, PracticeAction.ACCEPT, by=by, log=PracticeTransition, note=note)
    edit, _created = PracticeEdit.objects.get_or_create(practice=practice)
    for name in TEXTS:
        setattr(edit, f"{name}_{practice.language}", getattr(practice, name))
    edit.version += 1
    edit.save()
    notifications.to_the_author(practice, step)


def seen_checks(practice: Practice, user: User) -> list[PracticeCheck]:
    """What this person may read: one's own, and the others' once all checks of the submission are given."""
    checks = list(
        practice.checks.filter(round=practice.round).select_related("checker").prefetch_related("findings__criterion")
    )
    everything = all_given(practice)
    may_read = user.is_curator or any(check.checker_id == user.pk for check in checks)
    return [check for check in checks if check.given_at and ((everything and may_read) or check.checker_id == user.pk)]
