"""What every workflow of the curated rooms shares: the table of transitions, and taking one of them.

A room writes its whole workflow as data on one screen (``<room>/workflow.py`` or one module for each)::

    WORKFLOW = Workflow(
        initial=State.DRAFT,
        transitions={
            Action.SUBMIT: Transition(frozenset({State.DRAFT}), State.SUBMITTED, frozenset({Actor.STATE})),
            …
        },
        owners={State.DRAFT: Actor.STATE, …},
    )

(values of states have no hyphens: Mermaid takes them for arrows) and carries its actions out with ``move``
inside one transaction. The log is a model of the room that inherits ``TransitionRecord`` and adds the foreign
keys ``subject`` and ``by``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.decisions import Refused


class StaleState(Refused):
    """Somebody else took the thing further in the meantime."""


@dataclass(frozen=True)
class Transition:
    """An action, the states it may leave, the state it reaches, who may take it.

    ``target=None`` leaves the state as it is: something is done and logged, nothing moves.
    """

    sources: frozenset[str]
    target: str | None
    by: frozenset[str]
    needs_note: bool = False


@dataclass(frozen=True)
class Workflow:
    """``owners`` says for each state who has the next word; every state has one."""

    initial: str
    transitions: Mapping[str, Transition]
    owners: Mapping[str, str]

    def is_possible(self, action: str, state: str) -> bool:
        """Whether the action leaves this state at all, whoever asks."""
        return state in self.transitions[action].sources

    def possible(self, state: str) -> list[str]:
        """The actions that leave this state, in the order of the table."""
        return [action for action, one in self.transitions.items() if state in one.sources]

    def reachable(self) -> set[str]:
        """Every state that can be reached from the first one."""
        found = {self.initial}
        while True:
            more = {one.target for one in self.transitions.values() if one.target and one.sources & found} - found
            if not more:
                return found
            found |= more

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documents."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for action, one in self.transitions.items():
            by = " or ".join(sorted(one.by))
            for source in sorted(one.sources):
                lines.append(f"    {source} --> {one.target or source}: {action} ({by})")
        return "\n".join(lines) + "\n"


class TransitionRecord(models.Model):
    """A row of a log that is only ever added to: what was done, by whom, when and why."""

    action = models.CharField(gettext_lazy("action"), max_length=30)
    source = models.CharField(gettext_lazy("from"), max_length=30)
    target = models.CharField(gettext_lazy("to"), max_length=30)
    at = models.DateTimeField(gettext_lazy("at"), default=timezone.now)
    note = models.TextField(gettext_lazy("note"), blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.source} → {self.target}"


def move(
    workflow: Workflow,
    thing: Any,
    action: str,
    *,
    by: Any,
    log: type[TransitionRecord],
    note: str = "",
    field: str = "state",
    **changes: Any,
) -> TransitionRecord:
    """Take ``action``: the state moves by compare-and-set, ``changes`` go with it, and a log row is written.

    To be called inside a transaction, after the caller has checked the person (``check_…``): whatever the
    caller does next succeeds or fails with it. ``log`` has the foreign keys ``subject`` and ``by``. Raises
    ``Refused`` where a reason is demanded and none is given, ``StaleState`` where the thing has left the
    state in the meantime.
    """
    transition = workflow.transitions[action]
    note = note.strip()
    if transition.needs_note and not note:
        raise Refused(_("Give the reason."))
    source = getattr(thing, field)
    if source not in transition.sources:
        raise StaleState(_("This is not possible any more: somebody has taken it further. Load the page again."))
    target = transition.target or source
    moved = type(thing)._default_manager.filter(pk=thing.pk, **{field: source}).update(**{field: target, **changes})
    if not moved:
        raise StaleState(_("This is not possible any more: somebody has taken it further. Load the page again."))
    for name, value in {field: target, **changes}.items():
        setattr(thing, name, value)
    if hasattr(type(thing), "history"):
        # A queryset's update writes no history; the history of the record shows the step as well.
        thing._change_reason = note or None
        type(thing).history.bulk_history_create([thing], update=True, default_user=by, default_change_reason=note)
    return log.objects.create(
        subject=thing, action=action, source=source, target=target, by=by, note=note, at=timezone.now()
    )
