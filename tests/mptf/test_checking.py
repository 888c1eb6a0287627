"""What waits for curators: figures that do not agree, programmes past their end; and how rows are kept."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mptf import checking
from mptf.models import BudgetLine, Contribution
from mptf.panels import money_to_look_at
from tests.countries.factories import make_real_country
from tests.mptf.factories import add_partner, make_line, make_programme
from tests.network.factories import make_entity
from tests.reviews.factories import make_curator, make_user

pytestmark = pytest.mark.django_db


def test_programmes_whose_rows_differ_from_the_printed_budget_are_found():
    agree, differ, unknown = (make_programme(slug, budget_usd=100) for slug in ("agree", "differ", "unknown"))
    make_line(agree, amount="100")
    make_line(differ, amount="99.99")
    make_line(unknown, amount="1", currency="EUR")
    make_line(make_programme("made-up", countries=["XAA"], budget_usd=100), amount="1")
    assert checking.differing() == [differ.pk]
    lines = {line.href.split("=")[-1]: line.count for line in money_to_look_at(make_curator())}
    assert lines == {"differs": 1, "past-end": 0}
    assert money_to_look_at(make_user()) == []


def test_programmes_past_their_end_are_found_and_a_year_is_over_when_it_is():
    today = timezone.localdate()
    past = make_programme("past", end=(today - datetime.timedelta(days=1)).isoformat())
    year = make_programme("year", end=str(today.year - 1))
    for slug, fields in {
        "this-year": {"end": str(today.year)},
        "this-month": {"end": today.isoformat()[:7]},
        "ahead": {"end": str(today.year + 1)},
        "closed": {"end": "2020", "stage": "closed"},
        "open": {"end": ""},
    }.items():
        make_programme(slug, **fields)
    assert set(checking.past_their_end()) == {past, year}


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_the_database_refuses_rows_that_cannot_be():
    programme = make_programme()
    for wrong in ({"amount": "-1"}, {"year": 2015}, {"year": 2101}, {"currency": "usd"}, {"amount": "10000000000000"}):
        refuses(lambda wrong=wrong: make_line(programme, source=False, **wrong))
    add_partner(programme, "Ministry")
    refuses(lambda: make_line(programme, organization=make_entity("IOM"), partner=programme.partners.get()))
    make_line(programme)
    refuses(lambda: make_line(programme, amount="2"))
    # Other years, kinds, currencies and sources of funds are other rows.
    for other in ({"year": 2023}, {"kind": "spent"}, {"currency": "EUR"}, {"funding": "government"}):
        make_line(programme, **other)


def test_rows_are_checked_in_words():
    programme = make_programme()
    line = BudgetLine(programme=programme, year=2024, kind="approved", amount=Decimal(1), as_of=timezone.localdate())
    line.full_clean()
    for name, value in {"currency": "XQQ", "funding": "other", "year": 2015}.items():
        wrong = BudgetLine(**{f: getattr(line, f) for f in ("programme", "year", "kind", "amount", "as_of")})
        setattr(wrong, name, value)
        with pytest.raises(ValidationError) as error:
            wrong.full_clean()
        assert name in error.value.message_dict
    nobody = Contribution(year=2024, state="paid", amount=Decimal(1), as_of=timezone.localdate())
    both = Contribution(
        country=make_real_country("DEU"), organization_en="A foundation", year=2024, state="paid", amount=Decimal(1),
        as_of=timezone.localdate(),
    )  # fmt: skip
    for wrong in (nobody, both):
        with pytest.raises(ValidationError):
            wrong.full_clean()


def test_codes_are_made_of_what_the_row_is_about_and_stay():
    programme = make_programme("one")
    first, second = make_line(programme, funding="government"), make_line(programme, funding="government")
    assert [first.code, second.code] == ["one-2024-approved-government-1", "one-2024-approved-government-2"]
    first.year = 2025
    first.save()
    assert first.code == "one-2024-approved-government-1"
