"""What stands in a document, and what it needs: nothing but the snapshot."""

import copy
import datetime
import io
import re
import time

import pytest
from django.db import connection
from pypdf import PdfReader

from foundation.pdf import render_pdf
from reviews import document, rendering
from reviews.enums import RenderingState
from reviews.models import Rendering
from tests.documents import reading
from tests.reviews import factories

NOW = datetime.datetime(2026, 2, 17, 14, 2, tzinfo=datetime.UTC)


def html(taken=None, language="en", **options):
    return document.document_html(
        taken or reading.snapshot(), language=language, **{"reference": reading.REFERENCE, **options}
    )


def text(written):
    return " ".join(re.sub(r"<[^>]+>", " ", written).split())


def test_cover_says_whose_review_it_is_and_what_proves_it():
    found = text(html())
    for expected in (
        "Sample State One",
        "International Migration Review Forum 2026",
        "17 February 2026",
        "Submission 2",
        "ليلى مثال",
        "XAA-imrf-2026-2",
        reading.REFERENCE["sha256"],
        "Sample data.",
    ):
        assert expected in found


def test_a_real_state_is_not_called_a_sample():
    taken = reading.snapshot()
    taken["country"]["is_sample"] = False
    assert "Sample data." not in html(taken)


def test_a_draft_says_so_and_proves_nothing():
    taken = reading.snapshot()
    taken["submission"] = {"number": 0, "submitted_at": ""}
    taken["declaration"] = None
    found = text(html(taken, reference=None, drafted_at=NOW))
    assert "Draft, not submitted. The text may still change." in found
    assert "Checksum" not in found.split("Annexes")[0]
    assert "Submitted to the United Nations" not in found


def test_objectives_are_called_by_number_title_and_stage():
    found = text(html())
    assert "Objective 7 · Priority objective Address and reduce vulnerabilities in migration" in found
    assert "Stage, as the State describes it: Under way" in found
    # No stage was given for objective 20, and none is made up.
    assert found.count("Stage, as the State describes it:") == 2


def test_objectives_that_are_not_reported_on_are_listed_without_judgement():
    found = text(html()).split("Objectives not reported on in this round")[1]
    numbers = [int(number) for number in re.findall(r"\b\d+\b", found.split("5. Next steps")[0])]
    assert numbers == [number for number in range(1, 24) if number not in (1, 7, 20)]


def test_a_text_in_the_other_language_is_marked_with_language_and_direction():
    written = html(language="ar")
    (part,) = re.findall(r"<article[^>]*>", written)
    assert 'lang="en"' in part and 'dir="ltr"' in part
    assert "Trust grows where the same faces are met twice." in written
    assert re.search(r'<p class="language-note">[^<]+</p>\s*<article', written)


def test_values_are_said_in_words():
    found = text(html())
    assert "Public consultations Yes" in found
    assert "Date of adoption 29 January 2026" in found
    assert "Sources used Census, Registers" in found


def test_headings_of_a_text_follow_those_of_the_document():
    written = html()
    # Below a section that needs no heading for its only question, and below a question of an objective.
    assert "<h3>Main results</h3>" in written
    assert "<h5>التدابير التشريعية</h5>" in html(language="ar")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('<img src="asset:0" alt="words">', 'alt="words"'),
        (
            '<img src="asset:0" alt=""><figcaption>The "caption" &amp; more</figcaption>',
            "The &quot;caption&quot; &amp; more",
        ),
        ('<img src="asset:0" alt="">', 'alt="Picture without a description"'),
    ],
)
def test_every_picture_has_an_alternative_text(given, expected):
    taken = reading.snapshot()
    taken["sections"][0]["answers"][0]["texts"] = {"en": {"html": f"<figure>{given}</figure>", "status": "original"}}
    (picture,) = [image for image in re.findall(r"<img[^>]*>", html(taken)) if "asset:0" in image]
    assert expected in picture


def test_names_are_escaped():
    taken = reading.snapshot()
    taken["declaration"]["name"] = "<script>alert(1)</script>"
    taken["attachments"][0]["title"] = '<img src="file:///etc/passwd">'
    written = html(taken)
    assert "<script>" not in written and 'src="file:' not in written


def test_no_addresses_but_pictures_styles_and_links():
    written = html(language="ar")
    sources = re.findall(r'(?:src|href)="([^"]*)"', written)
    schemes = {source.split(":")[0] if not source.startswith("#") else "#" for source in sources}
    assert schemes == {"#", "asset", "style", "https"}


def test_a_document_is_made_without_the_database():
    """No database fixture here: pytest-django refuses every query. That it would is shown first."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.cursor()
    written = document.render_document(
        reading.snapshot(), language="ar", reference=reading.REFERENCE, assets=reading.picture
    )
    assert written.startswith(b"%PDF-1.7")


def test_the_snapshot_stays_as_it_was():
    taken = reading.snapshot()
    before = copy.deepcopy(taken)
    html(taken, language="ar")
    assert taken == before


def test_a_missing_picture_is_an_error():
    def nothing(sha256):
        raise FileNotFoundError(sha256)

    with pytest.raises(RuntimeError, match="asset:"):
        document.render_document(reading.snapshot(), language="ar", assets=nothing)


@pytest.mark.django_db
def test_a_submitted_review_becomes_a_document_in_both_languages():
    review = factories.review_at("submitted")
    submission = review.submissions.get()
    renderings = rendering.request(submission=submission)
    for row in renderings:
        rendering.carry_out(rendering.claim(row.pk))
    done = Rendering.objects.filter(submission=submission, state=RenderingState.DONE)
    assert {row.language for row in done} == {"ar", "en"}
    for row in done:
        assert row.page_count >= 3
        with row.file.open("rb") as opened:
            content = opened.read()
        assert len(content) == row.size


def test_many_pages_are_made_in_good_time():
    """Ten times the fixture: what the slowest machine we think of may take, not a benchmark."""
    taken = reading.snapshot()
    section = taken["sections"][3]
    section["objectives"] = [
        {**objective, "number": number}
        for number, objective in zip(range(1, 24), section["objectives"] * 8, strict=False)
    ]
    started = time.process_time()
    written = render_pdf(
        document.document_html(taken, language="ar"), language="ar", title="x", assets=reading.picture
    )
    assert document.page_count(written) > 20
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("<td>x</td>" * 5, "<table>"),
        ("<td>x</td>" * 6, '<table class="table--many">'),
        ('<td colspan="7">x</td><td>x</td><td>x</td>', '<table class="table--wide">'),
    ],
)
def test_a_table_gets_the_room_that_its_columns_need(row, expected):
    taken = reading.snapshot()
    table = f"<table><tbody><tr>{row}</tr><tr><td>x</td></tr></tbody></table>"
    taken["sections"][0]["answers"][0]["texts"] = {"en": {"html": table, "status": "original"}}
    assert re.findall(r"<table[^>]*>", html(taken))[0] == expected


def test_a_wide_table_lies_across_the_page():
    taken = reading.snapshot()
    table = f"<table><tbody><tr>{'<td>x</td>' * 12}</tr></tbody></table>"
    taken["sections"][0]["answers"][0]["texts"] = {"en": {"html": table, "status": "original"}}
    written = document.render_document(taken, language="en", reference=reading.REFERENCE, assets=reading.picture)
    sizes = [page.mediabox for page in PdfReader(io.BytesIO(written)).pages]
    assert [size.width > size.height for size in sizes].count(True) == 1
