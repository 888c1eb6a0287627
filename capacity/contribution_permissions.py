"""Who may take which step of a contribution: each ``check_…`` raises ``Refused`` with a sentence."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_curate, check_submit_for, check_work_for, is_curator
from capacity.contribution_workflow import CONTRIBUTION, EDITABLE
from capacity.enums_contributions import ContributionAction, ContributionState, Giver
from capacity.models import MechanismContribution
from countries.models import Country
from foundation.decisions import Decision, Refused, decide


def check_begin(user: User, country: Country) -> None:
    """Draft for a State: any of its focal points; sending it takes one who may speak for the State."""
    check_work_for(user, country)


def check_edit(user: User, contribution: MechanismContribution) -> None:
    check_work_for(user, contribution.country)
    if contribution.state not in EDITABLE:
        raise Refused(_("What was sent to the Network cannot be changed, unless the Network asks about it."))


def check_take(user: User, contribution: MechanismContribution, action: str) -> None:
    """May this person take this step now? What was sent speaks for the State, and so does taking it back."""
    by = CONTRIBUTION.transitions[action].by
    if Giver.NETWORK not in by or (Giver.STATE in by and not is_curator(user)):
        if action == ContributionAction.WITHDRAW and contribution.state == ContributionState.DRAFT:
            check_work_for(user, contribution.country)
        else:
            check_submit_for(user, contribution.country)
    else:
        check_curate(user)
    if not CONTRIBUTION.is_possible(action, contribution.state):
        raise Refused(_("This step is not possible now."))


def can_edit(user: User, contribution: MechanismContribution) -> Decision:
    return decide(check_edit, user, contribution)


def can_take(user: User, contribution: MechanismContribution, action: str) -> Decision:
    return decide(check_take, user, contribution, action)


def steps_of(user: User, contribution: MechanismContribution) -> list[str]:
    """The steps that this person may take now, in the order of the table."""
    return [action for action in CONTRIBUTION.possible(contribution.state) if can_take(user, contribution, action)]
