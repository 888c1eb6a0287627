"""Who may take which step of a practice: each ``check_…`` raises ``Refused`` with a sentence."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_curate, check_work_for
from capacity.enums_practices import PracticeAction, PracticeActor, PracticeState, Submitter
from capacity.models import Practice, PracticeCheck
from capacity.workflow_practices import PRACTICE, WRITABLE
from countries.models import Country
from foundation.decisions import Decision, Refused, decide
from network.models import Entity
from network.representing import check_speak_for


def check_begin(user: User, *, submitter: str, country: Country | None, entity: Entity | None) -> None:
    """A focal point for the country, a representative for the organization, a curator from a source."""
    if submitter == Submitter.GOVERNMENT and country is not None:
        check_work_for(user, country)
    elif submitter == Submitter.ORGANIZATION and entity is not None:
        check_speak_for(user, entity)
    else:
        check_curate(user)


def check_author(user: User, practice: Practice) -> None:
    check_begin(user, submitter=practice.submitter, country=practice.country, entity=practice.entity)


def check_write(user: User, practice: Practice) -> None:
    check_author(user, practice)
    if practice.state not in WRITABLE:
        raise Refused(_("What was submitted is not changed any more. It can be returned to you, or withdrawn."))


def check_edit(user: User, practice: Practice) -> None:
    """Write the text that is to be published: curators, before the author is asked."""
    check_curate(user)
    if practice.state != PracticeState.EDITING:
        raise Refused(_("The text for publication is not being edited now."))


def check_be_checker(user: User, practice: Practice) -> None:
    """Whoever wrote a practice, or speaks for its author, does not check it."""
    is_author = user.pk == practice.started_by_id or (
        practice.submitter != Submitter.NETWORK and decide(check_author, user, practice)
    )
    if not user.is_active or is_author:
        raise Refused(_("%(person)s speaks for the author and cannot check this practice.") % {"person": user})


def open_check(user: User, practice: Practice) -> PracticeCheck | None:
    """The check of this submission that this person has still to give."""
    if practice.state != PracticeState.CHECK:
        return None
    return practice.checks.filter(round=practice.round, checker=user, given_at=None).first()


def all_given(practice: Practice) -> bool:
    """Whether every check of this submission is given: only then anybody sees them, and curators decide."""
    given = list(practice.checks.filter(round=practice.round).values_list("given_at", flat=True))
    return bool(given) and None not in given


def check_take(user: User, practice: Practice, action: str) -> None:
    """May this person take this step now? Raises ``Refused`` with a sentence."""
    transition = PRACTICE.transitions[action]
    if PracticeActor.CHECKER in transition.by:
        if open_check(user, practice) is None:
            raise Refused(_("There is no check that you have still to give."))
    elif PracticeActor.AUTHOR not in transition.by:
        check_curate(user)
    elif PracticeActor.NETWORK not in transition.by or not user.is_curator:
        check_author(user, practice)
    if not PRACTICE.is_possible(action, practice.state):
        raise Refused(_("This step is not possible now."))
    decides = practice.state == PracticeState.CHECK and action in (PracticeAction.ACCEPT, PracticeAction.RETURN)
    if decides and not all_given(practice):
        raise Refused(_("Wait until every checker has given their check."))
    if action in (PracticeAction.WITHDRAW, PracticeAction.DECLINE) and practice.current_id:
        raise Refused(_("A version is public. Give up the new version instead; archive the practice afterwards."))
    if action == PracticeAction.KEEP and not practice.current_id:
        raise Refused(_("No version has been published yet."))


def can_write(user: User, practice: Practice) -> Decision:
    return decide(check_write, user, practice)


def can_edit(user: User, practice: Practice) -> Decision:
    return decide(check_edit, user, practice)


def can_take(user: Any, practice: Practice, action: str) -> Decision:
    return decide(check_take, user, practice, action)


def steps_of(user: User, practice: Practice) -> list[str]:
    """The steps that this person may take now, in the order of the table."""
    return [action for action in PRACTICE.possible(practice.state) if can_take(user, practice, action)]
