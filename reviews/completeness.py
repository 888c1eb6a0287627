"""What is still to be done before a review can be submitted, from one plain picture of it.

The task list, the progress line, the error summary and the submit rule all ask ``issues``; there
is no second opinion. Only what the State chose counts: an objective that was not chosen is "not
reported this round" and can never be missing.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import richtext
from reviews.enums import QuestionKind, ReviewState, SectionKind
from reviews.models import Answer, ObjectiveReport, Question, ReturnReason, Review, Section
from reviews.returning import points_of


@dataclass(frozen=True)
class Issue:
    """One thing to do: where it is, what it says, and whether it stands in the way of submitting."""

    section: str
    question: str
    message: str
    blocking: bool
    objective: int | None = None

    @property
    def anchor(self) -> str:
        """The id of the field on its page."""
        return f"q-{self.question.replace('.', '-')}"


@dataclass
class Picture:
    """A review as plain values; two queries for answers and texts, however long it is."""

    sections: list[Section]
    questions: dict[int, list[Question]]
    reports: list[ObjectiveReport]
    answers: dict[tuple[int, int | None], Answer] = field(default_factory=dict)
    #: What the Network asked when it returned the review, settled or not.
    points: list[ReturnReason] = field(default_factory=list)

    def answer(self, question: Question, report: ObjectiveReport | None = None) -> Answer | None:
        return self.answers.get((question.pk, report.pk if report else None))

    def is_answered(self, question: Question, report: ObjectiveReport | None = None) -> bool:
        answer = self.answer(question, report)
        if answer is None:
            return False
        if question.kind == QuestionKind.NARRATIVE:
            return any(not richtext.is_blank(text.html) for text in answer.texts.all())
        if question.kind in {QuestionKind.CHOICE, QuestionKind.MULTIPLE}:
            return bool(answer.options.all())
        return not (answer.number is None and answer.date is None and answer.flag is None)


def picture_of(review: Review) -> Picture:
    """Load everything that completeness, preview and snapshot look at, in a fixed number of queries."""
    sections = list(
        review.questionnaire.sections.prefetch_related(
            "questions__options", "questions__principle", "questions__section"
        )
    )
    reports = list(review.objective_reports.chosen().select_related("objective__round_table"))
    answers = (
        Answer.objects.filter(review=review).select_related("question").prefetch_related("texts__edited_by", "options")
    )
    return Picture(
        sections=sections,
        questions={section.pk: list(section.questions.all()) for section in sections},
        reports=reports,
        answers={(answer.question_id, answer.objective_report_id): answer for answer in answers},
        points=points_of(review) if review.state == ReviewState.RETURNED else [],
    )


def _issues_of_question(
    picture: Picture, section: Section, question: Question, report: ObjectiveReport | None
) -> list[Issue]:
    number = report.objective.number if report else None
    if question.is_required and not picture.is_answered(question, report):
        if report:
            message = _("Objective %(number)s: answer “%(question)s”.") % {"number": number, "question": question}
        elif str(question) == str(section):
            message = _("Answer “%(question)s”.") % {"question": question}
        else:
            message = _("%(section)s: answer “%(question)s”.") % {"section": section, "question": question}
        return [Issue(section.code, question.identifier, message, True, number)]
    if not question.word_limit:
        return []
    answer = picture.answer(question, report)
    found = []
    for text in answer.texts.all() if answer else []:
        words = richtext.word_count(text.html)
        if words > question.word_limit:
            message = ngettext(
                "“%(question)s” is %(over)s word longer than suggested.",
                "“%(question)s” is %(over)s words longer than suggested.",
                words - question.word_limit,
            ) % {"question": question, "over": words - question.word_limit}
            found.append(Issue(section.code, question.identifier, message, False, number))
    return found


def _issues_of_points(picture: Picture, section: Section, report: ObjectiveReport | None) -> list[Issue]:
    """What the Network asked and nobody has settled; it may be submitted all the same, and the Network sees it."""
    found = []
    for point in picture.points:
        on = point.objective_report if point.objective_report and point.objective_report.dropped_at is None else None
        if point.cleared_at is None and point.section_id == section.pk and on == report:
            message = _("%(place)s: a point that the UN Network raised is not settled yet.") % {"place": point.place}
            number = report.objective.number if report else None
            found.append(Issue(section.code, f"point.{point.pk}", message, False, number))
    return found


def issues_of_section(picture: Picture, section: Section, report: ObjectiveReport | None = None) -> list[Issue]:
    """What is to be done in one section, or in the report on one objective."""
    questions = picture.questions[section.pk]
    if section.kind != SectionKind.OBJECTIVES:
        found = [issue for question in questions for issue in _issues_of_question(picture, section, question, None)]
        return found + _issues_of_points(picture, section, None)
    reports = [report] if report else picture.reports
    found = [] if report else _issues_of_points(picture, section, None)
    if not reports:
        found.append(Issue(section.code, "objectives.choice", _("Choose the objectives that you report on."), True))
    for one in reports:
        if not one.stage:
            found.append(
                Issue(
                    section.code,
                    "objectives.stage",
                    _("Objective %(number)s: state the stage of implementation.") % {"number": one.objective.number},
                    True,
                    one.objective.number,
                )
            )
        for question in questions:
            found.extend(_issues_of_question(picture, section, question, one))
        found.extend(_issues_of_points(picture, section, one))
    return found


def issues(picture: Picture) -> list[Issue]:
    """All that is to be done, in the order of the form."""
    return [issue for section in picture.sections for issue in issues_of_section(picture, section)]


@dataclass(frozen=True)
class Progress:
    """How many of the required answers are given; only chosen objectives count."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 if not self.total else self.done * 100 // self.total


def progress_of(picture: Picture) -> Progress:
    """Counts exactly what ``issues`` calls blocking, so that "all done" and "may be submitted" agree."""
    total = 0
    for section in picture.sections:
        required = sum(question.is_required for question in picture.questions[section.pk])
        if section.kind == SectionKind.OBJECTIVES:
            total += len(picture.reports) * (required + 1) if picture.reports else 1
        else:
            total += required
    blocking = sum(issue.blocking for issue in issues(picture))
    return Progress(done=total - blocking, total=total)
