"""What rows of money add up to: exact, by currency, and never by what a source does not give."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mptf import figures, money
from mptf.enums import BudgetKind, Funding
from mptf.models import BudgetLine, Contribution
from mptf.models.money import LARGEST
from tests.mptf.factories import make_contribution, make_line, make_programme, make_rate

DAY = datetime.date(2024, 3, 31)
RATES = {("EUR", datetime.date(2024, 3, 1)): Decimal("0.92"), ("MAD", datetime.date(2024, 3, 1)): Decimal("10.07")}


@dataclass(frozen=True)
class Row:
    code: str
    amount: Decimal
    currency: str
    as_of: datetime.date = DAY
    year: int = 2024
    area: int = 1


rows = st.lists(
    st.builds(
        Row,
        code=st.text("abc", min_size=1, max_size=4),
        amount=st.decimals(min_value=0, max_value=LARGEST, places=2),
        currency=st.sampled_from(["USD", "EUR", "MAD", "XOF"]),
        as_of=st.sampled_from([DAY, datetime.date(2023, 7, 1)]),
        year=st.integers(2016, 2030),
        area=st.integers(1, 5),
    ),
    max_size=30,
)


def everything(total):
    return [*total.by_currency.values(), *([] if total.dollars is None else [total.dollars])]


@given(rows)
def test_parts_add_up_to_the_whole_whatever_the_rows_are_divided_by(found):
    whole = money.total(found, RATES)
    assert all(isinstance(value, Decimal) for value in everything(whole))
    for key in (lambda row: row.year, lambda row: row.area, lambda row: (row.area, row.currency)):
        parts = money.totals(found, key, RATES).values()
        assert sum(part.count for part in parts) == whole.count == len(found)
        for currency, amount in whole.by_currency.items():
            assert sum(part.by_currency.get(currency, 0) for part in parts) == amount
        assert sum(part.dollars or 0 for part in parts) == (whole.dollars or 0)
        assert sorted(code for part in parts for code in part.left_out) == sorted(whole.left_out)


@given(rows)
def test_a_grid_adds_up_both_ways(found):
    made = money.grid(found, lambda row: row.area, lambda row: row.year, RATES)
    for currency, amount in made.total.by_currency.items():
        assert sum(one.by_currency.get(currency, 0) for one in made.column_totals) == amount
        assert sum(one.by_currency.get(currency, 0) for _key, _cells, one in made.rows) == amount
    for _key, cells, whole in made.rows:
        assert sum(cell.count for cell in cells) == whole.count


def test_currencies_are_never_added_to_each_other():
    whole = money.total([Row("a", Decimal("1.10"), "USD"), Row("b", Decimal("2.20"), "EUR")], RATES)
    assert whole.by_currency == {"EUR": Decimal("2.20"), "USD": Decimal("1.10")}
    assert whole.dollars == Decimal("1.10") + Decimal("2.39")


def test_a_row_without_a_rate_of_its_month_is_left_out_and_named():
    late = Row("late", Decimal("5.00"), "EUR", as_of=datetime.date(2024, 4, 1))
    whole = money.total([Row("a", Decimal("1.00"), "USD"), late], RATES)
    assert (whole.dollars, whole.left_out) == (Decimal("1.00"), ("late",))
    assert money.difference(Decimal("1.00"), whole) is None
    assert money.total([late], RATES).dollars is None


def test_half_a_cent_counts_up():
    rates = {("EUR", datetime.date(2024, 3, 1)): Decimal("2")}
    assert money.in_dollars(Row("a", Decimal("0.01"), "EUR"), rates) == Decimal("0.01")


@pytest.mark.django_db
def test_the_database_adds_up_as_the_functions_do():
    programme = make_programme("one")
    amounts = ["0.29", "0.07", "1234567890.01", "0.10", "9999999999999.99"]
    for year, amount in enumerate(amounts, start=2018):
        make_line(programme, amount=amount, year=year)
        make_line(programme, amount=amount, year=year, kind=BudgetKind.SPENT, currency="EUR")
    make_rate("EUR", "2024-03", "0.92")
    wanted = money.totals(BudgetLine.objects.all(), lambda line: line.kind, figures.rates())
    assert figures.line_totals(BudgetLine.objects.all()) == wanted


@pytest.mark.django_db
def test_a_rate_counts_only_with_a_source():
    rate = make_rate("EUR", "2024-03", "0.92")
    make_line(make_programme("one"), amount="92", currency="EUR")
    assert figures.line_totals(BudgetLine.objects.all())["approved"].dollars == 100
    rate.sources.clear()
    found = figures.line_totals(BudgetLine.objects.all())["approved"]
    assert (found.dollars, found.left_out) == (None, ("one-2024-approved-fund-1",))
    assert [line.rate for line in BudgetLine.objects.with_rates()] == [None]


@pytest.mark.django_db
def test_what_all_money_adds_up_to_is_made_anew_with_every_change_and_without_samples():
    real = make_programme("real", countries=["MAR"], area=2)
    sample = make_programme("made-up", countries=["XAA"])
    make_line(sample, amount="1000")
    assert figures.fund_summary().by_kind == {}
    line = make_line(real, amount="40")
    make_line(real, amount="60", funding=Funding.GOVERNMENT)
    summary = figures.fund_summary()
    assert summary.by_kind["approved"].dollars == 100
    assert [(part.key, part.by_kind["approved"].dollars) for part in summary.parts["funding"]] == [
        ("fund", 40),
        ("government", 60),
    ]
    for parts in summary.parts.values():
        assert sum(part.by_kind["approved"].dollars for part in parts) == 100
    line.amount = Decimal("41")
    line.save()
    assert figures.fund_summary().by_kind["approved"].dollars == 101
    real.is_published = False
    real.save()
    assert figures.fund_summary().by_kind == {}


@pytest.mark.django_db
def test_contributions_of_and_to_samples_count_nowhere():
    make_contribution("DEU", amount="10")
    make_contribution("XAA", amount="1000")
    make_contribution("FRA", amount="1000", programme=make_programme("made-up", countries=["XAA", "XBB"]))
    both = make_programme("both", countries=["XAA", "MAR"])
    make_contribution("ITA", amount="5", programme=both)
    assert not both.is_sample
    found = figures.contribution_totals(Contribution.objects.real())
    assert found["paid"].dollars == 15
    assert sorted(one.country.iso3 for one in Contribution.objects.samples()) == ["FRA", "XAA"]
