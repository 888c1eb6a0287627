"""Writing a review by two, on a bad line: what was typed is there again, whatever happens in between."""

import re
import time

import pytest
from django.contrib.sessions.models import Session

from foundation import reference, richtext
from reviews.models import AnswerText, TextRevision
from tests.journeys.test_review_to_publication import field, log_in
from tests.reviews.factories import make_country, make_focal_point, make_review, make_round

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["ar", "en"])]

#: What the page says, by language.
SAYS = {
    "ar": {
        "saved": re.compile(r"حُفظ في الساعة \d\d:\d\d\."),
        "offline": "لا يوجد اتصال",
        "taken up": "استُعيد من هذا المتصفح",
        "both": "الإبقاء على النصين متتاليين",
        "also": re.compile("يعمل في هذه الصفحة أيضًا"),
        "bring back": "استعادة النسخة 1",
        "login": "تسجيل الدخول من جديد",
        "brought back": "مستعادة من النسخة 1",
        "save": "احفظ وابق هنا",
        "kept": "نصكم هنا، لكنه لم يُحفظ بعد",
    },
    "en": {
        "saved": re.compile(r"Saved at \d\d:\d\d\."),
        "offline": "No connection",
        "taken up": "taken up again from this browser",
        "both": "Keep both, one after the other",
        "also": re.compile("Also on this page"),
        "bring back": "Bring back version 1",
        "login": "Log in again",
        "brought back": "brought back from version 1",
        "save": "Save and stay here",
        "kept": "Your text is here, but not saved yet",
    },
}
TEXTS = {
    "ar": ["تنسّق اللجنة الوطنية عمل عشر وزارات.", "وشاركت منظمات المهاجرين في الإعداد.", "أُعدّ التقرير في ستة أشهر."],
    "en": ["The national committee coordinates ten ministries.", "Migrants’ groups took part.", "It took six months."],
}


@pytest.fixture
def review():
    reference.load_all()
    country = make_country("XAA")
    focal = make_focal_point(country)
    review = make_review(country, by=focal, round_=make_round("together"))
    review.second = make_focal_point(country)
    review.second.name = "Second Person"
    review.second.save()
    return review


def section(review, language, code="summary"):
    return f"/{language}/workspace/reviews/XAA/{review.round.code}/sections/{code}/"


def summary(review, language):
    return field(review, "summary.text", language)


def state(page, review, language):
    return page.locator(f"[data-save-text]:has({summary(review, language)}) [data-save-state]")


def stored(review, language):
    return AnswerText.objects.get(answer__review=review, language=language)


def type_at_end(page, selector, text):
    page.locator(selector).click()
    page.keyboard.press("Control+End")
    page.wait_for_timeout(150)
    page.keyboard.insert_text(text)


def open_draft(new_page, review, person, language):
    page = new_page(locale=language)
    log_in(page, person, language)
    page.goto(section(review, language))
    return page


def eventually(holds, seconds: int = 15) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_line_that_drops_and_a_window_that_closes_lose_nothing(new_page, review, language, axe):
    says, (first, second, third) = SAYS[language], TEXTS[language]
    page = open_draft(new_page, review, review.started_by, language)
    type_at_end(page, summary(review, language), first)
    # Within two seconds of the last key it is in the database, and the page says so.
    state(page, review, language).get_by_text(says["saved"]).wait_for(timeout=2_500)
    assert first in stored(review, language).html
    # The counter counted while typing what the portal counts after saving.
    typed = page.locator(f"[data-save-text]:has({summary(review, language)}) [data-word-count]")
    assert re.search(r"\d+", typed.inner_text()).group() == str(richtext.word_count(stored(review, language).html))
    axe(page)

    # The line drops: the text stays in the browser, and is sent when the line is back.
    page.context.set_offline(True)
    type_at_end(page, summary(review, language), f" {second}")
    state(page, review, language).get_by_text(says["offline"]).wait_for()
    assert second not in stored(review, language).html
    both = richtext.word_count(f"<p>{first} {second}</p>")
    assert re.search(r"\d+", typed.inner_text()).group() == str(both)
    page.context.set_offline(False)
    state(page, review, language).get_by_text(says["saved"]).wait_for()
    assert second in stored(review, language).html

    # The window closes while there is no line: the next one takes the text up.
    page.context.set_offline(True)
    type_at_end(page, summary(review, language), f" {third}")
    state(page, review, language).get_by_text(says["offline"]).wait_for()
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(section(review, language))
    assert page.locator(summary(review, language)).get_by_text(third).is_visible()
    # Sent by the closing window with its last breath, or else by the next one: only that it arrives is sure.
    eventually(lambda: third in stored(review, language).html)


def test_a_session_that_ends_is_begun_again_in_place(new_page, review, language):
    says, (first, second, _third) = SAYS[language], TEXTS[language]
    page = open_draft(new_page, review, review.started_by, language)
    Session.objects.all().delete()
    type_at_end(page, summary(review, language), first)
    dialog = page.get_by_role("dialog", name=says["login"])
    dialog.wait_for()
    assert not AnswerText.objects.exists()
    frame = page.frame_locator("dialog iframe")
    frame.locator("input[name=login]").fill(review.started_by.email)
    frame.locator("input[name=password]").fill("sample-password-2026")
    frame.locator("main form button.button").first.click()
    dialog.wait_for(state="hidden")
    state(page, review, language).get_by_text(says["saved"]).wait_for()
    assert first in stored(review, language).html
    # The page's own form goes on as well: its token is the new session's.
    type_at_end(page, summary(review, language), f" {second}")
    page.get_by_role("button", name=says["save"], exact=True).click()
    page.wait_for_load_state()
    assert second in stored(review, language).html


def test_without_script_a_form_sent_after_the_session_comes_back_as_it_was(new_page, review, language):
    says, (first, *_rest) = SAYS[language], TEXTS[language]
    page = new_page(locale=language, java_script_enabled=False)
    log_in(page, review.started_by, language)
    page.goto(section(review, language))
    page.locator(summary(review, language)).fill(first)
    Session.objects.all().delete()
    page.get_by_role("button", name=says["save"], exact=True).click()
    page.locator("input[name=login]").fill(review.started_by.email)
    page.locator("input[name=password]").fill("sample-password-2026")
    page.locator("main form button.button").first.click()
    page.wait_for_url(f"**{section(review, language)}")
    assert page.get_by_text(says["kept"]).is_visible()
    assert page.locator(summary(review, language)).input_value().strip() == first
    assert not AnswerText.objects.exists()
    page.get_by_role("button", name=says["save"], exact=True).click()
    assert first in stored(review, language).html


def test_two_people_at_one_answer_see_both_texts(new_page, review, language, axe):
    says, (first, second, third) = SAYS[language], TEXTS[language]
    one = open_draft(new_page, review, review.started_by, language)
    type_at_end(one, summary(review, language), first)
    state(one, review, language).get_by_text(says["saved"]).wait_for()
    one.reload()
    two = open_draft(new_page, review, review.second, language)
    # Each sees that the other is here.
    assert two.locator("[data-presence]").get_by_text("Focal Point").first.is_visible()
    one.reload()
    one.locator("[data-presence]").get_by_text(says["also"]).wait_for()

    type_at_end(two, summary(review, language), f" {second}")
    state(two, review, language).get_by_text(says["saved"]).wait_for()
    type_at_end(one, summary(review, language), f" {third}")
    panel = one.locator("section.conflict")
    panel.wait_for()
    # Nothing of the second is gone, nothing of the first is lost.
    assert second in stored(review, language).html
    assert third not in stored(review, language).html
    assert panel.get_by_text(second).first.is_visible()
    axe(one)
    panel.get_by_role("button", name=says["both"]).click()
    state(one, review, language).get_by_text(says["saved"]).wait_for()
    html = stored(review, language).html
    assert first in html
    assert second in html
    assert third in html

    # The history shows who wrote what; the first version comes back as a new one.
    one.locator("[data-go=history]").first.click()
    one.wait_for_url("**/history/")
    axe(one)
    assert one.get_by_text("Second Person").first.is_visible()
    one.get_by_role("button", name=says["bring back"]).click()
    one.wait_for_load_state()
    assert one.get_by_text(says["brought back"]).is_visible()
    text = stored(review, language)
    assert second not in text.html
    assert TextRevision.objects.filter(text=text).count() == text.version == 4
