import datetime
import decimal

import pytest
from django.utils import formats, translation

MOMENT = datetime.datetime(2026, 5, 17, 14, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_numbers_have_western_digits_comma_and_point(language):
    with translation.override(language):
        assert formats.number_format(decimal.Decimal("1234567.5")) == "1,234,567.5"


@pytest.mark.parametrize(("language", "expected"), [("en", "17 May 2026, 14:05"), ("ar", "17 أيار/مايو 2026، 14:05")])
def test_dates_name_the_month(language, expected):
    with translation.override(language):
        assert formats.date_format(MOMENT, "DATETIME_FORMAT") == expected
        assert formats.date_format(MOMENT, "SHORT_DATETIME_FORMAT") == expected


@pytest.mark.parametrize("language", ["ar", "en"])
def test_dates_are_read_by_day_and_month_never_by_month_and_day(language):
    with translation.override(language):
        read = formats.get_format("DATE_INPUT_FORMATS")
        assert read[0] == "%Y-%m-%d"
        assert not any(style.startswith("%m") for style in read)
