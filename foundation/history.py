"""Row history of curated records that have several languages."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history import register
from simple_history.signals import post_create_historical_record


def track(model: type[models.Model], *, m2m_fields: list[str] | None = None) -> None:
    """Keep the history of a translated model, the fields of every language included.

    To be called in ``translation.py`` after the model was registered there: a ``history``
    attribute in the model itself would be made before the languages' fields exist and miss them.
    """
    register(model, m2m_fields=m2m_fields or [])


def history_of(model: type[models.Model]) -> Any:
    """The manager of a model's rows of history; ``None`` where none are kept."""
    name = getattr(model._meta, "simple_history_manager_attribute", None)
    return getattr(model, name) if name else None


def write_history(
    model: type[models.Model], records: Sequence[Any], *, kind: str, by: Any, reason: str
) -> list[models.Model]:
    """One row of history for each record as it stands, links to many included: one query per kind of link.

    For records that were saved with ``skip_history_when_saving``. ``kind`` is ``"+"`` or ``"~"``.
    """
    manager = history_of(model)
    if manager is None or not records:
        return []
    now = timezone.now()
    rows = manager.model._default_manager.bulk_create(
        [
            manager.model(
                history_date=now,
                history_type=kind,
                history_user=by,
                history_change_reason=reason,
                **{field.attname: getattr(record, field.attname) for field in manager.model.tracked_fields},
            )
            for record in records
        ],
        batch_size=200,
    )
    by_record = {record.pk: row for record, row in zip(records, rows, strict=True)}
    for one in manager.model._history_m2m_fields:
        through, kept = one.remote_field.through, getattr(manager.model, one.name).model
        own = f"{one.m2m_field_name()}_id"
        kept._default_manager.bulk_create(
            [
                kept(
                    history=by_record[getattr(link, own)],
                    **{part.attname: getattr(link, part.attname) for part in through._meta.fields},
                )
                for link in through._default_manager.filter(**{f"{own}__in": list(by_record)}).order_by("pk")
            ],
            batch_size=200,
        )
    for record, row in zip(records, rows, strict=True):
        post_create_historical_record.send(
            sender=manager.model,
            instance=record,
            history_instance=row,
            history_date=now,
            history_user=by,
            history_change_reason=reason,
            using=None,
        )
    return rows
