"""What administrators do to protect an account: close it, open it, take away a lost second factor."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import check_manage_people
from foundation.decisions import Refused
from foundation.mail import queue_mail


def end_session(session: UserSession) -> None:
    """Sign out one browser; its next request is that of a stranger."""
    session.end()


def end_sessions(*, user: User) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def close_account(*, user: User, by: User) -> None:
    """Close the account and sign the person out everywhere; mandates and history stay.

    Raises ``Refused`` for one's own account: nobody is to lock themselves out by a slip.
    """
    check_manage_people(by)
    if user.pk == by.pk:
        raise Refused(_("You cannot close your own account."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user)


@transaction.atomic
def reopen_account(*, user: User, by: User) -> None:
    check_manage_people(by)
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def remove_second_factor(*, user: User, by: User) -> None:
    """For somebody who lost the telephone and the recovery codes: the next log-in sets up a new one.

    Signs the person out everywhere and tells them by mail, in case it was not they who asked.
    """
    check_manage_people(by)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    queue_mail(
        to=user.email,
        template="account_changed",
        context={
            "user": user,
            "change": gettext_lazy("An administrator removed the second factor of your account."),
        },
        language=user.language,
    )
