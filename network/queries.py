from dataclasses import dataclass

from django.db.models import CharField, Count, F, Prefetch, QuerySet, Value

from countries.models import CommissionMembership
from network.enums import EventState
from network.models import Activity, Event, NationalNetwork, RegionalRoleOfEntity, WorkingGroup


def with_regions(networks: QuerySet[NationalNetwork]) -> QuerySet[NationalNetwork]:
    """With the regions of their countries, for the tile map."""
    memberships = CommissionMembership.objects.select_related("commission")
    return networks.prefetch_related(Prefetch("country__memberships", memberships))


@dataclass(frozen=True)
class Ties:
    """Acronyms of the leads by working group, role and acronym by regional network, and numbers of what there is."""

    leads: dict[int, list[str]]
    regional: dict[int, list[tuple[str, str]]]
    counts: dict[str, int]


def ties_and_counts() -> Ties:
    """Who leads which group and belongs to which regional network, and how much there is; one query.

    Samples are not counted, nor events that are over or cancelled.
    """

    entity, nothing = F("entity__acronym"), Value("", CharField())
    # Numbers stand last: an aggregate comes after what it is grouped by, and a union goes by the order of columns.
    columns = ["row_kind", "row_role", "row_acronym", "row_number"]

    def plain(records: QuerySet) -> QuerySet:
        # Querysets of translated models put their columns in an order of their own, which a union must not have.
        return records.rewrite(False) if hasattr(records, "rewrite") else records

    def rows(kind: str, records: QuerySet, number: F, role: F | Value, acronym: F | Value) -> QuerySet:
        named = dict(zip(columns, [Value(kind, CharField()), role, acronym, number], strict=True))
        return plain(records).order_by().annotate(**named).values_list(*columns)

    def counted(kind: str, records: QuerySet) -> QuerySet:
        # Constants to group by: one row for all of them.
        named = dict(zip(columns[:3], [Value(kind, CharField()), nothing, nothing], strict=True))
        groups = plain(records).order_by().annotate(**named).values(*columns[:3])
        return groups.annotate(row_number=Count("pk")).values_list(*columns)

    queries = [
        rows("lead", WorkingGroup.leads.through.objects, F("workinggroup_id"), nothing, entity),
        rows("regional", RegionalRoleOfEntity.objects.current(), F("network_id"), F("role"), entity),
        counted("national", NationalNetwork.objects.real()),
        counted("activities", Activity.objects.real()),
        counted("events", Event.objects.real().upcoming().exclude(state=EventState.CANCELLED)),
    ]
    leads: dict[int, list[str]] = {}
    regional: dict[int, list[tuple[str, str]]] = {}
    counts = dict.fromkeys(["national", "activities", "events"], 0)
    for kind, role, acronym, number in sorted(queries[0].union(*queries[1:], all=True)):
        if kind == "lead":
            leads.setdefault(number, []).append(acronym)
        elif kind == "regional":
            regional.setdefault(number, []).append((role, acronym))
        else:
            counts[kind] = number
    return Ties(leads, regional, counts)
