"""Filters by objective and by guiding principle, for the registers of every room (``foundation.registers``)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from foundation.registers import Filter
from objectives.models import Objective, Principle


def _objectives(values: Sequence[int]) -> list[tuple[int, str]]:
    return [(one.number, str(one)) for one in Objective.objects.filter(number__in=values).order_by("number")]


def _principles(values: Sequence[int]) -> list[tuple[int, str]]:
    return [(one.number, str(one)) for one in Principle.objects.filter(number__in=values).order_by("number")]


def objective_filter(path: str = "objectives", *, many: bool = True, name: str = "objective") -> Filter:
    """By one of the 23 objectives, by its number."""
    return Filter(name, _("Objective"), f"{path}__number", options=_objectives, many=many, is_number=True)


def principle_filter(path: str = "principles", *, many: bool = True, name: str = "principle") -> Filter:
    """By one of the ten guiding principles, by its number."""
    return Filter(name, _("Guiding principle"), f"{path}__number", options=_principles, many=many, is_number=True)
