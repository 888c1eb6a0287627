"""The made-up networks, activities and events: alive, marked wherever they are shown, counted nowhere."""

import pytest
from icalendar import Calendar

from foundation.models import Source
from gcm_portal import samples_network
from network.models import Activity, Entity, Event
from tests.accounts.factories import curator, person, sample_country
from tests.network.factories import make_network
from tests.objectives.factories import make_objective
from tests.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def samples():
    make_network(1)
    make_objective(6)
    for iso3 in ("XAA", "XBB"):
        sample_country(iso3)
    Source.objects.create(code="samples:fictional", title="Fictional")
    curator("curator@example.org")
    samples_network.load(person("organization@example.org"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_list_and_no_number_holds_them_unasked(client, samples, language):
    for path in ("entities/", "national/", "priorities/", "events/"):
        text = Reading(client.get(f"/{language}/network/{path}")).text
        assert "Sample " not in text.replace("Sample data", "")
        assert "(مثال)" not in text
    assert Calendar.from_ical(client.get("/en/network/events.ics").content).walk("VEVENT") == []
    assert "1 country has" not in Reading(client.get("/en/network/")).text
    assert "sample" not in client.get("/sitemap.xml").content.decode()
    assert client.get("/api/v1/network/entities/SAMPLE-A/").status_code == 404


def test_they_are_shown_as_what_they_are(client, samples):
    for path in (
        "national/?samples=1",
        "national/XAA/",
        "priorities/?samples=1",
        "activities/sample-guide/",
        "events/?samples=1",
        "events/sample-training/",
        "entities/SAMPLE-A/",
    ):
        assert "Sample data." in Reading(client.get(f"/en/network/{path}")).text, path
    entry = Calendar.from_ical(client.get("/en/network/events/sample-training.ics").content).walk("VEVENT")[0]
    assert "Sample data" in str(entry["description"])


def test_the_system_is_alive_in_them(samples):
    assert Activity.objects.get(code="sample-data-service").log.get().entity.acronym == "SAMPLE-A"
    assert Activity.objects.get(code="sample-guide").updates.waiting().exists()
    assert Event.objects.upcoming().exclude(state="cancelled").count() == 2
    assert not Entity.objects.real().filter(acronym__startswith="SAMPLE").exists()
