"""Invitations: the only way to an account, and to a role for those who have one."""

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import InvitationState, InvitedRole, MandateKind
from accounts.models import CURATORS, Invitation, Mandate, User, default_expiry, hash_token, new_token
from accounts.permissions import check_invite
from countries.models import Country
from foundation.decisions import Refused
from foundation.mail import queue_mail

AcceptCallback = Callable[..., None]
_callbacks: list[AcceptCallback] = []
#: Of an invitation: the template of its mail and what that needs, or ``None`` where it is not theirs.
MailCallback = Callable[[Invitation], tuple[str, dict[str, Any]] | None]
_mails: list[MailCallback] = []


class InvitationUnusable(Exception):
    """The link does not work any more; ``state`` says why."""

    def __init__(self, state: InvitationState) -> None:
        super().__init__(str(state))
        self.state = state


def on_accept(callback: AcceptCallback) -> AcceptCallback:
    """Have ``callback(invitation=…, user=…)`` called when an invitation is accepted; usable as a decorator.

    It runs in the accepting transaction: what it raises undoes the acceptance. Every callback
    hears of every invitation and looks at its ``role`` and ``payload``.
    """
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def mail_of(callback: MailCallback) -> MailCallback:
    """Ask ``callback(invitation)`` for the mail of an invitation before it is sent, also when it is sent again.

    A room below says so what the invitation is to, which this one cannot know; the first that
    answers decides. Usable as a decorator.
    """
    if callback not in _mails:
        _mails.append(callback)
    return callback


@transaction.atomic
def invite(*, role: str, by: User, country: Country | None = None, **facts: Any) -> Invitation:
    """Invite an e-mail address to ``role``, as ``issue`` does, where ``by`` may.

    Raises ``Refused`` where ``by`` may not invite to this role, ``ValidationError`` on bad data.
    """
    check_invite(by, role=role, country=country)
    return issue(role=role, by=by, country=country, **facts)


@transaction.atomic
def issue(
    *,
    email: str,
    role: str,
    by: User,
    country: Country | None = None,
    kind: str = MandateKind.FOCAL_POINT,
    can_submit: bool = False,
    mandate_ends_on: datetime.date | None = None,
    appointed_by: str = "",
    letter: str = "",
    language: str = "",
    message: str = "",
    payload: dict[str, Any] | None = None,
) -> Invitation:
    """Invite ``email`` to ``role`` and queue the mail with the link, in ``language``.

    Whether ``by`` may is for the caller to ask. Without ``language`` it is that of the account with
    this address, otherwise that of the inviter. An earlier open invitation to the same thing is
    withdrawn: one link at a time. ``payload`` is handed to the callbacks of ``on_accept`` with the
    accepted invitation.

    Raises ``ValidationError`` on bad data.
    """
    email = User.objects.normalize_email(email)
    if not language:
        language = User.objects.filter(email=email).values_list("language", flat=True).first() or by.language
    token = new_token()
    invitation = Invitation(
        email=email,
        role=role,
        country=country,
        kind=kind,
        can_submit=can_submit and role == InvitedRole.FOCAL_POINT,
        mandate_ends_on=mandate_ends_on,
        appointed_by=appointed_by,
        letter=letter,
        language=language,
        message=message.strip(),
        payload=payload or {},
        token_hash=hash_token(token),
        invited_by=by,
    )
    invitation.full_clean()
    for earlier in Invitation.objects.open().filter(email=email, role=role, country=country):
        if earlier.payload == invitation.payload:
            close(invitation=earlier, by=by)
    invitation.save()
    _send(invitation, token)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: User) -> Invitation:
    """Send a new link, good for another two weeks; the old link stops working.

    Raises ``InvitationUnusable`` if the invitation was accepted or withdrawn.
    """
    check_invite(by, role=invitation.role, country=invitation.country)
    return renew(invitation=invitation)


@transaction.atomic
def renew(*, invitation: Invitation) -> Invitation:
    """As ``resend``; the caller asked whether the person may."""
    token = new_token()
    expires_at = default_expiry()
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        token_hash=hash_token(token), expires_at=expires_at
    )
    invitation.refresh_from_db()
    if not changed:
        raise InvitationUnusable(invitation.state)
    _send(invitation, token)
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Make the link useless. Raises ``InvitationUnusable`` if it was used or withdrawn before."""
    check_invite(by, role=invitation.role, country=invitation.country)
    if not close(invitation=invitation, by=by):
        raise InvitationUnusable(invitation.state)
    return invitation


def close(*, invitation: Invitation, by: User) -> bool:
    """As ``revoke``; the caller asked whether ``by`` may. ``False`` where it was used or withdrawn before."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    invitation.refresh_from_db()
    return bool(changed)


def find(token: str) -> Invitation | None:
    """The invitation of this link, in whatever state; ``None`` for a link that never was one."""
    return Invitation.objects.for_token(token).select_related("country", "invited_by").first()


def account_of(invitation: Invitation) -> User | None:
    """The account that already has the invited address."""
    return User.objects.filter(email=invitation.email).first()


@transaction.atomic
def accept(
    *, token: str, name: str = "", password: str | None = None, language: str = "", by: User | None = None
) -> User:
    """Use the link: make the account (or take that of ``by``, who is signed in) and give it the role.

    Happens once however often it is tried: the invitation is marked by compare-and-set in the
    same transaction. Gives the mandate or the group, then calls the callbacks of ``on_accept``.
    Whoever calls this from a page signs the person in afterwards.

    Raises ``InvitationUnusable`` for a link that is unknown, used, withdrawn or too old, and
    ``Refused`` if there is an account with the address and ``by`` is not its owner.
    """
    invitation = Invitation.objects.for_token(token).select_related("country").first()
    if invitation is None:
        raise InvitationUnusable(InvitationState.EXPIRED)
    if not invitation.is_open:
        raise InvitationUnusable(invitation.state)

    if by is None:
        user = _create_account(invitation, name=name, password=password, language=language)
    else:
        if by.email != invitation.email or not by.is_active:
            raise Refused(_("This invitation was sent to somebody else."))
        user = by

    accepted = (
        Invitation.objects.open()
        .filter(pk=invitation.pk, token_hash=invitation.token_hash)
        .update(accepted_at=timezone.now(), accepted_by=user)
    )
    invitation.refresh_from_db()
    if not accepted:
        raise InvitationUnusable(invitation.state)

    if invitation.role == InvitedRole.CURATOR:
        _make_curator(user)
    elif invitation.role == InvitedRole.FOCAL_POINT:
        _give_mandate(user, invitation)
    for callback in _callbacks:
        callback(invitation=invitation, user=user)
    return user


def _create_account(invitation: Invitation, *, name: str, password: str | None, language: str) -> User:
    if account_of(invitation) is not None:
        # The same link used a breath earlier made the account: then the link is used, and that is what is said.
        invitation.refresh_from_db()
        if not invitation.is_open:
            raise InvitationUnusable(invitation.state)
        raise Refused(_("There is already an account with this e-mail address. Log in to accept the invitation."))
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.email, password, name=name, language=language or invitation.language
            )
    except IntegrityError:
        # The same link at the same moment, a breath earlier.
        raise InvitationUnusable(InvitationState.ACCEPTED) from None


def _make_curator(user: User) -> None:
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    # Its permissions are kept by accounts.roles after each migration.
    user.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    user.__dict__.pop("is_curator", None)


def _give_mandate(user: User, invitation: Invitation) -> None:
    """A new mandate from today; what was in force or to come for the same country makes room for it."""
    today = timezone.localdate()
    given = {
        "kind": invitation.kind,
        "can_submit": invitation.can_submit,
        "ends_on": invitation.mandate_ends_on,
        "appointed_by": invitation.appointed_by,
        "letter": invitation.letter,
    }
    mine = Mandate.objects.filter(user=user, country=invitation.country).exclude(ends_on__lt=today)
    for mandate in mine.filter(starts_on__lt=today):
        mandate.ends_on = today - datetime.timedelta(days=1)
        mandate.save()
    mandate = mine.filter(starts_on__gte=today).order_by("starts_on").first()
    mandate = mandate or Mandate(user=user, country=invitation.country)
    mandate.starts_on = today
    for field, value in given.items():
        setattr(mandate, field, value)
    mandate.save()


def _send(invitation: Invitation, token: str) -> None:
    with translation.override(invitation.language):
        address = settings.SITE_URL + reverse("accounts:invitation_accept", args=[token])
    template, context = next(filter(None, (mail(invitation) for mail in _mails)), ("invitation", {}))
    queue_mail(
        to=invitation.email,
        template=template,
        context={"invitation": invitation, "address": address, **context},
        language=invitation.language,
    )
