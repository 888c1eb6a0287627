"""Published reviews as open data: the publication and its snapshot, never the working copy."""

import hashlib
import json

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from reviews import transitions
from reviews.enums import RenderingState
from reviews.models import PublishedObjective
from tests.countries.factories import make_commission, make_real_country
from tests.reviews.factories import DECLARATION, make_country, make_curator, make_publication, write

pytestmark = pytest.mark.django_db
RECORD = "/api/v1/reviews/XAA/regional-2028/1/"


@pytest.fixture
def publication():
    return make_publication(make_country("XAA"))


@pytest.fixture
def corrected(publication):
    """A second version, with another text."""
    review = publication.submission.review
    transitions.revise(review=review, by=review.started_by, note="A number was wrong.")
    write(review, "summary.text", "The second text.", language="en")
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    return transitions.publish(review=review, by=make_curator(), correction_note="One number corrected.")


def found(client, **query):
    results = client.get("/api/v1/reviews/", query).json()["results"]
    return [(record["country"]["iso3"], record["version"]) for record in results]


def test_a_version_is_there_whole_with_its_checksum(client, publication):
    record = client.get(RECORD).json()
    assert record["sha256"] == hashlib.sha256(record["snapshot_text"].encode()).hexdigest()
    assert record["snapshot"] == json.loads(record["snapshot_text"])
    assert (record["in_force"], record["is_sample"]) == (True, True)
    assert record["pages"]["ar"].endswith("/ar/reviews/XAA/regional-2028/v1/")
    assert record["objectives"] == [{"number": 7, "is_priority": True, "stage": "under-way"}]
    assert record["institution"] == DECLARATION["institution"]
    assert client.get(record["pages"]["ar"].removeprefix("http://localhost:8000")).status_code == 200


def test_every_version_stays_and_tells_of_the_others(client, publication, corrected):
    assert found(client) == [("XAA", 2), ("XAA", 1)]
    assert found(client, in_force="true") == [("XAA", 2)]
    assert found(client, in_force="false") == [("XAA", 1)]
    first, second = (client.get(f"/api/v1/reviews/XAA/regional-2028/{number}/").json() for number in (1, 2))
    assert first["versions"] == second["versions"]
    assert [(one["version"], one["correction_note"], one["sha256"]) for one in first["versions"]] == [
        (2, "One number corrected.", corrected.submission.sha256),
        (1, "", publication.submission.sha256),
    ]
    assert (first["in_force"], second["in_force"]) == (False, True)
    assert "The second text." in second["snapshot_text"]
    assert "The second text." not in first["snapshot_text"]


def test_pdfs_are_named_once_they_are_there_and_lead_to_the_file(client, publication):
    assert client.get(RECORD).json()["pdfs"] == []
    rendering = publication.submission.renderings.get(kind="full", language="ar")
    rendering.file.save("a.pdf", ContentFile(b"%PDF-1.7 ar"), save=False)
    rendering.state, rendering.size, rendering.page_count = RenderingState.DONE, 11, 4
    rendering.done_at = timezone.now()
    rendering.save()
    [pdf] = client.get(RECORD).json()["pdfs"]
    assert (pdf["language"], pdf["size"], pdf["page_count"]) == ("ar", 11, 4)
    response = client.get(pdf["url"].removeprefix("http://localhost:8000"))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"%PDF-1.7 ar"


def test_objective_stage_and_priority_are_asked_of_the_same_objective(client, publication):
    PublishedObjective.objects.create(publication=publication, number=11, is_priority=False, stage="planned")
    assert found(client, objective=7, stage="under-way", priority="true") == [("XAA", 1)]
    assert found(client, objective=11, priority="false") == [("XAA", 1)]
    assert found(client, objective=7, stage="planned") == []
    assert found(client, objective=11, priority="true") == []
    assert found(client, stage="planned") == [("XAA", 1)]
    assert found(client, objective=1) == []


def test_reviews_are_found_by_country_region_and_round_and_samples_left_out(client, publication):
    make_publication(make_real_country("MAR", regions=["ECA", "ESCWA"]))
    make_commission("ECE")
    assert found(client, country="MAR") == [("MAR", 1)]
    assert found(client, region="ESCWA") == [("MAR", 1)]
    assert found(client, region="ECE") == []
    assert found(client, round="regional-2028") == [("MAR", 1), ("XAA", 1)]
    assert found(client, is_sample="false") == [("MAR", 1)]
    assert client.get("/api/v1/reviews/", {"round": "imrf-1999"}).status_code == 400
    assert found(client, ordering="-published_at") == [("MAR", 1), ("XAA", 1)]


def test_one_version_takes_few_queries_however_many_there_are(
    client, publication, corrected, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        client.get(RECORD)


def test_a_file_of_a_review_has_its_address(client, publication, monkeypatch):
    entry = {"sha256": "a" * 64, "type": "application/pdf", "name": "annex.pdf"}
    taken = json.loads(publication.submission.snapshot) | {"attachments": [entry]}
    monkeypatch.setattr("reviews.api.snapshot_of", lambda submission: taken)
    [file] = client.get(RECORD).json()["files"]
    assert file["url"].endswith(f"/reviews/XAA/regional-2028/v1/files/{'a' * 64}")
    assert (file["name"], file["type"]) == ("annex.pdf", "application/pdf")
