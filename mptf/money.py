"""What rows of money add up to: pure functions over rows, exact to the cent.

A row is anything with ``code``, ``amount`` (``Decimal``), ``currency`` and ``as_of``: a ``BudgetLine``, a
``Contribution`` or the light ``figures.Line``. Amounts of different currencies are never added to each other.
In US dollars a row counts at the operational rate of the month of its day; a row without such a rate is left
out of the sum in dollars, and the sum says so.
"""

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol, TypeVar

from mptf.currencies import DOLLAR

NOTHING = Decimal("0.00")
_CENT = Decimal("0.01")

#: Units of a currency for one US dollar, by currency and first day of the month.
Rates = Mapping[tuple[str, datetime.date], Decimal]


K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound="Row")


class Row(Protocol):
    code: str
    amount: Decimal
    currency: str
    as_of: datetime.date


@dataclass(frozen=True)
class Total:
    """The sum of some rows: by currency (in the order of their codes), and in US dollars.

    ``dollars`` is the sum of the rows that can be given in dollars, ``None`` where there is none; ``left_out``
    are the codes of the rows that cannot. ``since`` and ``until``: the first and the last day of the rows.
    """

    count: int = 0
    by_currency: Mapping[str, Decimal] = field(default_factory=dict)
    dollars: Decimal | None = None
    left_out: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def is_converted(self) -> bool:
        """Whether the sum in dollars says more than the sums by currency do."""
        return self.dollars is not None and self.dollars != self.by_currency.get(DOLLAR)


def rates_of(rows: Iterable[Any]) -> dict[tuple[str, datetime.date], Decimal]:
    """The rates that rows bring along themselves (``with_rates``)."""
    return {(row.currency, row.as_of.replace(day=1)): row.rate for row in rows if row.rate}


def in_dollars(row: Row, rates: Rates) -> Decimal | None:
    """The row in US dollars, to the cent (half a cent counts up), or ``None`` without a rate of its month."""
    if row.currency == DOLLAR:
        return row.amount
    rate = rates.get((row.currency, row.as_of.replace(day=1)))
    return (row.amount / rate).quantize(_CENT, ROUND_HALF_UP) if rate else None


def total(rows: Iterable[Row], rates: Rates) -> Total:
    """What the rows add up to. Rows of one kind only: what is spent was approved before."""
    count, sums, dollars, left_out = 0, {}, None, []
    since = until = None
    for row in rows:
        count += 1
        sums[row.currency] = sums.get(row.currency, NOTHING) + row.amount
        value = in_dollars(row, rates)
        if value is None:
            left_out.append(row.code)
        else:
            dollars = (NOTHING if dollars is None else dollars) + value
        since = row.as_of if since is None else min(since, row.as_of)
        until = row.as_of if until is None else max(until, row.as_of)
    return Total(count, dict(sorted(sums.items())), dollars, tuple(sorted(left_out)), since, until)


def split(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    """The rows under what ``key`` says of each; every row is under exactly one."""
    parts: dict[K, list[R]] = {}
    for row in rows:
        parts.setdefault(key(row), []).append(row)
    return parts


def totals(rows: Iterable[Row], key: Callable[[Any], K], rates: Rates) -> dict[K, Total]:
    """A total for each value of ``key``; together they are the total of all rows."""
    return {value: total(part, rates) for value, part in split(rows, key).items()}


@dataclass(frozen=True)
class Grid:
    """Totals in rows and columns, with what each row, each column and all of it add up to."""

    columns: list[Any]
    rows: list[tuple[Any, list[Total], Total]]
    column_totals: list[Total]
    total: Total


def grid(rows: Iterable[Row], row_key: Callable[[Any], Any], column_key: Callable[[Any], Any], rates: Rates) -> Grid:
    """The rows as a table, both ways in the order of the keys."""
    rows = list(rows)
    by_column = split(rows, column_key)
    columns = sorted(by_column)
    lines = []
    for value, part in sorted(split(rows, row_key).items()):
        cells = split(part, column_key)
        lines.append((value, [total(cells.get(column, ()), rates) for column in columns], total(part, rates)))
    return Grid(columns, lines, [total(by_column[column], rates) for column in columns], total(rows, rates))


def difference(printed: Decimal | None, found: Total) -> Decimal | None:
    """How much the rows are above (or below: negative) the figure that a source prints in US dollars.

    ``None`` where nothing can be said: no printed figure, no rows, or rows that cannot be given in dollars.
    """
    if printed is None or found.dollars is None or found.left_out:
        return None
    return found.dollars - printed
