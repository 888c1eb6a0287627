"""The points of a return: what the Network asks of sections and objectives, settled one by one by the State.

They belong to the return that was last. A publication closes what is left of them, and a further
return brings its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.decisions import Decision, Refused
from reviews.enums import Action, ReviewState, SectionKind
from reviews.models import ObjectiveReport, ReturnReason, Review, ReviewTransition, Section
from reviews.permissions import Access, access_to, can_edit


@dataclass(frozen=True)
class Place:
    """A part of a submission that a reason may be tied to: a section, or the report on one objective."""

    section: Section
    report: ObjectiveReport | None = None

    @property
    def key(self) -> str:
        """Its name on the form."""
        return f"objective-{self.report.objective.number}" if self.report else f"section-{self.section.code}"

    def __str__(self) -> str:
        return str(self.report or self.section)


def places_of(review: Review) -> list[Place]:
    """All parts in the order of the form; while the Network has the word they are those of the submission."""
    found: list[Place] = []
    for section in review.questionnaire.sections.all():
        found.append(Place(section))
        if section.kind == SectionKind.OBJECTIVES:
            reports = review.objective_reports.chosen().select_related("objective__round_table")
            found += [Place(section, report) for report in reports]
    return found


def points_of(review: Review) -> list[ReturnReason]:
    """The points of the last return, in the order of the form; none once the review was published. One query."""
    last = review.transitions.filter(action__in=[Action.RETURN, Action.PUBLISH]).order_by("-at", "-pk").values("pk")
    return list(
        ReturnReason.objects.filter(transition=last[:1]).select_related(
            "section",
            "objective_report__objective__round_table",
            "cleared_by",
            "transition__review__country",
            "transition__review__round",
        )
    )


def _number(point: ReturnReason) -> int | None:
    """The objective, where the point is on one that is still reported on."""
    report = point.objective_report
    return report.objective.number if report and report.dropped_at is None else None


def covered(access: Access, points: Iterable[ReturnReason]) -> list[ReturnReason]:
    """Those that concern this person's part."""
    return [point for point in points if access.covers(point.section, _number(point))]


def points_on(
    review: Review, access: Access, section: Section, report: ObjectiveReport | None = None
) -> list[ReturnReason]:
    """The points on one page of the draft while they can be settled, each with ``may_settle``."""
    if review.state != ReviewState.RETURNED:
        return []
    number = report.objective.number if report else None
    points = [one for one in points_of(review) if one.section_id == section.pk and _number(one) == number]
    for point in points:
        point.may_settle = can_settle(access, review, point)
    return points


def can_settle(access: Access, review: Review, point: ReturnReason) -> Decision:
    """Who may edit the part; the choice of objectives is the focal point's. Until the review is submitted."""
    if review.state != ReviewState.RETURNED:
        return Decision(False, _("The review has been submitted and cannot be changed now."))
    number = _number(point)
    if number is None and point.section.kind == SectionKind.OBJECTIVES and not access.is_focal_point:
        return Decision(False, _("Only a focal point of the country may do this."))
    return can_edit(access, review, point.section, number)


def _check_settle(point: ReturnReason, by: User) -> None:
    # Locked: what is settled while another person submits is settled before the submission or refused.
    review = Review.objects.select_for_update(no_key=True).get(pk=point.transition.review_id)
    decision = can_settle(access_to(review, by), review, point)
    if not decision:
        raise Refused(decision.reason)


def add_points(transition: ReviewTransition, points: Iterable[tuple[Place, str]]) -> list[ReturnReason]:
    """Write the reasons of a return; runs inside its transaction."""
    return [
        ReturnReason.objects.create(
            transition=transition, section=place.section, objective_report=place.report, text=text
        )
        for place, text in points
    ]


@transaction.atomic
def settle(*, point: ReturnReason, answer: str, by: User) -> bool:
    """Say what was done about a point; ``False`` when somebody settled it meanwhile. Raises ``Refused``."""
    _check_settle(point, by)
    return bool(
        ReturnReason.objects.filter(pk=point.pk, cleared_at=None).update(
            cleared_at=timezone.now(), cleared_by=by, answer=answer
        )
    )


@transaction.atomic
def unsettle(*, point: ReturnReason, by: User) -> bool:
    """Open a settled point again; what was said of it stays for the next time. Raises ``Refused``."""
    _check_settle(point, by)
    return bool(
        ReturnReason.objects.filter(pk=point.pk).exclude(cleared_at=None).update(cleared_at=None, cleared_by=None)
    )
