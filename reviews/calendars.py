"""Deadlines and meetings as calendar files (RFC 5545)."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from foundation.language import active, localized
from reviews.models import Review, Round


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//GCM portal//reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _event(*, uid: str, start: datetime.date, end: datetime.date | None, summary: str, url: str) -> Event:
    """Whole days; the end of a calendar's day is the day after it."""
    event = Event()
    event.add("uid", f"{uid}@gcm-portal")
    event.add("dtstamp", timezone.now().astimezone(datetime.UTC))
    event.add("dtstart", start)
    event.add("dtend", (end or start) + datetime.timedelta(days=1))
    event.add("summary", summary, parameters={"LANGUAGE": active()})
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event


def _day(partial: str) -> datetime.date | None:
    """A partial date that is a whole day; a month or a year has no place in a calendar."""
    return datetime.date.fromisoformat(partial) if len(partial or "") == 10 else None


def deadline_file(review: Review, on: datetime.date) -> bytes:
    """The day on which a country's review is due."""
    calendar = _calendar()
    calendar.add_component(
        _event(
            uid=f"deadline-{review.round.code}-{review.country.iso3}",
            start=on,
            end=None,
            summary=_("Due: %(review)s") % {"review": review},
            url=settings.SITE_URL + review.get_absolute_url(),
        )
    )
    return calendar.to_ical()


def round_file(round_: Round) -> bytes:
    """A round: its days, its deadline, and its regional meetings as far as their days are known."""
    calendar = _calendar()
    url = settings.SITE_URL + round_.get_absolute_url()
    if start := _day(round_.start):
        calendar.add_component(
            _event(uid=f"round-{round_.code}", start=start, end=_day(round_.end), summary=str(round_), url=url)
        )
    if round_.deadline:
        calendar.add_component(
            _event(
                uid=f"deadline-{round_.code}",
                start=round_.deadline,
                end=None,
                summary=_("Reviews are due: %(round)s") % {"round": round_},
                url=url,
            )
        )
    for meeting in round_.regional_reviews.select_related("commission"):
        if start := _day(meeting.start):
            summary = f"{round_} · {localized(meeting.commission, 'name')}"
            calendar.add_component(
                _event(
                    uid=f"meeting-{round_.code}-{meeting.commission.code}",
                    start=start,
                    end=_day(meeting.end),
                    summary=summary,
                    url=url,
                )
            )
    return calendar.to_ical()
