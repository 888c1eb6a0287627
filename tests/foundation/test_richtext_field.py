"""The field for rich text: Markdown or HTML in, canonical HTML out, nothing typed lost on the way."""

import html as entities
import json

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from foundation import richtext
from foundation.widgets import RichTextField

ASSET = "a" * 64
STORED = (
    "<h3>Results</h3><p>A <strong>bold</strong> word</p><table><thead><tr><th>A</th></tr></thead><tbody><tr>"
    f'<th rowspan="2">1</th></tr></tbody></table><figure><img src="asset:{ASSET}" alt="x"></figure>'
)


class Form(forms.Form):
    text = RichTextField(language="ar", asset_url="/files/{}", required=False, label="Text")


def filled(text: str, format: str | None = "markdown", form=Form, **options) -> forms.Form:
    data = QueryDict(mutable=True)
    data["text"] = text
    if format is not None:
        data["text_format"] = format
    return form(data, **options)


def cleaned(*args, **options) -> str:
    form = filled(*args, **options)
    assert form.is_valid(), form.errors
    return form.cleaned_data["text"]


def attribute(html: str, name: str) -> str:
    return entities.unescape(html.split(f'{name}="')[1].split('"')[0])


def area(html: str) -> str:
    return entities.unescape(html.split(">\n")[1].split("</textarea>")[0])


def test_markdown_becomes_canonical_html():
    assert cleaned("# عنوان\r\n\r\nنص **مهم**\r\nوسطر") == "<h3>عنوان</h3><p>نص <strong>مهم</strong><br>وسطر</p>"


@pytest.mark.parametrize("format", [None, "", "markdown", "HTML", "other"])
def test_anything_but_html_is_taken_for_markdown(format):
    assert cleaned("<b>x</b> *y*", format) == "<p>&lt;b&gt;x&lt;/b&gt; <em>y</em></p>"


def test_html_of_the_editor_is_sanitized():
    assert cleaned("<p>a<script>alert(1)</script><b onclick='x'>b</b></p>", "html") == "<p>a<strong>b</strong></p>"


def test_a_text_that_was_not_touched_comes_back_as_it_was_stored():
    # Markdown cannot say that a cell spans; the text must not change because the page was saved.
    assert richtext.from_markdown(richtext.to_markdown(richtext.sanitize(STORED))) != STORED
    stored = richtext.sanitize(STORED)
    page = str(Form(initial={"text": stored})["text"])
    form = filled(area(page).replace("\n", "\r\n"), initial={"text": stored})
    form.fields["text"].initial = stored
    assert form.is_valid()
    assert form.cleaned_data["text"] == stored
    assert cleaned(attribute(page, "data-html"), "html") == stored


def test_the_widget_has_markdown_html_language_and_words():
    stored = richtext.sanitize(STORED)
    html = str(Form(initial={"text": stored})["text"])
    assert attribute(html, "lang") == "ar"
    assert attribute(html, "dir") == "rtl"
    assert attribute(html, "data-html") == stored
    assert attribute(html, "data-asset-url") == "/files/{}"
    assert area(html) == richtext.to_markdown(stored)
    assert '<input type="hidden" name="text_format" value="markdown">' in html
    with translation.override("ar"):
        words = json.loads(attribute(str(Form()["text"]), "data-words"))
    assert words["bold"] == "غامق"


def test_hostile_text_cannot_leave_the_widget():
    html = str(filled('</textarea><script>alert(1)</script>" onfocus="alert(1)')["text"])
    assert "<script" not in html
    assert '" onfocus=' not in html


@pytest.mark.parametrize(
    ("text", "format", "markdown"),
    [("A **word", "markdown", "A **word"), ("<p>A <b>word</b></p>", "html", "A **word**")],
)
def test_what_was_typed_is_in_the_page_that_comes_back(text, format, markdown):
    html = str(filled(text, format)["text"])
    assert area(html) == markdown
    assert richtext.plain(attribute(html, "data-html")) == richtext.plain(cleaned(text, format))


def test_a_text_that_is_too_long_is_refused_and_kept():
    form = filled("كلمة " * 50_000)
    assert not form.is_valid()
    assert form.errors.as_data()["text"][0].code == "too_long"
    english = form.errors["text"][0]
    assert "200000" in english
    assert area(str(form["text"])).strip() == ("كلمة " * 50_000).strip()
    with translation.override("ar"):
        arabic = filled("كلمة " * 50_000).errors["text"][0]
    assert "200000" in arabic
    assert arabic != english


def test_a_required_field_wants_something_to_read():
    class Required(forms.Form):
        text = RichTextField(language="en", label="Text")

    for blank in ("", "  \r\n ", "#"):
        assert filled(blank, form=Required).errors.as_data()["text"][0].code == "required"
    assert filled("<p>&nbsp;</p><table><tr><td></td></tr></table>", "html", form=Required).errors
    assert filled(f'<figure><img src="asset:{ASSET}" alt=""></figure>', "html", form=Required).is_valid()


def test_changed_is_told_from_unchanged():
    form = filled("A **bold** word", initial={"text": "<p>A <strong>bold</strong> word</p>"})
    assert not form.has_changed()
    assert filled("A bold word", initial={"text": "<p>A <strong>bold</strong> word</p>"}).has_changed()


def test_null_bytes_and_overrides_do_not_get_in():
    assert cleaned("a\x00b\u202ec") == "<p>abc</p>"
    assert cleaned("<p>a\x00b&#x202e;c</p>", "html") == "<p>abc</p>"
