"""May this person, and may this be done now: an answer, with the sentence the reader sees."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Decision:
    """``allowed``, and where not, ``reason``: a whole sentence in the reader's language."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class Refused(PermissionDenied):
    """A refusal that carries its sentence; raised by every ``check_…``, answered with 403."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


def decide(check: Callable[..., None], *args: Any, **kwargs: Any) -> Decision:
    """Ask a ``check_…`` function without raising: every ``can_…`` is this, so the two cannot disagree."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return Decision(False, str(refusal))
    return Decision(True)
