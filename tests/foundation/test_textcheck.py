"""Broken Arabic, stray characters and terms to avoid: what is found, and what is repaired because it is certain."""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import arabic, richtext
from foundation.textcheck import find, find_in, repair, replace
from objectives.glossary import terms_to_avoid

patient = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TERMS = terms_to_avoid("ar")


def kinds(text, language="ar", terms=()):
    return [one.kind for one in find(text, language, terms)]


@pytest.mark.parametrize(
    "text",
    [
        "تلتزم الدولة بالاتفاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية.",
        "قال رسول الله ﷺ، والمبلغ 12 ﷼.",
        "﴿آية﴾",
        "الموظف(ة) والموظفون/ـات، المدير/ة، إلى ى.",
        "لا إله إلا الله. ى، ة، ء",
        "مُهَاجِرُونَ وَمُهَاجِرَاتٌ ـ الهجـــرة",
        "Text \u2067عربي\u2069 inside, and \u202bعربي\u202c.",
        "نص\u200f (EU)\u200e 12%",
        "تقدّم به پاکستان وگیلان",
        "في عام 2024، 3,5%",
        "في عام ٢٠٢٤",
        "صندوق النقد الدولي",
        "السطر الأول\nالسطر الثاني",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert kinds(text, terms=TERMS) == []
    html = richtext.sanitize(f"<p>{text}</p>")
    assert repair(html) == html


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("ﺍﻟﻬﺠﺮﺓ", "الهجرة"),
        ("ﻻ", "لا"),
        # لا and a line as a PDF stores them, in the order in which they are seen.
        ("ﺎﻟ", "لا"),
        ("ﺏﺎﺘﻛ", "كتاب"),
        ("ﺔﻴﻟﻭﺪﻟﺍ 2024 ﺓﺮﺠﻬﻟﺍ", "الهجرة 2024 الدولية"),
        ("ﺍﻟﻬﺠﺮﺓ 2024", "الهجرة 2024"),
        ("كﱢتاب", "ك\u0650\u0651تاب"),
        ("کتاب", "كتاب"),
        ("الهجرة العالمیة", "الهجرة العالمية"),
        ("كل\u200bمة", "كلمة"),
        ("\ufeffنص\xad", "نص"),
        ("نص\u202eصن\u202c.", "نصصن."),
        ("\u2067نص", "نص"),
        ("نص\u2069", "نص"),
        ("\u202aنص\u2069", "نص"),
    ],
)
def test_what_is_certain_is_found_and_repaired(broken, right):
    assert all(one.certain for one in find(broken, "ar"))
    assert find(broken, "ar")
    assert richtext.plain(repair(f"<p>{broken}</p>")) == unicodedata.normalize("NFC", right)


def test_a_persian_ya_at_the_end_of_a_word_is_the_writers_to_decide():
    (one,) = find("المستوی", "ar")
    assert (one.kind, one.certain, one.suggestion) == ("lookalike", False, "المستوي")
    assert repair("<p>المستوی</p>") == "<p>المستوی</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ةيبرعلا ةغللا يف", ["order"]),
        ("الهجر ةالآمنة", ["start"]),
        ("\u064fكتب", ["mark"]),
        ("عام 2024 وعام ٢٠٢٦", ["digits"]),
    ],
)
def test_what_is_broken_beyond_repair_is_told_and_kept(text, expected):
    assert kinds(text) == expected
    html = richtext.sanitize(f"<p>{text}</p>")
    assert repair(html) == html


def test_digits_of_two_kinds_are_told_once_however_many_there_are():
    assert kinds("1 ٢ 3 ٤\n5 ٦") == ["digits"]


def test_a_text_that_is_not_arabic_is_not_read_as_arabic():
    assert kinds("کتاب ٢ 3", "en") == []
    assert kinds("soft\xadhyphen", "en") == ["control"]


@pytest.mark.parametrize(
    ("text", "found", "suggestion"),
    [
        ("في الميثاق العالمي.", "الميثاق العالمي", "الاتفاق العالمي للهجرة"),
        ("الميثاق العالمي للهجرة", "الميثاق العالمي للهجرة", "الاتفاق العالمي للهجرة"),
        (
            "بالميثاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية،",
            "بالميثاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية",
            "بالاتفاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية",
        ),
        ("وللميثاق العالمي", "وللميثاق العالمي", "وللاتفاق العالمي للهجرة"),
        ("المِيثاقُ العالَميُّ", "المِيثاقُ العالَميُّ", "الاتفاق العالمي للهجرة"),
        ("الدول البطلة", "الدول البطلة", "البلدان الرائدة"),
        ("المراجعة الوطنية الطوعية", "المراجعة الوطنية الطوعية", "الاستعراض الوطني الطوعي"),
        ("للمراجعة الوطنية الطوعية", "للمراجعة الوطنية الطوعية", "للاستعراض الوطني الطوعي"),
        ("منتدى استعراض الهجرة الدولي", "منتدى استعراض الهجرة الدولي", "منتدى استعراض الهجرة الدولية"),
        ("جدول أعمال 2030", "جدول أعمال 2030", "خطة التنمية المستدامة لعام 2030"),
    ],
)
def test_a_term_to_avoid_has_the_preferred_one(text, found, suggestion):
    (one,) = find(text, "ar", TERMS)
    assert (one.kind, one.found, one.suggestion, one.certain) == ("term", found, suggestion, False)
    assert text[one.start : one.end] == found


@pytest.mark.parametrize(
    "text", ["منتدى استعراض الهجرة الدولية", "الميثاق الأفريقي", "شبكة الأمم المتحدة المعنية بالهجرة"]
)
def test_the_right_term_is_not_taken_for_a_variant(text):
    assert kinds(text, terms=TERMS) == []


def test_a_term_is_replaced_across_markup_and_the_rest_stays():
    html = '<p>قبل <strong>الميثاق</strong> العالمي بعد <a href="https://example.org/?a=1&amp;b=2">x</a></p>'
    (one,) = find_in(html, "ar", TERMS)
    assert replace(html, one) == (
        '<p>قبل <strong>الاتفاق العالمي للهجرة</strong> بعد <a href="https://example.org/?a=1&amp;b=2">x</a></p>'
    )


def test_paragraphs_are_not_read_as_one_line():
    html = "<p>الميثاق</p><p>العالمي</p><ul><li>\u2067نص</li><li>نص\u2069</li></ul>"
    assert [one.kind for one in find_in(html, "ar", TERMS)] == ["control", "control"]


def test_repair_leaves_markup_and_addresses_alone():
    picture = f'<figure><img src="asset:{"0" * 64}" alt="a"></figure>'
    html = f'<p>x &lt;b&gt; &amp; <a href="https://example.org/کتاب">کتاب</a><br>y</p>{picture}'
    assert richtext.sanitize(html) == html
    assert repair(html) == html.replace(">کتاب<", ">كتاب<")


pieces = st.sampled_from(
    [
        "الهجرة",
        "ﺍﻟﻬﺠﺮﺓ",
        "ﺎﻟ",
        "ﻻ",
        "کتاب",
        "علی",
        "\u202e",
        "\u202c",
        "\u2067",
        "\u2069",
        "\u200b",
        " ",
        "2024",
        "٣",
        "x",
        "ـ",
        "\u064f",
        "ﺔﻴ",
        "(",
        ")",
        "،",
        "&",
        "<",
    ]
)


@st.composite
def documents(draw):
    shapes = ["<p>{}</p>", "<p>a<strong>{}</strong>b</p>", "<ul><li>{}</li></ul>", "<h3>{}</h3>"]
    parts = draw(st.lists(st.lists(pieces, max_size=8).map("".join), max_size=4))
    return "".join(
        draw(st.sampled_from(shapes)).format(part.replace("&", "&amp;").replace("<", "&lt;")) for part in parts
    )


@patient
@given(documents())
def test_repairing_twice_changes_nothing_more_and_leaves_nothing_certain(html):
    once = repair(html)
    assert repair(once) == once
    assert not any(one.certain for one in find_in(once, "ar"))
    if once != html:
        assert richtext.sanitize(once) == once


@patient
@given(st.lists(pieces, max_size=12).map("".join))
def test_places_are_those_of_the_text(text):
    for one in find(text, "ar", TERMS):
        assert text[one.start : one.end] == one.found
        assert one.message


@patient
@given(st.text(alphabet="ﺍﺎﻟﻠﻞﻻﻼﻫﻬﺟﺠﺮﺭﺓﺔ 12.()", max_size=12))
def test_letters_come_out_of_presentation_forms_once_and_for_all(text):
    letters = arabic.from_presentation_forms(text)
    assert arabic.from_presentation_forms(letters) == letters
    assert not re.search(f"[{arabic.FORMS}]", letters)


def test_shapes_are_repaired_before_they_are_stored():
    assert richtext.sanitize("<p>ﺔﻴﻟﻭﺪﻟﺍ ﺓﺮﺠﻬﻟﺍ</p>") == "<p>الهجرة الدولية</p>"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("وللهجرة وبالمهاجرين", 2),
        ("الهجـــرة ـ", 1),
        ("مُهَاجِرُونَ وَمُهَاجِرَاتٌ", 2),
        ("12,700 و٢٥٫٥٪ و3.5%", 3),
        ("كلمة،كلمة؛ كلمة؟", 3),
        ("، ؛ ؟ … — « » ﴿ ﴾ ___ • / -", 0),
        ("A/RES/73/195", 1),
        ("نص\u200f (نص)", 2),
    ],
)
def test_words_are_counted_as_a_writer_counts_them(text, count):
    assert richtext.word_count(f"<p>{text}</p>") == count
