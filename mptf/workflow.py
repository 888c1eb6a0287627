"""The life of a proposal to the Fund, whole and on one screen. ``proposing`` and ``deciding`` carry it out."""

from foundation.workflows import Transition, Workflow
from mptf.enums import ProposalAction as Action
from mptf.enums import ProposalActor as Actor
from mptf.enums import ProposalState as State

_WRITING = frozenset({State.DRAFT, State.RETURNED, State.REVISION})
_BEFORE_A_DECISION = _WRITING | {State.SUBMITTED, State.PIPELINE, State.INVITED, State.AGENDA}
_PROPOSERS, _NETWORK, _COMMITTEE = (frozenset({one}) for one in (Actor.PROPOSERS, Actor.NETWORK, Actor.COMMITTEE))

WORKFLOW = Workflow(
    initial=State.DRAFT,
    transitions={
        # By each government and by the lead organization; a change of the note voids them all.
        Action.ENDORSE: Transition(_WRITING, None, _PROPOSERS),
        Action.SUBMIT: Transition(_WRITING, State.SUBMITTED, _PROPOSERS),
        Action.FIND_ELIGIBLE: Transition(frozenset({State.SUBMITTED}), State.PIPELINE, _NETWORK),
        Action.RETURN: Transition(frozenset({State.SUBMITTED}), State.RETURNED, _NETWORK, needs_note=True),
        Action.REJECT: Transition(frozenset({State.SUBMITTED}), State.INELIGIBLE, _NETWORK, needs_note=True),
        Action.INVITE: Transition(frozenset({State.PIPELINE}), State.INVITED, _NETWORK, needs_note=True),
        Action.DELIVER: Transition(frozenset({State.INVITED}), State.PIPELINE, _PROPOSERS),
        Action.PUT_ON_AGENDA: Transition(frozenset({State.PIPELINE}), State.AGENDA, _NETWORK),
        Action.TAKE_OFF_AGENDA: Transition(frozenset({State.AGENDA}), State.PIPELINE, _NETWORK, needs_note=True),
        Action.APPROVE: Transition(frozenset({State.AGENDA}), State.APPROVED, _COMMITTEE, needs_note=True),
        Action.REVISE: Transition(frozenset({State.AGENDA}), State.REVISION, _COMMITTEE, needs_note=True),
        Action.DEFER: Transition(frozenset({State.AGENDA}), State.PIPELINE, _COMMITTEE, needs_note=True),
        Action.DECLINE: Transition(frozenset({State.AGENDA}), State.DECLINED, _COMMITTEE, needs_note=True),
        Action.START: Transition(frozenset({State.APPROVED}), State.RUNNING, _NETWORK),
        Action.CLOSE: Transition(frozenset({State.RUNNING}), State.CLOSED, _NETWORK, needs_note=True),
        Action.WITHDRAW: Transition(_BEFORE_A_DECISION, State.WITHDRAWN, _PROPOSERS, needs_note=True),
    },
    owners={
        State.DRAFT: Actor.PROPOSERS,
        State.SUBMITTED: Actor.NETWORK,
        State.RETURNED: Actor.PROPOSERS,
        State.INELIGIBLE: Actor.NOBODY,
        State.PIPELINE: Actor.NETWORK,
        State.INVITED: Actor.PROPOSERS,
        State.AGENDA: Actor.COMMITTEE,
        State.REVISION: Actor.PROPOSERS,
        State.APPROVED: Actor.NETWORK,
        State.RUNNING: Actor.NETWORK,
        State.CLOSED: Actor.NOBODY,
        State.DECLINED: Actor.NOBODY,
        State.WITHDRAWN: Actor.NOBODY,
    },
)

#: States in which the concept note itself may be changed.
EDITABLE = _WRITING
#: What the public may know of: from the pipeline on.
PUBLIC = frozenset({State.PIPELINE, State.INVITED, State.AGENDA, State.APPROVED, State.RUNNING, State.CLOSED})
