"""What stands beside each answer of a page: its history, comments, evidence and the like.

Each tool is a page of its own, so that it works without script; the answer shows its name and a
count. One query per tool and page, however many answers there are.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from reviews.models import ObjectiveReport, Question, Review
from reviews.permissions import Access


@dataclass(frozen=True)
class Tool:
    """A line below an answer: where it leads, what it says, whether it asks for attention."""

    name: str
    href: str
    label: str
    attention: bool = False


@dataclass(frozen=True)
class Page:
    """The answers that are shown together: those of a section, or of one objective."""

    review: Review
    access: Access
    questions: list[Question]
    report: ObjectiveReport | None

    def address(self, name: str, question: Question) -> str:
        number = [self.report.objective.number] if self.report else []
        return reverse(
            f"reviews:{name}", args=[self.review.country.iso3, self.review.round.code, question.pk, *number]
        )


#: Each returns the tools of a page by question id.
Provider = Callable[[Page], dict[int, Tool]]
PROVIDERS: list[Provider] = []


def tools_of(page: Page) -> dict[int, list[Tool]]:
    """The tools of every answer of the page, by question id, in the order of ``PROVIDERS``."""
    found: dict[int, list[Tool]] = {question.pk: [] for question in page.questions}
    for provider in PROVIDERS:
        for key, tool in provider(page).items():
            found[key].append(tool)
    return found
