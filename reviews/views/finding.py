"""How the pages of this room find what they are about; strangers get 404, not a hint."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from reviews.enums import ReviewState
from reviews.models import ObjectiveReport, Review, Section, Submission
from reviews.permissions import Access, access_to


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
    return found, access_to(found, request.user)


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
