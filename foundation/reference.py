"""Loading reference data again and again without ever undoing what a curator has changed.

Each room has its files in ``data/`` and a ``reference.py`` that turns them into rows; it is
registered by the room's ``AppConfig``. What the loader wrote last is kept in ``ReferenceRecord``.
A field whose value is no longer what was written has been changed by a person, and stays.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from foundation.enums import Confidence
from foundation.models import ReferenceRecord, Source, Sourced

#: Shown in the history of a record to readers of either language.
REASON = "بيانات مرجعية / Reference data"
_EMPTY = (None, "", [], {}, False)

_rooms: dict[int, Callable[["Loader"], None]] = {}


class ReferenceError(Exception):
    """The reference data is wrong; the message names the file and the record."""


def register(order: int, load: Callable[["Loader"], None]) -> None:
    """Let a room take part in ``load_reference``; rooms load in ``order``."""
    _rooms[order] = load


def _plain(value: Any) -> Any:
    """A value as JSON can keep it and as it can be compared."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return str(value.normalize())
    if value is None or isinstance(value, (str, int, bool, list, dict)):
        return value
    return str(value)


def _as_stored(model: type[models.Model], name: str, value: Any) -> Any:
    """A number of the file as the field will give it back, so that 2350000 equals 2350000.00."""
    field = model._meta.get_field(name)
    return field.to_python(value) if isinstance(field, models.DecimalField) else value


class Loader:
    """Writes records and counts what happened: ``counts[model name]`` is a ``Counter``."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter] = defaultdict(Counter)
        self._known = {(record.model, record.key): record for record in ReferenceRecord.objects.all()}
        self._rows: dict[tuple[str, str], Any] = {}

    def read(self, path: Path) -> dict[str, Any]:
        """A YAML file as it is; raises ``ReferenceError`` where it is none."""
        self.file = path.name
        try:
            return yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise ReferenceError(f"{path.name}: {error}") from None

    def one(self, model: type[models.Model], key: str, *, where: str) -> Any:
        """A row that this load or an earlier one wrote, by its key in the files; ``None`` where a curator deleted it.

        Found by what is remembered of it, so that a curator may correct an acronym or a code.
        Raises ``ReferenceError`` for a key that no file has.
        """
        label = model._meta.label
        if (label, key) not in self._rows:
            known = self._known.get((label, key))
            if known is None:
                raise ReferenceError(f"{self.file}, {where}: unknown {model._meta.model_name} {key}")
            self._rows[label, key] = model._default_manager.filter(pk=known.object_id).first()
        return self._rows[label, key]

    def several(self, model: type[models.Model], keys: Iterable[str], *, where: str) -> list[Any]:
        """The rows of ``one`` that are still there, in the order of the file."""
        rows = [self.one(model, key, where=where) for key in keys]
        return [row for row in rows if row is not None]

    def sources(self, prefix: str, entries: Iterable[dict[str, Any]]) -> dict[str, Source]:
        """Load the sources that a file names; returns them by their identifier in the file."""
        found = {}
        for entry in entries:
            source = self.record(
                Source,
                f"{prefix}:{entry['id']}",
                lookup={"code": f"{prefix}:{entry['id']}"},
                values={"title": entry["title"], "url": entry.get("url", "")},
            )
            if source is not None:
                found[entry["id"]] = source
        self._sources = found
        self._source_names = {entry["id"] for entry in entries}
        return found

    def verification(
        self, entry: dict[str, Any], fields: dict[str, str] | None = None, *, where: str
    ) -> tuple[dict[str, Any], list[Source]]:
        """What an entry says of its sources and verification, as values of a ``Sourced`` record.

        ``fields`` translates the file's names of fields into the model's. Raises
        ``ReferenceError`` for a source that the file does not list or an unknown word.
        """
        confidence = entry.get("confidence", Confidence.RECALLED)
        by_field = entry.get("confidence_by_field", {})
        for word in [confidence, *by_field.values()]:
            if word not in Confidence.values:
                raise ReferenceError(f"{self.file}, {where}: “{word}” is no level of verification")
        names = entry.get("source", [])
        for name in names:
            if name not in self._source_names:
                raise ReferenceError(f"{self.file}, {where}: source “{name}” is not listed")
        values = {
            "confidence": confidence,
            "field_confidence": {
                (fields or {}).get(name, name): word for name, word in by_field.items() if word != confidence
            },
            "note": entry.get("note", ""),
        }
        return values, [self._sources[name] for name in names if name in self._sources]

    def sourced(
        self,
        model: type[Sourced],
        key: str,
        entry: dict[str, Any],
        *,
        lookup: dict[str, Any],
        values: dict[str, Any],
        m2m: dict[str, Iterable[models.Model]] | None = None,
        fields: dict[str, str] | None = None,
    ) -> Any:
        """``record`` for a model with sources and verification."""
        verified, sources = self.verification(entry, fields, where=key)
        return self.record(
            model, key, lookup=lookup, values={**values, **verified}, m2m={**(m2m or {}), "sources": sources}
        )

    def record(
        self,
        model: type[models.Model],
        key: str,
        *,
        lookup: dict[str, Any],
        values: dict[str, Any],
        m2m: dict[str, Iterable[models.Model]] | None = None,
    ) -> Any:
        """Create or update one row, field by field; returns it, or ``None`` where a curator deleted it."""
        label = model._meta.label
        many = {name: sorted(thing.pk for thing in things) for name, things in (m2m or {}).items()}
        fresh = {name: _plain(_as_stored(model, name, value)) for name, value in values.items()} | many
        known = self._known.get((label, key))
        row = model._default_manager.filter(**({"pk": known.object_id} if known else lookup)).first()
        if row is None and known is not None:
            self.counts[label]["left deleted"] += 1
            self._rows[label, key] = None
            return None
        if row is None:
            row = model(**lookup, **values)
            row._change_reason = REASON
            row.save()
            for name, keys in many.items():
                if keys:
                    getattr(row, name).set(keys)
            self.counts[label]["created"] += 1
        else:
            self._update(row, known, values, many, fresh)
        if known is None:
            known = ReferenceRecord(model=label, key=key, object_id=row.pk)
            self._known[(label, key)] = known
        if known.pk is None or known.values != fresh:
            known.values = fresh
            known.save()
        self._rows[label, key] = row
        return row

    def _update(
        self,
        row: models.Model,
        known: ReferenceRecord | None,
        values: dict[str, Any],
        many: dict[str, list[int]],
        fresh: dict[str, Any],
    ) -> None:
        changed, kept = [], 0
        for name, wanted in fresh.items():
            if name in many:
                current = sorted(getattr(row, name).values_list("pk", flat=True))
            else:
                field = row._meta.get_field(name)
                current = _plain(getattr(row, field.attname if field.is_relation else name))
            if current == wanted:
                continue
            untouched = known.values[name] == current if known and name in known.values else current in _EMPTY
            if untouched:
                changed.append(name)
            else:
                kept += 1
        for name in changed:
            if name not in many:
                setattr(row, name, values[name])
        plain = [name for name in changed if name not in many]
        # Also a change of links alone writes history.
        row._change_reason = REASON
        if plain:
            row.save()
        for name in set(changed) - set(plain):
            getattr(row, name).set(many[name])
        label = row._meta.label
        self.counts[label]["updated" if changed else "kept" if kept else "unchanged"] += 1
        self.counts[label]["fields kept"] += kept


@transaction.atomic
def load_all() -> dict[str, Counter]:
    """Load every room's reference data, all or nothing; returns what happened by model."""
    loader = Loader()
    for order in sorted(_rooms):
        _rooms[order](loader)
    return loader.counts
