"""The walk that everything else serves: a review from its first word to a PDF that says what was written."""

import re
from pathlib import Path

import pytest

from foundation import reference, richtext
from reviews.models import Publication, Question, Rendering, Review
from tests.documents.reading import READERS, lost, words
from tests.reviews.factories import make_country, make_curator, make_focal_point

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "sample-password-2026"
TEXTS = Path(__file__).parent / "data" / "long_review.ar.txt"
ROUND = "regional-2028"
DRAFT = f"/ar/workspace/reviews/XAA/{ROUND}/"


def long_texts() -> dict[str, str]:
    """Long Arabic prose by the part of the review that it is typed into."""
    parts = re.split(r"^# (\w+)$", TEXTS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def log_in(page, person, language="ar"):
    page.goto(f"/{language}/workspace/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.button").first.click()
    page.wait_for_url(f"**/{language}/workspace/")


def field(review, identifier, language="ar"):
    question = Question.objects.get(section__questionnaire=review.questionnaire, identifier=identifier)
    return f"#id_q{question.pk}_{language}"


def type_text(page, selector, text):
    """Into the editor or, without JavaScript, into the text area."""
    target = page.locator(selector)
    target.scroll_into_view_if_needed()
    if target.evaluate("element => element.tagName") == "TEXTAREA":
        target.fill(text)
        return
    target.click()
    paragraphs = text.split("\n\n")
    for number, paragraph in enumerate(paragraphs):
        page.keyboard.insert_text(paragraph.replace("\n", " "))
        if number < len(paragraphs) - 1:
            page.keyboard.press("Enter")


#: Is the caret behind the last word of the editor?
AT_END = """editor => {
    const caret = getSelection(), rest = document.createRange();
    if (!editor.contains(caret.focusNode)) return false;
    rest.selectNodeContents(editor);
    rest.setStart(caret.focusNode, caret.focusOffset);
    return rest.toString() === "";
}"""


def caret_to_end(page, selector):
    """Behind the last word, as a person does it: look where the caret is, and go there again if it is not."""
    target = page.locator(f"{selector}[contenteditable=true]")
    for _attempt in range(10):
        target.click()
        page.keyboard.press("Control+End")
        # The editor takes the caret over with the browser's next selectionchange, a task later.
        page.wait_for_timeout(150)
        if target.evaluate(AT_END):
            return
    pytest.fail(f"The caret does not go to the end of {selector}: {page.evaluate('document.activeElement.outerHTML')}")


def save(page, name="احفظ وتابع"):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


@pytest.fixture
def people():
    reference.load_all()
    country = make_country("XAA")
    return {"focal point": make_focal_point(country, language="ar"), "curator": make_curator(language="en")}


def write_the_review(page, texts):
    """From the workspace to a review that could be submitted, as the focal point."""
    page.get_by_role("button", name="بدء الاستعراض لجولة: الاستعراضات الإقليمية 2028-2029").click()
    page.wait_for_url(f"**{DRAFT}")
    review = Review.objects.get()
    page.get_by_role("link", name="اختيار الأهداف التي يتناولها الاستعراض").click()
    page.locator("#chosen-7").check()
    page.locator("#priority-7").check()
    page.locator("#chosen-11").check()
    page.get_by_role("button", name="احفظ وانتقل إلى قائمة المهام").click()
    page.wait_for_url(f"**{DRAFT}")
    for section, name in (("summary", "summary"), ("methodology", "methodology"), ("context", "context")):
        page.goto(f"{DRAFT}sections/{section}/")
        type_text(page, field(review, f"{section}.text"), texts[name])
        save(page)
    page.goto(f"{DRAFT}sections/means/")
    type_text(page, field(review, "means.text"), texts["means"])
    type_text(page, field(review, "means.text", "en"), "What the State uses, and what it asks for.")
    save(page)
    page.goto(f"{DRAFT}objectives/7/")
    page.get_by_label("قيد التنفيذ").check()
    type_text(page, field(review, "objectives.measures"), texts["measures"])
    save(page)
    return review


def test_a_review_from_its_first_word_to_a_published_pdf(new_page, people, worker, axe, tmp_path):
    texts = long_texts()
    page = new_page(locale="ar")
    log_in(page, people["focal point"])
    review = write_the_review(page, texts)

    # Something is missing: the summary of errors leads to the field, on the page where it is.
    page.goto(f"{DRAFT}check/")
    axe(page)
    page.get_by_role("link", name="الهدف 11: حدِّد مرحلة التنفيذ.").click()
    page.wait_for_url(f"**{DRAFT}objectives/11/#q-objectives-stage")
    axe(page)
    page.get_by_label("مخطط له").check()
    type_text(page, field(review, "objectives.measures"), "توضع خطة لإدارة الحدود إدارة متكاملة.")
    save(page)
    axe(page)

    page.goto(f"{DRAFT}check/")
    assert page.locator(".error-summary").count() == 0
    page.get_by_role("link", name="انتقل إلى الإقرار").click()
    page.get_by_role("button", name="تقديم الاستعراض").click()
    assert page.locator(".error-summary a").count() == 3
    page.locator("#id_name").fill("وزير الهجرة")
    page.locator("#id_post").fill("وزير")
    page.locator("#id_institution").fill("وزارة الهجرة في الدولة المثال")
    page.locator("#id_confirmed").check()
    page.get_by_role("button", name="تقديم الاستعراض").click()
    page.wait_for_url(f"**{DRAFT}receipt/")
    submission = review.submissions.get()
    assert page.get_by_text(submission.reference, exact=True).is_visible()
    assert page.get_by_text(submission.sha256, exact=True).is_visible()
    # The PDFs come by themselves while the focal point looks on.
    page.get_by_role("link", name="الاستعراض بصيغة PDF، العربية").wait_for(timeout=60_000)
    page.get_by_role("link", name="الاستعراض بصيغة PDF، الإنكليزية").wait_for(timeout=60_000)
    axe(page)

    # The Network returns it with a reason; the focal point reads it, corrects, submits again.
    desk = new_page()
    log_in(desk, people["curator"], "en")
    desk.goto(f"/en/workspace/desk/XAA/{ROUND}/")
    axe(desk)
    desk.get_by_label("Reason").fill("Please say who took part.")
    desk.get_by_role("button", name="Return the review").click()
    desk.wait_for_load_state()
    page.goto(DRAFT)
    assert page.get_by_text("Please say who took part.").first.is_visible()
    axe(page)
    page.goto(f"{DRAFT}sections/methodology/")
    caret_to_end(page, field(review, "methodology.text"))
    page.keyboard.press("Enter")
    page.keyboard.insert_text("شاركت في الإعداد تسع وزارات.")
    save(page)
    page.goto(f"{DRAFT}submit/")
    page.locator("#id_name").fill("وزير الهجرة")
    page.locator("#id_post").fill("وزير")
    page.locator("#id_institution").fill("وزارة الهجرة في الدولة المثال")
    page.locator("#id_confirmed").check()
    page.get_by_role("button", name="تقديم الاستعراض").click()
    page.wait_for_url(f"**{DRAFT}receipt/")
    desk.goto(f"/en/workspace/desk/XAA/{ROUND}/")
    desk.get_by_role("button", name="Publish the review").click()
    desk.wait_for_url(f"**/en/reviews/XAA/{ROUND}/")
    worker.wait_until_idle()

    # Everyone reads it, in both languages; the switch stays on the page.
    reader = new_page()
    reader.goto(f"/ar/reviews/XAA/{ROUND}/")
    axe(reader)
    assert reader.get_by_text("شاركت في الإعداد تسع وزارات.").is_visible()
    assert reader.get_by_text("What the State uses").count() == 0
    reader.locator("header a[hreflang=en], header a[lang=en]").first.click()
    reader.wait_for_url(f"**/en/reviews/XAA/{ROUND}/")
    axe(reader)
    assert reader.get_by_text("What the State uses, and what it asks for.").is_visible()
    arabic = reader.locator('[lang="ar"][dir="rtl"]', has_text="شاركت في الإعداد تسع وزارات.")
    assert arabic.first.is_visible()

    # The PDF says word for word what was typed.
    publication = Publication.objects.get()
    assert Rendering.objects.filter(submission=publication.submission, state="done").count() == 6
    reader.goto(f"/ar/reviews/XAA/{ROUND}/")
    path = tmp_path / "review.pdf"
    path.write_bytes(pdf_behind(reader, "الاستعراض بصيغة PDF، العربية"))
    typed = [
        *(word for name in ("summary", "methodology", "context", "means", "measures") for word in words(texts[name])),
        *words("شاركت في الإعداد تسع وزارات."),
        *words("توضع خطة لإدارة الحدود إدارة متكاملة."),
    ]
    assert len(typed) > 1_000
    for reading in READERS.values():
        assert lost(typed, words(reading(path))) == []


def pdf_behind(page, name):
    """The PDF behind a link, asked for with the reader's own cookies: the browser would open it in its viewer."""
    response = page.request.get(page.get_by_role("link", name=name).get_attribute("href"))
    assert response.status == 200
    assert response.headers["content-type"] == "application/pdf"
    return response.body()


def test_a_review_is_written_and_submitted_without_javascript(new_page, people):
    page = new_page(locale="ar", java_script_enabled=False)
    log_in(page, people["focal point"])
    texts = {name: text.split("\n\n")[0] for name, text in long_texts().items()}
    review = write_the_review(page, texts)
    page.goto(f"{DRAFT}objectives/11/")
    page.get_by_label("مخطط له").check()
    page.locator(field(review, "objectives.measures")).fill("- بند أول\n- بند **ثان**")
    save(page)
    page.goto(f"{DRAFT}submit/")
    page.locator("#id_name").fill("وزير الهجرة")
    page.locator("#id_post").fill("وزير")
    page.locator("#id_institution").fill("وزارة الهجرة")
    page.locator("#id_confirmed").check()
    page.get_by_role("button", name="تقديم الاستعراض").click()
    page.wait_for_url(f"**{DRAFT}receipt/")
    stored = review.answers.get(objective_report__objective__number=11, question__identifier="objectives.measures")
    assert stored.texts.get().html == "<ul><li>بند أول</li><li>بند <strong>ثان</strong></li></ul>"
    summary = review.answers.get(question__identifier="summary.text").texts.get(language="ar")
    assert words(richtext.plain(summary.html)) == words(texts["summary"])


def test_objectives_are_chosen_and_a_section_is_saved_by_keyboard_alone(new_page, people, axe):
    page = new_page()
    log_in(page, people["focal point"], "en")
    start = page.get_by_role("button", name="Start the review for: Regional reviews 2028-2029")
    start.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/reviews/XAA/regional-2028/")
    axe(page)
    page.get_by_role("link", name="Choose the objectives that you report on").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/objectives/")
    page.locator("#id_chosen").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reviews/XAA/regional-2028/")
    report = Review.objects.get().objective_reports.select_related("objective").get()
    assert (report.objective.number, report.is_priority) == (1, True)
    page.get_by_role("link", name="Summary", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sections/summary/")
    axe(page)
    page.locator(field(Review.objects.get(), "summary.text", "en")).focus()
    page.keyboard.type("Typed without a mouse.")
    button = page.get_by_role("button", name="Save and continue")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    # The next section of the questionnaire.
    page.wait_for_url("**/sections/methodology/")
    text = Review.objects.get().answers.get().texts.get()
    assert richtext.plain(text.html) == "Typed without a mouse."
