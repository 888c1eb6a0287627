"""A submitted review as a document on paper: made from its snapshot alone, in one language.

No database is asked: names, wordings and texts are those of the day of submission. The layout is
``templates/reviews/document/`` with ``static/css/document.css``; how a PDF comes of it is
``foundation.pdf``.
"""

import datetime
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation import richtext
from foundation.language import direction, localized
from foundation.pdf import render_pdf
from reviews.consulting import place_in
from reviews.enums import RenderingKind, SectionKind

#: The two-page edition, and how many characters of the summary are tried for it, one after the other.
SUMMARY_PAGES = 2
SUMMARY_ROOMS = (4200, 3000, 2200, 1500, 900, 400, 0)
#: What the end of a paragraph takes of that room: a list of short lines fills a page too.
_LINE = 60
#: The Compact has 23 objectives; the document says which of them the review does not report on.
OBJECTIVES = range(1, 24)


def render_document(
    snapshot: Mapping[str, Any],
    *,
    language: str,
    reference: Mapping[str, str] | None = None,
    assets: Callable[[str], bytes],
    drafted_at: datetime.datetime | None = None,
    edition: str = RenderingKind.FULL,
) -> bytes:
    """The review as PDF/UA in ``language``; what has no text in it is shown in another, and says so.

    ``reference`` holds ``reference`` and ``sha256`` of the submission; a draft has none but the
    moment ``drafted_at`` at which it was drawn, said on every page. ``assets`` reads a picture by its
    checksum. ``edition`` is one of ``RenderingKind``; the summary never has more than two pages.
    Raises ``RuntimeError`` where a font or a picture is missing.
    """

    def make(room: int) -> bytes:
        return render_pdf(
            document_html(
                snapshot, language=language, reference=reference, drafted_at=drafted_at, edition=edition, room=room
            ),
            language=language,
            title=title_of(snapshot, language=language),
            assets=assets,
        )

    if edition != RenderingKind.SUMMARY:
        return make(0)
    for room in SUMMARY_ROOMS:
        content = make(room)
        if page_count(content) <= SUMMARY_PAGES:
            return content
    return content


def title_of(snapshot: Mapping[str, Any], *, language: str) -> str:
    """What a PDF reader shows in its window."""
    with translation.override(language):
        return _("%(country)s: voluntary national review, %(round)s") % {
            "country": localized(snapshot["country"]["name"]),
            "round": localized(snapshot["round"]["name"]),
        }


def document_html(
    snapshot: Mapping[str, Any],
    *,
    language: str,
    reference: Mapping[str, str] | None = None,
    drafted_at: datetime.datetime | None = None,
    edition: str = RenderingKind.FULL,
    room: int = 0,
) -> str:
    """The HTML of the document; its only addresses are ``asset:``, ``style:`` and links in the text.

    ``room`` is how many characters of its summary the two-page edition has space for.
    """
    with translation.override(language):
        sections = [_section(section, number) for number, section in enumerate(snapshot["sections"], start=1)]
        reported = [
            objective["number"] for section in snapshot["sections"] for objective in section.get("objectives", [])
        ]
        submitted_at = snapshot["submission"]["submitted_at"]
        return render_to_string(
            "reviews/document/document.html",
            {
                "snapshot": snapshot,
                "title": title_of(snapshot, language=language),
                "language": language,
                "direction": direction(language),
                "sections": sections,
                "register_after": place_in(snapshot),
                "not_reported": [number for number in OBJECTIVES if number not in reported] if reported else [],
                "submitted_on": datetime.date.fromisoformat(submitted_at[:10]) if submitted_at else None,
                "reference": reference,
                "draft": drafted_at is not None,
                "drafted_at": drafted_at,
                "edition": edition,
                "summary": summary_of(snapshot, language=language, room=room)
                if edition == RenderingKind.SUMMARY
                else None,
                "address": address_of(snapshot, language=language),
            },
        )


@dataclass(frozen=True)
class Summary:
    """The State's own summary as far as there is room for it: paragraphs in one language, perhaps none."""

    language: str
    paragraphs: list[str]
    is_whole: bool


_SENTENCE = re.compile(r".*?[.!?؟](?=\s|$)|.+$", re.DOTALL)


def summary_of(snapshot: Mapping[str, Any], *, language: str, room: int) -> Summary | None:
    """The section “summary” as plain paragraphs, cut after a whole sentence; never in the middle of one."""
    section = next((one for one in snapshot["sections"] if one["code"] == "summary"), None)
    texts = section["answers"][0]["texts"] if section and section.get("answers") else {}
    if not texts:
        return None
    shown = language if language in texts else next(iter(sorted(texts)))
    kept: list[str] = []
    left = room
    lines = [line.strip() for line in richtext.plain(texts[shown]["html"]).split("\n") if line.strip()]
    for line in lines:
        left -= _LINE
        if len(line) <= left:
            kept.append(line)
            left -= len(line)
            continue
        part = ""
        for sentence in _SENTENCE.findall(line):
            if len(part) + len(sentence) > left:
                break
            part += sentence
        if not kept and not part.strip() and left > _LINE:
            # One sentence that is longer than all the room: better its beginning than nothing.
            part = f"{line[:left].rsplit(' ', 1)[0]} …"
        if part.strip():
            kept.append(part.strip())
        return Summary(shown, kept, is_whole=False)
    return Summary(shown, kept, is_whole=True)


def address_of(snapshot: Mapping[str, Any], *, language: str) -> str:
    """Where the review is read once it is published."""
    with translation.override(language):
        page = reverse("reviews:publication", args=[snapshot["country"]["iso3"], snapshot["round"]["code"]])
    return settings.SITE_URL + page


def page_count(content: bytes) -> int:
    """The number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


# ---------------------------------------------------------------- what the templates are given


def _section(section: Mapping[str, Any], number: int) -> dict[str, Any]:
    answers = section.get("answers", [])
    # A section of one question often asks it in its own title; said once is enough.
    alone = len(answers) == 1 and answers[0]["title"] == section["title"] and "principle" not in answers[0]
    return {
        **section,
        "number": number,
        "answers": [_answer(answer, level=3, untitled=alone) for answer in answers],
        "objectives": [
            {**objective, "answers": [_answer(answer, level=4) for answer in objective["answers"]]}
            for objective in section.get("objectives", [])
        ],
        "is_objectives": section["kind"] == SectionKind.OBJECTIVES,
    }


def _answer(answer: Mapping[str, Any], *, level: int, untitled: bool = False) -> dict[str, Any]:
    texts = {
        language: {**text, "html": _for_paper(text["html"], level - untitled)}
        for language, text in answer["texts"].items()
    }
    return {**answer, "texts": texts, "level": level, "untitled": untitled}


_BODY = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
_HEAD_OF_ROW = re.compile(r"<th(?=[ >])")
_TABLE = re.compile(r"<table>(?=.*?<tr>(.*?)</tr>)", re.DOTALL)
_CELL = re.compile(r'<t[hd](?:[^>]*? colspan="(\d+)")?')
_PICTURE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">(<figcaption>(.*?)</figcaption>)?')


def _for_paper(html: str, level: int) -> str:
    """Canonical HTML under a heading of ``level``: its headings follow without a gap, header cells in
    the body head their rows, and every picture has an alternative text."""
    highest = 3 if "<h3>" in html else 4
    html = richtext.shift_headings(html, level + 1 - highest)
    html = _BODY.sub(lambda body: _HEAD_OF_ROW.sub('<th scope="row"', body[0]), html)
    html = _TABLE.sub(_by_width, html)
    return _PICTURE.sub(_with_alternative, html)


def _by_width(table: re.Match[str]) -> str:
    columns = sum(int(span or 1) for span in _CELL.findall(table[1]))
    kind = "wide" if columns > 8 else "many" if columns > 5 else ""
    return f'<table class="table--{kind}">' if kind else "<table>"


def _with_alternative(found: re.Match[str]) -> str:
    source, alternative, shown, caption = found.groups()
    alternative = alternative or (caption or "").replace('"', "&quot;") or escape(_("Picture without a description"))
    return f'<img src="{source}" alt="{alternative}">{shown or ""}'
