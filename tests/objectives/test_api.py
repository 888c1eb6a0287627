"""Objectives and principles as open data."""

import pytest

from foundation.enums import Confidence
from tests.objectives.factories import make_objective, make_principle

pytestmark = pytest.mark.django_db


def test_an_objective_has_both_titles_and_marks_the_recalled_one(client):
    make_objective(7, targets=["10.7", "16.b"], field_confidence={"title_ar": Confidence.RECALLED})
    record = client.get("/api/v1/objectives/7/").json()
    assert set(record["title"]) == {"ar", "en"}
    assert record["sdg_targets"] == ["10.7", "16.b"]
    assert record["verification"]["fields_that_differ"] == {"title_ar": "recalled"}


def test_objectives_are_found_by_target(client):
    make_objective(7, targets=["10.7"])
    make_objective(11, targets=["16.b"])
    found = client.get("/api/v1/objectives/", {"sdg_target": "16.b"}).json()["results"]
    assert [record["number"] for record in found] == [11]
    assert client.get("/api/v1/objectives/", {"sdg_target": "99.9"}).status_code == 400


def test_a_principle_is_found_by_its_number(client):
    make_principle(1)
    assert client.get("/api/v1/principles/1/").json()["number"] == 1
    assert client.get("/api/v1/principles/2/").status_code == 404
