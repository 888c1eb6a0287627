"""A draft as its readers will see it, for its own people and for their parts alone."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from reviews import document, previewing, rendering
from reviews.models import Contributor, DraftRendering
from reviews.permissions import access_to
from tests.reviews.factories import (
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_publication,
    make_review,
    make_user,
    write,
)

pytestmark = pytest.mark.django_db


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


@pytest.fixture
def review():
    review = make_complete(make_review(make_country("XAA")))
    write(review, "summary.text", "The secret summary.", language="en", by=review.started_by)
    return review


@pytest.fixture
def contributor(review):
    """Someone who was given objective 7 and nothing else."""
    person = make_user("Contributor")
    row = Contributor.objects.create(review=review, user=person, email=person.email, added_by=review.started_by)
    row.objectives.set([review.objective_reports.get(objective__number=7).objective])
    return person


@pytest.fixture
def fast(monkeypatch):
    monkeypatch.setattr(
        document, "render_document", lambda snapshot, **_more: b"%PDF " + json.dumps(snapshot).encode()
    )
    monkeypatch.setattr(document, "page_count", lambda _content: 1)


def ask(client, review, language="en", kind="full"):
    return client.post(address("preview_request", review), {"language": language, "kind": kind})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_the_draft_and_says_that_it_is_one(client, review, language):
    client.force_login(review.started_by)
    page = client.get(address("review_preview", review, language=language)).content.decode()
    assert "The secret summary." in page or language == "ar"
    assert {"ar": "مسودة، للمشاركين", "en": "Draft, for the people of this review only"}[language] in page
    assert 'content="noindex"' in page


def test_strangers_and_the_network_find_nothing(client, review):
    job = previewing.request(
        review=review,
        access=access_to(review, review.started_by),
        language="en",
        kind="full",
        by=review.started_by,
    )
    pages = [
        address("review_preview", review),
        address("preview_status", review),
        address("preview_pdf", review, job.pk),
    ]
    for page in pages:
        assert client.get(page).status_code == 302
    for person in (make_focal_point(make_country("XBB")), make_curator()):
        client.force_login(person)
        for page in pages:
            assert client.get(page).status_code == 404
        assert ask(client, review).status_code == 404


def test_a_contributor_sees_their_own_parts_on_the_page_and_in_the_pdf(client, review, contributor, fast):
    client.force_login(contributor)
    page = client.get(address("review_preview", review)).content.decode()
    assert "The secret summary." not in page
    assert 'id="objective-7"' in page
    ask(client, review)
    job = DraftRendering.objects.get()
    assert "The secret summary." not in job.snapshot
    assert [section["code"] for section in json.loads(job.snapshot)["sections"]] == ["objectives"]


def test_a_contributor_does_not_get_the_pdf_of_the_focal_point(client, review, contributor, fast):
    client.force_login(review.started_by)
    ask(client, review)
    job = rendering.claim(DraftRendering.objects.get().pk, DraftRendering)
    rendering.carry_out(job)
    assert b"".join(client.get(address("preview_pdf", review, job.pk)).streaming_content).startswith(b"%PDF")
    client.force_login(contributor)
    assert client.get(address("preview_pdf", review, job.pk)).status_code == 404


def test_the_same_draft_is_made_once_and_a_changed_one_anew(client, review, fast):
    client.force_login(review.started_by)
    assert ask(client, review).status_code == 302
    ask(client, review)
    assert DraftRendering.objects.count() == 1
    write(review, "summary.text", "Another summary.", language="en", version=1, by=review.started_by)
    ask(client, review)
    assert DraftRendering.objects.count() == 2


def test_a_failure_is_told_and_tried_again(client, review, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("no")

    monkeypatch.setattr(document, "render_document", fail)
    client.force_login(review.started_by)
    ask(client, review)
    row = DraftRendering.objects.get()
    for _attempt in range(rendering.MAX_ATTEMPTS):
        with pytest.raises(RuntimeError):
            rendering.carry_out(rendering.claim(row.pk, DraftRendering))
    assert "could not be made" in client.get(address("review_preview", review)).content.decode()
    ask(client, review)
    row.refresh_from_db()
    assert row.state == "queued"


def test_what_a_worker_left_behind_is_queued_again(review, client):
    client.force_login(review.started_by)
    ask(client, review)
    DraftRendering.objects.update(state="running", attempts=1, claimed_at=timezone.now() - datetime.timedelta(hours=1))
    assert rendering.requeue_stale() == 1
    assert DraftRendering.objects.get().state == "queued"


def test_old_drafts_are_removed_with_their_files(client, review, fast):
    client.force_login(review.started_by)
    ask(client, review)
    row = DraftRendering.objects.get()
    rendering.carry_out(rendering.claim(row.pk, DraftRendering))
    row.refresh_from_db()
    storage, name = row.file.storage, row.file.name
    assert previewing.clear() == 0
    DraftRendering.objects.update(queued_at=timezone.now() - datetime.timedelta(days=8))
    assert previewing.clear() == 1
    assert not storage.exists(name)


@pytest.mark.parametrize("data", [{"language": "xx", "kind": "full"}, {"language": "en", "kind": "xx"}, {}])
def test_what_there_is_not_is_not_made(client, review, data):
    client.force_login(review.started_by)
    assert client.post(address("preview_request", review), data).status_code == 404


def test_a_publication_offers_its_editions(client, fast):
    publication = make_publication()
    review = publication.submission.review
    for row in publication.submission.renderings.all():
        rendering.carry_out(rendering.claim(row.pk))
    page = client.get(address("publication", review)).content.decode()
    pdf = address("publication_version_pdf", review, 1)
    for kind in ("full", "answered", "summary"):
        assert f"{pdf}?lang=ar&amp;edition={kind}" in page
        answer = client.get(f"{pdf}?lang=ar&edition={kind}")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client.get(f"{pdf}?lang=ar&edition=none").status_code == 404
