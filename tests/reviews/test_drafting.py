"""Saving answers: nothing typed is lost, nothing is overwritten unseen."""

import threading

import pytest
from django.db import connection, connections

from foundation import richtext
from foundation.decisions import Refused
from reviews import drafting, transitions
from reviews.enums import TextStatus
from reviews.models import AnswerText, ObjectiveReport, TextRevision
from tests.reviews.factories import (
    DECLARATION,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_round,
    question_of,
    review_at,
    write,
)

pytestmark = pytest.mark.django_db


def texts(review):
    return {text.language: text for text in AnswerText.objects.filter(answer__review=review)}


def test_the_first_text_is_the_original_and_the_second_a_translation():
    review = make_review()
    write(review, "summary.text", "الملخص.", language="ar")
    write(review, "summary.text", "The summary.", language="en")
    assert {language: text.status for language, text in texts(review).items()} == {
        "ar": TextStatus.ORIGINAL,
        "en": TextStatus.TRANSLATED,
    }


def test_changing_the_original_marks_the_translation_as_outdated_and_leaves_its_words():
    review = make_review()
    write(review, "summary.text", "الملخص.", language="ar")
    write(review, "summary.text", "The summary.", language="en")
    write(review, "summary.text", "الملخص بعد التعديل.", language="ar", version=1)
    english = texts(review)["en"]
    assert english.status == TextStatus.OUTDATED
    assert richtext.plain(english.html) == "The summary."


def test_changing_a_translation_never_touches_the_original():
    review = make_review()
    write(review, "summary.text", "الملخص.", language="ar")
    write(review, "summary.text", "The summary.", language="en")
    write(review, "summary.text", "A better summary.", language="en", version=1)
    arabic = texts(review)["ar"]
    assert (arabic.version, arabic.status, richtext.plain(arabic.html)) == (1, TextStatus.ORIGINAL, "الملخص.")


def test_a_save_on_an_old_version_is_a_conflict_and_writes_nothing():
    review = make_review()
    write(review, "summary.text", "First.")
    write(review, "summary.text", "Second.", version=1)
    with pytest.raises(drafting.Conflict) as conflict:
        write(review, "summary.text", "Mine, written on the first.", version=1)
    assert richtext.plain(conflict.value.theirs.html) == "Second."
    assert richtext.plain(texts(review)["en"].html) == "Second."


def test_the_same_save_twice_is_no_conflict_and_no_second_version():
    review = make_review()
    write(review, "summary.text", "First.")
    again = write(review, "summary.text", "First.", version=0)
    assert (again.version, again.changed) == (1, False)
    assert TextRevision.objects.count() == 1


def test_every_version_is_kept():
    review = make_review()
    for version, words in enumerate(["One.", "Two.", ""]):
        write(review, "summary.text", words, version=version)
    assert [richtext.plain(row.html) for row in TextRevision.objects.order_by("version")] == ["One.", "Two.", ""]


def test_an_objective_that_is_dropped_keeps_its_texts():
    review = make_review()
    by = review.started_by
    drafting.choose_objectives(review=review, chosen={7, 11}, priorities={7}, by=by)
    write(review, "objectives.measures", "What was done.", objective=7)
    drafting.choose_objectives(review=review, chosen={11}, priorities=set(), by=by)
    assert list(review.objective_reports.chosen().values_list("objective__number", flat=True)) == [11]
    drafting.choose_objectives(review=review, chosen={7, 11}, priorities=set(), by=by)
    report = ObjectiveReport.objects.get(review=review, objective__number=7)
    assert richtext.plain(report.answers.get().texts.get().html) == "What was done."


def test_a_submitted_review_takes_no_more_text():
    review = review_at("submitted")
    before = texts(review)["ar"].html if "ar" in texts(review) else ""
    with pytest.raises(Refused):
        write(review, "summary.text", "Too late.", language="ar", version=1)
    assert texts(review)["ar"].html == before


def test_a_returned_review_takes_text_again_and_can_be_submitted_again():
    review = review_at("returned")
    write(review, "summary.text", "ملخص بعد التوضيح.", language="ar", version=1)
    submission = transitions.submit(review=review, by=review.started_by, **DECLARATION)
    assert submission.number == 2


@pytest.mark.parametrize("stranger", ["focal point of another country", "curator"])
def test_people_without_a_part_in_the_review_cannot_write(stranger):
    review = make_review()
    by = make_curator() if stranger == "curator" else make_focal_point(make_country("XBB"))
    with pytest.raises(Refused):
        write(review, "summary.text", "Not mine to write.", by=by)


def test_a_review_cannot_be_started_for_a_closed_round_or_without_a_mandate():
    country = make_country()
    closed = make_round("imrf-2022", is_open=False)
    with pytest.raises(Refused):
        drafting.start_review(country=country, round=closed, by=make_focal_point(country))
    with pytest.raises(Refused):
        drafting.start_review(country=country, round=make_round(), by=make_curator())


def test_starting_a_review_freezes_the_questions():
    review = make_review()
    review.questionnaire.refresh_from_db()
    assert review.questionnaire.frozen_at is not None


@pytest.mark.django_db(transaction=True)
def test_six_people_who_save_the_same_text_at_once_save_it_once():
    review = make_review()
    write(review, "summary.text", "Start.")
    question = question_of(review, "summary.text")
    barrier = threading.Barrier(6)
    outcomes = []

    def save(number):
        try:
            barrier.wait()
            drafting.save_text(
                review=review,
                question=question,
                language="en",
                html=f"<p>Version of person {number}.</p>",
                version=1,
                by=review.started_by,
            )
            outcomes.append("saved")
        except drafting.Conflict:
            outcomes.append("conflict")
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=save, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["saved"]
    assert TextRevision.objects.count() == 2
