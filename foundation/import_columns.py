"""The columns of a register's table: what a cell may hold, and what it says in a record."""

import datetime
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.dates import PartialDateField, format_date, format_partial
from foundation.import_export import key_of, key_text, original_names, table_fields
from foundation.language import codes, name_of
from foundation.sheets import Formula, as_text
from foundation.tables import SEPARATOR

YES = {"1", "1.0", "true", "yes", "y", "نعم"}
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
NO = {"0", "0.0", "false", "no", "n", "لا"}
# Drawn into the catalogue here; asked for in both languages below.
_YES, _NO = gettext_noop("Yes"), gettext_noop("No")


class CellError(ValueError):
    """What is wrong with a cell: a sentence for the reader."""


def quoted(value: Any) -> str:
    """A value in quotation marks, cut where nobody would read on."""
    text = as_text(value)
    return _("“%(value)s”") % {"value": text if len(text) <= 80 else f"{text[:79]}…"}


class References:
    """Records by their natural keys; each register is read once per import, not once per cell."""

    def __init__(self) -> None:
        self._registers: dict[type[models.Model], dict[str, Any]] = {}

    def _register(self, model: type[models.Model]) -> dict[str, Any]:
        if model not in self._registers:
            key = key_of(model)
            joined = [name for name in key if model._meta.get_field(name).is_relation]
            found: dict[str, Any] = {}
            for record in model._default_manager.select_related(*joined):
                text = key_text(record, key)
                found[text] = record
                found.setdefault(text.casefold(), record)
            self._registers[model] = found
        return self._registers[model]

    def find(self, model: type[models.Model], value: Any) -> Any:
        """Raises ``CellError`` where there is no such record."""
        text = as_text(value).strip()
        register = self._register(model)
        record = register.get(text) or register.get(text.casefold())
        if record is None:
            raise CellError(_("%(value)s is not there.") % {"value": quoted(text)})
        return record


def label_of(model_field: models.Field) -> str:
    """The name of a field for readers; of a translated one with its language."""
    base, _underscore, code = model_field.name.rpartition("_")
    if code in codes() and base in original_names(model_field.model):
        original = model_field.model._meta.get_field(base)
        return _("%(field)s (%(language)s)") % {"field": original.verbose_name, "language": name_of(code)}
    return str(model_field.verbose_name)


def language_of(model_field: models.Field) -> str:
    """The language in which the field is written; empty where it has none of its own."""
    base, _underscore, code = model_field.name.rpartition("_")
    return code if code in codes() and base in original_names(model_field.model) else ""


@dataclass(frozen=True)
class Column:
    """``is_locked``: shown in tables and kept by other means than the form, so that an import cannot change it."""

    field: models.Field
    is_key: bool = False
    is_locked: bool = False

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def label(self) -> str:
        return label_of(self.field)

    @property
    def language(self) -> str:
        return language_of(self.field)

    @property
    def many(self) -> bool:
        return bool(self.field.many_to_many)

    @property
    def is_required(self) -> bool:
        """Whether a new record needs a value here."""
        if self.is_locked:
            return False
        return self.is_key or not (self.field.blank or self.field.null or self.field.has_default())

    @cached_property
    def _words(self) -> dict[str, Any]:
        """The choices by their code and by their word in each language."""
        words = {}
        for value, label in self.field.flatchoices:
            for code in codes():
                with translation.override(code):
                    words.setdefault(str(label).casefold(), value)
        return words | {str(value).casefold(): value for value, _label in self.field.flatchoices}

    # ------------------------------------------------------------ from a cell

    def parse(self, value: Any, references: References) -> Any:
        """What the cell says: a value of the field, a record, or a list of records.

        ``None`` for an empty cell of a field that has no empty text. Raises ``CellError``.
        """
        if isinstance(value, Formula):
            raise CellError(_("%(value)s is a formula. Put its result in its place.") % {"value": quoted(value)})
        text = as_text(value)
        if "\0" in text:
            raise CellError(_("The cell holds a character that cannot be kept."))
        if self.many:
            return self._records(text, references)
        if not text:
            return self._empty()
        if self.field.is_relation:
            return references.find(self.field.related_model, text)
        if self.field.flatchoices:
            return self._choice(text)
        return self._plain(value, text)

    def _records(self, text: str, references: References) -> list[Any]:
        names = [name.strip() for name in text.replace("\n", ";").split(SEPARATOR.strip()) if name.strip()]
        found = [references.find(self.field.related_model, name) for name in names]
        return list({record.pk: record for record in found}.values())

    def _empty(self) -> Any:
        if isinstance(self.field, models.JSONField):
            return self.field.get_default() if self.field.has_default() else None
        return "" if self.field.empty_strings_allowed and not self.field.null else None

    def _choice(self, text: str) -> Any:
        if text.casefold() not in self._words:
            allowed = _(", ").join(str(value) for value, _label in self.field.flatchoices if value not in {"", None})
            raise CellError(
                _("%(value)s is none of the values of this column: %(allowed)s.")
                % {"value": quoted(text), "allowed": allowed}
            )
        return self._words[text.casefold()]

    def _plain(self, value: Any, text: str) -> Any:
        kind = self.field
        if isinstance(kind, models.BooleanField):
            if text.casefold() not in YES | NO:
                raise CellError(_("%(value)s is neither yes nor no.") % {"value": quoted(text)})
            return text.casefold() in YES
        if isinstance(kind, models.JSONField):
            return self._json(text)
        if isinstance(kind, models.DateTimeField):
            return self._moment(value, text)
        if isinstance(kind, models.DateField):
            return self._day(value, text)
        if isinstance(kind, models.DecimalField):
            return self._decimal(text)
        if isinstance(kind, models.IntegerField | models.FloatField):
            return self._number(text)
        if isinstance(kind, PartialDateField) and isinstance(value, datetime.datetime):
            return value.date().isoformat()
        return text

    def _json(self, text: str) -> Any:
        if isinstance(self.field.get_default(), list) and not text.startswith("["):
            parts = [part.strip() for part in text.split(SEPARATOR.strip()) if part.strip()]
            return [int(part) if part.isascii() and part.isdigit() else part for part in parts]
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise CellError(_("%(value)s is not written as JSON.") % {"value": quoted(text)}) from None

    def _day(self, value: Any, text: str) -> datetime.date:
        if isinstance(value, datetime.datetime):
            return value.date()
        try:
            return datetime.date.fromisoformat(text[:10] if text[10:] in {"", " 00:00:00"} else text)
        except ValueError:
            raise CellError(_("%(value)s is not a date. Write it as 2026-05-17.") % {"value": quoted(text)}) from None

    def _moment(self, value: Any, text: str) -> datetime.datetime:
        try:
            moment = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(text)
        except ValueError:
            raise CellError(_("%(value)s is not a date. Write it as 2026-05-17.") % {"value": quoted(text)}) from None
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

    def _decimal(self, text: str) -> Decimal:
        try:
            number = Decimal(_ungrouped(text))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise CellError(_("%(value)s is not a number.") % {"value": quoted(text)})
        return number

    def _number(self, text: str) -> int | float:
        try:
            number = float(_ungrouped(text))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise CellError(_("%(value)s is not a number.") % {"value": quoted(text)})
        if isinstance(self.field, models.FloatField):
            return number
        if not number.is_integer():
            raise CellError(_("%(value)s is not a whole number.") % {"value": quoted(text)})
        return int(number)

    # ------------------------------------------------------------ of a record

    def value(self, record: models.Model) -> Any:
        """The value in a record; for a link to many, the records, as prefetched."""
        if self.many:
            return list(getattr(record, self.name).all()) if record.pk else []
        if self.field.is_relation and getattr(record, self.field.attname) is None:
            return None
        return getattr(record, self.name)

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are one to a reader: an empty text is an empty text however it is kept."""
        if self.many:
            return {record.pk for record in one} == {record.pk for record in other}
        if isinstance(one, str) or isinstance(other, str):
            return _plain_text(one) == _plain_text(other)
        return one == other

    def shown(self, value: Any) -> str:
        """For readers: related records by name, choices and dates in words; empty where there is nothing."""
        return shown(self.field, value)

    # ------------------------------------------------------------ what it takes

    @property
    def explanation(self) -> str:
        """What may stand in a cell of this column, for the template."""
        kind = self.field
        if self.is_locked:
            return _("Shown only: an import cannot change it.")
        if self.many:
            return _("Several, with a semicolon between them: %(key)s of %(register)s.") % _reference(kind)
        if kind.is_relation:
            return _("One: %(key)s of %(register)s.") % _reference(kind)
        if kind.flatchoices:
            words = [f"{value} = {label}" for value, label in kind.flatchoices if value not in {"", None}]
            return _("One of: %(choices)s.") % {"choices": SEPARATOR.join(words)}
        if isinstance(kind, models.BooleanField):
            return _("“yes” or “no”.")
        if isinstance(kind, PartialDateField):
            return _("A date as 2026, 2026-05 or 2026-05-17.")
        if isinstance(kind, models.DateField):
            return _("A date as 2026-05-17.")
        if isinstance(kind, models.JSONField):
            if isinstance(kind.get_default(), list):
                return _("Several values with a semicolon between them.")
            return _("Written as JSON; best left as it was exported.")
        if isinstance(kind, models.DecimalField | models.FloatField):
            return _("A number, with a point before its decimals.")
        if isinstance(kind, models.IntegerField):
            return _("A whole number.")
        if isinstance(kind, models.URLField):
            return _("An address that begins with https://.")
        if kind.max_length:
            return _("Text of up to %(most)s characters.") % {"most": kind.max_length}
        return _("Text.")


def _ungrouped(text: str) -> str:
    """``1,000,000.50`` without its commas; where commas part anything but thousands they stay, and are a fault."""
    text = text.replace(" ", "").replace("\u00a0", "")
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def _plain_text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _reference(kind: models.Field) -> dict[str, Any]:
    related = kind.related_model
    names = [str(related._meta.get_field(name).verbose_name) for name in key_of(related)]
    return {"key": " / ".join(names), "register": related._meta.verbose_name_plural}


def shown(model_field: models.Field, value: Any) -> str:
    """A value of a field as readers see it: related records by name, choices, dates and numbers in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, list) and model_field.many_to_many:
        return SEPARATOR.join(sorted(str(record) for record in value))
    if model_field.is_relation:
        return str(value)
    if model_field.flatchoices:
        return str(dict(model_field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _(_YES) if value else _(_NO)
    if isinstance(model_field, PartialDateField):
        return format_partial(value)
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{format_date(local)} {local:%H:%M}"
    if isinstance(value, datetime.date):
        return format_date(value)
    if isinstance(value, Decimal | float) and value == int(value):
        return f"{int(value):,}"
    if isinstance(value, Decimal | float) or (isinstance(value, int) and abs(value) >= 10_000):
        return f"{value:,}"
    if isinstance(value, dict):
        return SEPARATOR.join(f"{_named(model_field.model, name)}: {one}" for name, one in value.items())
    if isinstance(value, list):
        return SEPARATOR.join(str(one) for one in value)
    return str(value)


def _named(model: type[models.Model], name: str) -> str:
    """The label of the field that a key of ``field_confidence`` names; another key stays as it is."""
    try:
        return label_of(model._meta.get_field(name))
    except FieldDoesNotExist:
        return name


def columns_of(model: type[models.Model], key: Sequence[str], locked: Sequence[str] = ()) -> list[Column]:
    """The columns of a register's table, those of the key first."""
    fields = {one.name: one for one in table_fields(model)}
    names = [*key, *(name for name in fields if name not in key)]
    # A file is uploaded, not named: a name would lead to any file that is kept.
    return [
        Column(
            fields[name],
            name in key,
            name in locked or not fields[name].editable or isinstance(fields[name], models.FileField),
        )
        for name in names
    ]


def match_header(header: Sequence[str], columns: Sequence[Column]) -> tuple[list[Column | None], list[str]]:
    """The column of each heading, by its name or by its label in any language, and what is wrong with the header."""
    known: dict[str, Column] = {}
    for column in columns:
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                known.setdefault(column.label.casefold(), column)
                known.setdefault(capfirst(column.label).casefold(), column)
    known |= {column.name.casefold(): column for column in columns}
    found: list[Column | None] = []
    faults = []
    for heading in header:
        column = known.get(heading.strip().strip("*").strip().casefold())
        if heading and column is None:
            faults.append(_("There is no column %(name)s in this register.") % {"name": quoted(heading)})
        elif column is not None and column in found:
            faults.append(_("The column %(name)s is there twice.") % {"name": quoted(heading)})
        found.append(column)
    for column in columns:
        if column.is_key and column not in found:
            faults.append(_("The column %(name)s is missing.") % {"name": quoted(column.name)})
    return found, faults
