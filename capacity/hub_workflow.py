"""The life of a request for support in the connection hub, whole and on one screen.

    submit    draft                                  → submitted   by who asks: a government or a UN country team
    take_up   submitted                              → triage      by the Network
    ask       triage, matching                       → question    by the Network; with the question
    answer    question                               → triage      by who asks; with the answer
    match     triage, matching                       → matching    by the Network: somebody is asked to help
    offer     matching                               → offered     by who is asked to help, or the Network for them
    accept    offered                                → under_way   by who asks
    refuse    offered                                → matching    by who asks; with the reason
    record    under_way                              → outcome     by who asks; with the outcome
    return    outcome                                → under_way   by the Network; with what is missing
    close     outcome                                → closed      by the Network
    decline   submitted, triage, question, matching  → declined    by the Network; with the reason
    withdraw  any that is not over                   → withdrawn   by who asks

``capacity/requesting.py`` carries these out; this module only says what there is.
"""

from capacity.enums import Actor, RequestAction, RequestState
from foundation.workflows import Transition, Workflow

S, A = RequestState, RequestAction
_ASKER, _NETWORK = frozenset({Actor.ASKER}), frozenset({Actor.NETWORK})

HUB = Workflow(
    initial=S.DRAFT,
    transitions={
        A.SUBMIT: Transition(frozenset({S.DRAFT}), S.SUBMITTED, _ASKER),
        A.TAKE_UP: Transition(frozenset({S.SUBMITTED}), S.TRIAGE, _NETWORK),
        A.ASK: Transition(frozenset({S.TRIAGE, S.MATCHING}), S.QUESTION, _NETWORK, needs_note=True),
        A.ANSWER: Transition(frozenset({S.QUESTION}), S.TRIAGE, _ASKER, needs_note=True),
        A.MATCH: Transition(frozenset({S.TRIAGE, S.MATCHING}), S.MATCHING, _NETWORK),
        A.OFFER: Transition(
            frozenset({S.MATCHING}), S.OFFERED, frozenset({Actor.HELPER, Actor.NETWORK}), needs_note=True
        ),
        A.ACCEPT: Transition(frozenset({S.OFFERED}), S.UNDER_WAY, _ASKER),
        A.REFUSE: Transition(frozenset({S.OFFERED}), S.MATCHING, _ASKER, needs_note=True),
        A.RECORD: Transition(frozenset({S.UNDER_WAY}), S.OUTCOME, _ASKER, needs_note=True),
        A.RETURN: Transition(frozenset({S.OUTCOME}), S.UNDER_WAY, _NETWORK, needs_note=True),
        A.CLOSE: Transition(frozenset({S.OUTCOME}), S.CLOSED, _NETWORK),
        A.DECLINE: Transition(
            frozenset({S.SUBMITTED, S.TRIAGE, S.QUESTION, S.MATCHING}), S.DECLINED, _NETWORK, needs_note=True
        ),
        A.WITHDRAW: Transition(
            frozenset({S.DRAFT, S.SUBMITTED, S.TRIAGE, S.QUESTION, S.MATCHING, S.OFFERED, S.UNDER_WAY}),
            S.WITHDRAWN,
            _ASKER,
        ),
    },
    owners={
        S.DRAFT: Actor.ASKER,
        S.SUBMITTED: Actor.NETWORK,
        S.TRIAGE: Actor.NETWORK,
        S.QUESTION: Actor.ASKER,
        S.MATCHING: Actor.HELPER,
        S.OFFERED: Actor.ASKER,
        S.UNDER_WAY: Actor.ASKER,
        S.OUTCOME: Actor.NETWORK,
        S.CLOSED: Actor.NOBODY,
        S.DECLINED: Actor.NOBODY,
        S.WITHDRAWN: Actor.NOBODY,
    },
)

OPEN = frozenset(state for state, owner in HUB.owners.items() if owner != Actor.NOBODY)
