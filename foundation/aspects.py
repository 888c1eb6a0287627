"""What rooms below know of the things on a list of a room above: something to filter by, a column.

The list of countries belongs to ``countries``, yet readers look there for champion countries or
for those with a joint programme. Those rooms register aspects (``gcm_portal.apps`` does so at
start-up), as they register panels of a single country's page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from foundation.facets import Facet, build_facet


@dataclass(frozen=True)
class Value:
    """One value of an aspect and the primary keys of the things that have it."""

    value: str
    label: str
    members: frozenset[Any]


@dataclass(frozen=True)
class Cell:
    text: str
    href: str = ""


@dataclass(frozen=True)
class Aspect:
    """One thing that is known of all members of a list.

    ``values`` make a filter, ``cells`` (by primary key) a column of the table; either may be empty.
    """

    name: str
    label: str
    values: tuple[Value, ...] = ()
    cells: Mapping[Any, Cell] = field(default_factory=dict)


Provider = Callable[[], Aspect]

_providers: dict[str, list[Provider]] = {}


def register(subject: str, provider: Provider) -> None:
    """Let ``provider`` add an aspect to the list of ``subject`` ("country", "objective")."""
    providers = _providers.setdefault(subject, [])
    if provider not in providers:
        providers.append(provider)


def aspects_for(subject: str) -> list[Aspect]:
    return [provider() for provider in _providers.get(subject, [])]


def narrow(query: QueryDict, things: Iterable[Any], aspects: Iterable[Aspect]) -> tuple[list[Any], list[Facet]]:
    """The things that have every chosen value, and a facet for each aspect with what it would leave.

    For lists that are short by nature (States, objectives) and in memory anyway. A value that does
    not exist leaves nothing: the page then says so, instead of showing all as if all matched.
    """
    things, aspects = list(things), list(aspects)
    chosen: dict[str, frozenset[Any]] = {}
    for aspect in aspects:
        if wanted := query.get(aspect.name):
            found = [value.members for value in aspect.values if value.value == wanted]
            chosen[aspect.name] = found[0] if found else frozenset()

    facets = []
    for aspect in aspects:
        if not aspect.values:
            continue
        others = [members for name, members in chosen.items() if name != aspect.name]
        left = {thing.pk for thing in things if all(thing.pk in members for members in others)}
        choices = [(value.value, value.label, len(left & value.members)) for value in aspect.values]
        facets.append(build_facet(query, name=aspect.name, label=aspect.label, choices=choices))
    return [thing for thing in things if all(thing.pk in members for members in chosen.values())], facets
