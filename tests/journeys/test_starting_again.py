"""A country that reported before starts its next review from there, and its readers see what changed since."""

import pytest

from foundation import richtext
from reviews import transitions
from reviews.models import AnswerText, CarriedAnswer, Review, Round
from tests.journeys.test_review_to_publication import caret_to_end, field, log_in
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_round,
    write,
)

pytestmark = pytest.mark.django_db(transaction=True)

#: What the person reads on the buttons and links, by language.
WORDS = {
    "en": {
        "start": "Start the review for: Round second",
        "go": "Go through the earlier answers",
        "same": "Choose the same objectives again",
        "summary": "Section summary",
        "principles": "Section principles",
        "objective": "Short 7",
        "confirm": "Confirm: it still holds and is taken over as it was",
        "update": "Update: take it over and change it",
        "drop": "No longer applies",
        "stage": "State the same stage again",
        "save": "Save the decisions",
        "tool": "Answer of Round first: confirm or update",
        "stay": "Save and stay here",
        "changes": "What changed since the review for: Round first",
        "read": ["Confirmed unchanged by the State", "Changed", "No longer applies, as the State says"],
    },
    "ar": {
        "start": "بدء الاستعراض لجولة: الجولة second",
        "go": "الاطلاع على الإجابات السابقة",
        "same": "اختيار الأهداف نفسها",
        "summary": "القسم summary",
        "principles": "القسم principles",
        "objective": "قصير 7",
        "confirm": "تأكيد: لا تزال صحيحة وتُنقل كما كانت",
        "update": "تحديث: تُنقل ثم تُعدَّل",
        "drop": "لم تعد تنطبق",
        "stage": "ذكر المرحلة نفسها مجدداً",
        "save": "حفظ القرارات",
        "tool": "إجابة الجولة first: تأكيد أو تحديث",
        "stay": "احفظ وابق هنا",
        "changes": "ما الذي تغيّر منذ الاستعراض المقدَّم لجولة: الجولة first",
        "read": ["أكدتها الدولة دون تغيير", "معدَّلة", "لم تعد تنطبق، وفق ما ذكرته الدولة"],
    },
}


@pytest.fixture
def person():
    """The focal point of a country with a published review of the first round; the second is open."""
    country = make_country("XAA")
    person = make_focal_point(country)
    for position, code in enumerate(["first", "second"], start=1):
        Round.objects.filter(pk=make_round(code).pk).update(position=position)
    review = make_complete(make_review(country, by=person, round_=Round.objects.get(code="first")))
    write(review, "summary.text", "The summary in one paragraph.", language="en")
    write(review, "principles.principle-1", "مبدأ في الممارسة.", language="ar")
    transitions.submit(review=review, by=person, **DECLARATION)
    transitions.publish(review=review, by=make_curator())
    Round.objects.filter(code="first").update(is_open=False)
    return person


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_review_starts_from_the_last_one_and_readers_see_what_changed(new_page, person, axe, language):
    words = WORDS[language]
    draft = f"/{language}/workspace/reviews/XAA/second/"
    page = new_page(locale=language)
    log_in(page, person, language)
    page.get_by_role("button", name=words["start"]).click()
    page.wait_for_url(f"**{draft}")
    review = Review.objects.get(round__code="second")

    # The objectives of the last round, with one click.
    page.get_by_role("link", name=words["go"]).click()
    page.get_by_role("button", name=words["same"]).click()
    page.wait_for_url(f"**{draft}earlier/")
    axe(page)

    # Confirm one.
    page.get_by_role("link", name=words["summary"]).click()
    axe(page)
    page.get_by_label(words["confirm"]).check()
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_url(f"**{draft}earlier/")

    # No longer applies.
    page.get_by_role("link", name=words["principles"]).click()
    page.get_by_label(words["drop"], exact=True).check()
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_url(f"**{draft}earlier/")

    # The stage again, on the page of the objective; its answer is updated from the form itself.
    page.get_by_role("link", name=words["objective"]).click()
    page.get_by_label(words["stage"]).check()
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_url(f"**{draft}earlier/")
    page.goto(f"{draft}objectives/7/")
    page.get_by_role("button", name=words["tool"]).first.click()
    page.wait_for_url("**/earlier/")
    page.get_by_label(words["update"]).check()
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_url(f"**{draft}objectives/7/#q-objectives-measures")
    measures = field(review, "objectives.measures")
    caret_to_end(page, measures)
    page.keyboard.type(" ثم أُغلقت.")
    page.get_by_role("button", name=words["stay"], exact=True).click()
    page.wait_for_load_state()

    assert dict(CarriedAnswer.objects.values_list("question__identifier", "decision")) == {
        "summary.text": "confirmed",
        "principles.principle-1": "dropped",
        "objectives.measures": "updated",
    }
    stored = AnswerText.objects.get(answer__review=review, answer__question__identifier="objectives.measures")
    assert richtext.plain(stored.html) == "أُنشئت نقاط استقبال على طول الممر. ثم أُغلقت."
    assert review.objective_reports.get(objective__number=7).stage == "under-way"
    transitions.submit(review=review, by=person, **DECLARATION)
    transitions.publish(review=review, by=make_curator())

    # What everyone reads.
    reader = new_page(locale=language)
    reader.goto(f"/{language}/reviews/XAA/second/")
    reader.get_by_role("link", name=words["changes"]).click()
    reader.wait_for_url(f"**/{language}/reviews/XAA/second/changes/")
    axe(reader)
    for said in words["read"]:
        assert reader.get_by_text(said, exact=True).first.is_visible()
    assert "ثم أُغلقت" in reader.locator("ins").inner_text()
    assert reader.locator("del").count() == 0
    changed = reader.locator(".differences")
    assert (changed.get_attribute("lang"), changed.get_attribute("dir")) == ("ar", "rtl")
