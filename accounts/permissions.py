"""May this person …: each ``check_…`` raises ``Refused`` with a sentence, each ``can_…`` wraps it.

Views, the admin and the domain functions ask the same functions, so that a button is shown
exactly where the action would succeed.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.enums import InvitedRole
from accounts.mandates import is_focal_point, may_submit
from accounts.models import Mandate
from countries.models import Country
from foundation.decisions import Decision, Refused, decide


def is_administrator(user: Any) -> bool:
    return user.is_authenticated and user.is_administrator


def is_curator(user: Any) -> bool:
    """Curates for the Network; administrators do too."""
    return user.is_authenticated and user.is_curator


def check_curate(user: Any) -> None:
    if not is_curator(user):
        raise Refused(_("This is for the curators of the Network."))


def check_manage_people(user: Any) -> None:
    """Open and close accounts, name administrators, take away a lost second factor."""
    if not is_administrator(user):
        raise Refused(_("Accounts are managed by administrators."))


def check_manage_mandates(user: Any) -> None:
    if not is_curator(user):
        raise Refused(_("Mandates are managed by the curators of the Network."))


def check_work_for(user: Any, country: Country) -> None:
    """Write for the State: only people it has named, never the Network."""
    if not is_focal_point(user, country):
        raise Refused(
            _("You have no current mandate for %(country)s. Ask the curators of the Network.") % {"country": country}
        )


def check_submit_for(user: Any, country: Country) -> None:
    """Speak for the State: the mandate must say so."""
    check_work_for(user, country)
    if not may_submit(user, country):
        raise Refused(
            _("Your mandate for %(country)s does not include submitting. A colleague whose mandate does can submit.")
            % {"country": country}
        )


def check_invite(user: Any, *, role: str, country: Country | None = None) -> None:
    """Administrators invite anybody, curators all but curators, focal points contributors for their country."""
    if is_administrator(user):
        return
    if role == InvitedRole.CURATOR:
        raise Refused(_("Curators are invited by administrators."))
    if is_curator(user):
        return
    if role == InvitedRole.REPRESENTATIVE:
        raise Refused(_("Representatives of organizations are invited by the curators of the Network."))
    if role == InvitedRole.CONTRIBUTOR and country is not None and is_focal_point(user, country):
        return
    if role == InvitedRole.CONTRIBUTOR:
        raise Refused(_("Contributors are invited by the focal points of the country."))
    raise Refused(_("Focal points are invited by the curators of the Network."))


def check_hand_over(user: Any, mandate: Mandate) -> None:
    """One's own mandate, while it is in force; curators name successors for others in the administration."""
    if not user.is_authenticated or not user.is_active or mandate.user_id != user.pk or not mandate.is_current:
        raise Refused(_("You can hand over your own mandate only, while it is in force."))


def can_curate(user: Any) -> Decision:
    return decide(check_curate, user)


def can_manage_people(user: Any) -> Decision:
    return decide(check_manage_people, user)


def can_manage_mandates(user: Any) -> Decision:
    return decide(check_manage_mandates, user)


def can_work_for(user: Any, country: Country) -> Decision:
    return decide(check_work_for, user, country)


def can_submit_for(user: Any, country: Country) -> Decision:
    return decide(check_submit_for, user, country)


def can_invite(user: Any, *, role: str, country: Country | None = None) -> Decision:
    return decide(check_invite, user, role=role, country=country)


def must_have_second_factor(user: Any) -> bool:
    """Staff, and whoever may submit for a State; a stolen password of theirs would speak for others."""
    if not settings.REQUIRE_SECOND_FACTOR or not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or user.is_superuser or user.mandates.current().filter(can_submit=True).exists()
