"""What waits for curators and for proposers among the proposals to the Fund."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.panels import Panel
from foundation.todo import Waiting
from mptf.deciding import is_overdue
from mptf.enums import ProposalActor, ProposalState
from mptf.models import Proposal
from mptf.next_steps import next_step
from mptf.permissions import can_begin
from mptf.workflow import WORKFLOW

_PROPOSERS = [state for state, owner in WORKFLOW.owners.items() if owner == ProposalActor.PROPOSERS]


def proposals_to_check(user: User) -> list[Waiting]:
    """Proposals that were submitted and wait for their check; samples wait for nobody."""
    if not user.is_curator:
        return []
    found = list(Proposal.objects.real().filter(state=ProposalState.SUBMITTED).order_by("state_since"))
    today = timezone.localdate()
    return [
        Waiting(
            _("Proposals to check"),
            len(found),
            reverse("mptf:desk"),
            _("Migration MPTF"),
            overdue=sum(is_overdue(one, today) for one in found),
            oldest=found[0].state_since if found else None,
        )
    ]


def own_proposals(user: User) -> list[Waiting]:
    """Proposals of the person on which the proposers have the word."""
    found = Proposal.objects.of_proposer(user).filter(state__in=_PROPOSERS).order_by("state_since")
    today = timezone.localdate()
    return [
        Waiting(
            one.title,
            1,
            one.get_absolute_url(),
            _("Migration MPTF"),
            overdue=int(bool(one.revise_by and one.revise_by < today)),
            oldest=one.state_since,
            note=next_step(one)["sentence"],
        )
        for one in found
    ]


def workspace_panel(user: User) -> Panel | None:
    """One's own proposals, and the button to begin one."""
    if not can_begin(user):
        return None
    proposals = list(Proposal.objects.of_proposer(user).order_by("-state_since", "pk")[:5])
    return Panel(
        title=_("Proposals to the Migration MPTF"),
        template="mptf/_proposal_panel.html",
        anchor="proposals",
        context={"proposals": proposals},
        position=60,
    )
