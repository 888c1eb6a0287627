"""The editions of a document: full, answers alone, and a summary that is two pages however much was written."""

import copy
import datetime
import io

import pytest
from pypdf import PdfReader

from reviews import document
from reviews.enums import RenderingKind
from tests.documents import reading

LANGUAGES = ["ar", "en"]
NOW = datetime.datetime(2026, 2, 17, 14, 2, tzinfo=datetime.UTC)


def very_long():
    """A snapshot with a summary of thousands of words and all 23 objectives."""
    taken = copy.deepcopy(reading.snapshot())
    paragraph = "تنسّق اللجنة الوطنية المعنية بالهجرة عمل الوزارات والسلطات المحلية. " * 8
    objectives = next(one for one in taken["sections"] if "objectives" in one)
    first = objectives["objectives"][0]
    objectives["objectives"] = [{**copy.deepcopy(first), "number": number} for number in range(1, 24)]
    answer = {
        "question": "summary.text",
        "title": {"ar": "الملخص", "en": "Summary"},
        "kind": "narrative",
        "texts": {"ar": {"html": f"<p>{paragraph}</p>" * 30, "status": "original"}},
        "value": None,
    }
    taken["sections"] = [
        {"code": "summary", "title": {"ar": "الملخص", "en": "Summary"}, "kind": "narrative", "answers": [answer]},
        *[one for one in taken["sections"] if one["code"] != "summary"],
    ]
    return taken


def many_short_lines():
    """As long, in 900 points of a list."""
    taken = very_long()
    points = "".join(f"<li>بند {number}</li>" for number in range(900))
    taken["sections"][0]["answers"][0]["texts"]["ar"]["html"] = f"<ul>{points}</ul>"
    return taken


def render(taken, language, edition, **more):
    return document.render_document(
        taken, language=language, reference=reading.REFERENCE, assets=reading.picture, edition=edition, **more
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("taken", [reading.snapshot, very_long, many_short_lines])
def test_the_summary_has_at_most_two_pages(language, taken):
    content = render(taken(), language, RenderingKind.SUMMARY)
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) <= 2
    assert reader.outline


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_ends_with_a_whole_sentence_and_says_where_the_rest_is(language):
    taken = very_long()
    summary = document.summary_of(taken, language=language, room=900)
    assert summary.language == "ar"
    assert not summary.is_whole
    assert all(line.endswith(".") for line in summary.paragraphs)
    assert sum(map(len, summary.paragraphs)) <= 900
    written = document.document_html(
        taken, language=language, reference=reading.REFERENCE, edition=RenderingKind.SUMMARY, room=900
    )
    assert f"/{language}/reviews/XAA/" in written
    assert "goes on in the full review" in written or language == "ar"


def test_one_endless_sentence_is_begun():
    taken = very_long()
    taken["sections"][0]["answers"][0]["texts"] = {"en": {"html": f"<p>{'word ' * 900}</p>", "status": "original"}}
    summary = document.summary_of(taken, language="en", room=400)
    assert summary.paragraphs[0].endswith("word …")
    assert len(summary.paragraphs[0]) <= 400


def test_a_short_summary_is_whole():
    taken = very_long()
    taken["sections"][0]["answers"][0]["texts"] = {"en": {"html": "<p>One. Two.</p>", "status": "original"}}
    assert document.summary_of(taken, language="ar", room=900) == document.Summary("en", ["One. Two."], True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_alone_are_shorter_and_hold_every_answer(language):
    taken = reading.snapshot()
    full = PdfReader(io.BytesIO(render(taken, language, RenderingKind.FULL)))
    content = render(taken, language, RenderingKind.ANSWERED)
    short = PdfReader(io.BytesIO(content))
    assert len(short.pages) < len(full.pages)
    written = document.document_html(
        taken, language=language, reference=reading.REFERENCE, edition=RenderingKind.ANSWERED
    )
    whole = document.document_html(taken, language=language, reference=reading.REFERENCE)
    assert written.count('class="answer"') == whole.count('class="answer"') > 0
    assert 'class="contents"' not in written


@pytest.mark.parametrize("edition", list(RenderingKind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_draft_says_that_it_is_one(language, edition):
    content = document.render_document(
        reading.snapshot(), language=language, assets=reading.picture, drafted_at=NOW, edition=edition
    )
    mark = {"en": "Draft, not submitted", "ar": "مسودة"}[language]
    for page in PdfReader(io.BytesIO(content)).pages:
        assert mark in page.extract_text().replace("ُ", "")
