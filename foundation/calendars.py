"""Calendar files (RFC 5545) that every room makes the same way; ``icalendar`` folds lines and escapes texts.

Identifiers are stable, so that a calendar which takes a file again replaces what it has. Moments are written in
UTC, which every calendar shows in the time of its owner and which needs no table of time zones.
"""

import datetime
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from foundation.language import active

MEDIA_TYPE = "text/calendar; charset=utf-8"


def new_calendar(room: str, name: str = "") -> Calendar:
    """An empty calendar; ``name`` is what programs that subscribe to it call it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//GCM portal//{room}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    return calendar


def _new_event(uid: str, summary: str, url: str, stamp: datetime.datetime | None) -> Event:
    event = Event()
    event.add("uid", f"{uid}@gcm-portal")
    event.add("dtstamp", (stamp or timezone.now()).astimezone(datetime.UTC))
    event.add("summary", summary, parameters={"LANGUAGE": active()})
    event.add("url", url)
    return event


def whole_days(
    *,
    uid: str,
    start: datetime.date,
    end: datetime.date | None,
    summary: str,
    url: str,
    stamp: datetime.datetime | None = None,
) -> Event:
    """From ``start`` to ``end``, both included; the end of a calendar's day is the day after it."""
    event = _new_event(uid, summary, url, stamp)
    event.add("dtstart", start)
    event.add("dtend", (end or start) + datetime.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def with_times(
    *,
    uid: str,
    start: datetime.datetime,
    end: datetime.datetime | None,
    summary: str,
    url: str,
    stamp: datetime.datetime | None = None,
) -> Event:
    """From one moment to another; without an end it has none, as RFC 5545 allows."""
    event = _new_event(uid, summary, url, stamp)
    event.add("dtstart", start.astimezone(datetime.UTC))
    if end is not None:
        event.add("dtend", end.astimezone(datetime.UTC))
    return event


def as_file(calendar: Calendar, events: Iterable[Event] = ()) -> bytes:
    """The calendar with these events in it."""
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def calendar_response(content: bytes, name: str) -> HttpResponse:
    """A calendar file to save or to subscribe to."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
