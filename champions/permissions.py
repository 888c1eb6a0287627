"""Who may take which step of an expression of interest: each ``check_…`` raises ``Refused`` with a sentence."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_curate, check_submit_for, check_work_for
from champions.enums import Actor, ChampionStatus, InterestAction, InterestState
from champions.models import Interest
from champions.workflow import INTEREST
from countries.models import Country
from foundation.decisions import Decision, Refused, decide

#: Steps by which the State speaks: the mandate must say so. The others are open to every focal point of it.
_SPEAKS_FOR_THE_STATE = {InterestAction.SUBMIT, InterestAction.CONFIRM, InterestAction.WITHDRAW}


def check_begin(user: User, country: Country) -> None:
    """Begin an expression of interest: a focal point, where none is under way and the country is no champion yet."""
    check_work_for(user, country)
    if Interest.objects.open().filter(country=country).exists():
        raise Refused(_("An expression of interest of this country is already under way."))
    if hasattr(country, "champion") and country.champion.status == ChampionStatus.CONFIRMED:
        raise Refused(_("%(country)s is a champion country already.") % {"country": country})


def check_edit(user: User, interest: Interest) -> None:
    check_work_for(user, interest.country)
    if interest.state != InterestState.DRAFT:
        raise Refused(_("What was submitted cannot be changed. Answer the question of the Network, or withdraw."))


def check_take(user: User, interest: Interest, action: str) -> None:
    """May this person take this step now? Raises ``Refused`` with a sentence."""
    transition = INTEREST.transitions[action]
    if Actor.NETWORK in transition.by:
        check_curate(user)
    elif action in _SPEAKS_FOR_THE_STATE:
        check_submit_for(user, interest.country)
    else:
        check_work_for(user, interest.country)
    if not INTEREST.is_possible(action, interest.state):
        raise Refused(_("This step is not possible now."))


def can_begin(user: User, country: Country) -> Decision:
    return decide(check_begin, user, country)


def can_edit(user: User, interest: Interest) -> Decision:
    return decide(check_edit, user, interest)


def can_take(user: User, interest: Interest, action: str) -> Decision:
    return decide(check_take, user, interest, action)


def steps_of(user: User, interest: Interest) -> list[str]:
    """The steps that this person may take now, in the order of the table."""
    return [action for action in INTEREST.possible(interest.state) if can_take(user, interest, action)]
