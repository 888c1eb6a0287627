"""The check of a draft's texts: broken Arabic, stray characters, terms that the glossary avoids. It never blocks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation import textcheck
from foundation.textcheck import Finding
from objectives.glossary import terms_to_avoid
from reviews import drafting
from reviews.answer_tools import Page, Tool
from reviews.completeness import Issue, Picture
from reviews.enums import SectionKind
from reviews.models import Answer, AnswerText, ObjectiveReport, Question, Review
from reviews.permissions import Access

#: How much of the text is shown on either side of what was found.
_AROUND = 60


@dataclass(frozen=True)
class Remark:
    """A finding with the words around it; ``number`` is its place among the text's findings."""

    number: int
    finding: Finding
    before: str
    after: str


@dataclass(frozen=True)
class CheckedText:
    text: AnswerText
    remarks: list[Remark]

    @property
    def certain(self) -> int:
        return sum(remark.finding.certain for remark in self.remarks)


def findings(text: AnswerText) -> list[Finding]:
    return textcheck.find_in(text.html, text.language, terms_to_avoid(text.language))


def check(text: AnswerText) -> CheckedText:
    words = textcheck.words_of(text.html)
    return CheckedText(
        text,
        [
            Remark(
                number,
                finding,
                _end(words[: finding.start].rsplit("\n", 1)[-1]),
                _beginning(words[finding.end :].split("\n", 1)[0]),
            )
            for number, finding in enumerate(findings(text))
        ],
    )


def _end(words: str) -> str:
    return words if len(words) <= _AROUND else "…" + words[-_AROUND:].split(" ", 1)[-1]


def _beginning(words: str) -> str:
    return words if len(words) <= _AROUND else words[:_AROUND].rsplit(" ", 1)[0] + "…"


def checked(answer: Answer | None) -> list[CheckedText]:
    """The texts of an answer in which something was found."""
    texts = answer.texts.order_by("language") if answer else []
    return [one for one in map(check, texts) if one.remarks]


def _text(review: Review, question: Question, report: ObjectiveReport | None, language: str) -> AnswerText:
    return AnswerText.objects.select_related("edited_by").get(
        answer__review=review, answer__question=question, answer__objective_report=report, language=language
    )


def repair(
    *, review: Review, question: Question, language: str, version: int, by: User, report: ObjectiveReport | None = None
) -> drafting.Saved:
    """Save the text with all that is certain put right: a version like any other.

    Raises ``drafting.Conflict`` where the text was saved since ``version``, ``AnswerText.DoesNotExist`` where there is
    none, ``Refused`` where the person may not edit it.
    """
    text = _text(review, question, report, language)
    if text.version != version:
        raise drafting.Conflict(text)
    return drafting.save_text(
        review=review,
        question=question,
        report=report,
        language=language,
        html=textcheck.repair(text.html, language),
        version=version,
        by=by,
    )


def take_suggestion(
    *,
    review: Review,
    question: Question,
    language: str,
    version: int,
    number: int,
    by: User,
    report: ObjectiveReport | None = None,
) -> drafting.Saved:
    """Save the text with one finding replaced by its suggestion. Raises as ``repair``, and ``IndexError`` for none."""
    text = _text(review, question, report, language)
    if text.version != version:
        raise drafting.Conflict(text)
    finding = findings(text)[number]
    if not finding.can_be_put_right:
        raise IndexError(number)
    return drafting.save_text(
        review=review,
        question=question,
        report=report,
        language=language,
        html=textcheck.replace(text.html, finding),
        version=version,
        by=by,
    )


def tool(page: Page) -> dict[int, Tool]:
    """Beside each answer in which something was found: how much."""
    texts = (
        AnswerText.objects.filter(
            answer__review=page.review, answer__objective_report=page.report, answer__question__in=page.questions
        )
        .exclude(html="")
        .select_related("answer")
    )
    counts: dict[int, int] = {}
    for text in texts:
        counts[text.answer.question_id] = counts.get(text.answer.question_id, 0) + len(findings(text))
    return {
        question.pk: Tool(
            "check",
            page.address("answer_check", question),
            _("Text check (%(count)s)") % {"count": count},
            True,
        )
        for question in page.questions
        if (count := counts.get(question.pk, 0))
    }


def warnings(access: Access, picture: Picture) -> list[Issue]:
    """One line per answer in which something was found, for the check before submission."""
    found = []
    for section in picture.sections:
        reports = picture.reports if section.kind == SectionKind.OBJECTIVES else [None]
        for report in reports:
            number = report.objective.number if report else None
            for question in picture.questions[section.pk]:
                answer = picture.answer(question, report)
                count = sum(len(findings(text)) for text in answer.texts.all()) if answer else 0
                if not count or not access.covers_section(section):
                    continue
                message = ngettext(
                    "“%(question)s”: the text check has %(count)s remark.",
                    "“%(question)s”: the text check has %(count)s remarks.",
                    count,
                ) % {"question": question, "count": count}
                found.append(Issue(section.code, question.identifier, message, False, number))
    return found
