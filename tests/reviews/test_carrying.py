"""Starting from the last round: confirmed, updated, no longer applies; nothing is overwritten unseen."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from foundation import richtext
from foundation.decisions import Refused
from reviews import attaching, carrying, drafting, snapshot, transitions
from reviews.carrying import Wanted
from reviews.completeness import picture_of
from reviews.earlier import earlier_review
from reviews.enums import QuestionKind
from reviews.models import AnswerText, CarriedAnswer, Contributor, Question, Questionnaire, Submission, TextRevision
from reviews.permissions import access_to
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_user,
    question_of,
    review_at,
    write,
)
from tests.reviews.test_attaching import picture_file
from tests.reviews.test_changes import round_at

pytestmark = pytest.mark.django_db


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


@pytest.fixture
def country():
    return make_country()


@pytest.fixture
def first(country):
    """The published review of the round before: a summary in two languages, one objective."""
    review = make_complete(make_review(country, round_=round_at(1, "first")))
    write(review, "summary.text", "A summary in one paragraph.", language="en")
    write(review, "principles.principle-1", "مبدأ في الممارسة.", language="ar")
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    transitions.publish(review=review, by=make_curator())
    return review


@pytest.fixture
def review(first, country):
    return make_review(country, round_=round_at(2, "second"))


def decide(review, identifier, decision, **more):
    wanted = [Wanted(question_of(review, identifier), None, decision, **more)]
    carrying.decide(review=review, earlier=earlier_review(review), wanted=wanted, by=review.started_by)


def texts(review, identifier="summary.text"):
    found = AnswerText.objects.filter(answer__review=review, answer__question__identifier=identifier)
    return {text.language: (richtext.plain(text.html), text.status) for text in found}


def build(review):
    return snapshot.build(review, number=1, submitted_at="", declaration=None)


# ---------------------------------------------------------------- which review is the earlier one


def test_the_earlier_review_is_the_publication_in_force_of_the_latest_round_before(country, first):
    transitions.revise(review=first, by=first.started_by, note="A wrong word.")
    write(first, "summary.text", "ملخص مصحح.", language="ar", version=1)
    second = transitions.submit(review=first, by=first.started_by, **DECLARATION)
    review = make_review(country, round_=round_at(5, "fifth"))
    # The new version is not published: the one in force counts.
    assert earlier_review(review).submission.number == 1
    transitions.publish(review=first, by=make_curator(), correction_note="A word.")
    assert earlier_review(review).submission == second
    later = review_at("submitted", country=country, round_=round_at(3, "third"))
    assert earlier_review(review).submission.review == later
    review_at("published", country=country, round_=round_at(9, "ninth"))
    review_at("published", country=make_country("XBB"), round_=round_at(4, "fourth"))
    assert earlier_review(review).submission.review == later
    transitions.withdraw(review=later, by=later.started_by)
    assert earlier_review(review).submission == second


def test_a_first_review_has_none_before_it(client):
    review = make_review()
    client.force_login(review.started_by)
    assert earlier_review(review) is None
    assert "There is no earlier review" in client.get(address("review_earlier", review)).content.decode()
    assert "earlier/" not in client.get(address("review_tasks", review)).content.decode()
    question = question_of(review, "summary.text")
    assert client.get(address("answer_earlier", review, question.pk)).status_code == 404
    assert client.get(address("review_earlier_part", review, "summary")).status_code == 404


# ---------------------------------------------------------------- the three decisions


def test_a_confirmed_answer_is_taken_over_in_all_languages_with_what_is_original(review):
    decide(review, "summary.text", "confirmed")
    assert texts(review) == {
        "ar": ("ملخص الاستعراض في فقرة واحدة.", "original"),
        "en": ("A summary in one paragraph.", "translated"),
    }
    row = CarriedAnswer.objects.get()
    assert (row.decision, row.source.reference) == ("confirmed", "XAA-FIRST-S1")
    assert TextRevision.objects.filter(text__answer__review=review).count() == 2


def test_an_answer_that_no_longer_applies_leaves_the_draft_alone(review):
    write(review, "summary.text", "ملخص جديد.", language="ar")
    decide(review, "summary.text", "dropped")
    assert texts(review) == {"ar": ("ملخص جديد.", "original")}
    taken = build(review)
    assert [(one["question"], one["objective"], one["from"]) for one in taken["dropped"]] == [
        ("summary.text", None, "XAA-FIRST-S1")
    ]
    assert taken["dropped"][0]["round"] == {"ar": "الجولة first", "en": "Round first"}


def test_nothing_is_overwritten_unseen(review):
    write(review, "summary.text", "ملخص جديد.", language="ar")
    with pytest.raises(carrying.Occupied):
        decide(review, "summary.text", "confirmed")
    # Replacing is possible for who saw exactly what is there now.
    with pytest.raises(carrying.Occupied):
        decide(review, "summary.text", "confirmed", replace=True, seen="ar0.0")
    assert not CarriedAnswer.objects.exists()
    assert texts(review) == {"ar": ("ملخص جديد.", "original")}
    decide(review, "summary.text", "confirmed", replace=True, seen="ar1.0")
    assert texts(review)["ar"] == ("ملخص الاستعراض في فقرة واحدة.", "original")
    assert "ملخص جديد." in {richtext.plain(one.html) for one in TextRevision.objects.all()}


def test_a_replaced_answer_has_its_earlier_original_again(review):
    write(review, "summary.text", "A new summary.", language="en")
    decide(review, "summary.text", "confirmed", replace=True, seen="en1.0")
    assert {language: status for language, (_text, status) in texts(review).items()} == {
        "ar": "original",
        "en": "translated",
    }


def test_an_update_keeps_what_the_draft_says_already(review):
    write(review, "summary.text", "ملخص جديد.", language="ar")
    decide(review, "summary.text", "updated")
    assert texts(review) == {"ar": ("ملخص جديد.", "original")}
    assert CarriedAnswer.objects.get().decision == "updated"


def test_a_decision_is_changed_and_taken_back(review):
    decide(review, "summary.text", "confirmed")
    decide(review, "summary.text", "dropped")
    assert CarriedAnswer.objects.get().decision == "dropped"
    decide(review, "summary.text", "")
    assert not CarriedAnswer.objects.exists()
    assert "ar" in texts(review)


def test_pictures_come_along(country):
    earlier = make_complete(make_review(country, round_=round_at(1, "first")))
    picture = attaching.add_picture(review=earlier, file=picture_file(), by=earlier.started_by)
    drafting.append_picture(
        review=earlier,
        question=question_of(earlier, "summary.text"),
        language="ar",
        picture=picture,
        alternative="خريطة",
        by=earlier.started_by,
    )
    transitions.submit(review=earlier, by=earlier.started_by, **DECLARATION)
    review = make_review(country, round_=round_at(2, "second"))
    decide(review, "summary.text", "confirmed")
    assert review.pictures.get().sha256 == picture.sha256
    assert [asset["sha256"] for asset in build(review)["assets"]] == [picture.sha256]
    with review.pictures.get().file.open("rb") as copy, picture.file.open("rb") as original:
        assert copy.read() == original.read()


def test_a_value_is_taken_over(country):
    rounds = [round_at(1, "first"), round_at(2, "second")]
    for round_ in rounds:
        section = Questionnaire.objects.get(round=round_).sections.get(code="summary")
        Question.objects.create(
            section=section, identifier="summary.count", kind=QuestionKind.NUMBER, title_en="Count", title_ar="العدد"
        )
    earlier = make_complete(make_review(country, round_=rounds[0]))
    question = question_of(earlier, "summary.count")
    drafting.save_value(review=earlier, question=question, by=earlier.started_by, number=Decimal(1200))
    transitions.submit(review=earlier, by=earlier.started_by, **DECLARATION)
    review = make_review(country, round_=rounds[1])
    decide(review, "summary.count", "confirmed")
    assert review.answers.get().number == 1200
    assert [answer["carried"]["decision"] for answer in build(review)["sections"][0]["answers"]] == ["confirmed"]
    drafting.save_value(
        review=review, question=question_of(review, "summary.count"), by=review.started_by, number=Decimal(7)
    )
    assert [answer["carried"]["decision"] for answer in build(review)["sections"][0]["answers"]] == ["updated"]


def test_the_objectives_and_the_stage_of_the_earlier_review(review):
    by, earlier = review.started_by, earlier_review(review)
    drafting.choose_objectives(review=review, chosen={11}, priorities={11}, by=by)
    carrying.choose_the_same(review=review, earlier=earlier, by=by)
    chosen = dict(review.objective_reports.chosen().values_list("objective__number", "is_priority"))
    assert chosen == {7: True, 11: True}
    report = review.objective_reports.select_related("objective").get(objective__number=7)
    carrying.take_stage(report=report, earlier=earlier, by=by)
    report.refresh_from_db()
    assert (report.stage, report.is_priority) == ("under-way", True)
    drafting.save_objective(report=report, stage="advanced", is_priority=True, by=by)
    with pytest.raises(carrying.Occupied):
        carrying.take_stage(report=report, earlier=earlier, by=by)


def test_who_may_not_edit_an_answer_decides_nothing(review):
    reader = make_user()
    contributor = Contributor.objects.create(
        review=review, user=reader, email=reader.email, can_edit=False, added_by=review.started_by
    )
    contributor.sections.set(review.questionnaire.sections.filter(code="summary"))
    wanted = [Wanted(question_of(review, "summary.text"), None, "dropped")]
    for by in (reader, make_focal_point(make_country("XBB"))):
        with pytest.raises(Refused):
            carrying.decide(review=review, earlier=earlier_review(review), wanted=wanted, by=by)


# ---------------------------------------------------------------- the snapshot and the check


def test_the_snapshot_says_what_became_of_earlier_answers_and_nothing_where_nothing_was_carried(review, first):
    assert "carried" not in first.submissions.get().snapshot
    assert "dropped" not in json.loads(first.submissions.get().snapshot)
    decide(review, "summary.text", "confirmed")
    decide(review, "principles.principle-1", "updated")
    answers = [one["answers"][0] for one in build(review)["sections"]]
    assert answers[0]["carried"] == {
        "from": "XAA-FIRST-S1",
        "round": {"ar": "الجولة first", "en": "Round first"},
        "decision": "confirmed",
    }
    # It was to be updated and reads as before: the snapshot claims neither.
    assert "carried" not in answers[1]
    write(review, "summary.text", "A better summary.", language="en", version=1)
    write(review, "principles.principle-1", "مبدأ آخر.", language="ar", version=1)
    answers = [one["answers"][0] for one in build(review)["sections"]]
    assert [one["carried"]["decision"] for one in answers] == ["updated", "updated"]


def test_the_check_warns_and_never_blocks(review):
    access = access_to(review, review.started_by)
    drafting.choose_objectives(review=review, chosen={7}, priorities=set(), by=review.started_by)
    decide(review, "summary.text", "confirmed")
    decide(review, "summary.text", "dropped")
    decide(review, "principles.principle-1", "updated")
    found = carrying.warnings(review, access, picture_of(review))
    assert [issue.blocking for issue in found] == [False, False, False]
    assert "still is as it was" in found[1].message
    assert "1 earlier answer has" in found[2].message


# ---------------------------------------------------------------- the pages


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_opens_in_both_languages(client, review, language):
    drafting.choose_objectives(review=review, chosen={7}, priorities=set(), by=review.started_by)
    write(review, "summary.text", "ملخص آخر.", language="ar")
    client.force_login(review.started_by)
    tasks = client.get(address("review_tasks", review, language=language)).content.decode()
    assert address("review_earlier", review, language=language) in tasks
    question = question_of(review, "objectives.measures")
    for name, args in [
        ("review_earlier", []),
        ("review_earlier_part", ["summary"]),
        ("review_earlier_part", ["principles"]),
        ("review_earlier_part", ["objectives", 7]),
        ("answer_earlier", [question.pk, 7]),
        ("review_check", []),
    ]:
        response = client.get(address(name, review, *args, language=language))
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1
    form = client.get(address("review_section", review, "summary", language=language)).content.decode()
    assert address("answer_earlier", review, question_of(review, "summary.text").pk, language=language) in form


def test_an_objective_that_was_not_chosen_is_offered_with_one_click(client, review):
    client.force_login(review.started_by)
    assert "Choose the same objectives again" in client.get(address("review_earlier", review)).content.decode()
    assert client.post(address("review_earlier", review)).status_code == 302
    assert list(review.objective_reports.chosen().values_list("objective__number", flat=True)) == [7]
    assert "Choose the same objectives again" not in client.get(address("review_earlier", review)).content.decode()


def test_several_decisions_in_one_post(client, review):
    drafting.choose_objectives(review=review, chosen={7}, priorities=set(), by=review.started_by)
    client.force_login(review.started_by)
    question = question_of(review, "objectives.measures")
    page = address("review_earlier_part", review, "objectives", 7)
    response = client.post(page, {f"e{question.pk}-7": "confirmed", f"e{question.pk}-7-seen": "", "stage": "on"})
    assert response.url == address("review_earlier", review)
    report = review.objective_reports.get(objective__number=7)
    assert report.stage == "under-way"
    assert report.answers.get().texts.get().status == "original"
    assert "1 of 1 decided" in client.get(address("review_earlier", review)).content.decode()


def test_an_update_leads_to_the_field(client, review):
    client.force_login(review.started_by)
    question = question_of(review, "principles.principle-1")
    response = client.post(address("review_earlier_part", review, "principles"), {f"e{question.pk}": "updated"})
    assert response.url == f"{address('review_principle', review, 'principles', 1)}#q-principles-principle-1"
    assert texts(review, "principles.principle-1")["ar"][0] == "مبدأ في الممارسة."


def test_a_confirmation_over_another_text_is_asked_for_and_kept_from_a_stale_page(client, review):
    write(review, "summary.text", "ملخص جديد.", language="ar")
    client.force_login(review.started_by)
    question = question_of(review, "summary.text")
    page, name = address("answer_earlier", review, question.pk), f"e{question.pk}"
    refused = client.post(page, {name: "confirmed", f"{name}-seen": "ar1.0"})
    assert refused.status_code == 422
    assert "The draft says something else already." in refused.content.decode()
    stale = client.post(page, {name: "confirmed", f"{name}-seen": "ar0.0", f"{name}-replace": "on"})
    assert stale.status_code == 409
    assert texts(review)["ar"][0] == "ملخص جديد."
    done = client.post(page, {name: "confirmed", f"{name}-seen": "ar1.0", f"{name}-replace": "on"})
    assert done.url == f"{address('review_section', review, 'summary')}#q-summary-text"
    assert texts(review)["ar"][0] == "ملخص الاستعراض في فقرة واحدة."


def test_a_contributor_sees_and_decides_their_own_parts(client, review):
    person = make_user()
    contributor = Contributor.objects.create(
        review=review, user=person, email=person.email, added_by=review.started_by
    )
    contributor.sections.set(review.questionnaire.sections.filter(code="summary"))
    client.force_login(person)
    overview = client.get(address("review_earlier", review)).content.decode()
    assert address("review_earlier_part", review, "summary") in overview
    assert address("review_earlier_part", review, "principles") not in overview
    assert client.get(address("review_earlier_part", review, "principles")).status_code == 404
    assert client.post(address("review_earlier", review)).status_code == 403
    question = question_of(review, "summary.text")
    response = client.post(address("review_earlier_part", review, "summary"), {f"e{question.pk}": "dropped"})
    assert response.status_code == 302
    assert CarriedAnswer.objects.get().decided_by == person


def test_a_submitted_review_takes_no_more_decisions(client, country, first):
    review = review_at("submitted", country=country, round_=round_at(2, "second"))
    client.force_login(review.started_by)
    page = address("review_earlier_part", review, "summary")
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403


def test_the_form_asks_for_the_earlier_review_once_however_many_answers_there_are(review, django_assert_num_queries):
    from reviews.answer_tools import Page

    questions = list(review.questionnaire.sections.get(code="principles").questions.select_related("principle"))
    page = Page(review, access_to(review, review.started_by), questions, None)
    with django_assert_num_queries(2):
        assert set(carrying.tool(page)) == {questions[0].pk}
    assert Submission.objects.count() == 1


def test_readers_see_that_an_answer_was_confirmed_and_old_snapshots_read_as_before(client, country, first, review):
    assert "Confirmed unchanged" not in client.get(address("publication", first)).content.decode()
    decide(review, "summary.text", "confirmed")
    drafting.choose_objectives(review=review, chosen={7}, priorities=set(), by=review.started_by)
    report = review.objective_reports.select_related("review", "objective").get()
    carrying.take_stage(report=report, earlier=earlier_review(review), by=review.started_by)
    wanted = [Wanted(question_of(review, "objectives.measures"), report, "confirmed")]
    carrying.decide(review=review, earlier=earlier_review(review), wanted=wanted, by=review.started_by)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    transitions.publish(review=review, by=make_curator())
    page = client.get(address("publication", review)).content.decode()
    assert page.count("Confirmed unchanged by the State, from its review for: Round first") == 2
    changes = client.get(address("publication_changes", review)).content.decode()
    assert "Confirmed unchanged by the State" in changes
