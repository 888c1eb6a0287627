"""Handing parts of a review to colleagues and stakeholders, by e-mail address."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import inviting
from accounts.enums import InvitedRole
from accounts.models import Invitation, User
from foundation.decisions import Refused
from objectives.models import Objective
from reviews import notifications
from reviews.models import Contributor, Review, Section
from reviews.permissions import access_to, check_manage


def _check_due_on(due_on: datetime.date | None) -> None:
    if due_on and due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day has already passed.")})


@transaction.atomic
def add_contributor(
    *,
    review: Review,
    email: str,
    sections: Iterable[Section],
    objectives: Iterable[Objective],
    can_edit: bool,
    language: str,
    by: User,
    due_on: datetime.date | None = None,
    message: str = "",
) -> Contributor:
    """Add a person to parts of a review and send them a single-use link.

    Access begins when the invitation is accepted. ``message`` stays with the review: curators, who
    see invitations, do not read what a State asks of its own people. Raises ``Refused`` when the
    person who adds is no focal point, the review is not with the State, or the address was added
    already or belongs to a focal point; ``ValidationError`` where ``due_on`` has passed.
    """
    check_manage(access_to(review, by), review)
    _check_due_on(due_on)
    email = User.objects.normalize_email(email)
    if User.objects.focal_points_of(review.country).filter(email=email).exists():
        raise Refused(_("This person is a focal point of the country and works on the whole review already."))
    try:
        with transaction.atomic():
            contributor = Contributor.objects.create(
                review=review, email=email, can_edit=can_edit, due_on=due_on, message=message.strip(), added_by=by
            )
    except IntegrityError:
        raise Refused(_("This person has been added already. Change the entry in the list above.")) from None
    contributor.sections.set(sections)
    contributor.objectives.set(objectives)
    _invite(contributor, language, by)
    return contributor


def _invite(contributor: Contributor, language: str, by: User) -> None:
    inviting.invite(
        email=contributor.email,
        role=InvitedRole.CONTRIBUTOR,
        by=by,
        country=contributor.review.country,
        language=language,
        payload={"contributor": contributor.pk},
    )


@transaction.atomic
def change_contributor(
    *,
    contributor: Contributor,
    sections: Iterable[Section],
    objectives: Iterable[Objective],
    can_edit: bool,
    due_on: datetime.date | None,
    message: str,
    by: User,
) -> bool:
    """Change what a person is asked for; tells them by mail. ``False`` where nothing changed.

    A part that is added to those said to be ready is not ready. Raises as ``add_contributor`` does;
    a date that has passed may stay.
    """
    check_manage(access_to(contributor.review, by), contributor.review)
    stored = Contributor.objects.select_for_update().get(pk=contributor.pk)
    if stored.removed_at:
        raise Refused(_("This person has been removed from the review in the meantime."))
    if due_on != stored.due_on:
        _check_due_on(due_on)
    wanted = {section.pk for section in sections}, {objective.pk for objective in objectives}
    had = {section.pk for section in stored.sections.all()}, {objective.pk for objective in stored.objectives.all()}
    facts = {"can_edit": can_edit, "due_on": due_on, "message": message.strip()}
    if wanted == had and all(getattr(stored, name) == value for name, value in facts.items()):
        return False
    for name, value in facts.items():
        setattr(stored, name, value)
    if wanted[0] - had[0] or wanted[1] - had[1]:
        stored.done_at = None
    stored.save(update_fields=[*facts, "done_at"])
    stored.sections.set(wanted[0])
    stored.objectives.set(wanted[1])
    if stored.user_id:
        notifications.part_changed(stored)
    return True


@transaction.atomic
def remove_contributor(*, contributor: Contributor, by: User) -> None:
    """End a person's access to the review; what they wrote stays, and an open link becomes useless."""
    check_manage(access_to(contributor.review, by), contributor.review)
    Contributor.objects.filter(pk=contributor.pk, removed_at=None).update(removed_at=timezone.now())
    for invitation in invitations_of([contributor]).values():
        inviting.close(invitation=invitation, by=by)


def invitations_of(contributors: Iterable[Contributor]) -> dict[int, Invitation]:
    """The latest invitation of each contributor who has not come yet, by the contributor's number; one query."""
    waiting = {contributor.pk for contributor in contributors if contributor.user_id is None}
    if not waiting:
        return {}
    found = Invitation.objects.filter(role=InvitedRole.CONTRIBUTOR, payload__contributor__in=list(waiting))
    return {invitation.payload["contributor"]: invitation for invitation in found.order_by("invited_at", "pk")}


@transaction.atomic
def send_new_link(*, contributor: Contributor, by: User) -> None:
    """Invite a person once more who has not come yet; every earlier link stops working."""
    check_manage(access_to(contributor.review, by), contributor.review)
    invitation = invitations_of([contributor]).get(contributor.pk)
    try:
        if invitation is not None:
            inviting.resend(invitation=invitation, by=by)
            return
    except inviting.InvitationUnusable:
        # A curator withdrew it; whether this person is asked to help is for the focal points.
        pass
    _invite(contributor, invitation.language if invitation else by.language, by)


def part_of(review: Review, user: User) -> Contributor | None:
    """What was handed to this person in this review."""
    return (
        review.contributors.active()
        .filter(user=user)
        .select_related("review__country", "review__round", "user")
        .prefetch_related("sections", "objectives")
        .first()
    )


@transaction.atomic
def say_ready(*, contributor: Contributor, by: User) -> bool:
    """Record that a person's part is ready and tell the focal points; ``False`` where it was said before.

    Nothing is closed by it: they may go on editing, and take it back.
    """
    _check_own(contributor, by)
    changed = Contributor.objects.active().filter(pk=contributor.pk, done_at=None).update(done_at=timezone.now())
    if changed:
        notifications.part_ready(contributor)
    return bool(changed)


@transaction.atomic
def take_back_ready(*, contributor: Contributor, by: User) -> bool:
    """The part is not ready after all; ``False`` where nobody had said that it was."""
    _check_own(contributor, by)
    return bool(Contributor.objects.active().filter(pk=contributor.pk).exclude(done_at=None).update(done_at=None))


def _check_own(contributor: Contributor, by: User) -> None:
    if contributor.user_id != by.pk:
        raise Refused(_("Only the person themselves says whether their part is ready."))
    if not contributor.review.is_editable:
        raise Refused(_("The review has been submitted and cannot be changed now."))


@inviting.mail_of
def mail_of_contributor(invitation: Invitation) -> tuple[str, dict[str, Any]] | None:
    """Asked by ``accounts`` for the mail of an invitation: of ours, one that names the parts."""
    number = invitation.payload.get("contributor")
    contributor = (
        Contributor.objects.active()
        .filter(pk=number)
        .select_related("review__country", "review__round")
        .prefetch_related("sections", "objectives")
        .first()
        if number is not None
        else None
    )
    return ("contributor_invited", {"contributor": contributor}) if contributor else None


@inviting.on_accept
def connect_contributor(invitation: Invitation, user: User) -> Any:
    """Called by ``accounts`` when an invitation is accepted: from now on the person has access."""
    number = invitation.payload.get("contributor")
    if number is not None:
        Contributor.objects.filter(pk=number, user=None, removed_at=None).update(user=user)
