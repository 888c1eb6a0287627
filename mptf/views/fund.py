from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.queries import alphabetical
from foundation.sourcing import attach_sources
from mptf import figures
from mptf.enums import BudgetKind, ContributionState, Stage, Topic
from mptf.models import Contributor, FundProfile, FundStatement, JointProgramme, Milestone, ThematicArea
from mptf.views.money import TITLES, breakdown, named_totals
from objectives.models import Objective


@require_safe
def fund(request: HttpRequest) -> HttpResponse:
    """The Fund: its rules and bodies, what it pays for, by stage and by area, who contributes."""
    profile = FundProfile.objects.first()
    statements = list(FundStatement.objects.all())
    milestones = list(Milestone.objects.all())
    areas = list(_areas())
    contributors = list(Contributor.objects.select_related("country"))
    attach_sources([profile], statements, milestones, areas, contributors)
    by_country = {contributor.country: contributor for contributor in contributors}
    stages = dict(JointProgramme.objects.shown().real().order_by().values_list("stage").annotate(count=Count("pk")))
    summary = figures.fund_summary()
    return render(
        request,
        "mptf/fund.html",
        {
            "profile": profile,
            "parts": [
                {"title": _("Five thematic areas"), "anchor": "areas"},
                {"title": _("Joint programmes by stage"), "anchor": "stages"},
                {"title": _("Where the money goes"), "anchor": "money"},
                {"title": _("Profile"), "anchor": "profile"},
                {"title": _("Rules of the Fund"), "anchor": "rules"},
                {"title": _("Contributors"), "anchor": "contributors"},
                *([{"title": _("Milestones"), "anchor": "milestones"}] if milestones else []),
            ],
            "rules": _about(statements, Topic.PRINCIPLE),
            "governance": _about(statements, Topic.GOVERNANCE),
            "contributor_kinds": _about(statements, Topic.CONTRIBUTOR_KIND),
            "markers": _about(statements, Topic.MARKER),
            "milestones": milestones,
            "areas": areas,
            "contributors": [by_country[country] for country in alphabetical(by_country)],
            "stages": [{"stage": stage, "count": stages.get(stage.value, 0)} for stage in Stage if stage.value],
            "unknown_stage_count": stages.get(Stage.UNKNOWN, 0),
            "programme_count": sum(stages.values()),
            "money": named_totals(summary.by_kind, BudgetKind, reverse("mptf:money"), "kind"),
            "money_programme_count": summary.programme_count,
            "breakdowns": [breakdown(name, summary.parts[name], summary.by_kind) for name in TITLES]
            if summary.by_kind
            else [],
            "contributed": named_totals(
                summary.contributed, ContributionState, reverse("mptf:contributions"), "state"
            ),
        },
    )


def _areas():
    objectives = Objective.objects.select_related("round_table")
    counted = JointProgramme.objects.shown().real().order_by()
    return ThematicArea.objects.prefetch_related(Prefetch("objectives", objectives)).annotate(
        programme_count=Count("programmes", filter=Q(programmes__in=counted.values("pk")))
    )


def _about(statements: list[FundStatement], topic: Topic) -> list[FundStatement]:
    return [statement for statement in statements if statement.topic == topic]


@require_safe
def area_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One of the five thematic areas, its objectives and its joint programmes."""
    areas = {area.number: area for area in _areas()}
    if number not in areas:
        raise Http404
    area = areas[number]
    programmes = list(JointProgramme.objects.shown().for_lists().filter(thematic_area=area).order_by("-start", "slug"))
    attach_sources([area])
    return render(
        request,
        "mptf/area_detail.html",
        {
            "area": area,
            "objectives": list(area.objectives.all()),
            "programmes": programmes,
            "previous": areas.get(number - 1),
            "next": areas.get(number + 1),
        },
    )
