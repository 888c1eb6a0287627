"""A draft as a Word or Excel file, to work on without a connection: what goes out, and how it is known again.

Each answer stands in a **slot** with a tag of its own: ``gcm:t:<question>:<objective or 0>:<language>`` for
a text, ``gcm:v:<question>:<objective or 0>`` for a choice, date or number, ``gcm:s:<objective>`` for a stage.
The file carries a signed manifest: whose draft it is, and the version of each slot that went out.
Reading it back is ``reviews.returned``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from django.conf import settings
from django.core import signing
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from foundation import richtext, word
from foundation.language import direction, localized, name_of
from reviews import drafting
from reviews.completeness import Picture, picture_of
from reviews.enums import OfflineKind, QuestionKind, SectionKind, Stage
from reviews.forms import ObjectiveForm
from reviews.models import Answer, ObjectiveReport, Question, Review, Section
from reviews.permissions import Access

FORMAT = 1
SALT = "reviews.offline"
NAMESPACE = "urn:gcm-portal:offline"
#: What a cell of Excel can hold; a longer text is worked on in Word.
MOST_IN_CELL = 32_000
MANIFEST_SHEET = "gcm"
_TOKEN_PART = 30_000


@dataclass(frozen=True)
class Slot:
    """One place of the file: a text in one language, a value, or the stage of an objective."""

    tag: str
    section: Section
    question: Question | None
    report: ObjectiveReport | None
    answer: Answer | None
    language: str = ""

    @property
    def number(self) -> int | None:
        return self.report.objective.number if self.report else None

    @property
    def is_text(self) -> bool:
        return bool(self.language)

    @property
    def html(self) -> str:
        """The text that stands now."""
        return self._text.html if self._text else ""

    @property
    def _text(self):
        texts = self.answer.texts.all() if self.answer else []
        return next((text for text in texts if text.language == self.language), None)

    @property
    def version(self) -> int | str:
        """What a save has to name: the version of a text or value, or the pair of stage and priority."""
        if self.question is None:
            return ObjectiveForm.pair_as_text(self.report)
        if self.is_text:
            return self._text.version if self._text else 0
        return self.answer.value_version if self.answer else 0

    @property
    def value(self) -> str:
        """A value as its code: an option's, ``yes`` or ``no``, a date, a number, a stage."""
        if self.question is None:
            return self.report.stage
        value = drafting.value_of(self.answer, self.question) if self.answer else None
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return " ".join(value) if isinstance(value, list) else str(value)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Codes and words, in the active language; none where a value is typed."""
        if self.question is None:
            return [(code, str(label)) for code, label in Stage.choices]
        if self.question.kind == QuestionKind.YES_NO:
            return [("yes", _("Yes")), ("no", _("No"))]
        if self.question.kind in {QuestionKind.CHOICE, QuestionKind.MULTIPLE}:
            return [(option.code, localized(option, "label")) for option in self.question.options.all()]
        return []

    @property
    def title(self) -> str:
        return str(self.question) if self.question else _("Stage of implementation")


def slots(review: Review, access: Access, picture: Picture | None = None) -> Iterator[Slot]:
    """Every place that this person covers, in the order of the form."""
    picture = picture or picture_of(review)
    for section in picture.sections:
        if not access.covers_section(section):
            continue
        questions = picture.questions[section.pk]
        if section.kind != SectionKind.OBJECTIVES:
            yield from _slots_of(picture, section, questions, None)
            continue
        for report in picture.reports:
            if access.covers_objective(section, report.objective.number):
                yield Slot(f"gcm:s:{report.objective.number}", section, None, report, None)
                yield from _slots_of(picture, section, questions, report)


def _slots_of(
    picture: Picture, section: Section, questions: list[Question], report: ObjectiveReport | None
) -> Iterator[Slot]:
    number = report.objective.number if report else 0
    for question in questions:
        answer = picture.answer(question, report)
        if question.kind == QuestionKind.NARRATIVE:
            for language, _name in settings.LANGUAGES:
                tag = f"gcm:t:{question.pk}:{number}:{language}"
                yield Slot(tag, section, question, report, answer, language)
        elif question.kind != QuestionKind.MULTIPLE:
            # Several choices at once have no place in a drop-down list; they stay on the page.
            yield Slot(f"gcm:v:{question.pk}:{number}", section, question, report, answer)


def manifest_of(review: Review, kind: str, language: str, versions: dict[str, int | str]) -> str:
    """The signed token that a file carries; what it says is known to come from here."""
    return signing.dumps(
        {
            "format": FORMAT,
            "country": review.country.iso3,
            "round": review.round.code,
            "level": review.level,
            "questionnaire": review.questionnaire_id,
            "review": review.pk,
            "kind": kind,
            "language": language,
            "versions": versions,
        },
        salt=SALT,
        compress=True,
    )


def placeholder() -> str:
    return _("Write here")


def placeholders() -> frozenset[str]:
    """The words that stand in an empty place, in every language of the portal."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {placeholder(), _chosen_none()}
    return frozenset(found)


def _chosen_none() -> str:
    return pgettext("choice", "Not chosen")


@dataclass
class Export:
    """A draft on its way into a file; ``empty`` for the form without what was written so far."""

    review: Review
    access: Access
    language: str
    empty: bool = False
    versions: dict[str, int | str] = field(default_factory=dict)

    def _take(self, slot: Slot) -> Slot:
        # In an empty form nothing was read: a text that there is meanwhile is then a conflict, not overwritten.
        self.versions[slot.tag] = ("" if slot.question is None else 0) if self.empty else slot.version
        return slot

    def _heading(self) -> list[str]:
        return [
            _("This file belongs to the review “%(review)s”.") % {"review": self.review},
            _("Write in the marked places and upload the file on the page “Work offline”."),
            _("You then see what would change, answer by answer, and accept or refuse each. Nothing changes before."),
        ]

    def groups(self) -> Iterator[tuple[str, list[Slot]]]:
        """The slots under their headings: a section, or an objective of it."""
        current, group = "", []
        for slot in slots(self.review, self.access):
            title = str(slot.section)
            if slot.report:
                title = _("Objective %(number)s: %(title)s") % {
                    "number": slot.report.objective.number,
                    "title": localized(slot.report.objective, "short_title"),
                }
            if title != current and group:
                yield current, group
                group = []
            current = title
            group.append(slot)
        if group:
            yield current, group

    def to_word(self) -> bytes:
        """The .docx: content controls in the reading order, right to left where the language is."""
        with translation.override(self.language):
            document = word.Document(self.language, str(self.review), self._picture)
            document.add(document.paragraph(str(self.review), style="Title"))
            document.add(*(document.paragraph(line, style="Guidance") for line in self._heading()))
            for title, group in self.groups():
                document.add(document.paragraph(title, style="Heading1", keep=True))
                asked = None
                for slot in group:
                    if slot.question is not None and slot.question != asked:
                        asked = slot.question
                        document.add(document.paragraph(slot.title, style="Heading2", keep=True))
                        for line in self._guidance(slot.question):
                            document.add(document.paragraph(line, style="Guidance", keep=True))
                    self._add_control(document, self._take(slot))
            token = manifest_of(self.review, OfflineKind.WORD, self.language, self.versions)
        return document.save(f'<gcm xmlns="{NAMESPACE}">{escape(token)}</gcm>'.encode())

    def _guidance(self, question: Question) -> list[str]:
        lines = [line for line in localized(question, "help").splitlines() if line.strip()]
        if question.word_limit:
            lines.append(_("Suggested limit in words: %(count)s") % {"count": question.word_limit})
        return lines

    def _add_control(self, document: word.Document, slot: Slot) -> None:
        if slot.is_text:
            label = str(name_of(slot.language))
            document.add(document.paragraph(label, style="TextLabel", keep=True))
            html = "" if self.empty else slot.html
            document.add(*document.text_control(slot.tag, label, html, slot.language, placeholder()))
            return
        value = "" if self.empty else slot.value
        if slot.choices:
            document.add(document.choice_control(slot.tag, slot.title, slot.choices, value, _chosen_none()))
        elif slot.question.kind == QuestionKind.DATE:
            document.add(document.date_control(slot.tag, slot.title, value, placeholder()))
        else:
            document.add(document.line_control(slot.tag, slot.title, value, placeholder()))

    def _picture(self, sha256: str) -> word.Drawn:
        picture = self.review.pictures.get(sha256=sha256)
        with picture.file.open("rb") as file:
            extension = "jpeg" if picture.media_type == "image/jpeg" else "png"
            return word.Drawn(file.read(), extension, picture.width, picture.height)

    def to_excel(self) -> bytes:
        """The .xlsx: a row for each place, texts as plain writing (Markdown), lists of choices in their cells."""
        with translation.override(self.language):
            book = openpyxl.Workbook()
            sheet = book.active
            sheet.title = _("Answers")[:31]
            sheet.sheet_view.rightToLeft = direction(self.language) == "rtl"
            for line in self._heading():
                sheet.append(["", line])
            head = [_("Part"), _("Question"), _("Guidance"), _("Language"), _("Answer")]
            sheet.append(["", *head])
            first = sheet.max_row
            for cell in sheet[first]:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="DCEBEC")
            for title, group in self.groups():
                for slot in group:
                    self._add_row(sheet, title, slot)
            sheet.column_dimensions["A"].hidden = True
            for column, width in zip("BCDEF", (28, 36, 44, 14, 90), strict=True):
                sheet.column_dimensions[column].width = width
            sheet.freeze_panes = f"A{first + 1}"
            sheet.protection.sheet = True
            sheet.protection.formatColumns = sheet.protection.formatRows = False
            token = manifest_of(self.review, OfflineKind.EXCEL, self.language, self.versions)
            hidden = book.create_sheet(MANIFEST_SHEET)
            hidden.sheet_state = "veryHidden"
            for start in range(0, len(token), _TOKEN_PART):
                _write(hidden.cell(hidden.max_row + 1, 1), token[start : start + _TOKEN_PART])
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    def _add_row(self, sheet: Any, title: str, slot: Slot) -> None:
        shown = ""
        if not self.empty:
            shown = richtext.to_markdown(slot.html) if slot.is_text else dict(slot.choices).get(slot.value, slot.value)
        row = sheet.max_row + 1
        guidance = "\n".join(self._guidance(slot.question)) if slot.question else ""
        language = str(name_of(slot.language)) if slot.language else ""
        if len(shown) > MOST_IN_CELL:
            shown = _("This text is too long for a cell. Work on it in the Word file or on the page.")
        else:
            self._take(slot)
        cells = [slot.tag if slot.tag in self.versions else "", title, slot.title, guidance, language, shown]
        for column, content in enumerate(cells, start=1):
            cell = sheet.cell(row, column)
            _write(cell, content)
            cell.alignment = Alignment(
                wrap_text=True,
                vertical="top",
                readingOrder=2 if direction(slot.language or self.language) == "rtl" else 1,
            )
        if slot.tag not in self.versions:
            return
        sheet.cell(row, 6).protection = Protection(locked=False)
        if slot.choices:
            words = ",".join(label.replace(",", "،") for _code, label in slot.choices)
            if len(words) < 250:
                choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
                sheet.add_data_validation(choice)
                choice.add(sheet.cell(row, 6))


def _write(cell: Cell, content: str) -> None:
    """As text, whatever it begins with: a formula that somebody wrote into an answer is never run."""
    cell.value = content
    cell.data_type = "s"
    cell.quotePrefix = content[:1] in {"=", "+", "-", "@"}
