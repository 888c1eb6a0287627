"""May this person … with this proposal? Whether it can be seen at all is ``Proposal.objects.visible_to``."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.permissions import check_curate, check_submit_for, is_curator
from countries.models import Country
from foundation.decisions import Decision, Refused, decide
from mptf.enums import ProposalAction, ProposalActor
from mptf.models import Proposal
from mptf.workflow import WORKFLOW
from network.models import Representative
from network.representing import check_speak_for


def is_proposer(user: Any, proposal: Proposal) -> bool:
    """Writes for one of its governments, or for one of its organizations there."""
    return Proposal.objects.of_proposer(user).filter(pk=proposal.pk).exists()


def check_propose(user: Any, proposal: Proposal) -> None:
    if not is_proposer(user, proposal):
        raise Refused(_("This is for the people who prepare the proposal."))


def check_edit(user: Any, proposal: Proposal) -> None:
    """Change the concept note: the proposers, while they have the word."""
    check_propose(user, proposal)
    if not proposal.is_editable:
        raise Refused(_("The concept note has been submitted and cannot be changed now."))


def _check_possible(proposal: Proposal, action: str) -> None:
    if not WORKFLOW.is_possible(action, proposal.state):
        raise Refused(
            _("This cannot be done now: the state of the proposal is “%(state)s”.")
            % {"state": proposal.get_state_display()}
        )


def check_endorse_for(user: Any, proposal: Proposal, country: Country) -> None:
    """Endorse for a government: a person whose mandate includes submitting."""
    check_submit_for(user, country)
    _check_possible(proposal, ProposalAction.ENDORSE)


def check_speak_for_lead(user: Any, proposal: Proposal) -> None:
    if not any(decide(check_speak_for, user, proposal.lead, country) for country in proposal.countries.all()):
        raise Refused(_("You do not speak for the lead organization."))


def check_endorse_as_lead(user: Any, proposal: Proposal) -> None:
    """Endorse for the lead organization: a representative of it, everywhere or in one of the countries."""
    check_speak_for_lead(user, proposal)
    _check_possible(proposal, ProposalAction.ENDORSE)


def check_stand_for(user: Any, proposal: Proposal) -> None:
    """Act for a party that endorses: a government or the lead organization."""
    check_propose(user, proposal)
    if decide(check_speak_for_lead, user, proposal):
        return
    if any(decide(check_submit_for, user, country) for country in proposal.countries.all()):
        return
    raise Refused(_("This is for those who may endorse the note for a government or for the lead organization."))


def check_take(user: Any, proposal: Proposal, action: str) -> None:
    """Take an action of the workflow: first the person, then whether the state allows it."""
    by = WORKFLOW.transitions[action].by
    if ProposalActor.PROPOSERS in by:
        if action in {ProposalAction.SUBMIT, ProposalAction.WITHDRAW, ProposalAction.DELIVER}:
            check_stand_for(user, proposal)
        else:
            check_propose(user, proposal)
    else:
        # Curators record what the Steering Committee decides.
        check_curate(user)
    _check_possible(proposal, action)


def check_write_to_the_network(user: Any, proposal: Proposal) -> None:
    """Messages with the Network begin when it has been shown the note."""
    if proposal.submitted_at is None:
        raise Refused(_("The UN Network sees a concept note once it has been submitted."))
    if not is_curator(user):
        check_propose(user, proposal)


def check_begin(user: Any) -> None:
    """Begin a concept note: focal points and representatives of organizations."""
    can_write = user.is_authenticated and user.is_active
    if can_write and (user.mandates.current().exists() or Representative.objects.of(user).exists()):
        return
    raise Refused(_("Concept notes are written by focal points of governments and representatives of organizations."))


def can_begin(user: Any) -> Decision:
    return decide(check_begin, user)


def can_edit(user: Any, proposal: Proposal) -> Decision:
    return decide(check_edit, user, proposal)


def can_take(user: Any, proposal: Proposal, action: str) -> Decision:
    return decide(check_take, user, proposal, action)


def can_endorse_for(user: Any, proposal: Proposal, country: Country) -> Decision:
    return decide(check_endorse_for, user, proposal, country)


def can_endorse_as_lead(user: Any, proposal: Proposal) -> Decision:
    return decide(check_endorse_as_lead, user, proposal)


def can_write_to_the_network(user: Any, proposal: Proposal) -> Decision:
    return decide(check_write_to_the_network, user, proposal)
