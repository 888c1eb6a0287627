"""Who speaks for an organization of the Network: invited by curators, until a day."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import inviting
from accounts.enums import InvitedRole
from accounts.models import Invitation, User
from countries.models import Country
from foundation.decisions import Decision, Refused, decide
from network.models import Entity, Representative


@transaction.atomic
def invite(
    *, email: str, entity: Entity, by: User, country: Country | None = None, post: str = "", language: str = ""
) -> Representative:
    """Invite somebody to speak for ``entity`` (in ``country`` only, if given); mails the link.

    The representative has no rights until the link is used. Raises ``Refused`` where ``by`` is no
    curator, ``ValidationError`` on a bad address.
    """
    representative = Representative.objects.create(
        entity=entity, country=country, email=User.objects.normalize_email(email), post=post.strip(), invited_by=by
    )
    inviting.invite(
        email=email,
        role=InvitedRole.REPRESENTATIVE,
        by=by,
        country=country,
        language=language,
        payload={"representative": representative.pk},
    )
    return representative


def _invited(invitation: Invitation) -> Representative | None:
    number = invitation.payload.get("representative")
    if number is None:
        return None
    return Representative.objects.current().select_related("entity", "country").filter(pk=number).first()


@inviting.mail_of
def mail_of_representative(invitation: Invitation) -> tuple[str, dict[str, Any]] | None:
    """Asked by ``accounts`` for the mail of an invitation: of ours, one that names the organization."""
    representative = _invited(invitation)
    return ("representative_invited", {"representative": representative}) if representative else None


@inviting.on_accept
def connect_representative(invitation: Invitation, user: User) -> Any:
    """Called by ``accounts`` when an invitation is accepted: from now on the person speaks for it."""
    representative = _invited(invitation)
    if representative is not None and representative.user_id is None:
        representative.user = user
        representative.save(update_fields=["user"])


def entities_of(user: Any) -> QuerySet[Entity]:
    """The organizations that ``user`` speaks for today, anywhere."""
    return Entity.objects.filter(pk__in=Representative.objects.of(user).values("entity"))


def check_speak_for(user: Any, entity: Entity, country: Country | None = None) -> None:
    """Speak for an organization (about ``country``): a representative of it there or everywhere."""
    mine = Representative.objects.of(user).filter(entity=entity)
    if not any(one.country_id is None or country is None or one.country_id == country.pk for one in mine):
        raise Refused(
            _("You do not speak for %(organization)s. Ask the curators of the Network.") % {"organization": entity}
        )


def can_speak_for(user: Any, entity: Entity, country: Country | None = None) -> Decision:
    return decide(check_speak_for, user, entity, country)


def people_of(entity: Entity, country: Country | None = None) -> list[User]:
    """Who speaks for ``entity`` today (about ``country``): to be told of what concerns it."""
    found = Representative.objects.current().filter(entity=entity, user__is_active=True).select_related("user")
    people = {
        one.user_id: one.user
        for one in found
        if country is None or one.country_id is None or one.country_id == country.pk
    }
    return list(people.values())
