"""Planned meetings of the Steering Committee as a calendar file (RFC 5545)."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from foundation.language import active, localized
from mptf.enums import MeetingState
from mptf.models import CommitteeMeeting


def meetings_file() -> bytes:
    """Whole days; the end of a calendar's day is the day after it. Samples are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//GCM portal//mptf//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in CommitteeMeeting.objects.real().filter(state=MeetingState.PLANNED).order_by("date"):
        event = Event()
        event.add("uid", f"mptf-meeting-{meeting.pk}@gcm-portal")
        event.add("dtstamp", timezone.now().astimezone(datetime.UTC))
        event.add("dtstart", meeting.date)
        event.add("dtend", meeting.date + datetime.timedelta(days=1))
        event.add("summary", _("Steering Committee of the Migration MPTF"), parameters={"LANGUAGE": active()})
        if place := localized(meeting, "place"):
            event.add("location", place, parameters={"LANGUAGE": active()})
        event.add("url", settings.SITE_URL + meeting.get_absolute_url())
        calendar.add_component(event)
    return calendar.to_ical()
