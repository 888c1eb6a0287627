"""What this room adds to pages of countries, to the workspace, and to what waits for whom."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from countries.models import Country
from foundation.aspects import Aspect, Cell, Value
from foundation.panels import Panel
from foundation.todo import Waiting
from network import due
from network.enums import EventState, RegionalRole
from network.models import Activity, Event, NationalNetwork, NationalRoleOfEntity, Update
from network.permissions import is_curator
from network.representing import entities_of


def _count(records: QuerySet) -> Coalesce:
    """How many of ``records``, which name a country of the outer row; asked with the network itself."""
    counted = records.order_by().values("countries").annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counted[:1]), 0)


def country_panel(country: Country) -> Panel | None:
    here = {"countries": OuterRef("country"), "is_sample": country.is_sample}
    coordinators = NationalRoleOfEntity.objects.current().filter(network=OuterRef("pk"), role=RegionalRole.COORDINATOR)
    network = (
        NationalNetwork.objects.filter(country=country)
        .annotate(
            coordinator=Subquery(coordinators.values("entity__acronym")[:1]),
            plan_count=Count("work_plans"),
            activity_count=_count(Activity.objects.filter(**here)),
            event_count=_count(Event.objects.upcoming().exclude(state=EventState.CANCELLED).filter(**here)),
        )
        .first()
    )
    if network is None:
        return None
    network.country = country
    return Panel(
        title=_("National network of the United Nations"),
        template="network/_country_panel.html",
        anchor="national-network",
        context={"network": network, "records": [network]},
        position=30,
    )


def country_aspect() -> Aspect:
    """Countries with a national network: a filter and a column."""
    known = frozenset(NationalNetwork.objects.values_list("country_id", flat=True))
    return Aspect(
        name="network",
        label=_("National network"),
        values=(Value("yes", _("With a national network"), known),),
        cells={key: Cell(pgettext("column", "Yes")) for key in known},
    )


def workspace_panel(user: Any) -> Panel | None:
    """The activities and networks of a representative's organization."""
    if is_curator(user) or not entities_of(user).exists():
        return None
    return Panel(
        title=_("UN Network on Migration"),
        template="network/_workspace_panel.html",
        anchor="network-updates",
        context={"activity_count": len(due.activities_of(user)), "networks": due.networks_of(user)},
        position=60,
    )


def _group() -> str:
    return _("UN Network on Migration")


def for_curators(user: Any) -> list[Waiting]:
    """Updates to decide on, and what is due in the records of the Network."""
    page = reverse("network:update_list")
    waiting = Update.objects.waiting()
    return [
        Waiting(
            label=_("Proposed updates to decide on"),
            count=waiting.count(),
            href=page,
            group=_group(),
            oldest=waiting.order_by("at").values_list("at", flat=True).first(),
        ),
        Waiting(
            label=_("Activities past their end and still under way"),
            count=len(due.late_activities()),
            href=f"{page}#late",
            group=_group(),
        ),
        Waiting(
            label=_("National networks without a contact, or to be checked"),
            count=len(due.networks_to_check()),
            href=f"{page}#check",
            group=_group(),
        ),
        Waiting(
            label=_("Events that are over and have no summary"),
            count=len(due.events_without_summary()),
            href=f"{page}#summaries",
            group=_group(),
        ),
    ]


def for_representatives(user: Any) -> list[Waiting]:
    """Activities of which their lead organization has said nothing for 90 days."""
    found = due.activities_due(user)
    return [
        Waiting(
            label=_("Activities due for an update"),
            count=len(found),
            href=f"{reverse('network:update_list')}#activities",
            group=_group(),
            oldest=found[0].updated_on if found else None,
        )
    ]


PANELS = {"country": [country_panel], "workspace": [workspace_panel]}
ASPECTS = {"country": [country_aspect]}
TODO = {"curator": [for_curators], "focal_point": [for_representatives]}
