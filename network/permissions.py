"""Who may propose an update, and who decides on it.

An activity is spoken for by its lead entities, a national network by its coordinating entity: by people who
represent them everywhere or in a country concerned (``network.representing``).
"""

from typing import Any

from django.utils.translation import gettext as _

from accounts.permissions import check_curate, is_curator
from foundation.decisions import Decision, Refused, decide
from network.enums import ActivityRole, RegionalRole
from network.models import Activity, Entity, NationalNetwork, NationalRoleOfEntity, Representative, Update


def lead_of(user: Any, activity: Activity) -> Entity | None:
    """The lead entity of the activity that this person speaks for, in one of its countries or everywhere."""
    mine = Representative.objects.of(user).filter(
        entity__activity_roles__activity=activity, entity__activity_roles__role=ActivityRole.LEAD
    )
    countries = {country.pk for country in activity.countries.all()}
    found = [one for one in mine.select_related("entity") if one.country_id is None or one.country_id in countries]
    return found[0].entity if found else None


def coordinator_of(user: Any, network: NationalNetwork) -> Entity | None:
    """The coordinating entity of the national network that this person speaks for."""
    coordinating = NationalRoleOfEntity.objects.current().filter(network=network, role=RegionalRole.COORDINATOR)
    mine = Representative.objects.of(user).filter(entity__in=coordinating.values("entity")).select_related("entity")
    found = [one for one in mine if one.country_id in (None, network.country_id)]
    return found[0].entity if found else None


def speaks_for(user: Any, thing: Activity | NationalNetwork) -> Entity | None:
    return lead_of(user, thing) if isinstance(thing, Activity) else coordinator_of(user, thing)


def takes_part_in(user: Any, thing: Activity | NationalNetwork) -> bool:
    """Knows of the page where updates are proposed: curators, and whoever represents an entity that takes part."""
    mine = Representative.objects.of(user).values("entity")
    return is_curator(user) or thing.entities.filter(pk__in=mine).exists()


def check_propose(user: Any, thing: Activity | NationalNetwork) -> None:
    if speaks_for(user, thing) is None:
        raise Refused(
            _("Updates of this activity are proposed by the entity that leads it.")
            if isinstance(thing, Activity)
            else _("Updates of this network are proposed by the entity that coordinates it.")
        )


def check_decide(user: Any, update: Update) -> None:
    check_curate(user)


def check_withdraw(user: Any, update: Update) -> None:
    """Whoever speaks for the organization that proposed it, as long as they do."""
    if speaks_for(user, update.thing) != update.entity:
        raise Refused(_("An update is withdrawn by the organization that proposed it."))


def can_propose(user: Any, thing: Activity | NationalNetwork) -> Decision:
    return decide(check_propose, user, thing)


def can_withdraw(user: Any, update: Update) -> Decision:
    return decide(check_withdraw, user, update)
