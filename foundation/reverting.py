"""The history of a record for people, and the way back to what it said.

The rows of history are one per write: a form that is saved writes the record and then its links, which makes several.
For readers they are one entry. Going back writes nothing over: it is a change of its own, with a reason.
"""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.dates import format_date
from foundation.history import history_of, write_history
from foundation.import_columns import label_of
from foundation.snapshots import (
    Change,
    GoneError,
    Snapshot,
    changes_between,
    differing,
    errors_of,
    kept_fields,
    links_of,
    names_for,
    put_back,
    save_quietly,
    snapshot,
    write_links,
)

MADE, CHANGED, DELETED = "+", "~", "-"
#: Rows of one save are written within moments of each other.
ONE_SAVE = datetime.timedelta(seconds=5)
#: Records that a deletion takes along are deleted within the same request.
ONE_DELETION = datetime.timedelta(seconds=30)


class RevertRefused(Exception):
    """A former state cannot come back: a sentence for each reason."""

    def __init__(self, reasons: list[str]):
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass
class Entry:
    """What one person did at one time; ``rows`` are newest first."""

    rows: list[Any]
    state: Snapshot
    before: Snapshot = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    is_current: bool = False

    @property
    def row(self) -> Any:
        return self.rows[0]

    @property
    def number(self) -> int:
        return self.row.history_id

    @property
    def kind(self) -> str:
        return MADE if self.rows[-1].history_type == MADE else self.row.history_type

    @property
    def at(self) -> datetime.datetime:
        return self.row.history_date

    @property
    def who(self) -> str:
        return str(self.row.history_user) if self.row.history_user_id else ""

    @property
    def reason(self) -> str:
        return self.row.history_change_reason or ""


def _tracked(model: type[models.Model], history: type[models.Model]) -> tuple[list[models.Field], list[models.Field]]:
    """The plain fields and the links to many that the history keeps."""
    kept = {one.attname for one in history._meta.concrete_fields}
    linked = {one.name for one in history._history_m2m_fields}
    return (
        [one for one in kept_fields(model) if one.attname in kept],
        [one for one in links_of(model) if one.name in linked],
    )


def _states(model: type[models.Model], rows: Sequence[Any]) -> dict[int, Snapshot]:
    """What the record said in each row of its history, by the number of the row; a query for each kind of link."""
    history = history_of(model).model
    plain, linked = _tracked(model, history)
    states: dict[int, Snapshot] = {}
    for row in rows:
        states[row.history_id] = {
            one.attname: None if getattr(row, one.attname) is None else one.value_to_string(row) for one in plain
        } | {one.name: [] for one in linked}
    for one in linked:
        kept = getattr(history, one.name).model
        other = f"{one.m2m_reverse_field_name()}_id"
        for number, key in kept._default_manager.filter(history_id__in=states).values_list("history_id", other):
            states[number][one.name].append(key)
    for state in states.values():
        for one in linked:
            state[one.name].sort()
    # The links of a record are gone before the row of its deletion is written: it had those of the row before.
    older: Snapshot | None = None
    for row in sorted(rows, key=lambda row: row.history_id):
        state = states[row.history_id]
        if row.history_type == DELETED and older is not None:
            for one in linked:
                state[one.name] = state[one.name] or older[one.name]
        older = state
    return states


def _is_one_save(newer: Any, older: Any, states: dict[int, Snapshot], linked: Sequence[models.Field]) -> bool:
    """Whether two rows of history were written by the same save: nothing but links differs, within moments."""
    if newer.history_type != CHANGED or older.history_type == DELETED:
        return False
    if (newer.history_user_id, newer.history_change_reason) != (older.history_user_id, older.history_change_reason):
        return False
    if newer.history_date - older.history_date > ONE_SAVE:
        return False
    names = {one.name for one in linked}
    plain = [
        {key: value for key, value in states[row.history_id].items() if key not in names} for row in (newer, older)
    ]
    return plain[0] == plain[1]


def entries_of(model: type[models.Model], object_id: Any) -> list[Entry]:
    """The history of a record, newest first; empty where there is none. Names of links are filled by ``explain``."""
    manager = history_of(model)
    if manager is None:
        return []
    rows = list(
        manager.filter(**{model._meta.pk.attname: object_id})
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
    )
    states = _states(model, rows)
    linked = links_of(model)
    entries: list[Entry] = []
    for row in rows:
        if entries and _is_one_save(entries[-1].rows[-1], row, states, linked):
            entries[-1].rows.append(row)
        else:
            entries.append(Entry([row], states[row.history_id]))
    for entry, older in itertools.pairwise(entries):
        entry.before = older.state if older.kind != DELETED else {}
    if entries and entries[0].kind != DELETED:
        entries[0].is_current = True
    return entries


def explain(model: type[models.Model], entries: Sequence[Entry]) -> None:
    """Say what each entry changed, with labels and names; a query for each register that is referred to."""
    empty = snapshot(model())
    found = []
    for entry in entries:
        before = entry.before or empty
        fields = [] if entry.kind == DELETED else differing(model, before, entry.state)
        found.append((entry, before, fields))
    every = {one for _entry, _before, fields in found for one in fields}
    names = names_for(every, [state for entry, before, _fields in found for state in (before, entry.state)])
    for entry, before, fields in found:
        entry.changes = changes_between(fields, before, entry.state, names)


def entry_of(model: type[models.Model], object_id: Any, number: int) -> Entry | None:
    """The entry to which a row of history belongs."""
    for entry in entries_of(model, object_id):
        if any(row.history_id == number for row in entry.rows):
            return entry
    return None


# ---------------------------------------------------------------- back


@dataclass
class Return:
    """What a former state would change in the record as it stands, and what it cannot bring back."""

    fields: list[models.Field]
    changes: list[Change]
    held: list[str]  # labels of fields that differ and that this person's form could not change
    companions: list[Any] = field(default_factory=list)  # rows of history of what was deleted along with it

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.companions


def plan_return(
    model: type[models.Model], record: models.Model | None, entry: Entry, locked: Sequence[str] = ()
) -> Return:
    """What going back to an entry would do. ``record`` is ``None`` where it was deleted; writes nothing."""
    now = snapshot(record if record is not None else model())
    differ = differing(model, now, entry.state)
    free = [one for one in differ if record is None or (one.editable and one.name not in locked)]
    names = names_for(free, [now, entry.state])
    held = [label_of(one) for one in differ if one not in free]
    companions = _companions(model, entry.row) if record is None else []
    return Return(free, changes_between(free, now, entry.state, names), held, companions)


def _companions(model: type[models.Model], deleted: Any) -> list[Any]:
    """Rows of history of records that were deleted along with a record, where their history is kept."""
    key = getattr(deleted, model._meta.pk.attname)
    last = history_of(model).filter(**{model._meta.pk.attname: key}, history_type=DELETED).first()
    if last is None:
        return []
    found = []
    for relation in model._meta.related_objects:
        other = relation.related_model
        manager = history_of(other)
        if relation.many_to_many or manager is None or relation.on_delete is not models.CASCADE:
            continue
        rows = manager.filter(
            **{relation.field.attname: key},
            history_type=DELETED,
            history_date__range=(last.history_date - ONE_DELETION, last.history_date + ONE_DELETION),
        ).order_by("history_id")
        there = set(other._base_manager.values_list("pk", flat=True)) if rows else set()
        found += [row for row in rows if getattr(row, other._meta.pk.attname) not in there]
    return found


def reason_text(entry: Entry, reason: str) -> str:
    """What the history says of a return."""
    at = timezone.localtime(entry.at)
    return _("State of %(date)s, %(time)s restored: %(reason)s") % {
        "date": format_date(at),
        "time": f"{at:%H:%M}",
        "reason": reason,
    }


@transaction.atomic
def go_back(
    model: type[models.Model], object_id: Any, entry: Entry, *, by: Any, reason: str, locked: Sequence[str] = ()
) -> models.Model:
    """Give a record the state of an entry, or make it anew where it was deleted; returns the record.

    Raises ``RevertRefused`` where the state cannot come back: another record has its key now, what it referred to is
    gone, or a rule of the model has become stricter.
    """
    record = model._base_manager.select_for_update().filter(pk=object_id).first()
    text = reason_text(entry, reason)
    if record is None:
        return _make_anew(model, object_id, entry, by=by, reason=text)
    plan = plan_return(model, record, entry, locked)
    _write(record, entry.state, plan.fields, kind=CHANGED, by=by, reason=text)
    return record


def _write(
    record: models.Model, state: Snapshot, fields: Sequence[models.Field], *, kind: str, by: Any, reason: str
) -> None:
    model = type(record)
    try:
        links = put_back(record, state, fields, leave_out_gone=True)
    except GoneError as error:
        raise RevertRefused([_("What “%(field)s” referred to is not there any more.") % {"field": error}]) from None
    errors = [
        f"{label_of(model._meta.get_field(name))}: {text}"
        if name in {one.name for one in model._meta.fields}
        else text
        for name, text in errors_of(record)
    ]
    if errors:
        raise RevertRefused(errors)
    try:
        with transaction.atomic():
            save_quietly(record)
            write_links(model, [(record, links)])
    except IntegrityError:
        raise RevertRefused([_("Another record has taken its place.")]) from None
    write_history(model, [record], kind=kind, by=by, reason=reason)


def _every_field(model: type[models.Model], state: Snapshot) -> list[models.Field]:
    return [one for one in kept_fields(model) if one.attname in state] + [
        one for one in links_of(model) if one.name in state
    ]


def _make_anew(model: type[models.Model], object_id: Any, entry: Entry, *, by: Any, reason: str) -> models.Model:
    """The record under its old number, so that what names it by its number finds it, and what went along with it."""
    companions = _companions(model, entry.row)
    record = model(pk=object_id)
    _write(record, entry.state, _every_field(model, entry.state), kind=MADE, by=by, reason=reason)
    for row in companions:
        other = row.instance_type
        key = getattr(row, other._meta.pk.attname)
        last = entries_of(other, key)[0]
        _write(other(pk=key), last.state, _every_field(other, last.state), kind=MADE, by=by, reason=reason)
    return record


# ---------------------------------------------------------------- what was deleted


def name_of_row(row: Any) -> str:
    """The name of a record in a row of its history, as far as what it is named by is still there."""
    try:
        return str(row.instance)
    except (ObjectDoesNotExist, AttributeError, ValueError):
        number = getattr(row, row.instance_type._meta.pk.attname)
        return _("record no. %(number)s") % {"number": number}


def deleted_rows(model: type[models.Model]) -> models.QuerySet | list[Any]:
    """The last deletion of each record that is not there now, newest first."""
    manager = history_of(model)
    if manager is None:
        return []
    key = model._meta.pk.attname
    rows = manager.filter(history_type=DELETED).exclude(**{f"{key}__in": model._base_manager.values("pk")})
    newest = rows.order_by().values(key).annotate(newest=models.Max("history_id")).values("newest")
    return (
        manager.filter(history_id__in=newest).select_related("history_user").order_by("-history_date", "-history_id")
    )
