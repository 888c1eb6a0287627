"""Where on the form an issue is mended: the address of the page and of the field on it."""

from dataclasses import dataclass

from django.urls import reverse

from reviews.completeness import Issue
from reviews.earlier import EARLIER
from reviews.models import Review


@dataclass(frozen=True)
class PlacedIssue:
    message: str
    href: str
    blocking: bool


def with_places(review: Review, found: list[Issue]) -> list[PlacedIssue]:
    """The same issues with links that lead to the field."""
    args = [review.country.iso3, review.round.code]
    placed = []
    for issue in found:
        if issue.question == EARLIER:
            placed.append(PlacedIssue(issue.message, reverse("reviews:review_earlier", args=args), issue.blocking))
            continue
        if issue.objective is not None:
            address = reverse("reviews:review_objective", args=[*args, issue.objective])
        elif issue.question == "objectives.choice":
            address = reverse("reviews:review_objectives", args=args)
        else:
            address = reverse("reviews:review_section", args=[*args, issue.section])
        placed.append(PlacedIssue(issue.message, f"{address}#{issue.anchor}", issue.blocking))
    return placed
