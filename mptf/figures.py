"""The rows of money as the pages add them up: read in a few queries, however many there are.

What the page of the Fund shows of all of them is kept until a row changes: every change writes history, so the
numbers of the latest history rows say whether what is kept still holds.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    Max,
    Min,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Round

from countries.models import Commission, CommissionMembership, Country
from foundation.language import codes, localized
from mptf import money
from mptf.enums import BudgetKind, ContributionState
from mptf.models import BudgetLine, Contribution, ExchangeRate, JointProgramme, ThematicArea
from network.models import Entity

#: A programme of several countries: no source says how its money is divided among them.
SEVERAL = "several"
_KEPT_SECONDS = 600


@dataclass(frozen=True)
class Line:
    """A budget line with what it can be counted by."""

    code: str
    amount: Decimal
    currency: str
    as_of: datetime.date
    kind: str
    funding: str
    year: int
    programme: int
    area: int
    stage: str
    #: Acronym of the receiving UN organization; empty for other recipients and where none is named.
    organization: str
    #: ISO code of the one country, or ``SEVERAL``.
    country: str
    #: Codes of the commissions in whose regions the countries lie, in order.
    regions: tuple[str, ...]


#: What money is counted by, each a partition of the rows: name in the address → key of a line.
BREAKDOWNS: dict[str, Callable[[Line], Any]] = {
    "area": lambda line: line.area,
    "region": lambda line: line.regions,
    "country": lambda line: line.country,
    "organization": lambda line: line.organization,
    "funding": lambda line: line.funding,
    "stage": lambda line: line.stage,
    "year": lambda line: line.year,
}


def rates() -> dict[tuple[str, datetime.date], Decimal]:
    """The rates of exchange that have a source; the others are not used."""
    sourced = ExchangeRate.objects.filter(sources__isnull=False).distinct().order_by()
    return {
        (currency, month): rate for currency, month, rate in sourced.values_list("currency", "month", "per_dollar")
    }


def rates_for(rows: Iterable[Any]) -> dict[tuple[str, datetime.date], Decimal]:
    """As ``rates``; nothing is asked where every row is in US dollars."""
    return rates() if any(row.currency != money.DOLLAR for row in rows) else {}


def lines(chosen: QuerySet[BudgetLine]) -> list[Line]:
    """The rows of ``chosen``, in three queries."""
    countries: dict[int, list[tuple[int, str]]] = {}
    links = JointProgramme.countries.through.objects.order_by("country__iso3")
    for programme, country, iso3 in links.values_list("jointprogramme_id", "country_id", "country__iso3"):
        countries.setdefault(programme, []).append((country, iso3))
    regions: dict[int, list[str]] = {}
    lying = CommissionMembership.objects.filter(is_in_region=True).order_by("commission__position")
    for country, commission in lying.values_list("country_id", "commission__code"):
        regions.setdefault(country, []).append(commission)
    places = {
        programme: (
            found[0][1] if len(found) == 1 else SEVERAL,
            tuple(dict.fromkeys(code for country, _iso3 in found for code in sorted(regions.get(country, [])))),
        )
        for programme, found in countries.items()
    }
    names = [
        "code", "amount", "currency", "as_of", "kind", "funding", "year", "programme_id",
        "programme__thematic_area__number", "programme__stage", "organization__acronym",
    ]  # fmt: skip
    return [
        Line(*row, organization or "", *_placed(places.get(row[7], (SEVERAL, ()))))
        for *row, organization in chosen.order_by("code").values_list(*names)
    ]


def _placed(place: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    country, regions = place
    return country, tuple(sorted(regions))


@dataclass(frozen=True)
class Part:
    """One value of a breakdown: its key, its name in each language (where it has one), what each kind adds up to."""

    key: Any
    names: dict[str, str]
    by_kind: dict[str, money.Total]


@dataclass(frozen=True)
class Summary:
    """All real, public money: what each kind adds up to, by what it can be counted, and what was contributed."""

    by_kind: dict[str, money.Total]
    #: Name of the breakdown → its parts; together they are ``by_kind``.
    parts: dict[str, list[Part]]
    programme_count: int
    contributed: dict[str, money.Total]


def breakdown(
    rows: Iterable[Line], name: str, rates: money.Rates, names: dict[Any, dict[str, str]] | None = None
) -> list[Part]:
    """The rows by one of ``BREAKDOWNS``, in the order of its keys."""
    parts = money.split(rows, BREAKDOWNS[name])
    return [
        Part(key, (names or {}).get(key, {}), money.totals(part, lambda line: line.kind, rates))
        for key, part in sorted(parts.items())
    ]


def names_of(name: str, keys: Iterable[Any]) -> dict[Any, dict[str, str]]:
    """What the keys of a breakdown are called, in each language; nothing for those that the catalogue names."""
    keys = list(keys)
    if name == "area":
        found = ThematicArea.objects.filter(number__in=keys)
        return {area.number: _in_each_language(area, "short_name") for area in found}
    if name == "country":
        return {one.iso3: _in_each_language(one, "name") for one in Country.objects.filter(iso3__in=keys)}
    if name == "organization":
        return {one.acronym: _in_each_language(one, "name") for one in Entity.objects.filter(acronym__in=keys)}
    if name == "region":
        found = {
            one.code: _in_each_language(one, "review_region")
            for one in Commission.objects.filter(code__in={code for key in keys for code in key})
        }
        return {key: {code: " · ".join(found[one][code] for one in key) for code in codes()} for key in keys if key}
    return {}


def _in_each_language(record: Any, name: str) -> dict[str, str]:
    return {code: getattr(record, f"{name}_{code}") or localized(record, name) for code in codes()}


def _version() -> str:
    """Changes with every change of what the summary is made of; one query."""
    models = [
        BudgetLine, Contribution, ExchangeRate, JointProgramme, ThematicArea, Entity, Country, Commission,
        CommissionMembership,
    ]  # fmt: skip
    latest = [
        model.history.model.objects.order_by()
        .annotate(of_model=Value(model._meta.label, output_field=CharField()))
        .values_list("of_model")
        .annotate(last=Max("history_id"))
        for model in models
    ]
    found = dict(latest[0].union(*latest[1:], all=True))
    return "-".join(str(found.get(model._meta.label, 0)) for model in models)


def fund_summary() -> Summary:
    """What all real, public money adds up to; made anew when a row, a programme, a rate or a name has changed."""
    key = f"mptf-money-{_version()}"
    kept = cache.get(key)
    if kept is None:
        kept = _summary()
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def _summary() -> Summary:
    rows = lines(BudgetLine.objects.shown().real())
    at = rates_for(rows)
    parts = {}
    for name in BREAKDOWNS:
        found = breakdown(rows, name, at)
        names = names_of(name, [part.key for part in found]) if found else {}
        parts[name] = [replace(part, names=names.get(part.key, {})) for part in found]
    return Summary(
        by_kind=money.totals(rows, lambda line: line.kind, at),
        parts=parts,
        programme_count=len({line.programme for line in rows}),
        contributed=contribution_totals(Contribution.objects.shown().real()),
    )


def _cents(name: str) -> Sum:
    """The sum in whole cents: a database without exact decimals adds up whole numbers exactly."""
    hundredfold = ExpressionWrapper(F(name) * Value(100), DecimalField(max_digits=18, decimal_places=2))
    return Sum(Cast(Round(hundredfold), BigIntegerField()))


_SUMS = {"cents": _cents("amount"), "rows": Count("pk"), "since": Min("as_of"), "until": Max("as_of")}


def _from_cents(cents: int | None) -> Decimal:
    return Decimal(cents or 0).scaleb(-2)


def totals_by(chosen: QuerySet, name: str) -> dict[str, money.Total]:
    """What many rows add up to, by one of their fields: as ``money.totals``, asked of the database.

    One query for the sums, and one for the rows in other currencies than the US dollar, where there are some.
    """
    return _put_together(chosen, name, chosen.order_by().values_list(name, "currency").annotate(**_SUMS))


def _put_together(chosen: QuerySet, name: str, rows: Iterable[tuple]) -> dict[str, money.Total]:
    """``rows``: of the field, the currency and ``_SUMS``."""
    parts: dict[str, list[tuple]] = {}
    for value, *rest in rows:
        parts.setdefault(value, []).append(tuple(rest))
    foreign: dict[str, money.Total] = {}
    if any(currency != money.DOLLAR for found in parts.values() for currency, *_rest in found):
        others = chosen.exclude(currency=money.DOLLAR).with_rates().order_by()
        light = [_Light(*row) for row in others.values_list("code", "amount", "currency", "as_of", name, "rate")]
        foreign = money.totals(light, lambda row: row.by, money.rates_of(light))
    return {value: _total(found, foreign.get(value, money.Total())) for value, found in parts.items()}


@dataclass(frozen=True)
class _Light:
    code: str
    amount: Decimal
    currency: str
    as_of: datetime.date
    by: str
    rate: Decimal | None


def _total(found: list[tuple], foreign: money.Total) -> money.Total:
    sums = {currency: _from_cents(cents) for currency, cents, *_rest in found}
    known = [value for value in (sums.get(money.DOLLAR), foreign.dollars) if value is not None]
    return money.Total(
        count=sum(rows for _currency, _cents, rows, _since, _until in found),
        by_currency=dict(sorted(sums.items())),
        dollars=sum(known, money.NOTHING) if known else None,
        left_out=foreign.left_out,
        since=min(since for *_rest, since, _until in found),
        until=max(until for *_rest, until in found),
    )


def contribution_totals(chosen: QuerySet[Contribution]) -> dict[str, money.Total]:
    """What contributions add up to, by state, in the order of the states."""
    found = totals_by(chosen, "state")
    return {state.value: found[state.value] for state in ContributionState if state.value in found}


def line_totals(chosen: QuerySet[BudgetLine]) -> dict[str, money.Total]:
    """What budget lines add up to, by kind, in the order of the kinds."""
    found = totals_by(chosen, "kind")
    return {kind.value: found[kind.value] for kind in BudgetKind if kind.value in found}


@dataclass(frozen=True)
class ProgrammeTotals:
    """What a list of programmes adds up to; samples are not counted."""

    count: int
    #: Of the budgets as sources print them, in US dollars.
    printed: Decimal
    printed_count: int
    by_kind: dict[str, money.Total]
    #: Kind and currency → how many programmes have such a line.
    programmes: dict[tuple[str, str], int]


def programme_totals(chosen: QuerySet[JointProgramme]) -> ProgrammeTotals:
    """The totals below the register of programmes: of just the programmes that its filters leave."""
    real = chosen.real().order_by()
    counted = real.aggregate(count=Count("pk"), printed_count=Count("budget_usd"), cents=_cents("budget_usd"))
    lines = BudgetLine.objects.filter(programme__in=real.values("pk"))
    sums = lines.order_by().values_list("kind", "currency").annotate(**_SUMS)
    rows = list(sums.annotate(programmes=Count("programme", distinct=True)))
    by_kind = _put_together(lines, "kind", [row[:-1] for row in rows])
    return ProgrammeTotals(
        count=counted["count"],
        printed=_from_cents(counted["cents"]),
        printed_count=counted["printed_count"],
        by_kind={kind.value: by_kind[kind.value] for kind in BudgetKind if kind.value in by_kind},
        programmes={(kind, currency): programmes for kind, currency, *_sums, programmes in rows},
    )
