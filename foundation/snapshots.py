"""Records as they stood: their values as JSON can hold them, compared, put back, and said to readers.

A snapshot holds the plain fields of a record by their columns and its links to many as lists of numbers. Links that
have a table of their own are records in their own right and are not in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from foundation.differences import Pieces, text_differences
from foundation.import_columns import label_of, language_of, shown
from foundation.import_export import original_names

#: Longer texts are compared word by word.
LONG_TEXT = 60

Snapshot = dict[str, Any]
#: Names of records by their model and number.
Names = Mapping[tuple[type[models.Model], Any], str]


class GoneError(ValueError):
    """What a record referred to is not there any more; says in which field."""


def links_of(model: type[models.Model]) -> list[models.ManyToManyField]:
    return [one for one in model._meta.many_to_many if one.remote_field.through._meta.auto_created]


def kept_fields(model: type[models.Model]) -> list[models.Field]:
    left_out = original_names(model)
    return [
        one
        for one in model._meta.concrete_fields
        if not one.primary_key and one.name not in left_out and not getattr(one, "auto_now", False)
    ]


def snapshot(record: models.Model, links: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    """A record as JSON can hold it; ``links`` are those that it will have."""
    values: dict[str, Any] = {}
    for one in kept_fields(type(record)):
        value = getattr(record, one.attname)
        values[one.attname] = value if value is None else one.value_to_string(record)
    for one in links_of(type(record)):
        now = (links or {}).get(one.name)
        if now is None:
            now = getattr(record, one.name).all() if record.pk else []
        values[one.name] = sorted(linked.pk for linked in now)
    return values


def differing(model: type[models.Model], one: dict[str, Any], other: dict[str, Any]) -> list[models.Field]:
    """The fields in which two snapshots differ; a field that either does not know has no say."""
    found: list[models.Field] = [
        kept
        for kept in kept_fields(model)
        if kept.attname in one and kept.attname in other and python_value(kept, one) != python_value(kept, other)
    ]
    return found + [
        link
        for link in links_of(model)
        if link.name in one and link.name in other and one[link.name] != other[link.name]
    ]


def python_value(kept: models.Field, values: dict[str, Any]) -> Any:
    value = values[kept.attname]
    if value is None or isinstance(kept, models.JSONField):
        return value
    return kept.to_python(value)


def write_links(model: type[models.Model], links: Iterable[tuple[Any, dict[str, list[Any]]]]) -> None:
    """Set the links to many of several records at once: two queries per kind of link, and no row of history."""
    wanted = list(links)
    for one in links_of(model):
        through = one.remote_field.through
        own, other = f"{one.m2m_field_name()}_id", f"{one.m2m_reverse_field_name()}_id"
        chosen = {
            record.pk: {linked.pk for linked in given[one.name]} for record, given in wanted if one.name in given
        }
        if not chosen:
            continue
        there: dict[int, set[int]] = {}
        superfluous = []
        for number, key, linked in through._default_manager.filter(**{f"{own}__in": chosen}).values_list(
            "pk", own, other
        ):
            there.setdefault(key, set()).add(linked)
            if linked not in chosen[key]:
                superfluous.append(number)
        through._default_manager.filter(pk__in=superfluous).delete()
        through._default_manager.bulk_create(
            [
                through(**{own: key, other: linked})
                for key, linkeds in chosen.items()
                for linked in sorted(linkeds - there.get(key, set()))
            ],
            batch_size=500,
        )


def save_quietly(record: models.Model) -> None:
    """Save a record whose row of history is written by ``write_history``, together with its links."""
    record.skip_history_when_saving = True
    try:
        record.save()
    finally:
        del record.skip_history_when_saving


def put_back(
    record: models.Model, values: Snapshot, fields: Iterable[models.Field], *, leave_out_gone: bool = False
) -> dict[str, list[Any]]:
    """Give a record the values of a snapshot in some fields, unsaved; returns its links to many.

    Raises ``GoneError`` where what it referred to is not there any more; with ``leave_out_gone`` only for what a
    record has one of, and links to many come back as far as they can.
    """
    links: dict[str, list[Any]] = {}
    for one in fields:
        if one.many_to_many:
            found = list(one.related_model._base_manager.filter(pk__in=values[one.name]))
            if len(found) < len(values[one.name]) and not leave_out_gone:
                raise GoneError(label_of(one))
            links[one.name] = found
            continue
        value = python_value(one, values)
        if one.is_relation and value is not None and not one.related_model._base_manager.filter(pk=value).exists():
            raise GoneError(label_of(one))
        setattr(record, one.attname, value)
    return links


def errors_of(record: models.Model, settled: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What the model says against a record, by field: as its form would, but for links, which are there.

    ``settled`` are fields of which it is known that nobody else has their value.
    """
    relations = {one.name for one in record._meta.fields if one.is_relation}
    errors: dict[str, list[str]] = {}
    checks = [
        lambda: record.clean_fields(exclude=relations | original_names(type(record))),
        record.clean,
        lambda: record.validate_unique(exclude=set(settled)),
        lambda: record.validate_constraints(exclude=set(errors)),
    ]
    for check in checks:
        try:
            check()
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
            for name, texts in found.items():
                errors.setdefault(name, []).extend(texts)
    return [(name, str(text)) for name, texts in errors.items() for text in dict.fromkeys(texts)]


# ---------------------------------------------------------------- in words


@dataclass
class Change:
    """What one field said and says; of a long text its ``pieces``, of links to many what was added and removed."""

    label: str
    language: str = ""
    before: str = ""
    after: str = ""
    pieces: list[Pieces] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def names_for(fields: Iterable[models.Field], snapshots: Sequence[Snapshot]) -> Names:
    """The names of the records that snapshots refer to in these fields: a query for each register."""
    wanted: dict[type[models.Model], set[int]] = {}
    for one in fields:
        if not one.is_relation:
            continue
        for values in snapshots:
            found = values.get(one.name if one.many_to_many else one.attname)
            keys = found if isinstance(found, list) else [found] if found else []
            wanted.setdefault(one.related_model, set()).update(map(int, keys))
    return {
        (model, record.pk): str(record)
        for model, keys in wanted.items()
        for record in model._base_manager.filter(pk__in=keys)
    }


def _value(one: models.Field, values: Snapshot, names: Names) -> Any:
    """The value of a field in a snapshot as ``import_columns.shown`` takes it; related records by name."""
    if one.many_to_many:
        return [names.get((one.related_model, key), _("no longer there")) for key in values.get(one.name, [])]
    if values.get(one.attname) is None:
        return None
    if one.is_relation:
        return names.get((one.related_model, int(values[one.attname])), _("no longer there"))
    return python_value(one, values)


def changes_between(fields: Iterable[models.Field], before: Snapshot, after: Snapshot, names: Names) -> list[Change]:
    """What fields said and say, for a reader: by label, related records by name."""
    changes = []
    for one in fields:
        old, new = _value(one, before, names), _value(one, after, names)
        change = Change(label_of(one), language_of(one))
        if one.many_to_many:
            change.added = sorted(name for name in new if name not in old)
            change.removed = sorted(name for name in old if name not in new)
        else:
            change.before, change.after = shown(one, old), shown(one, new)
            is_text = isinstance(old, str) and isinstance(new, str) and not one.flatchoices and not one.is_relation
            if is_text and old and new and max(len(old), len(new)) > LONG_TEXT:
                change.pieces = text_differences(old, new)
        changes.append(change)
    return changes
