"""The signed-in home asks every room what waits for a person and what they can do there."""

import datetime

import pytest

from foundation import panels, todo
from foundation.panels import Panel
from foundation.todo import Waiting
from tests.accounts.factories import curator
from tests.reading import Reading
from tests.reviews.factories import make_country, make_focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point(client):
    user = make_focal_point(make_country("XAA"))
    client.force_login(user)
    return user


@pytest.fixture
def lines(monkeypatch):
    """Lines that a room offers, for as long as a test lasts."""
    offered: list[Waiting] = []
    monkeypatch.setattr(todo, "_providers", {todo.FOCAL_POINT: [lambda user: offered]})
    return offered


def test_overdue_comes_first_and_zero_is_left_out(client, focal_point, lines):
    day = datetime.date(2026, 1, 1)
    lines += [
        Waiting("Later", 1, "/later/", "Champion countries", oldest=day),
        Waiting("Overdue", 3, "/overdue/", "Champion countries", overdue=2),
        Waiting("Nothing", 0, "/nothing/", "Champion countries"),
        Waiting("Elsewhere", 1, "/elsewhere/", "The Fund"),
    ]
    page = Reading(client.get("/en/workspace/"))
    part = page.part("waiting")
    assert [heading.text for heading in part.all("h3")] == ["Champion countries", "The Fund"]
    assert [link.text for link in part.all("a")] == ["Overdue", "Later", "Elsewhere"]
    assert "2 overdue" in part.text


def test_nothing_waits_nothing_is_shown(client, focal_point, lines):
    assert "What waits for you" not in Reading(client.get("/en/workspace/")).text


def test_what_waits_for_curators_is_not_asked_of_focal_points(client, focal_point, monkeypatch):
    monkeypatch.setattr(todo, "_providers", {todo.CURATOR: [lambda user: [Waiting("Secret", 1, "/secret/")]]})
    assert "Secret" not in client.get("/en/workspace/").content.decode()


def test_rooms_add_their_part(client, monkeypatch):
    client.force_login(curator())
    panel = Panel(title="Proposals", template="components/sample_notice.html", anchor="proposals")
    monkeypatch.setattr(panels, "_providers", {"workspace": [lambda user: panel]})
    assert Reading(client.get("/en/workspace/")).part("proposals").one("h2").text == "Proposals"
