import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.mandates import countries_of, is_focal_point, may_submit
from accounts.models import Mandate, User
from accounts.permissions import can_submit_for, can_work_for, check_submit_for
from foundation.decisions import Refused
from tests.accounts.factories import curator, focal_point, person, sample_country

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "is_current"),
    [
        (-10, None, True),
        (0, None, True),
        (0, 0, True),
        (-10, 0, True),
        (-10, 10, True),
        (-10, -1, False),
        (1, None, False),
        (1, 10, False),
    ],
)
def test_a_mandate_counts_from_its_first_to_its_last_day(starts, ends, is_current):
    today = timezone.localdate()
    country, user = sample_country(), person()
    mandate = Mandate.objects.create(
        user=user,
        country=country,
        can_submit=True,
        starts_on=today + starts * DAY,
        ends_on=None if ends is None else today + ends * DAY,
    )

    assert mandate.is_current is is_current
    assert Mandate.objects.current().exists() is is_current
    assert is_focal_point(user, country) is is_current
    assert may_submit(user, country) is is_current
    assert user.is_focal_point is is_current
    assert list(countries_of(user)) == ([country] if is_current else [])
    assert (user in User.objects.focal_points_of(country)) is is_current


def test_current_can_be_asked_for_another_day():
    mandate = Mandate.objects.create(
        user=person(),
        country=sample_country(),
        starts_on=datetime.date(2024, 1, 1),
        ends_on=datetime.date(2024, 12, 31),
    )
    assert list(Mandate.objects.current(datetime.date(2024, 12, 31))) == [mandate]
    assert not Mandate.objects.current(datetime.date(2025, 1, 1)).exists()
    assert not Mandate.objects.current().exists()


def test_a_mandate_is_for_its_country_alone():
    country, other = sample_country(), sample_country("XBB")
    user = focal_point(country)
    assert not is_focal_point(user, other)
    assert not may_submit(user, other)
    assert not can_work_for(user, other)


def test_an_alternate_without_the_right_works_but_does_not_submit():
    country = sample_country()
    user = focal_point(country, can_submit=False)
    assert can_work_for(user, country)
    decision = can_submit_for(user, country)
    assert not decision
    with pytest.raises(Refused) as refused:
        check_submit_for(user, country)
    assert str(refused.value) == decision.reason
    assert str(country) in decision.reason


def test_a_closed_account_has_no_mandate():
    country = sample_country()
    user = focal_point(country, is_active=False)
    assert not is_focal_point(user, country)
    assert not may_submit(user, country)
    assert not countries_of(user).exists()
    assert not User.objects.focal_points_of(country).exists()


def test_strangers_and_curators_do_not_write_for_a_state():
    country = sample_country()
    for user in (AnonymousUser(), person(), curator()):
        assert not can_work_for(user, country)
        assert not can_submit_for(user, country)
    assert not countries_of(AnonymousUser()).exists()


def test_a_mandate_does_not_end_before_it_starts():
    mandate = Mandate(
        user=person(),
        country=sample_country(),
        starts_on=datetime.date(2026, 2, 1),
        ends_on=datetime.date(2026, 1, 31),
    )
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        mandate.full_clean()
    assert [error.code for error in refused.value.error_dict["__all__"]] == ["mandate_dates"]
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate.save()


def test_one_open_mandate_for_a_person_and_a_country():
    country = sample_country()
    user = focal_point(country)
    again = Mandate(user=user, country=country, starts_on=timezone.localdate())
    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert [error.code for error in refused.value.error_dict["__all__"]] == ["mandate_open"]


def test_changes_of_a_mandate_are_kept():
    mandate = focal_point(sample_country()).mandates.get()
    mandate.ends_on = timezone.localdate()
    mandate.save()
    assert [row.ends_on for row in mandate.history.order_by("pk")] == [None, timezone.localdate()]
