"""Starting from the last round: each earlier answer is confirmed, updated or said to apply no longer.

Nothing is overwritten unseen: an answer of the draft that says something else than the earlier one is replaced only by
a person who was shown both, and stays in the history even then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation import richtext
from foundation.decisions import Decision
from foundation.differences import Pieces, differences
from foundation.language import localized
from reviews import drafting
from reviews.answer_tools import Page, Tool
from reviews.attaching import asset_bytes
from reviews.completeness import Issue, picture_of
from reviews.completeness import Picture as DraftPicture
from reviews.earlier import EARLIER, EarlierReview, earlier_review, key_to, says_the_same
from reviews.enums import Carrying, QuestionKind, SectionKind, TextStatus
from reviews.models import Answer, CarriedAnswer, ObjectiveReport, Picture, Question, Review, Section
from reviews.permissions import Access, access_to, can_edit, check_edit


class Occupied(Exception):
    """The draft has another text than the earlier answer, or another than the person was shown."""


@dataclass(frozen=True)
class Side:
    """One language of an earlier answer; ``changed`` is what differs in the draft's text."""

    language: str
    html: str
    status: str
    changed: list[Pieces]


@dataclass(frozen=True)
class Item:
    """An earlier answer beside the draft's answer to the same question."""

    section: Section
    question: Question
    report: ObjectiveReport | None
    entry: dict[str, Any]
    carried: CarriedAnswer | None
    answer: Answer | None
    is_answered: bool
    may: Decision

    @property
    def name(self) -> str:
        """The name of its fields in a form."""
        return f"e{self.question.pk}" + (f"-{self.report.objective.number}" if self.report else "")

    @property
    def is_same(self) -> bool:
        return self.is_answered and says_the_same(self.answer, self.question, self.entry)

    @property
    def differs(self) -> bool:
        """Whether the draft says something else already."""
        return self.is_answered and not self.is_same

    @property
    def seen(self) -> str:
        """The draft's answer as it stands, for a form to hand back."""
        return standing_of(self.answer)

    @property
    def sides(self) -> list[Side]:
        mine = {text.language: text.html for text in self.answer.texts.all()} if self.answer else {}
        found = []
        for language in dict.fromkeys([*self.entry["texts"], *(code for code in mine if mine[code])]):
            earlier = self.entry["texts"].get(language)
            before, after = earlier["html"] if earlier else "", mine.get(language, "")
            changed = differences(before, after) if after and before != after else []
            found.append(Side(language, before, TextStatus(earlier["status"]).label if earlier else "", changed))
        return found


def standing_of(answer: Answer | None) -> str:
    """Versions of the texts and of the value: differs as soon as anybody saves the answer."""
    if answer is None:
        return ""
    texts = sorted(f"{text.language}{text.version}" for text in answer.texts.all())
    return ".".join([*texts, str(answer.value_version)])


@dataclass(frozen=True)
class Part:
    """The earlier answers of one section, or of one objective, that this person may see."""

    section: Section
    report: ObjectiveReport | None
    items: list[Item]

    @property
    def undecided(self) -> int:
        return sum(item.carried is None for item in self.items)


def parts(review: Review, access: Access, earlier: EarlierReview, picture: DraftPicture | None = None) -> list[Part]:
    """Earlier answers to questions of this round, in the order of the form; a fixed number of queries."""
    picture = picture or picture_of(review)
    rows = CarriedAnswer.objects.filter(review=review).select_related("decided_by")
    carried = {(row.question_id, row.objective_report_id): row for row in rows}
    found = []
    for section in picture.sections:
        if not access.covers_section(section):
            continue
        reports = picture.reports if section.kind == SectionKind.OBJECTIVES else [None]
        for report in reports:
            number = report.objective.number if report else None
            if number is not None and not access.covers_objective(section, number):
                continue
            may = can_edit(access, review, section, number)
            items = [
                Item(
                    section,
                    question,
                    report,
                    earlier.answers[key],
                    carried.get((question.pk, report.pk if report else None)),
                    picture.answer(question, report),
                    picture.is_answered(question, report),
                    may,
                )
                for question in picture.questions[section.pk]
                if (key := key_to(question, report)) in earlier.answers
            ]
            if items or (number is not None and number in earlier.objectives):
                found.append(Part(section, report, items))
    return found


def not_asked(review: Review, earlier: EarlierReview, picture: DraftPicture) -> list[dict[str, Any]]:
    """Earlier answers to what is not asked in this round any more; nothing can be decided about them."""
    asked = {
        (question.identifier, question.principle.number if question.principle_id else None)
        for questions in picture.questions.values()
        for question in questions
    }
    found = {key[:1] + key[2:]: entry for key, entry in earlier.answers.items() if (key[0], key[2]) not in asked}
    return list(found.values())


@dataclass(frozen=True)
class Wanted:
    """What a person decided about one earlier answer, and what they had before them."""

    question: Question
    report: ObjectiveReport | None
    decision: str
    replace: bool = False
    seen: str = ""


@transaction.atomic
def decide(*, review: Review, earlier: EarlierReview, wanted: Iterable[Wanted], by: User) -> None:
    """Write down decisions about earlier answers, all or none; ``decision`` "" takes one back.

    Confirmed and updated answers are taken over into the draft in all their languages; where the draft says something
    else, only with ``replace`` (an update keeps the draft's text otherwise). Raises ``Occupied`` where a confirmation
    would need that or the draft was changed since ``seen``, ``Refused`` where the person may not edit the answer.
    """
    review_now = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    access = access_to(review_now, by)
    for one in wanted:
        check_edit(access, review_now, one.question, one.report.objective.number if one.report else None)
        of_answer = {"review": review_now, "question": one.question, "objective_report": one.report}
        if not one.decision:
            CarriedAnswer.objects.filter(**of_answer).delete()
            continue
        entry = earlier.answers[key_to(one.question, one.report)]
        if one.decision != Carrying.DROPPED:
            _take_over(review_now, one, entry, earlier, by)
        CarriedAnswer.objects.update_or_create(
            **of_answer,
            defaults={
                "source": earlier.submission,
                "decision": Carrying(one.decision),
                "decided_at": timezone.now(),
                "decided_by": by,
            },
        )


def _take_over(review: Review, wanted: Wanted, entry: dict[str, Any], earlier: EarlierReview, by: User) -> None:
    question, report = wanted.question, wanted.report
    answer = (
        Answer.objects.filter(review=review, question=question, objective_report=report)
        .prefetch_related("texts", "options")
        .first()
    )
    texts = {text.language: text for text in answer.texts.all()} if answer else {}
    empty = all(richtext.is_blank(text.html) for text in texts.values())
    empty = empty and (answer is None or drafting.value_of(answer, question) is None)
    if not empty:
        if says_the_same(answer, question, entry):
            return
        if not wanted.replace:
            if wanted.decision == Carrying.UPDATED:
                return
            raise Occupied
        if standing_of(answer) != wanted.seen:
            raise Occupied
    if question.kind != QuestionKind.NARRATIVE:
        drafting.save_value(review=review, question=question, report=report, by=by, **_value(question, entry["value"]))
        return
    _bring_pictures(review, entry, earlier, by)
    # The original first: what comes after it is then its translation.
    languages = sorted(entry["texts"], key=lambda code: entry["texts"][code]["status"] != TextStatus.ORIGINAL)
    for language in languages:
        text = texts.get(language)
        drafting.save_text(
            review=review,
            question=question,
            report=report,
            language=language,
            html=entry["texts"][language]["html"],
            version=text.version if text else 0,
            by=by,
        )
    _restore_statuses(drafting.answer_to(review, question, report), entry)


def _restore_statuses(answer: Answer, entry: dict[str, Any]) -> None:
    """Original and translations as they were; a text in a further language may say something else than they do."""
    texts = {text.language: text for text in answer.texts.all()}
    original = next((code for code, one in entry["texts"].items() if one["status"] == TextStatus.ORIGINAL), None)
    if original is None:
        return
    # There is one original at any time: it is made so last.
    for language, text in texts.items():
        if language != original:
            outdated = language not in entry["texts"] or entry["texts"][language]["status"] == TextStatus.OUTDATED
            status = TextStatus.OUTDATED if outdated else TextStatus.TRANSLATED
            follows = None if outdated else texts[original].version
            answer.texts.filter(pk=text.pk).update(status=status, follows_version=follows)
    answer.texts.filter(pk=texts[original].pk).update(status=TextStatus.ORIGINAL, follows_version=None)


def _value(question: Question, value: Any) -> dict[str, Any]:
    """A value of a snapshot as keyword arguments of ``drafting.save_value``; options that are no more are left out."""
    if question.kind == QuestionKind.NUMBER:
        return {"number": None if value is None else Decimal(value)}
    if question.kind == QuestionKind.DATE:
        return {"date": date.fromisoformat(value) if value else None}
    if question.kind == QuestionKind.YES_NO:
        return {"flag": value}
    codes = {option["code"] for option in value or []}
    return {"options": [option for option in question.options.all() if option.code in codes]}


def _bring_pictures(review: Review, entry: dict[str, Any], earlier: EarlierReview, by: User) -> None:
    """The pictures of the earlier texts, as they are kept with submissions, become pictures of this review."""
    wanted = {sha256 for text in entry["texts"].values() for sha256 in richtext.asset_hashes(text["html"])}
    there = set(review.pictures.filter(sha256__in=wanted).values_list("sha256", flat=True))
    for asset in earlier.snapshot["assets"]:
        if asset["sha256"] in wanted - there:
            picture = Picture(
                review=review,
                sha256=asset["sha256"],
                media_type=asset["type"],
                width=asset["width"],
                height=asset["height"],
                added_by=by,
            )
            extension = {"image/png": "png", "image/jpeg": "jpg"}[asset["type"]]
            content = ContentFile(asset_bytes(asset["sha256"]))
            picture.file.save(f"{asset['sha256']}.{extension}", content, save=False)
            picture.save()


def choose_the_same(*, review: Review, earlier: EarlierReview, by: User) -> None:
    """Report on the objectives of the earlier review too, with its priorities; none that is chosen is taken away."""
    now = {report.objective.number: report for report in review.objective_reports.chosen().select_related("objective")}
    drafting.choose_objectives(
        review=review,
        chosen=set(now) | set(earlier.objectives),
        priorities={number for number, report in now.items() if report.is_priority}
        | {number for number, one in earlier.objectives.items() if one["is_priority"] and number not in now},
        by=by,
    )


def earlier_stage(earlier: EarlierReview, report: ObjectiveReport) -> dict[str, Any] | None:
    """The stage that the State stated then: its code and its label in each language."""
    return earlier.objectives.get(report.objective.number, {}).get("stage")


@transaction.atomic
def take_stage(*, report: ObjectiveReport, earlier: EarlierReview, by: User) -> None:
    """State the earlier stage again. Raises ``Occupied`` where a stage is stated already."""
    stage = earlier_stage(earlier, report)
    report = (
        ObjectiveReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("review", "objective")
        .get(pk=report.pk)
    )
    if stage is None or report.stage not in ("", stage["code"]):
        raise Occupied
    drafting.save_objective(report=report, stage=stage["code"], is_priority=report.is_priority, by=by)


# ---------------------------------------------------------------- what other pages show


@dataclass(frozen=True)
class Offer:
    """That there is an earlier review to start from, and how many of its answers wait for a word."""

    round_name: str
    undecided: int
    total: int


def offer(review: Review, access: Access, picture: DraftPicture) -> Offer | None:
    """For the task list; ``None`` where there is nothing to decide or the review is not being written."""
    earlier = earlier_review(review) if review.is_editable else None
    if earlier is None:
        return None
    found = parts(review, access, earlier, picture)
    total = sum(len(part.items) for part in found)
    if not total and not access.is_focal_point:
        return None
    return Offer(localized(earlier.round_name), sum(part.undecided for part in found), total)


def warnings(review: Review, access: Access, picture: DraftPicture) -> list[Issue]:
    """What does not go together, for the check before submission; never in the way of submitting."""
    earlier = earlier_review(review)
    if earlier is None:
        return []
    found = []
    waiting = 0
    for part in parts(review, access, earlier, picture):
        waiting += part.undecided
        for item in part.items:
            number = item.report.objective.number if item.report else None
            if item.carried is None or not item.is_same:
                continue
            if item.carried.decision == Carrying.UPDATED:
                message = _("“%(question)s” was to be updated and still is as it was.")
            elif item.carried.decision == Carrying.DROPPED:
                message = _(
                    "“%(question)s”: you said that the earlier answer no longer applies; the draft still has it."
                )
            else:
                continue
            message %= {"question": item.question}
            found.append(Issue(item.section.code, item.question.identifier, message, False, number))
    if waiting:
        message = ngettext(
            "%(count)s earlier answer has neither been confirmed nor updated.",
            "%(count)s earlier answers have neither been confirmed nor updated.",
            waiting,
        ) % {"count": waiting}
        found.append(Issue("", EARLIER, message, False))
    return found


def tool(page: Page) -> dict[int, Tool]:
    """Beside each answer: what the State said in the round before, and that it waits for a word."""
    earlier = earlier_review(page.review)
    if earlier is None:
        return {}
    rows = CarriedAnswer.objects.filter(
        review=page.review, objective_report=page.report, question__in=page.questions
    ).values_list("question_id", "decision")
    decisions = dict(rows)
    found = {}
    for question in page.questions:
        if key_to(question, page.report) not in earlier.answers:
            continue
        names = {"round": localized(earlier.round_name)}
        decision = decisions.get(question.pk)
        if decision:
            label = _("Answer of %(round)s: %(decision)s") % {**names, "decision": Carrying(decision).label}
        else:
            label = _("Answer of %(round)s: confirm or update") % names
        href = page.address("answer_earlier", question)
        found[question.pk] = Tool("earlier", href, label, decision is None and page.review.is_editable)
    return found
