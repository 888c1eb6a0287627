"""Deadlines and meetings as calendar files (``foundation.calendars``)."""

import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.calendars import as_file, new_calendar, whole_days
from foundation.language import localized
from reviews.models import Review, Round


def _day(partial: str) -> datetime.date | None:
    """A partial date that is a whole day; a month or a year has no place in a calendar."""
    return datetime.date.fromisoformat(partial) if len(partial or "") == 10 else None


def deadline_file(review: Review, on: datetime.date) -> bytes:
    """The day on which a country's review is due."""
    due = whole_days(
        uid=f"deadline-{review.round.code}-{review.country.iso3}",
        start=on,
        end=None,
        summary=_("Due: %(review)s") % {"review": review},
        url=settings.SITE_URL + review.get_absolute_url(),
    )
    return as_file(new_calendar("reviews"), [due])


def round_file(round_: Round) -> bytes:
    """A round: its days, its deadline, and its regional meetings as far as their days are known."""
    url = settings.SITE_URL + round_.get_absolute_url()
    events = []
    if start := _day(round_.start):
        events.append(
            whole_days(uid=f"round-{round_.code}", start=start, end=_day(round_.end), summary=str(round_), url=url)
        )
    if round_.deadline:
        events.append(
            whole_days(
                uid=f"deadline-{round_.code}",
                start=round_.deadline,
                end=None,
                summary=_("Reviews are due: %(round)s") % {"round": round_},
                url=url,
            )
        )
    for meeting in round_.regional_reviews.select_related("commission"):
        if start := _day(meeting.start):
            events.append(
                whole_days(
                    uid=f"meeting-{round_.code}-{meeting.commission.code}",
                    start=start,
                    end=_day(meeting.end),
                    summary=f"{round_} · {localized(meeting.commission, 'name')}",
                    url=url,
                )
            )
    return as_file(new_calendar("reviews"), events)
