"""An answer in two languages: which text is the original, and whether a translation still says the same.

A translation never alters its original. That it follows the original is what a person says who read both: typing in
it does not make it so.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation import richtext
from foundation.decisions import Refused
from foundation.differences import Pieces, differences
from reviews.answer_tools import Page, Tool
from reviews.drafting import Conflict
from reviews.enums import QuestionKind, TextStatus
from reviews.models import Answer, AnswerText, ObjectiveReport, Question, Review, TextRevision
from reviews.permissions import access_to, check_edit


@dataclass(frozen=True)
class Translation:
    """A translation, and what became of its original since; ``changed`` is ``None`` where nobody knows."""

    text: AnswerText
    changed: list[Pieces] | None

    @property
    def is_outdated(self) -> bool:
        return self.text.status == TextStatus.OUTDATED


@dataclass(frozen=True)
class Languages:
    original: AnswerText | None
    translations: list[Translation]


def languages_of(answer: Answer | None) -> Languages:
    """The texts of an answer, the original apart; empty texts are none."""
    texts = list(answer.texts.select_related("edited_by").order_by("language")) if answer else []
    original = next((text for text in texts if text.status == TextStatus.ORIGINAL), None)
    if original is None:
        return Languages(None, [Translation(text, None) for text in texts if not richtext.is_blank(text.html)])
    followed = {text.follows_version for text in texts if text.status == TextStatus.OUTDATED}
    before = dict(
        TextRevision.objects.filter(text=original, version__in=followed - {None}).values_list("version", "html")
    )
    return Languages(
        original,
        [
            Translation(
                text,
                differences(before[text.follows_version], original.html) if text.follows_version in before else None,
            )
            for text in texts
            if text != original and not richtext.is_blank(text.html)
        ],
    )


def _locked_texts(
    review: Review, question: Question, report: ObjectiveReport | None, by: User
) -> dict[str, AnswerText]:
    """The answer's texts by language, with the review locked as every save locks it."""
    review_now = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    check_edit(access_to(review_now, by), review_now, question, report.objective.number if report else None)
    found = AnswerText.objects.filter(
        answer__review=review_now, answer__question=question, answer__objective_report=report
    ).select_related("edited_by")
    return {text.language: text for text in found}


def _pair(
    texts: dict[str, AnswerText], language: str, version: int, original_version: int
) -> tuple[AnswerText, AnswerText]:
    """The original and the translation as the person read them; raises ``Conflict`` where either was saved since."""
    original = next((text for text in texts.values() if text.status == TextStatus.ORIGINAL), None)
    text = texts.get(language)
    if text is None or original is None or text == original:
        raise Refused(_("This text is no translation."))
    for one, read in ((original, original_version), (text, version)):
        if one.version != read:
            raise Conflict(one)
    return original, text


@transaction.atomic
def say_up_to_date(
    *,
    review: Review,
    question: Question,
    language: str,
    version: int,
    original_version: int,
    by: User,
    report: ObjectiveReport | None = None,
) -> None:
    """Say that a translation says what its original says now; both as the person read them.

    Raises ``Conflict`` (nothing is written) where either was saved since, ``Refused`` where the person may not edit
    the answer or the text is no translation.
    """
    original, text = _pair(_locked_texts(review, question, report, by), language, version, original_version)
    done = AnswerText.objects.filter(pk=text.pk, version=version).update(
        status=TextStatus.TRANSLATED, follows_version=original.version
    )
    if not done:
        raise Conflict(AnswerText.objects.select_related("edited_by").get(pk=text.pk))


@transaction.atomic
def make_original(
    *,
    review: Review,
    question: Question,
    language: str,
    version: int,
    original_version: int,
    by: User,
    report: ObjectiveReport | None = None,
) -> None:
    """Make a translation the original; what was the original is from now on its translation. No word is changed.

    A translation that lagged behind had another content than its original: the two then still differ, and it is the
    former original that is outdated. Raises as ``say_up_to_date``.
    """
    texts = _locked_texts(review, question, report, by)
    _original, text = _pair(texts, language, version, original_version)
    if richtext.is_blank(text.html):
        raise Refused(_("A text without words cannot be the original."))
    agrees = text.status == TextStatus.TRANSLATED
    # There is one original at any time, and the database holds it: the former goes first.
    for other in texts.values():
        if other != text:
            kept = agrees and other.status != TextStatus.OUTDATED
            AnswerText.objects.filter(pk=other.pk).update(
                status=TextStatus.TRANSLATED if kept else TextStatus.OUTDATED,
                follows_version=text.version if kept else None,
            )
    AnswerText.objects.filter(pk=text.pk).update(status=TextStatus.ORIGINAL, follows_version=None)


def tool(page: Page) -> dict[int, Tool]:
    """Beside each text: both languages, and that a translation lags behind."""
    outdated = set(
        AnswerText.objects.filter(
            answer__review=page.review,
            answer__objective_report=page.report,
            answer__question__in=page.questions,
            status=TextStatus.OUTDATED,
        )
        .exclude(html="")
        .values_list("answer__question", flat=True)
    )
    return {
        question.pk: Tool(
            "languages",
            page.address("answer_languages", question),
            _("Languages: the original has changed") if question.pk in outdated else _("Languages"),
            question.pk in outdated,
        )
        for question in page.questions
        if question.kind == QuestionKind.NARRATIVE
    }
