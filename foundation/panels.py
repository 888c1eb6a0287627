"""What rooms below add to pages of rooms above, without either importing the other.

The page of a country belongs to ``countries``, which knows nothing of champions, programmes or
reviews. Those rooms register providers (``gcm_portal.apps`` calls them at start-up); the page
asks for whatever panels there are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One part of a page: a heading, the template that draws it, and what the template needs.

    ``anchor`` is the id of the section; ``position`` orders panels on the page.
    """

    title: str
    template: str
    anchor: str
    context: dict[str, Any] = field(default_factory=dict)
    position: int = 100


Provider = Callable[[Any], "Panel | None"]

_providers: dict[str, list[Provider]] = {}


def register(subject: str, provider: Provider) -> None:
    """Let ``provider`` add a panel to each page about ``subject`` ("country", "objective", …)."""
    providers = _providers.setdefault(subject, [])
    if provider not in providers:
        providers.append(provider)


def panels_for(subject: str, thing: Any) -> list[Panel]:
    """The panels of this page, in order; a provider that has nothing to say returns ``None``."""
    panels = [panel for provider in _providers.get(subject, []) if (panel := provider(thing)) is not None]
    return sorted(panels, key=lambda panel: panel.position)
