"""The task list of a review: what this person has to do, in the order of the form."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext, pgettext

from foundation.language import localized
from reviews.completeness import Picture, Progress, issues_of_section, progress_of
from reviews.consulting import METHODOLOGY
from reviews.enums import SectionKind
from reviews.models import ObjectiveReport, ReturnReason, Review, Section
from reviews.permissions import Access


@dataclass(frozen=True)
class Task:
    """One line of the list; ``tone`` is for the component, the words of ``status`` carry the meaning."""

    title: str
    href: str
    status: str
    tone: str
    hint: str = ""
    number: int | None = None
    group: int | None = None


@dataclass(frozen=True)
class Group:
    title: str
    tasks: list[Task]


#: Below a task, by section and, where there is one, number of the objective.
Hints = dict[tuple[int, int | None], str]


def localized_lines(thing, name: str) -> list[str]:
    """A text of several lines (one guidance question a line) as a list, in the reader's language."""
    return [line.strip() for line in localized(thing, name).splitlines() if line.strip()]


def _status(started: bool, blocking: int) -> tuple[str, str]:
    if not started:
        return pgettext("task", "Not started"), "neutral"
    if blocking:
        return pgettext("task", "In progress"), "info"
    return pgettext("task", "Done"), "success"


def _section_status(picture: Picture, section: Section) -> tuple[str, str]:
    started = any(picture.is_answered(question) for question in picture.questions[section.pk])
    blocking = sum(issue.blocking for issue in issues_of_section(picture, section))
    if not started and not blocking:
        return pgettext("task", "Optional"), "neutral"
    return _status(started, blocking)


def _report_status(picture: Picture, section: Section, report: ObjectiveReport) -> tuple[str, str]:
    started = bool(report.stage) or any(
        picture.is_answered(question, report) for question in picture.questions[section.pk]
    )
    blocking = sum(issue.blocking for issue in issues_of_section(picture, section, report))
    return _status(started, blocking)


def _args(review: Review) -> list[str]:
    return [review.country.iso3, review.round.code]


def _section_address(review: Review, section: Section) -> str:
    return reverse("reviews:review_section", args=[*_args(review), section.code])


def _objective_address(review: Review, number: int) -> str:
    return reverse("reviews:review_objective", args=[*_args(review), number])


def hints_of(open_threads: Counter[tuple[int, int | None]], points: list[ReturnReason]) -> Hints:
    """What people and the Network still say about a part: comments and points that are open."""
    open_points = Counter(
        (point.section_id, point.objective_report.objective.number if point.objective_report else None)
        for point in points
        if point.cleared_at is None
    )
    hints: defaultdict[tuple[int, int | None], list[str]] = defaultdict(list)
    for place, count in open_points.items():
        hints[place].append(
            ngettext("%(count)s point to settle", "%(count)s points to settle", count) % {"count": count}
        )
    for place, count in open_threads.items():
        hints[place].append(ngettext("%(count)s open comment", "%(count)s open comments", count) % {"count": count})
    return {place: " · ".join(lines) for place, lines in hints.items()}


def _consulted_task(review: Review) -> Task:
    count = review.consultations.count()
    if count:
        status = (ngettext("%(count)s consultation", "%(count)s consultations", count) % {"count": count}, "success")
    else:
        status = (pgettext("task", "Optional"), "neutral")
    return Task(pgettext("task", "Who was consulted"), reverse("reviews:consulted", args=_args(review)), *status)


def groups(review: Review, picture: Picture, access: Access, hints: Hints) -> list[Group]:
    """The list in three parts: before the objectives, the objectives, after them."""
    before: list[Task] = []
    objectives: list[Task] = []
    after: list[Task] = []
    current = before
    for section in picture.sections:
        if section.kind == SectionKind.OBJECTIVES:
            current = after
            objectives = [
                Task(
                    localized(report.objective, "short_title"),
                    _objective_address(review, report.objective.number),
                    *_report_status(picture, section, report),
                    hint=" · ".join(
                        filter(
                            None,
                            [
                                pgettext("objective", "Priority") if report.is_priority else "",
                                hints.get((section.pk, report.objective.number), ""),
                            ],
                        )
                    ),
                    number=report.objective.number,
                    group=report.objective.group,
                )
                for report in picture.reports
                if access.covers_objective(section, report.objective.number)
            ]
            if access.is_focal_point:
                chosen = bool(picture.reports)
                status = pgettext("task", "Done") if chosen else pgettext("task", "Not started")
                objectives.insert(
                    0,
                    Task(
                        pgettext("task", "Choose the objectives that you report on"),
                        reverse("reviews:review_objectives", args=_args(review)),
                        status,
                        "success" if chosen else "neutral",
                        hints.get((section.pk, None), ""),
                    ),
                )
        elif access.covers_section(section):
            if section.kind == SectionKind.ATTACHMENTS:
                count = review.attachments.filter(section=section, question=None).count()
                status = (pgettext("task", "Done"), "success") if count else (pgettext("task", "Optional"), "neutral")
            else:
                status = _section_status(picture, section)
            hint = hints.get((section.pk, None), "")
            current.append(Task(str(section), _section_address(review, section), *status, hint))
            if section.code == METHODOLOGY:
                current.append(_consulted_task(review))
    return [
        group
        for group in (
            Group(pgettext("task list", "About the review"), before),
            Group(pgettext("task list", "Progress by objective"), objectives),
            Group(pgettext("task list", "Cooperation, means and next steps"), after),
        )
        if group.tasks
    ]


def principle_tasks(review: Review, picture: Picture, section: Section) -> list[Task]:
    """One line per guiding principle; each may be answered, none must be."""
    return [
        Task(
            localized(question.principle, "name"),
            reverse("reviews:review_principle", args=[*_args(review), section.code, question.principle.number]),
            *(
                (pgettext("task", "Done"), "success")
                if picture.is_answered(question)
                else (pgettext("task", "Optional"), "neutral")
            ),
            number=question.principle.number,
        )
        for question in picture.questions[section.pk]
        if question.principle
    ]


def progress_for(picture: Picture, access: Access) -> Progress | None:
    """The whole review's progress, for the focal point; a contributor sees only their own lines."""
    return progress_of(picture) if access.is_focal_point else None


def next_address(review: Review, access: Access, section: Section) -> str:
    """Where "save and continue" leads: the next section of this person, or back to the list."""
    following = review.questionnaire.sections.filter(position__gt=section.position)
    for one in following:
        if access.covers_section(one):
            if one.kind == SectionKind.OBJECTIVES:
                break
            return _section_address(review, one)
    return reverse("reviews:review_tasks", args=_args(review))


def next_objective_address(review: Review, access: Access, section: Section, number: int) -> str:
    """The next chosen objective of this person, or back to the list."""
    following = review.objective_reports.chosen().filter(objective__number__gt=number).order_by("objective__number")
    for one in following.values_list("objective__number", flat=True):
        if access.covers_objective(section, one):
            return _objective_address(review, one)
    return reverse("reviews:review_tasks", args=_args(review))
