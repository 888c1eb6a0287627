from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from foundation.aspects import Aspect, Value, aspects_for, narrow
from foundation.facets import address_with
from foundation.language import codes, localized, localized_in, name_of
from foundation.panels import panels_for
from foundation.sourcing import attach_sources
from foundation.tables import Table, address_of, table_links, table_response, wanted_format
from objectives.models import OBJECTIVE_COUNT, PRINCIPLE_COUNT, Objective, Principle, RoundTable

BY_ROUND_TABLE = "round-table"


def _round_table_aspect(objectives: list[Objective], tables: list[RoundTable]) -> Aspect:
    return Aspect(
        name="table",
        label=_("Round table of the Forum"),
        values=tuple(
            Value(
                str(table.number),
                f"{table.number}. {localized(table, 'name')}",
                frozenset(objective.pk for objective in objectives if objective.round_table_id == table.pk),
            )
            for table in tables
        ),
    )


def _sdg_aspect(objectives: list[Objective]) -> Aspect:
    """By goal of the 2030 Agenda; an objective linked to all goals has each of them."""

    def has_goal(objective: Objective, goal: int) -> bool:
        return objective.all_sdgs or any(target.goal == goal for target in objective.sdg_targets.all())

    return Aspect(
        name="sdg",
        label=_("Sustainable Development Goal"),
        values=tuple(
            Value(
                str(goal),
                _("SDG %(number)s") % {"number": goal},
                frozenset(objective.pk for objective in objectives if has_goal(objective, goal)),
            )
            for goal in range(1, 18)
        ),
    )


@require_safe
def objective_list(request: HttpRequest) -> HttpResponse:
    """The 23 objectives, by number or by round table; rooms below add filters."""
    objectives = list(Objective.objects.select_related("round_table").prefetch_related("sdg_targets"))
    tables = sorted(
        {objective.round_table for objective in objectives if objective.round_table}, key=lambda table: table.number
    )
    attach_sources(objectives, tables)
    aspects = [_round_table_aspect(objectives, tables), *aspects_for("objective"), _sdg_aspect(objectives)]
    chosen, facets = narrow(request.GET, objectives, aspects)
    if wanted := wanted_format(request):
        return table_response(_table(request, chosen), wanted)
    is_grouped = request.GET.get("by") == BY_ROUND_TABLE
    groups = [
        {
            "table": table,
            "anchor": f"table-{table.number}",
            "objectives": [objective for objective in chosen if objective.round_table_id == table.pk],
        }
        for table in tables
    ]
    return render(
        request,
        "objectives/objective_list.html",
        {
            "objectives": chosen,
            "total": len(objectives),
            "facets": facets,
            "downloads": table_links(request.GET),
            "is_grouped": is_grouped,
            "groups": [group for group in groups if group["objectives"]],
            "arrangements": [
                {"label": _("By number"), "href": address_with(request.GET, by=None), "current": not is_grouped},
                {
                    "label": _("By round table"),
                    "href": address_with(request.GET, by=BY_ROUND_TABLE),
                    "current": is_grouped,
                },
            ],
        },
    )


def _table(request: HttpRequest, objectives: list[Objective]) -> Table:
    def texts(heading: str) -> list[tuple[str, str]]:
        return [(f"{heading} ({name_of(code)})", "") for code in codes()]

    return Table(
        name="objectives",
        about=_("The objectives of the Global Compact for Migration, as the page was narrowed."),
        address=address_of(request),
        headings=[
            (_("Number"), _("Of the 23 objectives.")),
            *texts(_("Short title")),
            *texts(_("Title")),
            (_("Round table of the Forum"), _("Number of the round table at which it is discussed.")),
            (_("SDG targets"), _("Targets of the 2030 Agenda to which it is linked.")),
            (_("Sources"), _("Codes of the sources.")),
        ],
        rows=[
            [
                objective.number,
                *(getattr(objective, f"short_title_{code}") for code in codes()),
                *(getattr(objective, f"title_{code}") for code in codes()),
                objective.round_table.number if objective.round_table else None,
                sorted((target.code for target in objective.sdg_targets.all()), key=_target_order),
                [source.code for source in objective.sources.all()],
            ]
            for objective in objectives
        ],
    )


@require_safe
def objective_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One objective: its official title, what it is about, and a panel from each room below."""
    if not 1 <= number <= OBJECTIVE_COUNT:
        raise Http404
    # One query for this one and its neighbours.
    near = {
        objective.number: objective
        for objective in Objective.objects.select_related("round_table").filter(
            number__in=[number - 1, number, number + 1]
        )
    }
    if number not in near:
        raise Http404
    objective = near[number]
    panels = panels_for("objective", objective)
    attach_sources([objective, objective.round_table], *(panel.context.get("records", ()) for panel in panels))
    return render(
        request,
        "objectives/objective_detail.html",
        {
            "objective": objective,
            "other_titles": _in_other_languages(objective, "title"),
            "previous": near.get(number - 1),
            "next": near.get(number + 1),
            "targets": _targets_by_goal(objective),
            "panels": panels,
        },
    )


def _in_other_languages(thing: Objective | Principle, name: str) -> list[tuple[str, str]]:
    """The official wording in the languages that the page is not in."""
    shown = localized_in(thing, name)[1]
    texts = [(code, getattr(thing, f"{name}_{code}")) for code in codes() if code != shown]
    return [(code, text) for code, text in texts if text]


def _targets_by_goal(objective: Objective) -> list[tuple[int, str, int]]:
    """Goal, its targets as a list in words, and how many they are."""
    goals: dict[int, list[str]] = {}
    for target in sorted(objective.sdg_targets.all(), key=lambda target: _target_order(target.code)):
        goals.setdefault(target.goal, []).append(target.code)
    separator = pgettext("between the items of a list", ", ")
    return [(goal, separator.join(targets), len(targets)) for goal, targets in sorted(goals.items())]


def _target_order(code: str) -> tuple[int, int, str]:
    """10.2 before 10.10, numbers before letters."""
    goal, _dot, rest = code.partition(".")
    return (int(goal), int(rest), "") if rest.isdigit() else (int(goal), 1000, rest)


@require_safe
def principle_list(request: HttpRequest) -> HttpResponse:
    principles = list(Principle.objects.all())
    attach_sources(principles)
    if wanted := wanted_format(request):
        return table_response(_principles_table(request, principles), wanted)
    context = {"principles": principles, "downloads": table_links(request.GET)}
    return render(request, "objectives/principle_list.html", context)


def _principles_table(request: HttpRequest, principles: list[Principle]) -> Table:
    return Table(
        name="guiding-principles",
        about=_("The guiding principles of the Global Compact for Migration."),
        address=address_of(request),
        headings=[
            (_("Number"), _("Of the ten guiding principles.")),
            *((f"{_('Name')} ({name_of(code)})", "") for code in codes()),
            (_("Sources"), _("Codes of the sources.")),
        ],
        rows=[
            [
                principle.number,
                *(getattr(principle, f"name_{code}") for code in codes()),
                [source.code for source in principle.sources.all()],
            ]
            for principle in principles
        ],
    )


@require_safe
def principle_detail(request: HttpRequest, number: int) -> HttpResponse:
    if not 1 <= number <= PRINCIPLE_COUNT:
        raise Http404
    near = {
        principle.number: principle
        for principle in Principle.objects.filter(number__in=[number - 1, number, number + 1])
    }
    if number not in near:
        raise Http404
    principle = near[number]
    panels = panels_for("principle", principle)
    attach_sources([principle], *(panel.context.get("records", ()) for panel in panels))
    return render(
        request,
        "objectives/principle_detail.html",
        {
            "principle": principle,
            "other_names": _in_other_languages(principle, "name"),
            "previous": near.get(number - 1),
            "next": near.get(number + 1),
            "panels": panels,
        },
    )
