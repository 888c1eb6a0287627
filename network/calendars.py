"""Events of the Network as calendar files, in the language of the address (``foundation.calendars``)."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event as Entry

from foundation.calendars import as_file, new_calendar, whole_days, with_times
from foundation.language import localized
from network.models import Event


def _entry(event: Event) -> Entry:
    """Days alone where no hour is known; a cancelled event is written as such, so that calendars strike it out."""
    shared = {
        "uid": f"network-event-{event.code}",
        "summary": str(event),
        "url": settings.SITE_URL + event.get_absolute_url(),
        "stamp": event.updated_at,
    }
    if event.begins is not None:
        entry = with_times(start=event.begins, end=event.ends, **shared)
    else:
        entry = whole_days(start=event.starts_on, end=event.ends_on, **shared)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("sequence", event.sequence)
    entry.add("last-modified", event.updated_at)
    if where := localized(event, "place") or event.online_url:
        entry.add("location", where)
    lines = [localized(event, "summary"), event.online_url, event.registration_url]
    if event.is_sample:
        lines.insert(0, _("Sample data: this event is made up."))
    if text := "\n\n".join(line for line in lines if line):
        entry.add("description", text)
    return entry


def events_file(events: Iterable[Event], *, name: str = "") -> bytes:
    """The events given, as one calendar."""
    return as_file(new_calendar("network", name), [_entry(event) for event in events])
