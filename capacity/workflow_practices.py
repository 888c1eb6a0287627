"""The life of a practice, whole and on one screen.

    submit    draft, returned                     → submitted  by the author; nothing is missing, consent is given
    assign    submitted                           → check      by the Network; at least two checkers
    give      check                               stays        by a checker; by criterion, unseen by the others
    return    submitted, check                    → returned   by the Network; with reasons, also for single criteria
    accept    check                               → editing    by the Network; all checks are given
    propose   editing                             → agreement  by the Network; the text is whole in both languages
    agree     agreement                           → agreed     by the author
    object    agreement                           → editing    by the author; with what should change
    publish   agreed                              → published  by the Network; writes the next version
    revise    published                           → draft      by the author or the Network; the public one stays
    keep      draft … agreed of a later version   → published  by the author or the Network; it is given up
    archive   published                           → archived   by the author or the Network; with the reason
    restore   archived                            → published  by the Network
    decline   submitted, check                    → declined   by the Network; with the reason
    withdraw  draft … agreed, never published     → withdrawn  by the author

``capacity/submitting.py`` and ``capacity/checking.py`` carry these out; this module only says what there is.
"""

from capacity.enums_practices import PracticeAction, PracticeActor, PracticeState
from foundation.workflows import Transition, Workflow

_AUTHOR, _NETWORK = frozenset({PracticeActor.AUTHOR}), frozenset({PracticeActor.NETWORK})
_BOTH = _AUTHOR | _NETWORK
_S = PracticeState

#: A version is being made; a practice that was published before has another one that stays public.
UNDER_WAY = frozenset({_S.DRAFT, _S.SUBMITTED, _S.CHECK, _S.RETURNED, _S.EDITING, _S.AGREEMENT, _S.AGREED})
#: The author writes.
WRITABLE = frozenset({_S.DRAFT, _S.RETURNED})

PRACTICE = Workflow(
    initial=_S.DRAFT,
    transitions={
        PracticeAction.SUBMIT: Transition(WRITABLE, _S.SUBMITTED, _AUTHOR),
        PracticeAction.ASSIGN: Transition(frozenset({_S.SUBMITTED}), _S.CHECK, _NETWORK),
        PracticeAction.GIVE: Transition(frozenset({_S.CHECK}), None, frozenset({PracticeActor.CHECKER})),
        PracticeAction.RETURN: Transition(frozenset({_S.SUBMITTED, _S.CHECK}), _S.RETURNED, _NETWORK, needs_note=True),
        PracticeAction.ACCEPT: Transition(frozenset({_S.CHECK}), _S.EDITING, _NETWORK),
        PracticeAction.PROPOSE: Transition(frozenset({_S.EDITING}), _S.AGREEMENT, _NETWORK),
        PracticeAction.AGREE: Transition(frozenset({_S.AGREEMENT}), _S.AGREED, _AUTHOR),
        PracticeAction.OBJECT: Transition(frozenset({_S.AGREEMENT}), _S.EDITING, _AUTHOR, needs_note=True),
        PracticeAction.PUBLISH: Transition(frozenset({_S.AGREED}), _S.PUBLISHED, _NETWORK),
        PracticeAction.REVISE: Transition(frozenset({_S.PUBLISHED}), _S.DRAFT, _BOTH, needs_note=True),
        PracticeAction.KEEP: Transition(UNDER_WAY, _S.PUBLISHED, _BOTH, needs_note=True),
        PracticeAction.ARCHIVE: Transition(frozenset({_S.PUBLISHED}), _S.ARCHIVED, _BOTH, needs_note=True),
        PracticeAction.RESTORE: Transition(frozenset({_S.ARCHIVED}), _S.PUBLISHED, _NETWORK, needs_note=True),
        PracticeAction.DECLINE: Transition(
            frozenset({_S.SUBMITTED, _S.CHECK}), _S.DECLINED, _NETWORK, needs_note=True
        ),
        PracticeAction.WITHDRAW: Transition(UNDER_WAY, _S.WITHDRAWN, _AUTHOR),
    },
    owners={
        _S.DRAFT: PracticeActor.AUTHOR,
        _S.SUBMITTED: PracticeActor.NETWORK,
        _S.CHECK: PracticeActor.CHECKER,
        _S.RETURNED: PracticeActor.AUTHOR,
        _S.EDITING: PracticeActor.NETWORK,
        _S.AGREEMENT: PracticeActor.AUTHOR,
        _S.AGREED: PracticeActor.NETWORK,
        _S.PUBLISHED: PracticeActor.NOBODY,
        _S.ARCHIVED: PracticeActor.NOBODY,
        _S.DECLINED: PracticeActor.NOBODY,
        _S.WITHDRAWN: PracticeActor.NOBODY,
    },
)
