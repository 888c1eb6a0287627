"""Handing parts of a review to colleagues and stakeholders, by e-mail address."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import inviting
from accounts.enums import InvitedRole
from accounts.models import Invitation, User
from foundation.decisions import Refused
from objectives.models import Objective
from reviews.models import Contributor, Review, Section
from reviews.permissions import access_to, check_manage


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
) -> Contributor:
    """Add a person to parts of a review and send them a single-use link.

    Access begins when the invitation is accepted. Raises ``Refused`` when the person who adds is
    no focal point, the review is not with the State, or the address was added already.
    """
    check_manage(access_to(review, by), review)
    email = User.objects.normalize_email(email)
    try:
        with transaction.atomic():
            contributor = Contributor.objects.create(review=review, email=email, can_edit=can_edit, added_by=by)
    except IntegrityError:
        raise Refused(_("This person has been added already. Remove the entry to change it.")) from None
    contributor.sections.set(sections)
    contributor.objectives.set(objectives)
    inviting.invite(
        email=email,
        role=InvitedRole.CONTRIBUTOR,
        by=by,
        country=review.country,
        language=language,
        payload={"contributor": contributor.pk},
    )
    return contributor


@transaction.atomic
def remove_contributor(*, contributor: Contributor, by: User) -> None:
    """End a person's access to the review; what they wrote stays."""
    check_manage(access_to(contributor.review, by), contributor.review)
    Contributor.objects.filter(pk=contributor.pk, removed_at=None).update(removed_at=timezone.now())


@inviting.on_accept
def connect_contributor(invitation: Invitation, user: User) -> Any:
    """Called by ``accounts`` when an invitation is accepted: from now on the person has access."""
    number = invitation.payload.get("contributor")
    if number is not None:
        Contributor.objects.filter(pk=number, user=None, removed_at=None).update(user=user)
