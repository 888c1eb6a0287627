"""May this person … with this review? Whether it may be done *now* is for ``workflow``."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from accounts.models import Mandate, User
from foundation.decisions import Decision, Refused
from reviews.enums import Action, Owner, SectionKind
from reviews.models import Contributor, Question, Review, Section
from reviews.workflow import TRANSITIONS, is_possible


@dataclass(frozen=True)
class Access:
    """What one person may see and do in one review; made once per request by ``access_to``.

    ``sections`` and ``objectives`` (section ids, objective numbers) limit a contributor; for
    the focal point and the Network they are ``None``: no limit.
    """

    is_focal_point: bool = False
    may_submit: bool = False
    is_network: bool = False
    is_contributor: bool = False
    contributor_may_edit: bool = False
    sections: frozenset[int] | None = None
    objectives: frozenset[int] | None = field(default=None)

    @property
    def is_author(self) -> bool:
        return self.is_focal_point or self.is_contributor

    def covers_section(self, section: Section) -> bool:
        if self.is_focal_point:
            return True
        if not self.is_contributor:
            return False
        if section.kind == SectionKind.OBJECTIVES and self.objectives:
            return True
        return self.sections is not None and section.pk in self.sections

    def covers_objective(self, section: Section, number: int) -> bool:
        """A contributor to the section of objectives covers all, or those named to them."""
        if self.is_focal_point:
            return True
        if self.objectives:
            return number in self.objectives
        return self.covers_section(section)

    def covers(self, section: Section, objective: int | None = None) -> bool:
        """Of a section, or of one objective in it."""
        if not self.covers_section(section):
            return False
        return objective is None or self.covers_objective(section, objective)


def access_to(review: Review, user: User) -> Access:
    """The person's part in this review; two queries."""
    if not user.is_authenticated:
        return Access()
    mandates = list(Mandate.objects.current().filter(user=user, country=review.country_id))
    contributor = (
        Contributor.objects.active()
        .filter(user=user, review=review)
        .prefetch_related("sections", "objectives")
        .first()
    )
    if mandates:
        return Access(
            is_focal_point=True,
            may_submit=any(mandate.can_submit for mandate in mandates),
            is_network=user.is_curator,
        )
    if contributor:
        return replace(access_of(contributor), is_network=user.is_curator)
    return Access(is_network=user.is_curator)


def access_of(contributor: Contributor) -> Access:
    """The part that was handed to a contributor; prefetch ``sections`` and ``objectives``."""
    return Access(
        is_contributor=True,
        contributor_may_edit=contributor.can_edit,
        sections=frozenset(section.pk for section in contributor.sections.all()),
        objectives=frozenset(objective.number for objective in contributor.objectives.all()),
    )


def people_who_cover(review: Review, section: Section, objective: int | None = None) -> list[User]:
    """Focal points, and the contributors to whose part the section or objective belongs; four queries."""
    people = {user.pk: user for user in User.objects.focal_points_of(review.country_id)}
    contributors = (
        review.contributors.active()
        .filter(user__is_active=True)
        .select_related("user")
        .prefetch_related("sections", "objectives")
    )
    for contributor in contributors:
        if access_of(contributor).covers(section, objective):
            people.setdefault(contributor.user_id, contributor.user)
    return list(people.values())


def can_read_draft(access: Access) -> Decision:
    """The working copy is for its authors; the Network reads submissions, never the draft."""
    if access.is_author:
        return Decision(True)
    return Decision(False, _("This draft is open to the people who prepare it only."))


def can_manage(access: Access, review: Review) -> Decision:
    """Choosing objectives, adding contributors: for the focal point, while the State has the word."""
    if not access.is_focal_point:
        return Decision(False, _("Only a focal point of the country may do this."))
    if not review.is_editable:
        return Decision(False, _("The review has been submitted and cannot be changed now."))
    return Decision(True)


def can_edit(access: Access, review: Review, section: Section, objective: int | None = None) -> Decision:
    """Editing the answers of a section, or of one objective in it."""
    if not review.is_editable:
        return Decision(False, _("The review has been submitted and cannot be changed now."))
    if not access.is_author or not access.covers_section(section):
        return Decision(False, _("This section was not assigned to you."))
    if objective is not None and not access.covers_objective(section, objective):
        return Decision(False, _("This objective was not assigned to you."))
    if access.is_contributor and not access.contributor_may_edit:
        return Decision(False, _("You were invited to read and comment on this section, not to edit it."))
    return Decision(True)


def check_edit(access: Access, review: Review, question: Question, objective: int | None = None) -> None:
    """Raises ``Refused`` with the reason unless ``can_edit``."""
    decision = can_edit(access, review, question.section, objective)
    if not decision:
        raise Refused(decision.reason)


def check_manage(access: Access, review: Review) -> None:
    """Raises ``Refused`` with the reason unless ``can_manage``."""
    decision = can_manage(access, review)
    if not decision:
        raise Refused(decision.reason)


def can_take(access: Access, review: Review, action: Action) -> Decision:
    """May this person take the action, and does the state allow it? The person comes first."""
    transition = TRANSITIONS[action]
    by_state = Owner.STATE in transition.by and access.is_focal_point
    by_network = Owner.NETWORK in transition.by and access.is_network
    if not (by_state or by_network):
        return Decision(False, _("You may not do this with this review."))
    if action == Action.SUBMIT and not access.may_submit:
        return Decision(False, _("Your mandate does not include submitting the review."))
    if action == Action.REVISE and not (access.may_submit or access.is_network):
        return Decision(False, _("Your mandate does not include opening a published review again."))
    if not is_possible(action, review.state):
        return Decision(
            False,
            _("This cannot be done now: the state of the review is “%(state)s”.")
            % {"state": review.get_state_display()},
        )
    return Decision(True)


def check_take(access: Access, review: Review, action: Action) -> None:
    """Raises ``Refused`` with the reason unless ``can_take``."""
    decision = can_take(access, review, action)
    if not decision:
        raise Refused(decision.reason)
