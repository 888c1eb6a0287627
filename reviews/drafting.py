"""Writing a review: starting it, choosing objectives, saving answers. Every save is a version."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import Mandate, User
from countries.models import Country
from foundation import richtext
from foundation.decisions import Refused
from objectives.models import Objective
from reviews.enums import Level, QuestionKind, ReviewState, Stage, TextStatus
from reviews.models import (
    Answer,
    AnswerText,
    ObjectiveReport,
    Picture,
    Question,
    Questionnaire,
    QuestionOption,
    Review,
    Round,
    TextRevision,
    ValueRevision,
)
from reviews.permissions import access_to, check_edit, check_manage


class Conflict(Exception):
    """Someone saved the same text first; ``theirs`` is what is stored now."""

    def __init__(self, theirs: AnswerText):
        super().__init__(f"version {theirs.version} is stored")
        self.theirs = theirs


class ValueConflict(Exception):
    """Someone changed the same choice, number, date or stage first; ``by`` and ``at`` where that is known."""

    def __init__(self, by: User | None = None, at: datetime | None = None):
        super().__init__("another value is stored")
        self.by = by
        self.at = at


@dataclass(frozen=True)
class Saved:
    """What a save left behind: the version now stored, and whether anything changed."""

    version: int
    changed: bool
    edited_at: object


@transaction.atomic
def start_review(*, country: Country, round: Round, by: User, level: str = Level.NATIONAL) -> Review:
    """Start the working copy of a country's review for an open round and freeze its questions.

    Raises ``Refused`` when the person has no current mandate, the round is not open, has no
    questionnaire, or there is a live review already.
    """
    if not Mandate.objects.current().filter(user=by, country=country).exists():
        raise Refused(_("Only a focal point of the country may do this."))
    if not round.is_open:
        raise Refused(_("This round is not open for reviews."))
    questionnaire = Questionnaire.objects.filter(round=round, level=level).order_by("-number").first()
    if questionnaire is None:
        raise Refused(_("There are no questions for this round yet."))
    if questionnaire.frozen_at is None:
        Questionnaire.objects.filter(pk=questionnaire.pk, frozen_at=None).update(frozen_at=timezone.now())
    try:
        with transaction.atomic():
            return Review.objects.create(
                country=country, round=round, level=level, questionnaire=questionnaire, started_by=by
            )
    except IntegrityError:
        raise Refused(_("There is already a review of this country for this round.")) from None


def _locked(review: Review) -> Review:
    """The review's row, locked until the transaction ends.

    A save and a submission then wait for each other: what is acknowledged is either part of the
    submission or refused. SQLite has no row locks; there every transaction is IMMEDIATE.
    """
    return Review.objects.select_for_update(no_key=True).get(pk=review.pk)


@transaction.atomic
def choose_objectives(*, review: Review, chosen: set[int], priorities: set[int], by: User) -> None:
    """Set which objectives are reported on; dropping one keeps its texts for a change of mind.

    ``chosen`` and ``priorities`` are objective numbers; a priority is always chosen.
    """
    review_now = _locked(review)
    check_manage(access_to(review_now, by), review_now)
    chosen = chosen | priorities
    existing = {report.objective.number: report for report in review.objective_reports.select_related("objective")}
    objectives = {objective.number: objective for objective in Objective.objects.filter(number__in=chosen)}
    now = timezone.now()
    for number, report in existing.items():
        wanted = number in chosen
        if wanted == (report.dropped_at is None) and report.is_priority == (number in priorities):
            continue
        report.dropped_at = None if wanted else now
        report.is_priority = number in priorities
        report.save(update_fields=["dropped_at", "is_priority"])
    for number, objective in objectives.items():
        if number not in existing:
            ObjectiveReport.objects.create(review=review, objective=objective, is_priority=number in priorities)
    Review.objects.filter(pk=review.pk).update(objectives_chosen_at=now)


@transaction.atomic
def save_objective(
    *,
    report: ObjectiveReport,
    stage: str,
    is_priority: bool,
    by: User,
    read: tuple[str, bool] | None = None,
) -> None:
    """Save the stage that the State states for an objective, and whether it is a priority.

    ``read`` is the pair that the person had before them; raises ``ValueConflict`` (nothing is
    written) where another pair is stored now, ``Refused`` as ``save_text`` does.
    """
    review = _locked(report.review)
    section = review.questionnaire.sections.get(kind="objectives")
    question = section.questions.first()
    check_edit(access_to(review, by), review, question, report.objective.number)
    if stage and stage not in Stage.values:
        raise ValueError(f"unknown stage {stage!r}")
    report.refresh_from_db(fields=["stage", "is_priority"])
    stored = (report.stage, report.is_priority)
    if stored == (stage, is_priority):
        return
    if read is not None and stored != read:
        last = report.history.first()
        raise ValueConflict(last.history_user if last else None, last.history_date if last else None)
    report.stage, report.is_priority = stage, is_priority
    report.save(update_fields=["stage", "is_priority"])


def answer_to(review: Review, question: Question, report: ObjectiveReport | None = None) -> Answer:
    """The answer's row, made when the first text or value comes."""
    answer, _created = Answer.objects.get_or_create(review=review, question=question, objective_report=report)
    return answer


@transaction.atomic
def save_text(
    *,
    review: Review,
    question: Question,
    language: str,
    html: str,
    version: int,
    by: User,
    report: ObjectiveReport | None = None,
    restored_from: int | None = None,
) -> Saved:
    """Save one language's text of an answer if nobody saved it since ``version`` was read.

    ``html`` is canonical rich text; ``version`` is 0 where there was no text yet. A save writes a
    ``TextRevision`` and marks translations of a changed original as outdated; the original itself
    is never touched by a save in another language. An outdated translation stays so, however much
    is typed in it, until a person says that it follows the original again
    (``reviews.translating``). ``restored_from`` is the version that is brought back.

    Raises ``Conflict`` (nothing is written) when another version is stored, ``Refused`` when the
    person may not edit this answer or the review is no longer with the State.
    """
    review_now = _locked(review)
    check_edit(access_to(review_now, by), review_now, question, report.objective.number if report else None)
    answer = answer_to(review_now, question, report)
    texts = {text.language: text for text in answer.texts.all()}
    text = texts.get(language)
    now = timezone.now()

    if text is None:
        if richtext.is_blank(html):
            return Saved(version=0, changed=False, edited_at=None)
        if version != 0:
            # A version was read, so a row must be there; it is not, hence the form is forged or broken.
            version = 0
        original = next((other for other in texts.values() if other.status == TextStatus.ORIGINAL), None)
        if original is not None and richtext.is_blank(original.html):
            AnswerText.objects.filter(pk=original.pk).update(status=TextStatus.TRANSLATED)
            original = None
        text = AnswerText.objects.create(
            answer=answer,
            language=language,
            html=html,
            status=TextStatus.ORIGINAL if original is None else TextStatus.TRANSLATED,
            follows_version=None if original is None else original.version,
            version=1,
            edited_at=now,
            edited_by=by,
        )
    else:
        if text.version != version:
            if text.html == html:
                # The same text came twice: a double click, or a retry whose answer was lost.
                return Saved(version=text.version, changed=False, edited_at=text.edited_at)
            raise Conflict(text)
        if text.html == html:
            return Saved(version=text.version, changed=False, edited_at=text.edited_at)
        changed = AnswerText.objects.filter(pk=text.pk, version=version).update(
            html=html, version=version + 1, edited_at=now, edited_by=by
        )
        if not changed:
            text.refresh_from_db()
            raise Conflict(text)
        text.version, text.html, text.edited_at = version + 1, html, now
    if text.status == TextStatus.ORIGINAL:
        answer.texts.filter(status=TextStatus.TRANSLATED).exclude(pk=text.pk).update(status=TextStatus.OUTDATED)
    TextRevision.objects.create(
        text=text, version=text.version, html=html, edited_at=now, edited_by=by, restored_from=restored_from
    )
    return Saved(version=text.version, changed=True, edited_at=now)


@transaction.atomic
def append_picture(
    *,
    review: Review,
    question: Question,
    language: str,
    picture: Picture,
    alternative: str,
    by: User,
    report: ObjectiveReport | None = None,
) -> Saved:
    """Add a picture to the end of the text that is stored now; a version like any other."""
    _locked(review)
    answer = answer_to(review, question, report)
    text = answer.texts.filter(language=language).first()
    figure = format_html(
        '<figure><img src="asset:{}" alt="{}"><figcaption>{}</figcaption></figure>',
        picture.sha256,
        alternative,
        alternative,
    )
    return save_text(
        review=review,
        question=question,
        language=language,
        html=richtext.sanitize((text.html if text else "") + figure),
        version=text.version if text else 0,
        by=by,
        report=report,
    )


def value_of(answer: Answer, question: Question) -> Any:
    """The typed value as plain data: a number or date as text, a yes or no, the codes of options; ``None`` if none."""
    if question.kind == QuestionKind.NUMBER:
        return None if answer.number is None else f"{answer.number.normalize():f}"
    if question.kind == QuestionKind.DATE:
        return answer.date.isoformat() if answer.date else None
    if question.kind == QuestionKind.YES_NO:
        return answer.flag
    return sorted(option.code for option in answer.options.all()) or None


@transaction.atomic
def save_value(
    *,
    review: Review,
    question: Question,
    by: User,
    report: ObjectiveReport | None = None,
    number: Decimal | None = None,
    date: date | None = None,
    flag: bool | None = None,
    options: list[QuestionOption] | None = None,
    version: int | None = None,
) -> int:
    """Save the typed value of a question that is not a narrative; returns the version now stored.

    ``version`` is the one that was read; raises ``ValueConflict`` (nothing is written) where
    another is stored with another value. Without it the caller has looked at the stored value
    itself. Raises ``Refused`` as ``save_text`` does.
    """
    review_now = _locked(review)
    check_edit(access_to(review_now, by), review_now, question, report.objective.number if report else None)
    answer = Answer.objects.filter(review=review_now, question=question, objective_report=report).first()
    stored = value_of(answer, question) if answer else None
    if question.kind in {QuestionKind.CHOICE, QuestionKind.MULTIPLE}:
        wanted = sorted(option.code for option in options or []) or None
    else:
        wanted = value_of(Answer(number=number, date=date, flag=flag), question)
    if stored == wanted:
        return answer.value_version if answer else 0
    answer = answer or answer_to(review_now, question, report)
    if version is not None and version != answer.value_version:
        last = answer.value_revisions.select_related("edited_by").first()
        raise ValueConflict(last.edited_by if last else None, last.edited_at if last else None)
    answer.number, answer.date, answer.flag = number, date, flag
    answer.value_version += 1
    answer.save(update_fields=["number", "date", "flag", "value_version"])
    if question.kind in {QuestionKind.CHOICE, QuestionKind.MULTIPLE}:
        answer.options.set(options or [])
    ValueRevision.objects.create(
        answer=answer, version=answer.value_version, value=wanted, edited_at=timezone.now(), edited_by=by
    )
    return answer.value_version


def current_review(country: Country, round: Round, level: str = Level.NATIONAL) -> Review | None:
    """The live review of a country for a round, if there is one."""
    return (
        Review.objects.exclude(state=ReviewState.WITHDRAWN).filter(country=country, round=round, level=level).first()
    )
