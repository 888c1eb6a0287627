"""What waits for a person, asked of every room: the curator's home and the workspace are made of it.

A room offers providers in its ``panels.py``; ``gcm_portal.apps`` registers them at start-up::

    TODO = {"curator": [practices_to_check], "focal_point": [own_requests]}

A provider gets the signed-in person and gives lines; a line that counts nothing is left out by who shows it.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

#: Who asks: a provider registered for one is not asked by the other.
CURATOR, FOCAL_POINT = "curator", "focal_point"


@dataclass(frozen=True)
class Waiting:
    """``count`` things wait, ``overdue`` of them longer than they should; ``href`` leads to just these.

    ``group`` is the heading they stand under (one of the portal's systems, in the reader's language), ``oldest``
    since when the first of them waits, ``note`` one short sentence more.
    """

    label: str
    count: int
    href: str
    group: str = ""
    overdue: int = 0
    oldest: datetime.datetime | datetime.date | None = None
    note: str = ""
    urgent: bool = False


Provider = Callable[[Any], Iterable[Waiting]]

_providers: dict[str, list[Provider]] = {}


def register(audience: str, provider: Provider) -> None:
    """Let ``provider`` add lines for ``audience`` ("curator", "focal_point")."""
    providers = _providers.setdefault(audience, [])
    if provider not in providers:
        providers.append(provider)


def waiting_for(audience: str, user: Any) -> list[Waiting]:
    """Everything that waits for ``user``, room by room; lines that count nothing are left out."""
    return [line for provider in _providers.get(audience, []) for line in provider(user) if line.count]
