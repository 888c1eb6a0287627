"""The register of joint programmes, the page of each, and the documents that are kept here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from countries.queries import alphabetical
from foundation.language import codes, localized, localized_in
from foundation.panels import panels_for
from foundation.previewing import shown_to
from foundation.sourcing import attach_sources
from mptf import figures, money
from mptf.enums import BudgetKind, ContributionState, Funding, PartnerKind
from mptf.models import (
    BudgetLine,
    Contribution,
    JointProgramme,
    ProgrammeDocument,
    ProgrammeMarker,
    ProgrammeResult,
    StageChange,
)
from mptf.register import PROGRAMMES
from mptf.views.money import Named, named_totals
from objectives.models import Objective

# What the reference data says of an Arabic title; other remarks are for curators only.
_TITLE_REMARKS = {
    "our translation": gettext_lazy("The Arabic title is the portal's own translation."),
    "as in the source deck": gettext_lazy("The Arabic title is that of the Arabic slide deck."),
    "as in Arabic launch news": gettext_lazy("The Arabic title is that of the news on the launch."),
}


#: What a programme may have; a query is asked only for what is there.
_PARTS = {
    "markers": ProgrammeMarker,
    "documents": ProgrammeDocument,
    "stage_changes": StageChange,
    "budget_lines": BudgetLine,
    "contributions": Contribution,
    "principles": JointProgramme.principles.through,
    "sdg_targets": JointProgramme.sdg_targets.through,
}


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """The register of joint programmes, narrowed and ordered by the address; also as a table."""

    def context(listing: Any) -> dict[str, Any]:
        found = figures.programme_totals(listing.records)
        return {
            "totals": found,
            "sums": [
                {
                    "label": str(BudgetKind(kind).label),
                    "total": total,
                    "currencies": [
                        {"currency": currency, "amount": amount, "programmes": found.programmes[kind, currency]}
                        for currency, amount in total.by_currency.items()
                    ],
                }
                for kind, total in found.by_kind.items()
            ],
            "sample_count": listing.count - found.count,
        }

    return PROGRAMMES.respond(request, "mptf/programme_list.html", context)


@dataclass(frozen=True)
class KindTable:
    """The budget of one kind: sources of funds by year, each row and each column with what it adds up to."""

    kind: str
    label: str
    years: list[int]
    rows: list[tuple[str, list[money.Total], money.Total]]
    foot: list[money.Total]
    total: money.Total
    href: str


def _budget(lines: Sequence[BudgetLine], address: str) -> list[KindTable]:
    rates = money.rates_of(lines)
    order = {funding.value: number for number, funding in enumerate(Funding)}
    tables = []
    for kind in BudgetKind:
        own = [line for line in lines if line.kind == kind]
        if not own:
            continue
        made = money.grid(
            own,
            lambda line: (order[line.funding], localized(line, "funder") or str(line.get_funding_display())),
            lambda line: line.year,
            rates,
        )
        tables.append(
            KindTable(
                kind=kind.value,
                label=str(kind.label),
                years=made.columns,
                rows=[(name, cells, whole) for (_number, name), cells, whole in made.rows],
                foot=made.column_totals,
                total=made.total,
                href=f"{address}&kind={kind.value}",
            )
        )
    return tables


def _compared(printed: Decimal | None, tables: Sequence[KindTable]) -> dict[str, Any] | None:
    """The printed budget beside the approved rows: by how much they differ, if anything can be said."""
    approved = next((table.total for table in tables if table.kind == BudgetKind.APPROVED), None)
    if printed is None or approved is None:
        return None
    apart = money.difference(printed, approved)
    return {
        "printed": printed,
        "found": approved.dollars,
        "apart": apart,
        "size": None if apart is None else abs(apart),
    }


def _contributed(contributions: Sequence[Contribution], address: str) -> list[Named]:
    found = money.totals(contributions, lambda one: one.state, money.rates_of(contributions))
    return named_totals(
        {state.value: found[state.value] for state in ContributionState if state.value in found},
        ContributionState,
        address,
        "state",
    )


def _rows(programme: JointProgramme, name: str, rows: QuerySet) -> list[Any]:
    return list(rows.filter(programme=programme)) if getattr(programme, f"has_{name}") else []


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One joint programme; what no source gives is said to be unknown, never guessed."""
    has = {
        f"has_{name}": Exists(
            model.objects.filter(**{"programme" if hasattr(model, "programme") else "jointprogramme": OuterRef("pk")})
        )
        for name, model in _PARTS.items()
    }
    programme = get_object_or_404(
        shown_to(request, JointProgramme.objects)
        .select_related("thematic_area", "coordinating_entity")
        .annotate(**has)
        .prefetch_related(
            "countries",
            "un_organizations",
            Prefetch("objectives", Objective.objects.select_related("round_table")),
            "partners",
            Prefetch("results", ProgrammeResult.objects.select_related("source")),
        ),
        slug=slug,
    )
    lines = _rows(programme, "budget_lines", BudgetLine.objects.select_related("organization", "partner").with_rates())
    contributions = _rows(programme, "contributions", Contribution.objects.select_related("country").with_rates())
    attach_sources([programme], lines, contributions)
    partners, results = list(programme.partners.all()), list(programme.results.all())
    stages = _rows(programme, "stage_changes", StageChange.objects.select_related("source"))
    documents = _rows(programme, "documents", ProgrammeDocument.objects.all())
    for document in documents:
        document.programme = programme
    tables = _budget(lines, f"{reverse('mptf:money')}?programme={slug}")
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
            "results": [result for result in results if not result.is_pillar and not _is_measured(result)],
            "measured": [result for result in results if not result.is_pillar and _is_measured(result)],
            "pillars": [result for result in results if result.is_pillar],
            "objectives": list(programme.objectives.all()),
            "principles": list(programme.principles.all()) if programme.has_principles else [],
            "markers": _rows(programme, "markers", ProgrammeMarker.objects.select_related("source")),
            "documents": documents,
            "stages": stages,
            "latest_stage": stages[-1] if stages else None,
            "budget": tables,
            "lines": lines,
            "compared": _compared(programme.budget_usd, tables),
            "contributions": contributions,
            "contributed": _contributed(contributions, f"{reverse('mptf:contributions')}?programme={slug}"),
            "sdgs": [
                *(_("SDG %(number)s") % {"number": goal} for goal in programme.sdg_goals),
                *(
                    _("SDG target %(number)s") % {"number": target.code}
                    for target in (programme.sdg_targets.all() if programme.has_sdg_targets else ())
                ),
            ],
        },
    )


def _is_measured(result: ProgrammeResult) -> bool:
    return bool(localized(result, "indicator"))


def _titles_in_other_languages(programme: JointProgramme) -> list[tuple[str, str]]:
    shown = localized_in(programme, "title")[1]
    titles = [(code, getattr(programme, f"title_{code}")) for code in codes() if code != shown]
    return [(code, title) for code, title in titles if title]


@require_safe
@cache_control(public=True, max_age=300)
def programme_document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A document that is kept here, to save; one that is published elsewhere has its own address."""
    document = get_object_or_404(
        ProgrammeDocument.objects.filter(programme__in=shown_to(request, JointProgramme.objects)),
        programme__slug=slug,
        pk=pk,
    )
    if not document.file:
        raise Http404(_("This document is not kept here."))
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type=document.media_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
