"""The history of an answer: every acknowledged version, who wrote it and when; any can be restored."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from foundation import richtext
from foundation.dates import format_date
from foundation.differences import differences
from reviews import drafting
from reviews.answer_tools import Page, Tool
from reviews.enums import QuestionKind
from reviews.models import Answer, AnswerText, ObjectiveReport, Question, QuestionOption, Review, TextRevision

#: Saves of one person that follow each other within this time are one entry: an answer that saves
#: itself every other second would otherwise bury its own history.
ONE_SITTING = timedelta(minutes=10)


@dataclass(frozen=True)
class Entry:
    """One sitting of one person: its last version, and what differs from the version before it."""

    revision: TextRevision
    saves: int
    paragraphs: list[Any]
    words: int
    is_current: bool


def sittings(
    revisions: list[TextRevision], *, every: bool = False
) -> list[tuple[TextRevision, TextRevision | None, int]]:
    """Versions, newest first, as (last version, version before the sitting, number of saves)."""
    groups: list[list[TextRevision]] = []
    for revision in revisions:
        last = groups[-1][-1] if groups else None
        same = (
            not every
            and last is not None
            and last.edited_by_id == revision.edited_by_id
            and last.edited_at - revision.edited_at <= ONE_SITTING
            and last.restored_from is None
            and revision.restored_from is None
        )
        if same:
            groups[-1].append(revision)
        else:
            groups.append([revision])
    return [
        (group[0], groups[number + 1][0] if number + 1 < len(groups) else None, len(group))
        for number, group in enumerate(groups)
    ]


def history_of(text: AnswerText, *, every: bool = False) -> list[Entry]:
    """The versions of one language's text, newest first, with what each changed; one query."""
    revisions = list(text.revisions.select_related("edited_by").order_by("-version"))
    return [
        Entry(
            revision=last,
            saves=saves,
            paragraphs=differences(before.html if before else "", last.html),
            words=richtext.word_count(last.html),
            is_current=last.version == text.version,
        )
        for last, before, saves in sittings(revisions, every=every)
    ]


@transaction.atomic
def restore(
    *,
    review: Review,
    question: Question,
    report: ObjectiveReport | None,
    language: str,
    number: int,
    version: int,
    by: User,
) -> drafting.Saved:
    """Bring version ``number`` of a text back as a new version on top of ``version``, which was read.

    Raises ``TextRevision.DoesNotExist``, and ``Conflict`` and ``Refused`` as ``drafting.save_text``.
    """
    revision = TextRevision.objects.get(
        text__answer__review=review,
        text__answer__question=question,
        text__answer__objective_report=report,
        text__language=language,
        version=number,
    )
    return drafting.save_text(
        review=review,
        question=question,
        report=report,
        language=language,
        html=revision.html,
        version=version,
        by=by,
        restored_from=number,
    )


def value_in_words(question: Question, value: Any, options: dict[str, QuestionOption]) -> str:
    """A stored value as a reader sees it; ``options`` by their codes."""
    if value is None:
        return _("No answer")
    if question.kind == QuestionKind.YES_NO:
        return _("Yes") if value else _("No")
    if question.kind == QuestionKind.DATE:
        return format_date(date.fromisoformat(value))
    if isinstance(value, list):
        return pgettext("between names", ", ").join(str(options.get(code, code)) for code in value)
    return str(value)


def tool(page: Page) -> dict[int, Tool]:
    """“History (5)” beside each answer of which something was saved."""
    counts = (
        Answer.objects.filter(review=page.review, question__in=page.questions, objective_report=page.report)
        .annotate(
            saves=Count("texts__revisions", distinct=True) + Count("value_revisions", distinct=True),
        )
        .filter(Q(saves__gt=0))
        .values_list("question", "saves")
    )
    return {
        question: Tool(
            "history",
            next(page.address("answer_history", one) for one in page.questions if one.pk == question),
            ngettext("History (%(count)s version)", "History (%(count)s versions)", saves) % {"count": saves},
        )
        for question, saves in counts
    }
