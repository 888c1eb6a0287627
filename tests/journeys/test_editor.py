"""The editor of rich text in a real browser: under the portal's policy, by keyboard, in both directions."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from foundation import richtext
from foundation.pictures import clean_picture
from reviews.models import AnswerText
from tests.reviews.factories import make_review, question_of, write

pytestmark = pytest.mark.django_db(transaction=True)

ASSET = "a" * 64
EVERYTHING = (
    "<h3>Results</h3><h4>In detail</h4><p>One <strong>bold <em>both</em></strong>, <u>under</u>, H<sub>2</sub>O,"
    ' x<sup>2</sup>, a<br>break and a <a href="https://example.org/a?b=1&amp;c=2">link</a>.</p>'
    "<ul><li>first<ul><li>inner</li></ul></li><li>second</li></ul><ol><li>one</li></ol>"
    "<blockquote><p>quoted</p></blockquote>"
    '<table><caption>Permits</caption><thead><tr><th>Year</th><th colspan="2">Number</th></tr></thead>'
    "<tbody><tr><th>2025</th><td>12</td><td>15</td></tr></tbody></table>"
    f'<figure><img src="asset:{ASSET}" alt="A &quot;chart&quot;"><figcaption>The chart</figcaption></figure>'
    f'<figure><img src="asset:{ASSET}" alt=""></figure>'
)


class Form:
    """The page of one section, as its focal point sees it."""

    def __init__(self, open_page, server, language="en", **options):
        self.review = make_review()
        self.question = question_of(self.review, "summary.text")
        self.open_page, self.server, self.language, self.options = open_page, server, language, options

    def open(self):
        client = Client()
        client.force_login(self.review.started_by)
        page = self.open_page(**self.options)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.server.url}]
        )
        with translation.override(self.language):
            where = [self.review.country.iso3, self.review.round.code, "summary"]
            page.goto(reverse("reviews:review_section", args=where))
        return page

    def text(self, page, language):
        return page.locator(f"#id_q{self.question.pk}_{language}")

    def stored(self, language):
        return AnswerText.objects.get(answer__question=self.question, language=language).html

    def sent(self, page, language):
        return page.locator(f"[name=q{self.question.pk}_{language}]").input_value()


@pytest.fixture
def make_form(new_page, live_server):
    return lambda language="en", **options: Form(new_page, live_server, language, **options)


def test_what_is_typed_and_formatted_is_saved(make_form):
    form = make_form()
    page = form.open()
    text = form.text(page, "ar")
    text.click()
    assert text.get_attribute("dir") == "rtl"
    assert text.get_attribute("role") == "textbox"
    page.keyboard.type("نص ")
    page.keyboard.press("Control+b")
    page.keyboard.type("غامق")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    bar = page.get_by_role("toolbar").first
    bar.get_by_role("button", name="Numbered list").click()
    page.keyboard.type("أولا")
    page.get_by_role("button", name="Save and stay here").click()
    page.wait_for_load_state("networkidle")
    assert form.stored("ar") == "<p>نص <strong>غامق</strong></p><ol><li>أولا</li></ol>"
    assert form.text(page, "ar").inner_text().split() == ["نص", "غامق", "أولا"]


def test_nothing_of_the_schema_is_lost_in_the_editor(make_form):
    assert richtext.sanitize(EVERYTHING) == EVERYTHING
    form = make_form()
    write(form.review, "summary.text", richtext.to_markdown("<p>x</p>"))
    AnswerText.objects.update(html=EVERYTHING)
    page = form.open()
    # Untouched, the field sends what was stored, to the letter.
    assert form.sent(page, "en") == EVERYTHING
    form.text(page, "en").get_by_text("second", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert richtext.sanitize(form.sent(page, "en")) == EVERYTHING.replace("second", "second!")


def test_pictures_are_shown_from_the_draft(make_form):
    form = make_form()
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, "PNG")
    picture = clean_picture(io.BytesIO(out.getvalue()))
    write(form.review, "summary.text", f"![A square](asset:{picture.sha256})")
    asked = []
    page = form.open()
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    source = form.text(page, "en").locator("figure img").get_attribute("src")
    assert source.endswith(picture.sha256)
    assert not [url for url in asked if url.startswith("asset:")]


def press(page, key):
    """As fast as fingers: browsers tell of a new selection a moment after the key that made it."""
    page.keyboard.press(key)
    page.wait_for_timeout(60)


def test_links_tables_and_their_titles_by_keyboard_alone(make_form):
    form = make_form()
    page = form.open()
    text = form.text(page, "en")
    text.focus()
    page.keyboard.type("See the report")
    for key in ["Control+Shift+ArrowLeft", "Control+k"]:
        press(page, key)
    page.keyboard.type("example.org/report")
    for key in ["Enter", "End", "Enter"]:
        press(page, key)
    # From the text to the toolbar; there the arrows go from button to button.
    page.keyboard.press("Alt+F10")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Insert table"
    page.keyboard.press("Enter")
    page.keyboard.type("Year")
    page.keyboard.press("Tab")
    page.keyboard.type("Number")
    editor = page.locator(".editor", has=text)
    editor.get_by_label("Title of the table").fill("Permits")
    page.keyboard.press("Enter")
    editor.get_by_role("button", name="Delete row").wait_for()
    html = richtext.sanitize(form.sent(page, "en"))
    assert html.startswith('<p>See the <a href="https://example.org/report">report</a></p><table><caption>Permits')
    assert "<thead><tr><th>Year</th><th>Number</th><th></th></tr></thead>" in html


def test_buttons_say_where_the_cursor_is_and_what_can_be_undone(make_form):
    form = make_form()
    page = form.open()
    form.text(page, "en").click()
    bar = page.locator(".editor", has=form.text(page, "en")).get_by_role("toolbar")
    undo, heading = bar.get_by_role("button", name="Undo"), bar.get_by_role("button", name="Heading", exact=True)
    assert undo.get_attribute("aria-disabled") == "true"
    heading.click()
    page.keyboard.type("Results")
    assert heading.get_attribute("aria-pressed") == "true"
    assert undo.get_attribute("aria-disabled") == "false"
    undo.click()
    assert heading.get_attribute("aria-pressed") == "false"


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style></head><body>
<!--StartFragment--><p class=MsoNormal dir=RTL style='margin:0cm'><span style='font-size:14pt'>تعزيز
<b>التعاون</b><o:p></o:p></span></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>الأول</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span>فرع</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span>الثاني</p>
<p class=MsoNormal>بعدها</p><!--EndFragment--></body></html>"""
GOOGLE = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38"><span style="font-size:11pt;font-weight:400">Plain </span><span
style="font-weight:700">bold</span> <span style="font-style:italic">slanted</span></p></b>"""
HOSTILE = """<h1>Head</h1><p style='color:red'>Text<script>x</script><img src='https://evil.example/x.png'
onerror='alert(1)'><a href='javascript:alert(1)'>link</a><svg onload=alert(1)></svg></p>"""


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        (
            WORD,
            "<p>تعزيز <strong>التعاون</strong></p>"
            "<ul><li>الأول<ol><li>فرع</li></ol></li><li>الثاني</li></ul><p>بعدها</p>",
        ),
        (GOOGLE, "<p>Plain <strong>bold</strong> <em>slanted</em></p>"),
        (HOSTILE, "<h3>Head</h3><p>Textlink</p>"),
    ],
    ids=["word", "google", "hostile"],
)
def test_what_is_pasted_comes_out_clean(make_form, pasted, expected):
    form = make_form()
    page = form.open()
    form.text(page, "en").focus()
    page.evaluate(
        """([id, html]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", html);
          const event = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
          document.getElementById(id).dispatchEvent(event);
        }""",
        [f"id_q{form.question.pk}_en", pasted],
    )
    assert richtext.sanitize(form.sent(page, "en")) == expected


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_form_page_breaks_no_rule_of_axe(make_form, axe, language):
    form = make_form(language)
    page = form.open()
    form.text(page, "en").click()
    axe(page)
    page.locator(".editor", has=form.text(page, "en")).get_by_role("button").nth(7).click()
    for title in ["Year", "Number", "Share"]:
        page.keyboard.type(title)
        page.keyboard.press("Tab")
    axe(page)


def test_the_editor_fits_the_smallest_screen(make_form):
    form = make_form("ar", viewport={"width": 320, "height": 640})
    page = form.open()
    assert page.locator("html").evaluate("root => root.scrollWidth") == 320


def test_label_and_error_link_lead_to_the_text(make_form):
    form = make_form()
    page = form.open()
    text = form.text(page, "en")
    assert page.locator(f"#{text.get_attribute('aria-labelledby')}").inner_text().strip().startswith("English")
    page.locator(f"#{text.get_attribute('aria-labelledby')}").click()
    assert page.evaluate("document.activeElement.id") == f"id_q{form.question.pk}_en"


def test_without_a_script_the_field_is_a_text_area_with_markdown(make_form):
    form = make_form(java_script_enabled=False)
    write(form.review, "summary.text", "A **bold** word")
    page = form.open()
    area = page.locator(f"textarea[name=q{form.question.pk}_en]")
    assert area.is_visible()
    assert area.input_value() == "A **bold** word"
    area.fill("A *slanted* word")
    page.get_by_role("button", name="Save and stay here").click()
    assert form.stored("en") == "<p>A <em>slanted</em> word</p>"


def test_a_reader_who_may_not_write_gets_the_text_alone(make_form):
    form = make_form()
    write(form.review, "summary.text", "Words")
    type(form.review).objects.update(state="submitted")
    page = form.open()
    text = form.text(page, "en")
    assert text.get_attribute("contenteditable") == "false"
    assert text.inner_text().strip() == "Words"
    assert page.get_by_role("toolbar").count() == 0


def test_changes_are_announced_to_other_scripts(make_form):
    form = make_form()
    page = form.open()
    page.evaluate(
        """() => {
          window.seen = [];
          for (const kind of ["input", "change"]) {
            document.addEventListener(kind, ({target}) => target.name && window.seen.push(`${kind} ${target.name}`));
          }
        }"""
    )
    form.text(page, "en").click()
    page.keyboard.type("a")
    form.text(page, "ar").click()
    name = f"q{form.question.pk}_en"
    assert page.evaluate("window.seen") == [f"input {name}", f"change {name}"]
    assert re.fullmatch(r"<p>a</p>", form.sent(page, "en"))
