"""Which texts of curated records lack a language, and which are older than what they translate.

A text is *missing* where another language has one, and *outdated* where the other language was changed later and
this one was not. What is missing is in the record itself; what is outdated is in its history, and kept as
``TranslationMark`` whenever a row of history is written: by the admin, an import or code alike.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from modeltranslation.translator import translator
from simple_history.utils import get_history_manager_for_model

from foundation.differences import Pieces, text_differences
from foundation.import_export import original_names
from foundation.language import codes
from foundation.models import TranslationMark

MISSING, OUTDATED = "missing", "outdated"
STATES = (MISSING, OUTDATED)

#: A field by its original name, and a language.
Place = tuple[str, str]


def translated_models() -> list[type[models.Model]]:
    """Every model whose texts are kept in several languages."""
    return sorted(translator.get_registered_models(abstract=False), key=lambda model: model._meta.label_lower)


def names_of(model: type[models.Model]) -> list[str]:
    """The translated fields by their original names, in the order of the model."""
    originals = original_names(model)
    return [one.name for one in model._meta.fields if one.name in originals]


# ---------------------------------------------------------------- marks, one row of history after the other


@dataclass
class Older:
    """Since when a text is older than what it translates, and what the other languages said before that."""

    since: datetime.datetime
    changed_by: str
    before: dict[str, str]


def _texts(row: Any, name: str) -> dict[str, str]:
    return {code: (getattr(row, f"{name}_{code}", None) or "").strip() for code in codes()}


def _author(row: Any) -> str:
    return str(row.history_user) if row.history_user_id else ""


def _step(older: dict[Place, Older], previous: Any, row: Any, names: Iterable[str]) -> bool:
    """Take what changed from one row of history to the next into ``older``; ``False`` where no text did."""
    any_changed = False
    for name in names:
        before, after = _texts(previous, name), _texts(row, name)
        changed = {code for code in before if before[code] != after[code]}
        if not changed:
            continue
        any_changed = True
        # A text that is written for the first time, or that follows another's change, translates; it makes none old.
        rewritten = {code for code in changed if before[code] and after[code] and (name, code) not in older}
        for code in after:
            if code in changed or not after[code]:
                older.pop((name, code), None)
                continue
            known = older.get((name, code))
            if known is None and rewritten:
                older[name, code] = Older(row.history_date, _author(row), before)
            elif known is not None and all(known.before[other] == after[other] for other in after if other != code):
                del older[name, code]  # What was changed has been taken back.
    return any_changed


def _history_of(model: type[models.Model]) -> QuerySet:
    return get_history_manager_for_model(model).model._default_manager.order_by("history_id")


def keep_marks(history_instance: Any, **signal: Any) -> None:
    """Receiver of ``post_create_historical_record``: marks what the change has left behind."""
    model = history_instance.instance_type
    names = names_of(model)
    if not names or history_instance.history_type == "+":
        return
    object_id = getattr(history_instance, model._meta.pk.attname)
    marks = TranslationMark.objects.filter(model=model._meta.label_lower, object_id=object_id)
    if history_instance.history_type == "-":
        marks.delete()
        return
    rows = _history_of(model).filter(**{model._meta.pk.attname: object_id})
    previous = rows.filter(history_id__lt=history_instance.history_id).last()
    if previous is None or not _step({}, previous, history_instance, names):
        return
    with transaction.atomic():
        kept = list(marks.select_for_update())
        older = {
            (mark.field, mark.language): Older(mark.since, mark.changed_by, _before(rows, mark))
            for mark in kept
            if _is_open(mark)
        }
        _step(older, previous, history_instance, names)
        _write(marks, kept, older, model._meta.label_lower, object_id)


def _is_open(mark: TranslationMark) -> bool:
    return mark.settled_at is None or mark.settled_at < mark.since


def _before(rows: QuerySet, mark: TranslationMark) -> dict[str, str]:
    """What all languages said before the change that made the text old; empty where the history does not say."""
    row = rows.filter(history_date__lt=mark.since).last()
    return _texts(row, mark.field) if row is not None else dict.fromkeys(codes(), "")


def _write(
    marks: QuerySet, kept: list[TranslationMark], older: Mapping[Place, Older], label: str, object_id: int
) -> None:
    """Make the marks of one record say what ``older`` says; those that a person settled stay as they are."""
    by_place = {(mark.field, mark.language): mark for mark in kept}
    for place, one in older.items():
        mark = by_place.get(place)
        if mark is None:
            mark = TranslationMark(model=label, object_id=object_id, field=place[0], language=place[1])
        if mark.pk is None or mark.since != one.since:
            mark.since, mark.changed_by = one.since, one.changed_by
            mark.save()
    marks.filter(
        pk__in=[mark.pk for place, mark in by_place.items() if place not in older and _is_open(mark)]
    ).delete()


def rebuild_marks(model: type[models.Model]) -> int:
    """Read the whole history of a model again and make its marks say what it says; returns how many are open."""
    names = names_of(model)
    manager = getattr(model, "history", None)
    label = model._meta.label_lower
    if not names or manager is None:
        return 0
    kept: dict[int, list[TranslationMark]] = {}
    for mark in TranslationMark.objects.filter(model=label):
        kept.setdefault(mark.object_id, []).append(mark)
    key = model._meta.pk.attname
    older: dict[int, dict[Place, Older]] = {}
    previous: Any = None
    for row in _history_of(model).order_by(key, "history_id").select_related("history_user").iterator():
        object_id = getattr(row, key)
        same = previous is not None and getattr(previous, key) == object_id
        of_record = older.setdefault(object_id, {})
        if row.history_type == "-":
            of_record.clear()
        elif same and row.history_type != "+":
            for mark in kept.get(object_id, []):
                found = of_record.get((mark.field, mark.language))
                if found and mark.settled_at and found.since <= mark.settled_at < row.history_date:
                    del of_record[mark.field, mark.language]
            _step(of_record, previous, row, names)
        previous = row
    with transaction.atomic():
        for object_id in older.keys() | kept.keys():
            of_record, settled = older.get(object_id, {}), kept.get(object_id, [])
            for mark in settled:
                found = of_record.get((mark.field, mark.language))
                if found and mark.settled_at and found.since <= mark.settled_at:
                    del of_record[mark.field, mark.language]
            marks = TranslationMark.objects.filter(model=label, object_id=object_id)
            _write(marks, settled, of_record, label, object_id)
    return TranslationMark.objects.open().filter(model=label).count()


# ---------------------------------------------------------------- one record


@dataclass(frozen=True)
class Outdated:
    """A text that is older than what it translates, with what was changed in the other languages since."""

    mark: TranslationMark
    thing: models.Model
    changes: list[tuple[str, list[Pieces]]]

    @property
    def label(self) -> str:
        return str(self.thing._meta.get_field(f"{self.mark.field}_{self.mark.language}").verbose_name)

    @property
    def name(self) -> str:
        return str(self.thing)


def outdated_of(things: Iterable[models.Model]) -> list[Outdated]:
    """The outdated texts of records of one or several models; two queries for each model and one for each text."""
    by_model: dict[type[models.Model], dict[Any, models.Model]] = {}
    for thing in things:
        by_model.setdefault(type(thing), {})[thing.pk] = thing
    found = []
    for model, by_key in by_model.items():
        marks = TranslationMark.objects.open().filter(model=model._meta.label_lower, object_id__in=by_key)
        for mark in marks:
            thing = by_key[mark.object_id]
            rows = _history_of(model).filter(**{model._meta.pk.attname: mark.object_id})
            before, now = _before(rows, mark), _texts(thing, mark.field)
            changes = [
                (code, text_differences(before[code], now[code]))
                for code in codes()
                if code != mark.language and before[code] != now[code]
            ]
            found.append(Outdated(mark, thing, changes))
    return found


def settle(mark: TranslationMark, *, by: Any) -> None:
    """Somebody has compared: the text is still right as it stands."""
    mark.settled_at, mark.settled_by = timezone.now(), str(by)[:200]
    mark.save(update_fields=["settled_at", "settled_by"])


# ---------------------------------------------------------------- many records


def _empty(name: str, code: str) -> Q:
    return Q(**{f"{name}_{code}": ""}) | Q(**{f"{name}_{code}": None})


def _is_missing(name: str, code: str) -> Q:
    filled = Q()
    for other in codes():
        if other != code:
            filled |= ~_empty(name, other)
    return _empty(name, code) & filled


def _open_marks(model: type[models.Model], code: str, name: str = "") -> QuerySet:
    marks = TranslationMark.objects.open().filter(model=model._meta.label_lower, language=code)
    return marks.filter(field=name) if name else marks


def is_outdated(model: type[models.Model], code: str) -> Exists:
    """To annotate a list: whether any text of the record in this language is outdated."""
    return Exists(_open_marks(model, code).filter(object_id=OuterRef("pk")))


def in_state(records: QuerySet, state: str, code: str, name: str = "") -> QuerySet:
    """Records whose text (in any translated field, or in this one) is missing or outdated in a language.

    Nothing for a state, a language or a field that there is not.
    """
    names = names_of(records.model)
    if code not in codes() or state not in STATES or (name and name not in names):
        return records.none()
    if state == OUTDATED:
        return records.filter(pk__in=_open_marks(records.model, code, name).values("object_id"))
    wanted = Q()
    for one in [name] if name else names:
        wanted |= _is_missing(one, code)
    return records.filter(wanted) if wanted else records.none()


@dataclass(frozen=True)
class Figures:
    """How many records have a text in any language, and how many of these lack it or have an old one in this."""

    texts: int = 0
    missing: int = 0
    outdated: int = 0

    @property
    def complete(self) -> int:
        return max(self.texts - self.missing - self.outdated, 0)

    @property
    def open(self) -> int:
        return self.missing + self.outdated

    @property
    def percent(self) -> int:
        """Rounded down: 100 only where nothing is left to do."""
        return self.complete * 100 // self.texts if self.texts else 100


@dataclass
class Progress:
    """The figures of a register by field and language, and of its records as a whole by language."""

    fields: dict[Place, Figures] = field(default_factory=dict)

    def total(self, code: str) -> Figures:
        chosen = [figures for (_name, language), figures in self.fields.items() if language == code]
        return Figures(*(sum(getattr(one, part) for one in chosen) for part in ("texts", "missing", "outdated")))


def outdated_counts() -> dict[tuple[str, str, str], int]:
    """How many texts are outdated, by register, field and language: one query for all registers."""
    rows = TranslationMark.objects.open().order_by().values_list("model", "field", "language").annotate(Count("pk"))
    return {(label, name, code): count for label, name, code, count in rows}


def progress_of(model: type[models.Model], outdated: Mapping[tuple[str, str, str], int]) -> Progress:
    """Where the translation of a register stands; one query."""
    names = names_of(model)
    counted = {}
    for name in names:
        written = Q()
        for code in codes():
            written |= ~_empty(name, code)
            counted[f"missing_{name}_{code}"] = Count("pk", filter=_is_missing(name, code))
        counted[f"texts_{name}"] = Count("pk", filter=written)
    figures = model._default_manager.order_by().aggregate(**counted)
    label = model._meta.label_lower
    return Progress(
        {
            (name, code): Figures(
                figures[f"texts_{name}"], figures[f"missing_{name}_{code}"], outdated.get((label, name, code), 0)
            )
            for name in names
            for code in codes()
        }
    )
