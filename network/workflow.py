"""The states of an activity and of a proposed update: each table says who may do what, and who has the next word.

The lead organization proposes a step; it is taken when a curator accepts the proposal, or when a curator takes
it themselves. Drawn in docs/activity-states.md.
"""

from foundation.workflows import Transition, Workflow
from network.enums import ActivityAction, ActivityState, Actor, UpdateAction, UpdateState

_LEAD = frozenset({Actor.ORGANIZATION, Actor.NETWORK})
_NETWORK = frozenset({Actor.NETWORK})
_OPEN = frozenset({ActivityState.UNDER_WAY, ActivityState.CHANGED})

ACTIVITIES = Workflow(
    initial=ActivityState.PLANNED,
    transitions={
        ActivityAction.REPORT: Transition(frozenset({ActivityState.PLANNED, *_OPEN}), None, _LEAD, needs_note=True),
        ActivityAction.BEGIN: Transition(frozenset({ActivityState.PLANNED}), ActivityState.UNDER_WAY, _LEAD),
        ActivityAction.COMPLETE: Transition(_OPEN, ActivityState.DONE, _LEAD),
        ActivityAction.CHANGE: Transition(
            frozenset({ActivityState.PLANNED, ActivityState.UNDER_WAY}), ActivityState.CHANGED, _LEAD, needs_note=True
        ),
        ActivityAction.STOP: Transition(
            frozenset({ActivityState.PLANNED, *_OPEN}), ActivityState.STOPPED, _LEAD, needs_note=True
        ),
        ActivityAction.REOPEN: Transition(
            frozenset({ActivityState.DONE, ActivityState.STOPPED}), ActivityState.UNDER_WAY, _NETWORK, needs_note=True
        ),
    },
    owners={
        ActivityState.PLANNED: Actor.ORGANIZATION,
        ActivityState.UNDER_WAY: Actor.ORGANIZATION,
        ActivityState.CHANGED: Actor.ORGANIZATION,
        ActivityState.DONE: Actor.NETWORK,
        ActivityState.STOPPED: Actor.NETWORK,
    },
)

_WAITING = frozenset({UpdateState.WAITING})
UPDATES = Workflow(
    initial=UpdateState.WAITING,
    transitions={
        UpdateAction.ACCEPT: Transition(_WAITING, UpdateState.ACCEPTED, _NETWORK),
        UpdateAction.DECLINE: Transition(_WAITING, UpdateState.DECLINED, _NETWORK, needs_note=True),
        UpdateAction.WITHDRAW: Transition(_WAITING, UpdateState.WITHDRAWN, frozenset({Actor.ORGANIZATION})),
    },
    owners={
        UpdateState.WAITING: Actor.NETWORK,
        UpdateState.ACCEPTED: Actor.ORGANIZATION,
        UpdateState.DECLINED: Actor.ORGANIZATION,
        UpdateState.WITHDRAWN: Actor.ORGANIZATION,
    },
)
