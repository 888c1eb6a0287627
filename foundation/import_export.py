"""Spreadsheets in and out of the admin: natural keys, both languages, errors in words."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from import_export import resources, widgets
from import_export.formats.base_formats import CSV, XLSX
from modeltranslation.translator import NotRegistered, translator

#: How other records name one of these: by a code that people know, never by a serial number.
NATURAL_KEYS = {
    "foundation.source": "code",
    "countries.country": "iso3",
    "countries.commission": "code",
    "objectives.objective": "number",
    "objectives.principle": "number",
    "objectives.roundtable": "number",
    "objectives.sdgtarget": "code",
    "network.entity": "acronym",
    "champions.supportkind": "number",
    "mptf.thematicarea": "number",
    "mptf.jointprogramme": "slug",
    "reviews.round": "code",
}
SEPARATOR = "; "


class ExcelCSV(CSV):
    """CSV that Excel opens with its Arabic intact: UTF-8 with a byte-order mark."""

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        return "\ufeff" + super().export_data(dataset, **kwargs)

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        return super().create_dataset(in_stream.lstrip("\ufeff"), **kwargs)


FORMATS = [ExcelCSV, XLSX]


def _unknown(model: type[models.Model], value: Any) -> ValueError:
    return ValueError(
        _("“%(value)s” is not there: %(model)s.") % {"value": value, "model": model._meta.verbose_name_plural}
    )


class KeyWidget(widgets.ForeignKeyWidget):
    """A foreign key by its natural key; an unknown one is an error that names it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist:
            raise _unknown(self.model, value) from None


class KeysWidget(widgets.ManyToManyWidget):
    """Many records by their natural keys, separated by semicolons; an unknown one is an error."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        names = [name.strip() for name in str(value or "").split(SEPARATOR.strip()) if name.strip()]
        found = list(self.model._default_manager.filter(**{f"{self.field}__in": names}))
        known = {str(getattr(thing, self.field)) for thing in found}
        for name in names:
            if name not in known:
                raise _unknown(self.model, name)
        return self.model._default_manager.filter(pk__in=[thing.pk for thing in found])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        # A row that is about to be made has no links yet.
        return SEPARATOR.join(str(getattr(thing, self.field)) for thing in value.all()) if value else ""


def original_names(model: type[models.Model]) -> set[str]:
    """The translated fields of a model by their original names, which hold no text of their own."""
    try:
        return set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return set()


def _field(model_field: models.Field) -> resources.Field | None:
    related = model_field.related_model
    if related is None:
        return None
    key = NATURAL_KEYS.get(related._meta.label_lower)
    if key is None:
        return None
    widget = (
        KeysWidget(related, field=key, separator=SEPARATOR) if model_field.many_to_many else KeyWidget(related, key)
    )
    return resources.Field(attribute=model_field.name, column_name=model_field.name, widget=widget)


def resource_for(model: type[models.Model], key: list[str]) -> type[resources.ModelResource]:
    """A resource with every column of ``model``; rows are matched by the fields in ``key``."""
    left_out = original_names(model) | {model._meta.pk.name, "commissions", "entities"}
    columns = [
        field
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.name not in left_out and (field.related_model is None or _field(field))
    ]
    names = [field.name for field in columns]
    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "fields": names,
            "export_order": [*key, *(name for name in names if name not in key)],
            "import_id_fields": key,
            "clean_model_instances": True,
            "skip_unchanged": True,
            "report_skipped": True,
            "use_transactions": True,
        },
    )
    declared = {field.name: made for field in columns if (made := _field(field)) is not None}
    return type(f"{model.__name__}Resource", (resources.ModelResource,), {**declared, "Meta": meta})
