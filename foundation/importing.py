"""Many records from one table: tried first, taken as a whole or not at all, and taken back as a whole.

``make_plan`` reads a table and says what it would do; it writes nothing. ``keep`` puts the file aside until the person
has looked at the plan, ``carry_out`` does it in one transaction, ``undo`` takes it back in another.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.base import ContentFile
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.decisions import Refused
from foundation.enums import ImportState
from foundation.files import FileError
from foundation.history import history_of, write_history
from foundation.import_columns import CellError, Column, References, columns_of, label_of, match_header, quoted
from foundation.import_export import KEY_SEPARATOR, original_names
from foundation.language import codes
from foundation.models import ImportedRecord, ImportRun
from foundation.sheets import Sheet, read_sheet
from foundation.snapshots import (
    GoneError,
    differing,
    errors_of,
    links_of,
    put_back,
    save_quietly,
    snapshot,
    write_links,
)

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
#: How long a file that was tried and not imported is kept.
DRAFT_DAYS = 1


def _nobody_locked(record: Any) -> Sequence[str]:
    return ()


def _everybody_may(record: Any) -> bool:
    return True


@dataclass(frozen=True)
class Importable:
    """A register as one person may import into it: ``locked`` and ``may_change`` are asked for each record."""

    model: type[models.Model]
    key: Sequence[str]
    locked: Callable[[Any], Sequence[str]] = _nobody_locked
    may_change: Callable[[Any], bool] = _everybody_may

    @property
    def columns(self) -> list[Column]:
        return columns_of(self.model, self.key, self.locked(None))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and in which column; none for what is wrong with the row as a whole."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.column:
            return _("Row %(row)s: %(fault)s") % {"row": self.row, "fault": self.text}
        return _("Row %(row)s, %(column)s: %(fault)s") % {"row": self.row, "column": self.column, "fault": self.text}


@dataclass(frozen=True)
class Change:
    """One cell: what the record says now and what it would say."""

    name: str
    label: str
    language: str
    before: str
    after: str


@dataclass
class Row:
    """One row of the table and the record that it makes or changes; nothing of it is saved."""

    number: int
    key: str
    record: Any
    kind: str
    changes: list[Change] = field(default_factory=list)
    #: The records of each link to many that the table sets anew.
    links: dict[str, list[Any]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.record)


@dataclass
class Plan:
    rows: list[Row]
    faults: list[Fault]

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row.kind == kind]

    @property
    def new(self) -> list[Row]:
        return self.of(NEW)

    @property
    def changed(self) -> list[Row]:
        return self.of(CHANGED)

    @property
    def unchanged_count(self) -> int:
        return len(self.of(UNCHANGED))

    @property
    def refused_count(self) -> int:
        return len({fault.row for fault in self.faults})

    @property
    def digest(self) -> str:
        """One text for what the plan would do; another where the register has changed under it."""
        facts = [
            [row.number, row.kind, row.record.pk, [[one.name, one.before, one.after] for one in row.changes]]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


class HeaderError(FileError):
    """The columns of the table are not those of the register."""


class RegisterChanged(Exception):
    """What would be done now is not what the person looked at."""


class ImportRefused(Exception):
    """Rows of the table cannot be taken; ``faults`` says which and why."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class UndoRefused(Exception):
    """Records that stand in the way of an undo: a sentence for each."""

    def __init__(self, conflicts: list[str]):
        super().__init__("\n".join(conflicts))
        self.conflicts = conflicts


# ---------------------------------------------------------------- the plan


def _records_with_links(model: type[models.Model], *, lock: bool) -> models.QuerySet:
    """Every record with what it refers to; two more queries than links, however many records."""
    keys = [one.name for one in model._meta.fields if one.is_relation and one.related_model]
    records = model._default_manager.order_by("pk")
    return (records.select_for_update() if lock else records).prefetch_related(
        *keys, *(one.name for one in links_of(model))
    )


def _key_value(column: Column, value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return "" if value is None else value


class _Planner:
    """Goes through a table row by row; what each row says is weighed against the register and the rows before it."""

    def __init__(self, importable: Importable, columns: Sequence[Column | None], *, lock: bool):
        self.importable, self.model = importable, importable.model
        self.columns = columns
        self.all_columns = {column.name: column for column in importable.columns}
        self.key = [self.all_columns[name] for name in importable.key]
        self.references = References()
        self.known: dict[tuple, list[Any]] = {}
        for record in _records_with_links(self.model, lock=lock):
            key = tuple(_key_value(column, column.value(record)) for column in self.key)
            self.known.setdefault(key, []).append(record)
        self.unique = [one for one in self.model._meta.fields if one.unique and not one.primary_key]
        self.taken: dict[tuple[str, Any], int] = {}
        self.seen: dict[tuple, int] = {}
        self.faults: list[Fault] = []

    def _fault(self, number: int, column: Column | None, text: str) -> None:
        self.faults.append(Fault(number, column.label if column else "", text))

    def row(self, number: int, cells: Sequence[Any]) -> Row | None:
        """What this row would do; ``None``, and faults, where it cannot be taken."""
        count = len(self.faults)
        given = self._read(number, cells)
        key = tuple(_key_value(column, given.get(column.name)) for column in self.key)
        if len(self.faults) > count:
            return None
        if key in self.seen:
            self._fault(number, None, _("The same record is in row %(row)s already.") % {"row": self.seen[key]})
            return None
        self.seen[key] = number
        found = self.known.get(key, [])
        if len(found) > 1:
            self._fault(number, None, _("Several records of the register have this key; change them by hand."))
            return None
        row = self._compare(number, found[0] if found else None, given)
        if len(self.faults) == count and row.kind != UNCHANGED:
            self._check(row)
        return row if len(self.faults) == count else None

    def _read(self, number: int, cells: Sequence[Any]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for place, value in enumerate(cells):
            column = self.columns[place] if place < len(self.columns) else None
            if column is None:
                if value not in (None, ""):
                    self._fault(
                        number, None, _("%(value)s stands in a column without a name.") % {"value": quoted(value)}
                    )
                continue
            try:
                given[column.name] = column.parse(value, self.references)
            except CellError as error:
                self._fault(number, column, str(error))
        # A row of a CSV file may end early; the cells that are not there are empty.
        for column in self.columns[len(cells) :]:
            if column is not None:
                given[column.name] = column.parse("", self.references)
        for column in self.key:
            if given.get(column.name) in (None, "") and not (column.field.blank or column.field.null):
                if column.name in given:
                    self._fault(number, column, _("The cell is empty; without it the row names no record."))
                given.setdefault(column.name, None)
        return given

    def _compare(self, number: int, record: Any, given: dict[str, Any]) -> Row:
        kind = UNCHANGED if record is not None else NEW
        row = Row(number, "", record if record is not None else self.model(), kind)
        if kind != NEW:
            row.before = snapshot(row.record)
        locked = set(self.importable.locked(record))
        for name, value in given.items():
            column = self.all_columns[name]
            before = column.value(row.record)
            if not column.many and value in (None, "") and not (column.field.blank or column.field.null):
                if kind == NEW and column.field.has_default():
                    continue
                self._fault(number, column, _("The cell is empty, and a value is needed here."))
                continue
            if column.same(before, value):
                continue
            if (name in locked or column.is_locked) and not (kind == NEW and column.is_key):
                self._fault(
                    number,
                    column,
                    _("%(value)s: this cannot be changed by an import.") % {"value": quoted(column.shown(value))},
                )
                continue
            if column.many:
                row.links[name] = value
            else:
                setattr(row.record, name, value)
            row.changes.append(Change(name, column.label, column.language, column.shown(before), column.shown(value)))
        row.key = KEY_SEPARATOR.join(column.shown(column.value(row.record)) for column in self.key)
        if row.changes and kind != NEW:
            row.kind = CHANGED
        return row

    def _check(self, row: Row) -> None:
        """The rules of the model, of its texts, and of the person's rights."""
        if not self.importable.may_change(row.record):
            self._fault(row.number, None, _("You may not change this record."))
            return
        count = len(self.faults)
        for name in sorted(original_names(self.model)):
            original = self.model._meta.get_field(name)
            if not original.blank and not any(getattr(row.record, f"{name}_{code}") for code in codes()):
                text = _("The text is missing in every language.")
                self.faults.append(Fault(row.number, str(original.verbose_name), text))
        for column in self.all_columns.values():
            if column.many:
                is_missing = not column.field.blank and not row.links.get(column.name, row.kind != NEW)
            else:
                kept = column.field
                is_missing = kept.is_relation and not kept.null and getattr(row.record, kept.attname) is None
            if is_missing:
                self._fault(row.number, column, _("The cell is empty, and a value is needed here."))
        if len(self.faults) > count:
            return  # What the model says of a record without its links would be about those alone.
        # A key of one field was looked up: whoever has it is this record.
        settled = self.importable.key if len(self.importable.key) == 1 else ()
        for name, text in errors_of(row.record, settled):
            column = self.all_columns.get(name)
            if column is not None:
                text = _("%(value)s: %(fault)s") % {"value": quoted(_written(row.record, column)), "fault": text}
            elif name != NON_FIELD_ERRORS:
                text = f"{label_of(self.model._meta.get_field(name))}: {text}"
            self._fault(row.number, column, text)
        for one in self.unique:
            value = getattr(row.record, one.attname)
            if value in (None, ""):
                continue
            other = self.taken.setdefault((one.name, value), row.number)
            if other != row.number:
                text = _("%(value)s is in row %(row)s already.") % {"value": quoted(value), "row": other}
                self._fault(row.number, self.all_columns.get(one.name), text)


def _written(record: models.Model, column: Column) -> Any:
    value = column.value(record)
    return column.shown(value) if isinstance(value, models.Model | list) else value


def make_plan(importable: Importable, sheet: Sheet, *, lock: bool = False) -> Plan:
    """What a table would do to a register. Writes nothing.

    Raises ``HeaderError`` where the columns are not those of the register.
    """
    columns, faults = match_header(sheet.header, importable.columns)
    if faults:
        raise HeaderError(faults)
    planner = _Planner(importable, columns, lock=lock)
    rows = [row for number, cells in sheet.rows if (row := planner.row(number, cells)) is not None]
    return Plan(rows, planner.faults)


# ---------------------------------------------------------------- from the file to the register


def read(run: ImportRun) -> Sheet:
    return read_sheet(ContentFile(bytes(run.content), name=run.file_name))


def keep(importable: Importable, sheet: Sheet, content: bytes, plan: Plan, *, by: Any) -> ImportRun:
    """Put a file aside whose plan a person is shown; older ones that nobody imported go."""
    label = importable.model._meta.label_lower
    drafts = ImportRun.objects.filter(state=ImportState.TRIED)
    drafts.filter(tried_at__lt=timezone.now() - timedelta(days=DRAFT_DAYS)).delete()
    drafts.filter(by_key=by.pk, model=label).delete()
    return ImportRun.objects.create(
        model=label,
        file_name=sheet.name[:200],
        content=content,
        digest=plan.digest,
        by=str(by)[:200],
        by_key=by.pk,
        new_count=len(plan.new),
        changed_count=len(plan.changed),
        unchanged_count=plan.unchanged_count,
    )


def history_reason(run: ImportRun, reason: str) -> str:
    """What the history of each record says."""
    text = _("Import %(number)s from “%(file)s”") % {"number": run.pk, "file": run.file_name}
    return f"{text}: {reason}" if reason else text


@transaction.atomic
def carry_out(run: ImportRun, importable: Importable, *, by: Any, reason: str = "") -> ImportRun:
    """Write what the plan of a kept file says, all of it or nothing.

    Raises ``Refused`` where it was imported already, ``RegisterChanged`` where the plan is not the one that was shown,
    ``ImportRefused`` where rows cannot be taken.
    """
    taken = ImportRun.objects.filter(pk=run.pk, state=ImportState.TRIED).update(state=ImportState.DONE)
    if not taken:
        raise Refused(_("This file was imported already."))
    plan = make_plan(importable, read(run), lock=True)
    if plan.faults:
        raise ImportRefused(plan.faults)
    if plan.digest != run.digest:
        raise RegisterChanged
    written = [*plan.new, *plan.changed]
    after = {row.number: snapshot(row.record, row.links) for row in written}
    try:
        with transaction.atomic():
            for row in written:
                save_quietly(row.record)
            write_links(importable.model, [(row.record, row.links) for row in written])
    except IntegrityError:
        # Somebody else was faster by a moment, or two rows are in each other's way.
        sentence = _("Rows of the table are in each other's way, or the register has changed meanwhile. Try it again.")
        raise ImportRefused([Fault(written[0].number, "", sentence)]) from None
    text = history_reason(run, reason)
    for kind, rows in (("+", plan.new), ("~", plan.changed)):
        write_history(importable.model, [row.record for row in rows], kind=kind, by=by, reason=text)
    ImportedRecord.objects.bulk_create(
        [
            ImportedRecord(
                run=run,
                row=row.number,
                object_id=row.record.pk,
                name=row.key[:300],
                is_new=row.kind == NEW,
                before=row.before,
                after=after[row.number],
            )
            for row in written
        ],
        batch_size=500,
    )
    run.state, run.reason, run.content, run.done_at = ImportState.DONE, reason, b"", timezone.now()
    run.save(update_fields=["state", "reason", "content", "done_at"])
    return run


# ---------------------------------------------------------------- and back


def _last_change(record: models.Model) -> str:
    manager = history_of(type(record))
    row = None
    if manager is not None:
        row = manager.filter(**{record._meta.pk.attname: record.pk}).select_related("history_user").first()
    return str(row.history_user) if row is not None and row.history_user_id else ""


def _changed_since(one: ImportedRecord, record: models.Model) -> str:
    changed = differing(type(record), one.after, snapshot(record))
    if not changed:
        return ""
    fields = _(", ").join(label_of(kept) for kept in changed)
    who = _last_change(record)
    if who:
        return _("%(record)s was changed since by %(who)s: %(fields)s.") % {
            "record": one.name,
            "who": who,
            "fields": fields,
        }
    return _("%(record)s was changed since: %(fields)s.") % {"record": one.name, "fields": fields}


def _referred_to(model: type[models.Model], keys: list[int]) -> dict[int, str]:
    """Records that others refer to, and the kind of those others; their own links to many do not count."""
    own = {one.remote_field.through for one in links_of(model)}
    found: dict[int, str] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)) or relation.concrete:
            continue
        # The history of others keeps their numbers and needs no record.
        if relation.on_delete is models.DO_NOTHING or relation.related_model in own:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
        if relation.related_model is model:
            rows = rows.exclude(pk__in=keys)
        related = relation.related_model
        if related._meta.auto_created:
            # The table behind a link to many: what refers is the record at its other end.
            related = related._meta.auto_created
        for key in rows.values_list(relation.field.attname, flat=True).distinct():
            found.setdefault(key, str(related._meta.verbose_name_plural))
    return found


def conflicts_of(run: ImportRun, *, lock: bool = False) -> tuple[list[str], dict[int, Any]]:
    """What stands in the way of an undo, and the records by their number."""
    model = apps.get_model(run.model)
    rows = list(run.records.all())
    there = _records_with_links(model, lock=lock).in_bulk([one.object_id for one in rows])
    referred = _referred_to(model, [one.object_id for one in rows if one.is_new])
    conflicts = []
    for one in rows:
        record = there.get(one.object_id)
        if record is None:
            conflicts.append(_("%(record)s was deleted since.") % {"record": one.name})
        elif sentence := _changed_since(one, record):
            conflicts.append(sentence)
        elif one.object_id in referred:
            conflicts.append(
                _("%(record)s is referred to by others since: %(kind)s.")
                % {"record": one.name, "kind": referred[one.object_id]}
            )
    return conflicts, there


def _delete(records: list[Any], reason: str, by: Any) -> None:
    """Delete these very objects, so that the history of each says why."""
    for record in records:
        record._change_reason, record._history_user = reason, by
    collector = Collector(using=router.db_for_write(type(records[0])) if records else DEFAULT_DB_ALIAS)
    collector.collect(records)
    collector.delete()


@transaction.atomic
def undo(run: ImportRun, *, by: Any, reason: str) -> ImportRun:
    """Delete what an import made and restore what it changed, all of it or nothing.

    Raises ``Refused`` where it was undone already, ``UndoRefused`` where a record was changed since.
    """
    if not ImportRun.objects.filter(pk=run.pk, state=ImportState.DONE).update(state=ImportState.UNDONE):
        raise Refused(_("This import was undone already."))
    model = apps.get_model(run.model)
    conflicts, there = conflicts_of(run, lock=True)
    text = _("Import %(number)s undone: %(reason)s") % {"number": run.pk, "reason": reason}
    restored: list[tuple[Any, dict[str, list[Any]]]] = []
    if not conflicts:
        _delete([there[key] for key in run.records.filter(is_new=True).values_list("object_id", flat=True)], text, by)
        for one in run.records.filter(is_new=False):
            record = there[one.object_id]
            try:
                restored.append((record, put_back(record, one.before, differing(model, one.before, one.after))))
                record.validate_unique()
                with transaction.atomic():
                    save_quietly(record)
            except GoneError as error:
                conflicts.append(
                    _("%(record)s: what “%(field)s” referred to is not there any more.")
                    % {"record": one.name, "field": error}
                )
            except (ValidationError, IntegrityError):
                conflicts.append(_("%(record)s: another record has its former key now.") % {"record": one.name})
    if conflicts:
        raise UndoRefused(conflicts)
    write_links(model, restored)
    write_history(model, [record for record, _links in restored], kind="~", by=by, reason=text)
    run.state, run.undone_at, run.undone_by, run.undo_reason = (
        ImportState.UNDONE,
        timezone.now(),
        str(by)[:200],
        reason,
    )
    run.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
    return run


def counted(plan: Plan) -> list[tuple[int, str]]:
    """The figures of a plan with their words."""
    new, changed = len(plan.new), len(plan.changed)
    unchanged, refused = plan.unchanged_count, plan.refused_count
    return [
        (new, ngettext("new record", "new records", new)),
        (changed, ngettext("record to be changed", "records to be changed", changed)),
        (unchanged, ngettext("record unchanged", "records unchanged", unchanged)),
        (refused, ngettext("row refused", "rows refused", refused)),
    ]
