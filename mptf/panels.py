"""What this room adds to pages of countries and objectives and to their lists."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from foundation.aspects import Aspect, Cell, Value
from foundation.panels import Panel
from foundation.todo import Waiting
from mptf import checking
from mptf.models import Contributor, JointProgramme, ThematicArea
from mptf.waiting import own_proposals, proposals_to_check, workspace_panel
from network.models import Entity, NationalNetwork
from objectives.models import Objective


def country_panel(country: Country) -> Panel | None:
    programmes = list(
        JointProgramme.objects.shown()
        .filter(countries=country)
        .select_related("thematic_area")
        .prefetch_related("countries")
        .order_by("-start", "slug")
    )
    if not programmes:
        return None
    return Panel(
        title=_("Joint programmes"),
        template="mptf/_country_panel.html",
        anchor="joint-programmes",
        context={
            "programmes": programmes,
            "list_url": f"{reverse('mptf:programme_list')}?country={country.iso3}",
            "records": programmes,
        },
        position=40,
    )


def contributor_panel(country: Country) -> Panel | None:
    contributor = Contributor.objects.filter(country=country).first()
    if contributor is None:
        return None
    return Panel(
        title=_("Contributor to the Fund"),
        template="mptf/_contributor_panel.html",
        anchor="contributor",
        context={"contributor": contributor, "records": [contributor]},
        position=50,
    )


def objective_panel(objective: Objective) -> Panel:
    areas = list(ThematicArea.objects.filter(objectives=objective))
    programmes = list(
        JointProgramme.objects.shown()
        .filter(objectives=objective)
        .select_related("thematic_area")
        .prefetch_related("countries")
        .order_by("-start", "slug")
    )
    return Panel(
        title=_("In the Migration Multi-Partner Trust Fund"),
        template="mptf/_objective_panel.html",
        anchor="fund",
        context={
            "areas": areas,
            "programmes": programmes,
            "list_url": f"{reverse('mptf:programme_list')}?objective={objective.number}",
            "records": [*areas, *programmes],
        },
        position=30,
    )


def country_aspect() -> Aspect:
    """Countries with joint programmes: a filter and a column with their number."""
    rows = list(
        JointProgramme.countries.through.objects.filter(jointprogramme__is_published=True)
        .order_by()
        .values_list("country_id", "country__iso3")
        .annotate(count=Count("pk"))
    )
    list_url = reverse("mptf:programme_list")
    return Aspect(
        name="programmes",
        label=_("Joint programmes"),
        values=(Value("yes", _("With a joint programme"), frozenset(key for key, _iso3, _count in rows)),),
        cells={
            key: Cell(
                ngettext("%(count)s programme", "%(count)s programmes", count) % {"count": count},
                f"{list_url}?country={iso3}",
            )
            for key, iso3, count in rows
        },
    )


def objective_aspect() -> Aspect:
    """Objectives by thematic area of the Fund."""
    return Aspect(
        name="area",
        label=_("Thematic area of the Fund"),
        values=tuple(
            Value(str(area.number), str(area), frozenset(objective.pk for objective in area.objectives.all()))
            for area in ThematicArea.objects.prefetch_related("objectives")
        ),
    )


def money_to_look_at(user: Any) -> list[Waiting]:
    """For curators: programmes whose rows and printed budget differ, and those that run past their end."""
    if not user.is_curator:
        return []
    group = _("Migration Multi-Partner Trust Fund")
    changelist = reverse("admin:mptf_jointprogramme_changelist")
    return [
        Waiting(
            label=_("Joint programmes whose approved rows differ from the printed budget"),
            count=len(checking.differing()),
            href=f"{changelist}?money=differs",
            group=group,
        ),
        Waiting(
            label=_("Joint programmes that are said to run although their end has passed"),
            count=checking.past_their_end().count(),
            href=f"{changelist}?money=past-end",
            group=group,
        ),
    ]


def national_network_panel(network: NationalNetwork) -> Panel | None:
    """Beside the national network of a country: the joint programmes there."""
    return country_panel(network.country)


def entity_panel(entity: Entity) -> Panel | None:
    """Beside an entity: the joint programmes in which it takes part."""
    programmes = list(
        JointProgramme.objects.shown()
        .filter(un_organizations=entity)
        .select_related("thematic_area")
        .prefetch_related("countries")
        .order_by("-start", "slug")
    )
    if not programmes:
        return None
    return Panel(
        title=_("Joint programmes"),
        template="mptf/_country_panel.html",
        anchor="joint-programmes",
        context={
            "programmes": programmes,
            "list_url": f"{reverse('mptf:programme_list')}?{urlencode({'organization': entity.acronym})}",
            "records": programmes,
        },
        position=40,
    )


PANELS = {
    "country": [country_panel, contributor_panel],
    "objective": [objective_panel],
    "national_network": [national_network_panel],
    "entity": [entity_panel],
    "workspace": [workspace_panel],
}
TODO = {"curator": [proposals_to_check, money_to_look_at], "focal_point": [own_proposals]}
ASPECTS = {"country": [country_aspect], "objective": [objective_aspect]}
