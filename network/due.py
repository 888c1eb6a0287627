"""What is due: for curators in the whole Network, for organizations of what is theirs."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from network import updating
from network.enums import ActivityRole, EventState, RegionalRole
from network.models import Activity, Event, NationalNetwork, NationalRoleOfEntity, Representative


def late_activities() -> list[Activity]:
    """Past their end and still under way, the longest first."""
    return list(Activity.objects.past_their_end().select_related("priority").order_by("end", "code"))


def networks_to_check() -> list[NationalNetwork]:
    """National networks without a contact address, or past the day of their next check."""
    overdue = Q(contact_email="") | Q(check_by__lt=timezone.localdate())
    return list(NationalNetwork.objects.filter(overdue).select_related("country"))


def events_without_summary() -> list[Event]:
    """Events that were held, or are over, and of which nothing is told yet."""
    untold = Q(summary_ar="") | Q(summary_ar=None)
    untold &= Q(summary_en="") | Q(summary_en=None)
    over = Event.objects.past().exclude(state=EventState.CANCELLED)
    return list(over.filter(untold).order_by("starts_on", "code"))


def _led(mine: Any) -> Q:
    """Activities led by one of these representatives' organizations, in a country of theirs or everywhere."""
    found = Q(pk__in=[])
    for one in mine:
        led = Activity.objects.filter(roles__entity=one.entity_id, roles__role=ActivityRole.LEAD)
        if one.country_id is not None:
            led = led.filter(countries=one.country_id)
        found |= Q(pk__in=led.values("pk"))
    return found


def activities_of(user: Any) -> list[Activity]:
    """Activities of which this person may propose an update, the longest without a word first."""
    mine = list(Representative.objects.of(user))
    waiting = Exists(updating.waiting_updates().filter(activity=OuterRef("pk")))
    found = Activity.objects.filter(_led(mine)) if mine else Activity.objects.none()
    return list(found.select_related("priority").annotate(has_waiting=waiting).order_by("updated_on", "code"))


def activities_due(user: Any) -> list[Activity]:
    """Of those, the ones of which nothing was said for 90 days."""
    mine = list(Representative.objects.of(user))
    if not mine:
        return []
    return list(updating.due_for_update(Activity.objects.filter(_led(mine))).order_by("updated_on"))


def networks_of(user: Any) -> list[NationalNetwork]:
    """National networks of which this person may propose an update."""
    coordinating = NationalRoleOfEntity.objects.current().filter(role=RegionalRole.COORDINATOR)
    found = Q(pk__in=[])
    for one in Representative.objects.of(user):
        networks = coordinating.filter(entity=one.entity_id)
        if one.country_id is not None:
            networks = networks.filter(network__country=one.country_id)
        found |= Q(pk__in=networks.values("network"))
    return list(NationalNetwork.objects.filter(found).select_related("country"))
