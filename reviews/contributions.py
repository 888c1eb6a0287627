"""How far the people are who were asked for parts of a review: what is answered, what they wrote, what is open."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Invitation
from reviews.completeness import Picture, issues_of_section, picture_of
from reviews.delegating import invitations_of
from reviews.enums import SectionKind
from reviews.models import Contributor, ObjectiveReport, Review, Section, TextRevision, ValueRevision

#: Number of answers that a person edited in a section or on an objective, and when they last did.
Edits = dict[tuple[int, int, int | None], tuple[int, datetime.datetime]]


@dataclass(frozen=True)
class Part:
    """A section or an objective that was handed to a person; words are in the active language."""

    title: str
    href: str
    words: str
    is_open: bool
    edited: int = 0
    edited_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Share:
    """All that was handed to one person, and their invitation while they have not come yet."""

    contributor: Contributor
    parts: list[Part]
    invitation: Invitation | None = None

    @property
    def open_parts(self) -> list[Part]:
        """What a reminder names: for who edits, what is not answered; for who comments, all of it."""
        return [part for part in self.parts if part.is_open or (part.href and not self.contributor.can_edit)]


def edits_of(review: Review) -> Edits:
    """What each person has edited in a review; two queries."""
    found: Edits = {}
    for model, answer in ((TextRevision, "text__answer"), (ValueRevision, "answer")):
        rows = (
            model.objects.filter(**{f"{answer}__review": review})
            .order_by()
            .values_list(
                "edited_by", f"{answer}__question__section", f"{answer}__objective_report__objective__number", answer
            )
            .annotate(last=Max("edited_at"))
        )
        # One row per person and answer, whatever its languages; an answer is a text or a value, never both.
        for person, section, objective, _answer, last in rows:
            count, before = found.get((person, section, objective), (0, last))
            found[person, section, objective] = (count + 1, max(before, last))
    return found


def _part_of_section(
    review: Review, picture: Picture, section: Section, files: Counter[int], edit: tuple[int, datetime.datetime | None]
) -> Part:
    href = reverse("reviews:review_section", args=[review.country.iso3, review.round.code, section.code])
    if section.kind == SectionKind.ATTACHMENTS:
        count = files[section.pk]
        words = ngettext("%(count)s file", "%(count)s files", count) % {"count": count}
        return Part(str(section), href, words, not count, *edit)
    if section.kind == SectionKind.OBJECTIVES:
        href = reverse("reviews:review_tasks", args=[review.country.iso3, review.round.code])
        done = [
            picture.is_answered(question, one) for one in picture.reports for question in picture.questions[section.pk]
        ]
    else:
        done = [picture.is_answered(question) for question in picture.questions[section.pk]]
    blocking = any(issue.blocking for issue in issues_of_section(picture, section))
    return Part(str(section), href, _answered(done), blocking or not any(done), *edit)


def _part_of_objective(
    review: Review,
    picture: Picture,
    section: Section,
    report: ObjectiveReport,
    edit: tuple[int, datetime.datetime | None],
) -> Part:
    href = reverse("reviews:review_objective", args=[review.country.iso3, review.round.code, report.objective.number])
    done = [picture.is_answered(question, report) for question in picture.questions[section.pk]]
    blocking = any(issue.blocking for issue in issues_of_section(picture, section, report))
    return Part(str(report.objective), href, _answered(done), blocking or not any(done), *edit)


def _answered(done: list[bool]) -> str:
    if len(done) == 1:
        return pgettext("question", "answered") if done[0] else pgettext("question", "not answered yet")
    return ngettext(
        "%(done)s of %(total)s question answered", "%(done)s of %(total)s questions answered", len(done)
    ) % {"done": sum(done), "total": len(done)}


def shares_of(review: Review, contributors: Iterable[Contributor]) -> list[Share]:
    """The share of each; a fixed number of queries. Prefetch ``sections`` and ``objectives`` of the contributors."""
    contributors = list(contributors)
    picture = picture_of(review)
    edits = edits_of(review)
    files = Counter(review.attachments.filter(question=None).values_list("section", flat=True))
    invitations = invitations_of(contributors)
    reports = {report.objective_id: report for report in picture.reports}
    shares = []
    for contributor in contributors:
        mine = {section.pk for section in contributor.sections.all()}
        parts = []
        for section in picture.sections:
            if section.kind == SectionKind.OBJECTIVES:
                for objective in contributor.objectives.all():
                    edit = edits.get((contributor.user_id, section.pk, objective.number), (0, None))
                    if objective.pk in reports:
                        parts.append(_part_of_objective(review, picture, section, reports[objective.pk], edit))
                    else:
                        words = _("The review no longer reports on this objective.")
                        parts.append(Part(str(objective), "", words, False, *edit))
            if section.pk in mine:
                edit = edits.get((contributor.user_id, section.pk, None), (0, None))
                parts.append(_part_of_section(review, picture, section, files, edit))
        shares.append(Share(contributor, parts, invitations.get(contributor.pk)))
    return shares
