"""The review that a country gave before, and what the State says today of the answers in it.

What is read here comes from the earlier submission's snapshot: questions are matched by identifier, objective and
principle, however they were worded then.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F, Q

from foundation import richtext
from reviews.comparing import Key, answers_of, objectives_of
from reviews.completeness import Picture
from reviews.enums import Carrying, QuestionKind, ReviewState
from reviews.models import Answer, CarriedAnswer, ObjectiveReport, Question, Review, Submission

#: In place of a question's identifier: the issue is about the earlier answers as a whole.
EARLIER = "earlier"


@dataclass(frozen=True)
class EarlierReview:
    """A submission of an earlier round, read from its snapshot."""

    submission: Submission

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        return json.loads(self.submission.snapshot)

    @cached_property
    def answers(self) -> dict[Key, dict[str, Any]]:
        return answers_of(self.snapshot)

    @cached_property
    def objectives(self) -> dict[int, dict[str, Any]]:
        return objectives_of(self.snapshot)

    @property
    def round_name(self) -> dict[str, str]:
        """The name that the round had then, in each language."""
        return self.snapshot["round"]["name"]


def earlier_review(review: Review) -> EarlierReview | None:
    """The review of the same country and level in the latest round before this one; one query.

    The publication in force counts before a submission that was never published; what was withdrawn counts only
    where it had been published.
    """
    found = (
        Submission.objects.filter(
            review__country=review.country_id,
            review__level=review.level,
            review__round__position__lt=review.round.position,
        )
        .filter(
            Q(publication__isnull=False, publication__superseded_by=None)
            | Q(publication=None) & ~Q(review__state=ReviewState.WITHDRAWN)
        )
        .select_related("review__country", "review__round", "publication")
        .order_by("-review__round__position", F("publication__number").desc(nulls_last=True), "-number")
        .first()
    )
    return EarlierReview(found) if found else None


def key_to(question: Question, report: ObjectiveReport | None) -> Key:
    """Under which an answer to this question stands in a snapshot."""
    return (
        question.identifier,
        report.objective.number if report else None,
        question.principle.number if question.principle_id else None,
    )


def says_the_same(answer: Answer | None, question: Question, entry: dict[str, Any]) -> bool:
    """Whether the draft's answer is the earlier one, in every language and to the letter."""
    texts = {text.language: text.html for text in answer.texts.all()} if answer else {}
    texts = {code: html for code, html in texts.items() if not richtext.is_blank(html)}
    if texts != {code: text["html"] for code, text in entry["texts"].items()}:
        return False
    value = entry.get("value")
    if question.kind == QuestionKind.NARRATIVE or answer is None:
        return question.kind == QuestionKind.NARRATIVE or value in (None, [])
    if question.kind == QuestionKind.NUMBER:
        return answer.number == (None if value is None else Decimal(value))
    if question.kind == QuestionKind.DATE:
        return (answer.date.isoformat() if answer.date else None) == value
    if question.kind == QuestionKind.YES_NO:
        return answer.flag == value
    return {option.code for option in answer.options.all()} == {option["code"] for option in value or []}


def marks(review: Review, picture: Picture) -> tuple[dict[Key, dict[str, Any]], list[dict[str, Any]]]:
    """What a snapshot says of earlier answers: by answer what became of it, and those that no longer apply.

    A text that was confirmed and then changed is an updated one; one that was to be updated and stayed as it was
    says nothing.
    """
    rows = list(
        CarriedAnswer.objects.filter(review=review, objective_report__dropped_at=None)
        .select_related("question__principle", "objective_report__objective", "source__review__country")
        .select_related("source__review__round")
        .order_by("question__section__position", "objective_report__objective__number", "question__position")
    )
    sources = {row.source_id: EarlierReview(row.source) for row in rows}
    marked: dict[Key, dict[str, Any]] = {}
    dropped: list[dict[str, Any]] = []
    for row in rows:
        source, key = sources[row.source_id], key_to(row.question, row.objective_report)
        entry = source.answers.get(key)
        if entry is None:
            continue
        origin = {"from": row.source.reference, "round": source.round_name}
        if row.decision == Carrying.DROPPED:
            question, objective, principle = key
            dropped.append(
                {
                    "question": question,
                    "title": entry["title"],
                    "objective": objective,
                    "principle": principle,
                    **origin,
                }
            )
            marked[key] = {**origin, "decision": Carrying.DROPPED.value}
            continue
        same = says_the_same(picture.answer(row.question, row.objective_report), row.question, entry)
        if not same:
            marked[key] = {**origin, "decision": Carrying.UPDATED.value}
        elif row.decision == Carrying.CONFIRMED:
            marked[key] = {**origin, "decision": Carrying.CONFIRMED.value}
    return marked, dropped
