"""The life of a voluntary contribution to the mechanism, whole and on one screen.

    offer     draft                     → offered    by the State; whoever may speak for it
    confirm   offered                   → confirmed  by the Network; with its public text in both languages
    ask       offered                   → question   by the Network; with the question
    answer    question                  → offered    by the State; with the answer
    give      confirmed                 → given      by the State or the Network; with the day and the result
    end       confirmed                 → ended      by the State or the Network; with the day and the reason
    decline   offered, question         → declined   by the Network; with the reason
    withdraw  draft, offered, question  → withdrawn  by the State

``capacity/contributing.py`` carries these out; this module only says what there is. What was confirmed is public
and stays so: a State that can no longer give it ends it with the reason.
"""

from capacity.enums_contributions import ContributionAction, ContributionState, Giver
from foundation.workflows import Transition, Workflow

S, A = ContributionState, ContributionAction
_STATE, _NETWORK = frozenset({Giver.STATE}), frozenset({Giver.NETWORK})
_BOTH = _STATE | _NETWORK

CONTRIBUTION = Workflow(
    initial=S.DRAFT,
    transitions={
        A.OFFER: Transition(frozenset({S.DRAFT}), S.OFFERED, _STATE),
        A.CONFIRM: Transition(frozenset({S.OFFERED}), S.CONFIRMED, _NETWORK),
        A.ASK: Transition(frozenset({S.OFFERED}), S.QUESTION, _NETWORK, needs_note=True),
        A.ANSWER: Transition(frozenset({S.QUESTION}), S.OFFERED, _STATE, needs_note=True),
        A.GIVE: Transition(frozenset({S.CONFIRMED}), S.GIVEN, _BOTH, needs_note=True),
        A.END: Transition(frozenset({S.CONFIRMED}), S.ENDED, _BOTH, needs_note=True),
        A.DECLINE: Transition(frozenset({S.OFFERED, S.QUESTION}), S.DECLINED, _NETWORK, needs_note=True),
        A.WITHDRAW: Transition(frozenset({S.DRAFT, S.OFFERED, S.QUESTION}), S.WITHDRAWN, _STATE),
    },
    owners={
        S.DRAFT: Giver.STATE,
        S.OFFERED: Giver.NETWORK,
        S.QUESTION: Giver.STATE,
        S.CONFIRMED: Giver.STATE,
        S.GIVEN: Giver.NOBODY,
        S.ENDED: Giver.NOBODY,
        S.DECLINED: Giver.NOBODY,
        S.WITHDRAWN: Giver.NOBODY,
    },
)

OPEN = frozenset(state for state, owner in CONTRIBUTION.owners.items() if owner != Giver.NOBODY)
#: The State may change its words as long as the Network has not taken them up, or asks about them.
EDITABLE = frozenset({S.DRAFT, S.QUESTION})
#: What readers see; a contribution reaches these only through ``confirm``.
PUBLIC = frozenset({S.CONFIRMED, S.GIVEN, S.ENDED})
