from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from countries.queries import alphabetical
from foundation.language import codes, localized_in
from foundation.panels import panels_for
from foundation.previewing import shown_to
from foundation.sourcing import attach_sources
from mptf.enums import PartnerKind, Stage, Topic
from mptf.models import Contributor, FundProfile, FundStatement, JointProgramme, Milestone, ThematicArea
from mptf.register import PROGRAMMES
from objectives.models import Objective

# What the reference data says of an Arabic title; other remarks are for curators only.
_TITLE_REMARKS = {
    "our translation": gettext_lazy("The Arabic title is the portal's own translation."),
    "as in the source deck": gettext_lazy("The Arabic title is that of the Arabic slide deck."),
    "as in Arabic launch news": gettext_lazy("The Arabic title is that of the news on the launch."),
}


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
    stages = dict(JointProgramme.objects.shown().order_by().values_list("stage").annotate(count=Count("pk")))
    return render(
        request,
        "mptf/fund.html",
        {
            "profile": profile,
            "parts": [
                {"title": _("Five thematic areas"), "anchor": "areas"},
                {"title": _("Joint programmes by stage"), "anchor": "stages"},
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
        },
    )


def _areas():
    objectives = Objective.objects.select_related("round_table")
    return ThematicArea.objects.prefetch_related(Prefetch("objectives", objectives)).annotate(
        programme_count=Count("programmes", filter=Q(programmes__is_published=True))
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


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """The register of joint programmes, narrowed and ordered by the address; also as a table."""
    return PROGRAMMES.respond(request, "mptf/programme_list.html")


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One joint programme; what no source gives is said to be unknown, never guessed."""
    programme = get_object_or_404(
        shown_to(request, JointProgramme.objects)
        .select_related("thematic_area", "coordinating_entity")
        .prefetch_related(
            "countries",
            "un_organizations",
            Prefetch("objectives", Objective.objects.select_related("round_table")),
            "sdg_targets",
            "partners",
            "results",
        ),
        slug=slug,
    )
    attach_sources([programme])
    partners, results = list(programme.partners.all()), list(programme.results.all())
    return render(
        request,
        "mptf/programme_detail.html",
        {
            "programme": programme,
            "panels": panels_for("programme", programme),
            "title_remark": _TITLE_REMARKS.get(programme.title_status, ""),
            "other_titles": _titles_in_other_languages(programme),
            "countries": alphabetical(programme.countries.all()),
            "organizations": list(programme.un_organizations.all()),
            "government": [partner for partner in partners if partner.kind == PartnerKind.GOVERNMENT],
            "partners": [partner for partner in partners if partner.kind == PartnerKind.OTHER],
            "results": [result for result in results if not result.is_pillar],
            "pillars": [result for result in results if result.is_pillar],
            "objectives": list(programme.objectives.all()),
            "sdgs": [
                *(_("SDG %(number)s") % {"number": goal} for goal in programme.sdg_goals),
                *(_("SDG target %(number)s") % {"number": target.code} for target in programme.sdg_targets.all()),
            ],
        },
    )


def _titles_in_other_languages(programme: JointProgramme) -> list[tuple[str, str]]:
    shown = localized_in(programme, "title")[1]
    titles = [(code, getattr(programme, f"title_{code}")) for code in codes() if code != shown]
    return [(code, title) for code, title in titles if title]
