"""What happens next with a proposal, in one sentence for those who wait."""

from django.utils.translation import gettext as _

from foundation.dates import format_date
from mptf.enums import ProposalActor, ProposalState
from mptf.models import Proposal


def _sentence(proposal: Proposal) -> str:
    match proposal.state:
        case ProposalState.DRAFT:
            return _("Complete the note; each government and the lead organization endorse it, then it is submitted.")
        case ProposalState.SUBMITTED:
            return _("The UN Network checks the proposal against the rules of the Fund.")
        case ProposalState.RETURNED:
            return _("Change the note as asked, have it endorsed again and submit it again.")
        case ProposalState.INELIGIBLE:
            return _("The proposal does not meet the rules of the Fund. A new concept note may be begun.")
        case ProposalState.PIPELINE:
            return _("The proposal waits for a meeting of the Steering Committee.")
        case ProposalState.INVITED:
            return _("Add the file of the full proposal and hand it in.")
        case ProposalState.AGENDA:
            return _("The Steering Committee decides at its meeting.")
        case ProposalState.REVISION if proposal.revise_by:
            return _("Revise the note as the Steering Committee asked, by %(date)s, and submit it again.") % {
                "date": format_date(proposal.revise_by)
            }
        case ProposalState.REVISION:
            return _("Revise the note as the Steering Committee asked, and submit it again.")
        case ProposalState.APPROVED:
            return _("The joint programme is being set up; its start is recorded here.")
        case ProposalState.RUNNING:
            return _("The joint programme is running; its end is recorded here.")
        case ProposalState.CLOSED:
            return _("The joint programme has ended.")
        case ProposalState.DECLINED:
            return _("The Steering Committee has declined the proposal.")
    return _("The proposal has been withdrawn.")


def next_step(proposal: Proposal) -> dict[str, str]:
    """``sentence``, and ``who`` has the word."""
    return {"sentence": _sentence(proposal), "who": str(ProposalActor(proposal.owner).label)}
