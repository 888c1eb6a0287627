"""Meetings and trainings, and their calendar files as a calendar reads them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from network.enums import EventState
from network.models import Event, EventDocument
from tests.network.factories import make_event
from tests.reading import Reading

pytestmark = pytest.mark.django_db


def entries(client, path: str = "/en/network/events.ics") -> list:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_times_are_those_of_the_time_zone_and_written_in_utc(client):
    make_event(
        starts_on=datetime.date(2027, 7, 1), starts_at=datetime.time(9, 30), ends_at=datetime.time(17),
        time_zone="Africa/Casablanca", place_en="Rabat", place_ar="الرباط",
    )  # fmt: skip
    (entry,) = entries(client)
    assert entry.decoded("dtstart") == datetime.datetime(2027, 7, 1, 8, 30, tzinfo=datetime.UTC)
    assert entry.decoded("dtend") == datetime.datetime(2027, 7, 1, 16, 0, tzinfo=datetime.UTC)
    assert str(entry["location"]) == "Rabat"
    assert str(entry["uid"]) == "network-event-event@gcm-portal"
    assert str(entries(client, "/ar/network/events.ics")[0]["location"]) == "الرباط"
    text = Reading(client.get("/en/network/events/event/")).text
    assert "1 July 2027 · 09:30–17:00 ( Africa/Casablanca )" in text
    assert "08:30 UTC" in text


def test_days_without_hours_are_whole_days(client):
    make_event(starts_on=datetime.date(2027, 5, 4), ends_on=datetime.date(2027, 5, 6))
    (entry,) = entries(client)
    assert entry.decoded("dtstart") == datetime.date(2027, 5, 4)
    assert entry.decoded("dtend") == datetime.date(2027, 5, 7)


def test_texts_are_escaped_and_long_lines_folded(client):
    title = "Meeting; with, commas and a \\ and " + "many words " * 20
    make_event(title_en=title.strip(), summary_en="Line one\nLine two", title_ar="اجتماع " * 30)
    (entry,) = entries(client)
    assert str(entry["summary"]) == title.strip()
    assert str(entry["description"]).startswith("Line one\nLine two")
    assert str(entries(client, "/ar/network/events.ics")[0]["summary"]) == ("اجتماع " * 30)


def test_a_cancelled_event_keeps_its_identifier_and_is_struck_out(client):
    event = make_event()
    (before,) = entries(client)
    event.state = EventState.CANCELLED
    event.save()
    (after,) = entries(client)
    assert after["uid"] == before["uid"]
    assert (str(before["status"]), str(after["status"])) == ("CONFIRMED", "CANCELLED")
    assert int(after["sequence"]) == int(before["sequence"]) + 1
    assert after.decoded("dtstamp") >= before.decoded("dtstamp")
    assert "This event has been cancelled." in Reading(client.get("/en/network/events/event/")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"next", "training", "over"}),
        ("when=upcoming", {"next", "training"}),
        ("when=past", {"over"}),
        ("kind=training", {"training"}),
        ("country=KEN", {"training"}),
        ("objective=7", {"training"}),
        ("language=ar", {"next"}),
        ("year=2020", {"over"}),
        ("state=held", {"over"}),
        ("samples=1", {"made-up"}),
        ("q=training", {"training"}),
        ("year=x", set()),
        ("country=%00", set()),
    ],
)
def test_the_calendar_holds_what_the_page_shows(client, query, found):
    make_event("next", languages=["ar", "fr"])
    make_event("training", kind="training", countries=["KEN"], objectives=[7])
    make_event("over", starts_on=datetime.date(2020, 2, 3), state="held")
    make_event("made-up", is_sample=True)
    assert {str(one["uid"]) for one in entries(client, f"/en/network/events.ics?{query}")} == {
        f"network-event-{code}@gcm-portal" for code in found
    }
    page = Reading(client.get(f"/en/network/events/?{query}"))
    assert {card.one("h3").text for card in page.main.all("article", **{"class": "card"})} == {
        f"Title of {code}" for code in found
    }
    if found:
        assert page.links["These events as a calendar (ICS)"] == (
            "/en/network/events.ics" + (f"?{query}" if query else "")
        )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_an_event(client, language):
    event = make_event(
        registration_url="https://example.org/register", summary_en="About it.", summary_ar="عنه.", languages=["fr"]
    )
    EventDocument.objects.create(
        event=event, title_en="Agenda", title_ar="جدول الأعمال", url="https://example.org/a", language="fr"
    )
    page = Reading(client.get(f"/{language}/network/events/event/"))
    assert {"en": "About it.", "ar": "عنه."}[language] in page.text
    assert page.links[{"en": "Agenda", "ar": "جدول الأعمال"}[language]] == "https://example.org/a"
    assert "https://example.org/register" in page.links.values()
    single = entries(client, f"/{language}/network/events/event.ics")
    assert str(single[0]["summary"]) == {"en": "Title of event", "ar": "عنوان event"}[language]
    Event.objects.update(starts_on=datetime.date(2020, 1, 1))
    page = Reading(client.get(f"/{language}/network/events/event/"))
    assert "https://example.org/register" not in page.links.values()


def test_a_time_zone_must_be_one_and_the_end_lie_behind():
    with pytest.raises(ValidationError) as error:
        Event(code="a", starts_on=datetime.date(2027, 1, 1), time_zone="Nowhere/City").full_clean()
    assert "time_zone" in error.value.message_dict
    late = Event(
        code="a", title_en="A", starts_on=datetime.date(2027, 1, 1),
        starts_at=datetime.time(12), ends_at=datetime.time(9),
    )  # fmt: skip
    with pytest.raises(ValidationError) as error:
        late.full_clean()
    assert "ends_at" in error.value.message_dict
    with pytest.raises(ValidationError):
        Event(code="a", title_en="A", starts_on=datetime.date(2027, 1, 1), ends_at=datetime.time(9)).full_clean()


def test_events_are_open_data(client):
    make_event(languages=["ar", "fr"], countries=["KEN"])
    record = client.get("/api/v1/network/events/event/").json()
    assert record["languages"] == ["ar", "fr"]
    assert record["title"] == {"ar": "عنوان event", "en": "Title of event"}
    found = client.get("/api/v1/network/events/", {"country": "KEN", "is_sample": "false"}).json()
    assert found["count"] == 1
