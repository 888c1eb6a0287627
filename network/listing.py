"""Filter by entity, for the registers of every room (``foundation.registers``)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.language import localized
from foundation.registers import Filter
from network.models import Entity


def _entities(values: Sequence[str]) -> list[tuple[str, str]]:
    entities = Entity.objects.filter(acronym__in=values).order_by("acronym")
    return [(entity.acronym, f"{localized(entity, 'name')} ({entity.acronym})") for entity in entities]


def entity_filter(path: str, *, many: bool = True, name: str = "organization", label: Any = None) -> Filter:
    """By entity, by its acronym."""
    return Filter(name, label or _("UN organization"), f"{path}__acronym", options=_entities, many=many)
