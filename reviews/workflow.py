"""The life of a review, whole and on one screen.

    submit    draft, returned            → submitted    by a person mandated to submit; nothing blocking is open;
                                                        a declaration is given; writes a Submission
    return    submitted                  → returned     by the Network; with a reason
    publish   submitted                  → published    by the Network; writes the Publication of that Submission
    revise    published                  → draft        by the State or the Network; with a reason;
                                                        what is public stays public
    withdraw  draft, returned, submitted → withdrawn    by the State

``reviews/transitions.py`` carries these out; this module only says what there is.
"""

from dataclasses import dataclass

from reviews.enums import Action, Owner, ReviewState


@dataclass(frozen=True)
class Transition:
    """An action, the states it may leave, the state it reaches, who may take it."""

    sources: frozenset[ReviewState]
    target: ReviewState
    by: frozenset[Owner]
    needs_note: bool = False


TRANSITIONS: dict[Action, Transition] = {
    Action.SUBMIT: Transition(
        frozenset({ReviewState.DRAFT, ReviewState.RETURNED}), ReviewState.SUBMITTED, frozenset({Owner.STATE})
    ),
    Action.RETURN: Transition(
        frozenset({ReviewState.SUBMITTED}), ReviewState.RETURNED, frozenset({Owner.NETWORK}), needs_note=True
    ),
    Action.PUBLISH: Transition(frozenset({ReviewState.SUBMITTED}), ReviewState.PUBLISHED, frozenset({Owner.NETWORK})),
    Action.REVISE: Transition(
        frozenset({ReviewState.PUBLISHED}),
        ReviewState.DRAFT,
        frozenset({Owner.STATE, Owner.NETWORK}),
        needs_note=True,
    ),
    Action.WITHDRAW: Transition(
        frozenset({ReviewState.DRAFT, ReviewState.RETURNED, ReviewState.SUBMITTED}),
        ReviewState.WITHDRAWN,
        frozenset({Owner.STATE}),
    ),
}

#: Who has the next word. The State's word means that answers may be edited.
OWNER: dict[ReviewState, Owner] = {
    ReviewState.DRAFT: Owner.STATE,
    ReviewState.RETURNED: Owner.STATE,
    ReviewState.SUBMITTED: Owner.NETWORK,
    ReviewState.PUBLISHED: Owner.NOBODY,
    ReviewState.WITHDRAWN: Owner.NOBODY,
}

EDITABLE: frozenset[ReviewState] = frozenset(state for state, owner in OWNER.items() if owner == Owner.STATE)


def is_possible(action: Action, state: str) -> bool:
    """Whether the action leaves this state at all, whoever asks."""
    return state in TRANSITIONS[action].sources


def diagram() -> str:
    """The table above as a Mermaid state diagram, for ``docs/review-states.md``."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for action, transition in TRANSITIONS.items():
        by = " or ".join(sorted(owner.value for owner in transition.by))
        for source in sorted(transition.sources):
            lines.append(f"    {source.value} --> {transition.target.value}: {action.value} ({by})")
    return "\n".join(lines) + "\n"
