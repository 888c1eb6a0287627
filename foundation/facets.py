"""Filters of a list as plain links that keep the rest of the address: shareable, and no JavaScript."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Option:
    """One value of a facet; ``href`` switches it on, or off where it is selected."""

    value: str
    label: str
    count: int | None
    href: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A named group of options; ``clear_href`` drops the whole group."""

    name: str
    label: str
    options: list[Option]
    clear_href: str

    @property
    def is_active(self) -> bool:
        return any(option.selected for option in self.options)


def address_with(query: QueryDict, **changes: str | list[str] | None) -> str:
    """The query string with ``changes`` made (``None`` drops a parameter), back on the first page."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed.setlist(name, value if isinstance(value, list) else [value])
    return f"?{changed.urlencode()}" if changed else "?"


def build_facet(
    query: QueryDict,
    *,
    name: str,
    label: str,
    choices: Iterable[tuple[str, str, int | None]],
    multiple: bool = False,
    keep_empty: bool = False,
) -> Facet:
    """A facet from ``(value, label, count)``; options that would find nothing are left out.

    A selected option stays, whatever its count: otherwise it could not be switched off.
    ``multiple`` lets several values of the facet hold at once (the parameter is repeated).
    """
    chosen = query.getlist(name)
    options = []
    for value, text, count in choices:
        value = str(value)
        selected = value in chosen
        if count == 0 and not (selected or keep_empty):
            continue
        if multiple:
            values = [other for other in chosen if other != value] + ([] if selected else [value])
        else:
            values = [] if selected else [value]
        options.append(Option(value, str(text), count, address_with(query, **{name: values}), selected))
    return Facet(name, str(label), options, address_with(query, **{name: None}))
