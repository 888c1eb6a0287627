"""The life of an expression of interest, whole and on one screen.

    submit    draft                                        → submitted   by a person who may speak for the State
    take_up   submitted                                    → review      by the Network
    ask       review                                       → question    by the Network; with the question
    answer    question                                     → review      by the State; with the answer
    invite    review                                       → invited     by the Network
    confirm   invited                                      → confirmed   by a person who may speak for the State;
                                                                         the champion country's record is made
    decline   submitted, review, question                  → declined    by the Network; with the reason
    withdraw  draft, submitted, review, question, invited  → withdrawn   by the State

``champions/expressing.py`` carries these out; this module only says what there is.
"""

from champions.enums import Actor, InterestAction, InterestState
from foundation.workflows import Transition, Workflow

_STATE, _NETWORK = frozenset({Actor.STATE}), frozenset({Actor.NETWORK})

INTEREST = Workflow(
    initial=InterestState.DRAFT,
    transitions={
        InterestAction.SUBMIT: Transition(frozenset({InterestState.DRAFT}), InterestState.SUBMITTED, _STATE),
        InterestAction.TAKE_UP: Transition(frozenset({InterestState.SUBMITTED}), InterestState.REVIEW, _NETWORK),
        InterestAction.ASK: Transition(
            frozenset({InterestState.REVIEW}), InterestState.QUESTION, _NETWORK, needs_note=True
        ),
        InterestAction.ANSWER: Transition(
            frozenset({InterestState.QUESTION}), InterestState.REVIEW, _STATE, needs_note=True
        ),
        InterestAction.INVITE: Transition(frozenset({InterestState.REVIEW}), InterestState.INVITED, _NETWORK),
        InterestAction.CONFIRM: Transition(frozenset({InterestState.INVITED}), InterestState.CONFIRMED, _STATE),
        InterestAction.DECLINE: Transition(
            frozenset({InterestState.SUBMITTED, InterestState.REVIEW, InterestState.QUESTION}),
            InterestState.DECLINED,
            _NETWORK,
            needs_note=True,
        ),
        InterestAction.WITHDRAW: Transition(
            frozenset(
                {
                    InterestState.DRAFT,
                    InterestState.SUBMITTED,
                    InterestState.REVIEW,
                    InterestState.QUESTION,
                    InterestState.INVITED,
                }
            ),
            InterestState.WITHDRAWN,
            _STATE,
        ),
    },
    owners={
        InterestState.DRAFT: Actor.STATE,
        InterestState.SUBMITTED: Actor.NETWORK,
        InterestState.REVIEW: Actor.NETWORK,
        InterestState.QUESTION: Actor.STATE,
        InterestState.INVITED: Actor.STATE,
        InterestState.CONFIRMED: Actor.NOBODY,
        InterestState.DECLINED: Actor.NOBODY,
        InterestState.WITHDRAWN: Actor.NOBODY,
    },
)

#: States in which a country has one expression of interest under way.
OPEN = frozenset(state for state, owner in INTEREST.owners.items() if owner != Actor.NOBODY)
