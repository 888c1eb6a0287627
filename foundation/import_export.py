"""Spreadsheets out of the admin: every column, with natural keys and both languages.

What comes back in is read by ``foundation.importing``, which takes these very columns.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from import_export import resources, widgets
from import_export.formats.base_formats import CSV, XLSX
from modeltranslation.translator import NotRegistered, translator

from foundation.tables import SEPARATOR, cell

#: The fields of ``Sourced``, which are not themselves facts.
SOURCING = ["sources", "confidence", "field_confidence", "note", "confirmed_on", "confirmed_by", "check_by"]
#: Between the parts of a key that has several: "imrf-2026 / national / 1".
KEY_SEPARATOR = " / "


class Guarded:
    """A cell that a spreadsheet would run as a formula is text; ``foundation.sheets`` takes the guard off again."""

    def _escape_formulae(self, dataset: Any) -> None:
        for _row in range(len(dataset)):
            dataset.append([guarded(value) for value in dataset.lpop()])


def guarded(value: Any) -> Any:
    """A number stays one, even a negative one; every other text keeps its sign behind an apostrophe."""
    try:
        float(value)
    except (TypeError, ValueError):
        return cell(value)
    return value


class ExcelCSV(Guarded, CSV):
    """CSV that Excel opens with its Arabic intact: UTF-8 with a byte-order mark."""

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        return "\ufeff" + super().export_data(dataset, **kwargs)


class ExcelXLSX(Guarded, XLSX):
    """As the package's, with cells guarded."""


FORMATS = [ExcelCSV, ExcelXLSX]


def key_of(model: type[models.Model]) -> list[str]:
    """The fields by which people name a record of this kind, as its admin says; empty where there are none."""
    return list(getattr(admin.site._registry.get(model), "natural_key", []))


def key_text(record: models.Model, key: Sequence[str]) -> str:
    """The key of a record as one text: a code that people know, never a serial number."""
    parts = []
    for name in key:
        value = getattr(record, name)
        parts.append(key_text(value, key_of(type(value))) if isinstance(value, models.Model) else str(value))
    return KEY_SEPARATOR.join(parts)


class PlainNumber(widgets.Widget):
    """A number as machines write it: no separators between its thousands."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class KeyWidget(widgets.ForeignKeyWidget):
    """A foreign key by its natural key."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return key_text(value, key_of(self.model)) if value else ""


class KeysWidget(widgets.ManyToManyWidget):
    """Many records by their natural keys, separated by semicolons."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        key = key_of(self.model)
        return SEPARATOR.join(key_text(thing, key) for thing in value.all()) if value else ""


def original_names(model: type[models.Model]) -> set[str]:
    """The translated fields of a model by their original names, which hold no text of their own."""
    try:
        return set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return set()


def _field(model_field: models.Field) -> resources.Field | None:
    related = model_field.related_model
    if isinstance(model_field, models.IntegerField | models.DecimalField | models.FloatField):
        return resources.Field(attribute=model_field.name, column_name=model_field.name, widget=PlainNumber())
    if related is None or not key_of(related):
        return None
    widget = KeysWidget(related, separator=SEPARATOR) if model_field.many_to_many else KeyWidget(related)
    return resources.Field(attribute=model_field.name, column_name=model_field.name, widget=widget)


def table_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model that are columns of its tables.

    Every language of a translated field is one; links that have a table of their own, and links to what has no
    natural key (people), are none.
    """
    left_out = original_names(model) | {model._meta.pk.name}
    many = [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]
    found = [
        field
        for field in [*model._meta.fields, *many]
        if field.name not in left_out and (field.related_model is None or key_of(field.related_model))
    ]
    # What is said of a record comes before what is said of how it is known.
    return sorted(found, key=lambda field: field.name in SOURCING)


def resource_for(model: type[models.Model], key: list[str]) -> type[resources.ModelResource]:
    """A resource with every column of ``model``, the fields in ``key`` first."""
    columns = table_fields(model)
    names = [field.name for field in columns]
    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "fields": names,
            "export_order": [*key, *(name for name in names if name not in key)],
            "import_id_fields": key,
        },
    )
    declared = {field.name: made for field in columns if (made := _field(field)) is not None}
    return type(f"{model.__name__}Resource", (resources.ModelResource,), {**declared, "Meta": meta})
