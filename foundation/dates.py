"""Dates as people know them: sometimes only the year, sometimes the month, sometimes the day."""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


def month_name(month: int) -> str:
    """The name of month 1–12 in the active language; in Arabic the double form of UN documents."""
    return [
        pgettext("month", "January"),
        pgettext("month", "February"),
        pgettext("month", "March"),
        pgettext("month", "April"),
        pgettext("month", "May"),
        pgettext("month", "June"),
        pgettext("month", "July"),
        pgettext("month", "August"),
        pgettext("month", "September"),
        pgettext("month", "October"),
        pgettext("month", "November"),
        pgettext("month", "December"),
    ][month - 1]


def format_date(value: datetime.date | None) -> str:
    """``17 May 2022`` in the active language; a datetime is shown in the current time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        from django.utils import timezone  # Only datetimes need the time zone.

        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return pgettext("date", "%(day)s %(month)s %(year)s") % {
        "day": value.day,
        "month": month_name(value.month),
        "year": value.year,
    }


def format_partial(value: str | None) -> str:
    """``2022``, ``May 2022`` or ``17 May 2022`` in the active language.

    Text that is not a partial date is returned as it is: a template must not fail on old data.
    """
    if not value:
        return ""
    found = PARTIAL_DATE.fullmatch(value)
    if not found:
        return value
    if found["day"]:
        return format_date(datetime.date.fromisoformat(value))
    if found["month"]:
        return pgettext("date", "%(month)s %(year)s") % {
            "month": month_name(int(found["month"])),
            "year": found["year"],
        }
    return found["year"]


def format_range(start: str | None, end: str | None) -> str:
    """``17–20 May 2022`` would need rules per language; both ends in full need none."""
    if start and end and start != end:
        return pgettext("dates", "%(start)s to %(end)s") % {
            "start": format_partial(start),
            "end": format_partial(end),
        }
    return format_partial(start or end)


def format_months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def validate_partial_date(value: str) -> None:
    """Raises ``ValidationError`` unless ``value`` is YYYY, YYYY-MM or YYYY-MM-DD and exists."""
    found = PARTIAL_DATE.fullmatch(value)
    try:
        if not found:
            raise ValueError
        datetime.date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        raise ValidationError(_("Write the date as 2026, 2026-05 or 2026-05-17."), code="partial_date") from None


class PartialDateField(models.CharField):
    """A date of which the day, or the month and the day, may be unknown; ISO order sorts rightly."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
