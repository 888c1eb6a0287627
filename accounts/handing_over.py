"""Handing a mandate over to a successor: by invitation, and on the day it is accepted.

Nothing of a review belongs to a person: drafts, comments and contributors are those of the country,
so they are the successor's from the moment that the mandate is.
"""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from simple_history.utils import update_change_reason

from accounts import inviting
from accounts.enums import InvitedRole
from accounts.models import Invitation, Mandate, User
from accounts.permissions import check_curate, check_hand_over, is_curator
from foundation.decisions import Refused
from foundation.mail import queue_mail


def check_successor(mandate: Mandate, *, email: str, can_submit: bool) -> None:
    """Raises ``ValidationError`` where this address cannot take the mandate over."""
    email = User.objects.normalize_email(email)
    if email == mandate.user.email:
        raise ValidationError({"email": _("Give the address of the successor: this one hands over.")})
    theirs = Mandate.objects.current().filter(user__email=email, country=mandate.country, can_submit=True)
    if not can_submit and theirs.exists():
        # An acceptance replaces the mandate they have.
        raise ValidationError({"email": _("This person may submit already; the handover would take that away.")})


@transaction.atomic
def offer(
    *,
    mandate: Mandate,
    email: str,
    can_submit: bool,
    appointed_by: str,
    by: User,
    letter: str = "",
    language: str = "",
) -> Invitation:
    """Invite a successor to one's own mandate, for as long as it lasts; an earlier offer is withdrawn.

    Raises ``Refused`` where the mandate is not one's own or over, or hands over a right to submit
    that it has not; ``ValidationError`` on bad data.
    """
    check_hand_over(by, mandate)
    if can_submit and not mandate.can_submit:
        raise Refused(_("Your mandate does not include submitting, so you cannot hand that over."))
    return _offer(
        mandate,
        by,
        email=email,
        can_submit=can_submit,
        appointed_by=appointed_by,
        letter=letter,
        language=language,
        kind=mandate.kind,
        mandate_ends_on=mandate.ends_on,
    )


@transaction.atomic
def name_successor(*, mandate: Mandate, by: User, **facts: Any) -> Invitation:
    """Invite somebody to take over another person's mandate, as a curator; ``facts`` are those of ``inviting.issue``.

    Raises ``Refused`` where ``by`` is no curator, ``ValidationError`` on bad data.
    """
    check_curate(by)
    return _offer(mandate, by, **facts)


def _offer(mandate: Mandate, by: User, **facts: Any) -> Invitation:
    check_successor(mandate, email=facts["email"], can_submit=facts["can_submit"])
    for earlier in offers_of(mandate):
        inviting.close(invitation=earlier, by=by)
    return inviting.issue(
        role=InvitedRole.FOCAL_POINT, by=by, country=mandate.country, payload={"replaces": mandate.pk}, **facts
    )


def offers_of(mandate: Mandate) -> Any:
    """The invitations to take a mandate over that nobody has accepted or withdrawn, expired ones included."""
    return (
        Invitation.objects.filter(role=InvitedRole.FOCAL_POINT, payload__replaces=mandate.pk)
        .filter(accepted_at=None, revoked_at=None)
        .order_by("-invited_at")
    )


@transaction.atomic
def withdraw(*, mandate: Mandate, by: User) -> bool:
    """Take back what was offered; ``False`` where there was nothing, or it was accepted a moment ago."""
    check_hand_over(by, mandate)
    closed = [inviting.close(invitation=invitation, by=by) for invitation in offers_of(mandate)]
    return any(closed)


@transaction.atomic
def send_again(*, mandate: Mandate, by: User) -> bool:
    """Send the successor a new link; ``False`` where nothing is offered."""
    check_hand_over(by, mandate)
    invitation = offers_of(mandate).first()
    if invitation is None:
        return False
    inviting.renew(invitation=invitation)
    return True


@inviting.mail_of
def mail_of_handover(invitation: Invitation) -> tuple[str, dict[str, Any]] | None:
    """The usual mail of an invitation, and from whom one takes over."""
    mandate = _replaced(invitation)
    return ("invitation", {"predecessor": mandate.user}) if mandate else None


def _replaced(invitation: Invitation) -> Mandate | None:
    number = invitation.payload.get("replaces")
    if number is None:
        return None
    return Mandate.objects.select_related("user", "country").filter(pk=number).first()


@inviting.on_accept
def take_over(invitation: Invitation, user: User) -> None:
    """Called when an invitation is accepted, in its transaction: the old mandate ends as the new one begins.

    What a focal point offered holds while they could offer it. Raises ``Refused``, and with it
    undoes the acceptance, where the mandate has ended since or lost the right to submit.
    """
    number = invitation.payload.get("replaces")
    if number is None:
        return
    # Of two that end the same mandate at once the second sees it ended.
    old = Mandate.objects.select_for_update(of=("self",)).select_related("user", "country").filter(pk=number).first()
    is_over = old is None or not old.is_current
    holds = not is_over and old.user.is_active and (old.can_submit or not invitation.can_submit)
    if not holds and not is_curator(invitation.invited_by):
        raise Refused(_("The mandate that this invitation hands over has changed since. Ask the curators."))
    if is_over:
        return
    if old.user_id == user.pk:
        raise Refused(_("This mandate is your own already."))
    given = user.mandates.current().filter(country=old.country).order_by("-starts_on").first()
    with translation.override(settings.LANGUAGE_CODE):
        reason = (_("Handover: %(old)s to %(new)s") % {"old": old.user.email, "new": user.email})[:100]
    update_change_reason(given, reason)
    for mandate in old.user.mandates.filter(country=old.country).exclude(ends_on__lt=timezone.localdate()):
        _end(mandate, reason, by=user)
    _tell(old, user)


def _end(mandate: Mandate, reason: str, *, by: User) -> None:
    """The person loses access today: the last day was yesterday. One that began today leaves its history alone."""
    mandate._change_reason = reason
    mandate._history_user = by
    today = timezone.localdate()
    if mandate.starts_on >= today:
        mandate.delete()
    else:
        mandate.ends_on = today - datetime.timedelta(days=1)
        mandate.save()


def _tell(old: Mandate, successor: User) -> None:
    """Both of them, and the curators, who look after mandates."""
    readers = [("old", old.user), ("new", successor)]
    readers += [("curator", curator) for curator in User.objects.curators()]
    for part, person in readers:
        if not person.is_active:
            continue
        with translation.override(person.language):
            url = settings.SITE_URL + str(resolve_url(settings.LOGIN_REDIRECT_URL))
        queue_mail(
            to=person.email,
            template="handover_done",
            language=person.language,
            context={
                "person": person,
                "part": part,
                "predecessor": old.user,
                "successor": successor,
                "country": old.country,
                "url": url,
            },
        )
