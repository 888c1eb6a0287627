"""Who may take which step of a request: each ``check_…`` raises ``Refused`` with a sentence."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_curate, check_work_for
from capacity.enums import Actor, MatchState, RequestAction, RequestState
from capacity.hub_workflow import HUB
from capacity.models import Match, SupportRequest
from countries.models import Country
from foundation.decisions import Decision, Refused, decide
from network.models import Entity
from network.representing import check_speak_for


def check_ask_for(user: User, country: Country, entity: Entity | None = None) -> None:
    """Ask for support: a focal point for the government, a representative for the country team."""
    if entity is None:
        check_work_for(user, country)
    else:
        check_speak_for(user, entity, country)


def check_edit(user: User, request: SupportRequest) -> None:
    check_ask_for(user, request.country, request.entity)
    if request.state != RequestState.DRAFT:
        raise Refused(_("What was submitted cannot be changed. Answer the question of the Network, or withdraw."))


def check_take(user: User, request: SupportRequest, action: str) -> None:
    """May this person take this step now? An offer is made through its match: see ``check_offer``."""
    by = HUB.transitions[action].by
    if Actor.ASKER in by:
        check_ask_for(user, request.country, request.entity)
    else:
        check_curate(user)
    if not HUB.is_possible(action, request.state):
        raise Refused(_("This step is not possible now."))


def check_offer(user: User, match: Match) -> None:
    """Make an offer: a representative of the organization that is asked, or a curator on behalf of anybody asked."""
    if not (user.is_authenticated and user.is_curator):
        if match.entity is None:
            raise Refused(_("Offers of experts and programmes are entered by the curators."))
        check_speak_for(user, match.entity, match.request.country)
    if match.state != MatchState.ASKED or not HUB.is_possible(RequestAction.OFFER, match.request.state):
        raise Refused(_("This step is not possible now."))


def can_edit(user: User, request: SupportRequest) -> Decision:
    return decide(check_edit, user, request)


def can_take(user: User, request: SupportRequest, action: str) -> Decision:
    return decide(check_take, user, request, action)


def can_offer(user: User, match: Match) -> Decision:
    return decide(check_offer, user, match)


def steps_of(user: User, request: SupportRequest) -> list[str]:
    """The steps that this person may take now, in the order of the table; offers stand with their match."""
    return [
        action
        for action in HUB.possible(request.state)
        if action != RequestAction.OFFER and can_take(user, request, action)
    ]
