"""How the pages of this room find what they are about; strangers get 404, not a hint."""

from dataclasses import dataclass
from functools import cache

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from foundation.decisions import Decision
from reviews import commenting
from reviews.enums import ReviewState, SectionKind
from reviews.models import Answer, ObjectiveReport, Question, Review, Section, Submission
from reviews.permissions import Access, access_to, can_edit


def find_review(request: HttpRequest, iso3: str, round: str) -> tuple[Review, Access]:
    """The live review that this person may see, or the withdrawn one where there is no other."""
    review = (
        Review.objects.visible_to(request.user)
        .select_related("country", "round", "questionnaire")
        .filter(country__iso3=iso3, round__code=round)
        .order_by("-started_at")
    )
    found = next((one for one in review if one.state != ReviewState.WITHDRAWN), None) or next(iter(review), None)
    if found is None:
        raise Http404
    access = access_to(found, request.user)
    # For the navigation of the review; asked for by the pages that draw it, and by no save.
    found.open_threads = cache(lambda: commenting.open_by_place(found, access).total())
    return found, access


def find_draft(request: HttpRequest, iso3: str, round: str) -> tuple[Review, Access]:
    """As ``find_review``, for those who prepare the review: the Network reads submissions only."""
    review, access = find_review(request, iso3, round)
    if not access.is_author:
        raise Http404
    return review, access


def find_section(review: Review, access: Access, code: str) -> Section:
    """A section of the review's questionnaire that this person may open."""
    section = get_object_or_404(review.questionnaire.sections.prefetch_related("questions__options"), code=code)
    if not access.covers_section(section):
        raise Http404
    return section


def find_report(review: Review, access: Access, section: Section, number: int) -> ObjectiveReport:
    """The chosen objective with this number; one that was not chosen is not found."""
    if not access.covers_objective(section, number):
        raise Http404
    return get_object_or_404(
        review.objective_reports.chosen().select_related("objective__round_table", "review"), objective__number=number
    )


def latest_submission(review: Review) -> Submission | None:
    return review.submissions.select_related("review__country", "review__round").order_by("-number").first()


@dataclass(frozen=True)
class AnswerPlace:
    """One answer of a draft as a page of it is asked for: where it stands and what this person may do."""

    review: Review
    access: Access
    section: Section
    question: Question
    report: ObjectiveReport | None
    decision: Decision

    @property
    def args(self) -> list:
        """For ``reverse``: the arguments of every address below this answer."""
        number = [self.report.objective.number] if self.report else []
        return [self.review.country.iso3, self.review.round.code, self.question.pk, *number]

    def address(self, name: str, *more) -> str:
        return reverse(f"reviews:{name}", args=[*self.args, *more])

    @property
    def page(self) -> str:
        """The address of the answer on the form itself."""
        args = [self.review.country.iso3, self.review.round.code]
        if self.report:
            page = reverse("reviews:review_objective", args=[*args, self.report.objective.number])
        elif self.section.kind == SectionKind.PRINCIPLES and self.question.principle:
            page = reverse("reviews:review_principle", args=[*args, self.section.code, self.question.principle.number])
        else:
            page = reverse("reviews:review_section", args=[*args, self.section.code])
        return f"{page}#q-{self.question.identifier.replace('.', '-')}"

    @property
    def answer(self) -> Answer | None:
        return Answer.objects.filter(review=self.review, question=self.question, objective_report=self.report).first()


def find_answer(request: HttpRequest, iso3: str, round: str, question: int, number: int | None = None) -> AnswerPlace:
    """The answer to ``question`` (its id), on objective ``number`` where it is asked per objective.

    Raises ``Http404`` where the person's part of the review does not cover it.
    """
    review, access = find_draft(request, iso3, round)
    found = get_object_or_404(
        Question.objects.select_related("section", "principle").filter(section__questionnaire=review.questionnaire_id),
        pk=question,
    )
    section = found.section
    if (section.kind == SectionKind.OBJECTIVES) != (number is not None) or not access.covers_section(section):
        raise Http404
    report = find_report(review, access, section, number) if number is not None else None
    return AnswerPlace(review, access, section, found, report, can_edit(access, review, section, number))
