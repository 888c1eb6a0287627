from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from champions.models import Champion, ChampionCount
from countries.enums import UNStatus
from countries.models import Country
from foundation.enums import Confidence
from foundation.models import Source
from foundation.panels import panels_for
from foundation.sourcing import attach_sources
from foundation.tables import Table, address_of, table_links, table_response, wanted_format
from mptf.models import JointProgramme
from objectives.models import Objective
from reviews.models import Publication


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The Compact at a glance: what is counted here, the cycle of reviews, the 23 objectives."""
    statuses = dict(Country.objects.order_by().values_list("un_status").annotate(count=Count("pk")))
    panels = panels_for("home", request)
    attach_sources(*(panel.context.get("records", ()) for panel in panels))
    in_force = Publication.objects.latest_versions()
    of_samples = Q(submission__review__country__un_status=UNStatus.SAMPLE)
    published = in_force.aggregate(real=Count("pk", filter=~of_samples), sample=Count("pk", filter=of_samples))
    return render(
        request,
        "progress/home.html",
        {
            "member_count": statuses.get(UNStatus.MEMBER, 0),
            "observer_count": statuses.get(UNStatus.OBSERVER, 0),
            "objectives": list(Objective.objects.select_related("round_table")),
            "champion_count": Champion.objects.shown().real().count(),
            "champions_counted": ChampionCount.objects.last(),
            "programme_count": JointProgramme.objects.shown().count(),
            "review_count": published["real"],
            "sample_review_count": published["sample"],
            "panels": panels,
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is, whose it is not, and what the marks of verification mean."""
    return render(request, "progress/about.html", {"levels": list(Confidence)})


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """Every source that records of the portal refer to."""
    sources = list(Source.objects.order_by("title", "code"))
    if wanted := wanted_format(request):
        table = Table(
            name="sources",
            about=_("The documents and pages to which the records of the portal refer."),
            address=address_of(request),
            headings=[(_("Code"), ""), (_("Title"), _("As it was noted.")), (_("Web address"), "")],
            rows=[[source.code, source.title, source.url] for source in sources],
        )
        return table_response(table, wanted)
    return render(request, "progress/source_list.html", {"sources": sources, "downloads": table_links(request.GET)})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "progress/accessibility.html")
