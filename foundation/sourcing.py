"""The sources of many records of several models, in two queries instead of one for each model."""

from collections.abc import Iterable

from django.db.models import CharField, Value

from foundation.models import Source, Sourced


def attach_sources(*groups: Iterable[Sourced | None]) -> None:
    """Fill ``record.sources.all()`` of every record given, as ``prefetch_related`` would.

    ``None`` among the records is passed over, so that callers need not ask what is there.
    """
    records: dict[type[Sourced], dict[int, list[Sourced]]] = {}
    for group in groups:
        for record in group:
            if record is not None:
                records.setdefault(type(record), {}).setdefault(record.pk, []).append(record)
    queries = []
    for model, by_key in records.items():
        relation = model._meta.get_field("sources")
        record_id = relation.m2m_column_name()
        queries.append(
            relation.remote_field.through.objects.order_by()
            .filter(**{f"{record_id}__in": by_key})
            .annotate(of_model=Value(model._meta.label, output_field=CharField()))
            .values_list("of_model", record_id, "source_id")
        )
    if not queries:
        return
    rows = list(queries[0].union(*queries[1:], all=True)) if len(queries) > 1 else list(queries[0])
    sources = Source.objects.in_bulk({source_id for _label, _key, source_id in rows})
    found: dict[tuple[str, int], list[Source]] = {}
    for label, key, source_id in rows:
        found.setdefault((label, key), []).append(sources[source_id])
    for model, by_key in records.items():
        for key, same in by_key.items():
            ordered = sorted(found.get((model._meta.label, key), []), key=lambda source: source.code)
            for record in same:
                prefetched = record.sources.get_queryset()
                prefetched._result_cache = ordered
                prefetched._prefetch_done = True
                if not hasattr(record, "_prefetched_objects_cache"):
                    record._prefetched_objects_cache = {}
                record._prefetched_objects_cache["sources"] = prefetched
