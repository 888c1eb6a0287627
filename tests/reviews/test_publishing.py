"""What is declared and published: whole, self-contained, and never changed."""

import json

import pytest
from django.db import DatabaseError, transaction

from reviews import publishing, snapshot, transitions
from reviews.models import Publication, PublicationText, PublishedObjective, ReviewTransition, Submission, TextRevision
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_publication,
    make_review,
    review_at,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Submission, Publication, ReviewTransition, TextRevision])
def test_the_database_itself_refuses_to_change_or_delete(model):
    make_publication()
    row = model.objects.first()
    for act in (
        lambda: model.objects.filter(pk=row.pk).update(id=row.pk),
        lambda: row.save(),
        lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert model.objects.filter(pk=row.pk).exists()


def test_the_checksum_is_that_of_the_stored_text():
    submission = make_publication().submission
    assert snapshot.checksum(submission.snapshot) == submission.sha256
    assert snapshot.canonical(json.loads(submission.snapshot)) == submission.snapshot


def test_the_snapshot_holds_what_was_written_and_only_that():
    submission = make_publication().submission
    taken = json.loads(submission.snapshot)
    assert taken["country"] == {
        "iso3": "XAA",
        "name": {"ar": "دولة مثال XAA", "en": "Sample State XAA"},
        "is_sample": True,
    }
    assert taken["declaration"] == DECLARATION
    assert taken["languages"] == ["ar"]
    assert [section["code"] for section in taken["sections"]] == ["summary", "objectives"]
    (objective,) = taken["sections"][1]["objectives"]
    assert (objective["number"], objective["is_priority"]) == (7, True)
    assert objective["stage"] == {"code": "under-way", "label": {"ar": "قيد التنفيذ", "en": "Under way"}}
    (answer,) = objective["answers"]
    assert answer["texts"] == {"ar": {"html": "<p>أُنشئت نقاط استقبال على طول الممر.</p>", "status": "original"}}


def test_arabic_is_stored_in_one_normal_form():
    review = make_complete(make_review())
    write(review, "summary.text", "\u0627\u0653 ملخص", language="ar", version=1)
    submission = transitions.submit(review=review, by=review.started_by, **DECLARATION)
    assert "\u0622 ملخص" in submission.snapshot
    assert "\u0627\u0653" not in submission.snapshot


def test_a_later_change_of_names_and_words_leaves_the_publication_as_it_was():
    publication = make_publication()
    before = publication.submission.snapshot
    review = publication.submission.review
    review.country.name_en = "Another name"
    review.country.save()
    review.questionnaire.sections.update(title_en="Another title")
    assert Submission.objects.get(pk=publication.submission_id).snapshot == before


def test_an_objective_that_was_dropped_is_not_in_the_snapshot():
    review = make_complete(make_review())
    from reviews import drafting

    drafting.choose_objectives(review=review, chosen={7, 11}, priorities=set(), by=review.started_by)
    drafting.choose_objectives(review=review, chosen={7}, priorities=set(), by=review.started_by)
    taken = snapshot.build(review, number=0, submitted_at="", declaration=None)
    assert [one["number"] for one in taken["sections"][1]["objectives"]] == [7]


def test_search_and_tables_are_derived_from_the_publication_and_can_be_rebuilt():
    publication = make_publication()
    texts = list(PublicationText.objects.order_by("pk").values("language", "question", "objective", "text"))
    assert {
        "language": "ar",
        "question": "objectives.measures",
        "objective": 7,
        "text": "أُنشئت نقاط استقبال على طول الممر.",
    } in texts
    assert PublishedObjective.objects.get().stage == "under-way"
    publishing.rebuild_texts(publication)
    assert list(PublicationText.objects.order_by("pk").values("language", "question", "objective", "text")) == texts


def test_references_go_on_when_a_review_is_withdrawn_and_started_anew():
    review = review_at("submitted")
    first = review.submissions.get()
    transitions.withdraw(review=review, by=review.started_by)
    again = make_complete(make_review(review.country, by=review.started_by, round_=review.round))
    second = transitions.submit(review=again, by=review.started_by, **DECLARATION)
    assert (first.reference, second.reference) == ("XAA-REGIONAL-2028-S1", "XAA-REGIONAL-2028-S2")


def test_drafts_never_reach_the_public_tables():
    review = make_complete(make_review())
    write(review, "summary.text", "سرّ المسودة", language="ar", version=1)
    assert not PublicationText.objects.exists()
