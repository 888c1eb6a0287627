"""Money as registers, and what it adds up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from foundation.arabic import sort_key
from foundation.language import localized
from foundation.tables import Table, address_of, table_response, wanted_format
from mptf import figures
from mptf.enums import BudgetKind, ContributionState, Funding, Stage
from mptf.models import BudgetLine, FundProfile
from mptf.money import Total, split
from mptf.register import CONTRIBUTIONS, MONEY

#: Breakdowns as the page of the Fund shows them: name → caption, heading of the first column.
TITLES = {
    "area": (gettext_lazy("By thematic area"), gettext_lazy("Thematic area")),
    "region": (gettext_lazy("By region"), gettext_lazy("Region")),
    "country": (gettext_lazy("By country"), gettext_lazy("Country")),
    "organization": (gettext_lazy("By receiving UN organization"), gettext_lazy("Receiving UN organization")),
    "funding": (gettext_lazy("By source of funds"), gettext_lazy("Source of funds")),
    "stage": (gettext_lazy("By stage of the programme"), gettext_lazy("Stage")),
    "year": (gettext_lazy("By year"), gettext_lazy("Year")),
}
#: Breakdowns whose values are values of a filter of the register of money that finds the very same rows.
_FILTERS = {"area", "organization", "funding", "stage", "year"}


@dataclass(frozen=True)
class Named:
    """A total under its name, with the way to the rows that it adds up."""

    label: str
    total: Total
    href: str = ""


@dataclass(frozen=True)
class BreakdownRow:
    """One line of a breakdown: a total for each kind, and how long its bar is, in per cent."""

    label: str
    totals: list[Total]
    href: str = ""
    width: str = "0"


@dataclass(frozen=True)
class Breakdown:
    name: str
    title: str
    heading: str
    columns: list[str]
    rows: list[BreakdownRow] = field(default_factory=list)
    foot: list[Total] = field(default_factory=list)
    #: What the bars show; empty where nothing can be given in US dollars.
    bar: str = ""

    @property
    def anchor(self) -> str:
        return f"money-by-{self.name}"

    @property
    def tab(self) -> str:
        return f"tab-{self.name}"


def named_totals(found: Mapping[str, Total], enum: type[TextChoices], address: str, name: str) -> list[Named]:
    """Totals by kind or by state, each with the way to its rows."""
    joint = "&" if "?" in address else "?"
    return [Named(str(enum(key).label), total, f"{address}{joint}{name}={key}") for key, total in found.items()]


def label_of(name: str, part: figures.Part) -> str:
    """What a part of a breakdown is called in the active language."""
    if part.names:
        text = localized(part.names)
        return f"{part.key}. {text}" if name == "area" else f"{text} ({part.key})" if name == "organization" else text
    if name == "funding":
        return str(Funding(part.key).label)
    if name == "stage":
        return str(Stage(part.key).label)
    if name == "year":
        return str(part.key)
    if name == "country":
        return _("Programmes of several countries")
    return pgettext("region", "In no region") if name == "region" else _("Other recipients, or none named")


def breakdown(name: str, parts: Iterable[figures.Part], by_kind: Mapping[str, Total]) -> Breakdown:
    """A table of one breakdown: a column for each kind that there is, bars for the first that is in dollars."""
    title, heading = TITLES[name]
    kinds = [kind for kind in BudgetKind if kind.value in by_kind]
    drawn = next((kind for kind in kinds if by_kind[kind.value].dollars), None)
    whole = by_kind[drawn.value].dollars if drawn else None
    rows = []
    for part in parts:
        own = part.by_kind.get(drawn.value, Total()).dollars if drawn else None
        href = f"{reverse('mptf:money')}?{name}={part.key or 'unknown'}" if name in _FILTERS and part.key else ""
        rows.append(
            (
                BreakdownRow(
                    label_of(name, part),
                    [part.by_kind.get(kind.value, Total()) for kind in kinds],
                    href,
                    f"{100 * own / whole:.2f}" if own and whole else "0",
                ),
                bool(part.names),
            )
        )
    if name in {"country", "organization", "region"}:
        # In the alphabet of the reader; what has no name of its own comes last.
        rows.sort(key=lambda row: (not row[1], sort_key(row[0].label)))
    return Breakdown(
        name=name,
        title=str(title),
        heading=str(heading),
        columns=[str(kind.label) for kind in kinds],
        rows=[row for row, _is_named in rows],
        foot=[by_kind[kind.value] for kind in kinds],
        bar=str(drawn.label) if drawn else "",
    )


@require_safe
def money_by(request: HttpRequest, by: str) -> HttpResponse:
    """One breakdown as a table to take away, with the codes of the rows that each sum adds up."""
    if by not in figures.BREAKDOWNS:
        raise Http404(_("There is no such table."))
    wanted = wanted_format(request)
    if not wanted:
        return redirect(f"{reverse('mptf:fund')}#tab-{by}")
    rows = figures.lines(BudgetLine.objects.shown().real())
    rates = figures.rates_for(rows)
    parts = figures.breakdown(rows, by, rates)
    names = figures.names_of(by, [part.key for part in parts])
    lines = split(rows, lambda line: (figures.BREAKDOWNS[by](line), line.kind, line.currency))
    heading = TITLES[by][1]
    table = Table(
        name=f"fund-money-by-{by}",
        about=_("Budget lines of joint programmes. Kinds overlap: what is spent was transferred. Do not add them up."),
        headings=[
            (str(heading), ""),
            (pgettext("of money", "Kind"), ""),
            (_("Currency"), _("Code of ISO 4217.")),
            (_("Amount"), _("Sum of the rows in this currency.")),
            (_("As of, from"), _("The first day for which a source gives an amount.")),
            (_("As of, to"), _("The last day for which a source gives an amount.")),
            (_("Rows"), _("Codes of the budget lines that the sum adds up.")),
        ],
        rows=[
            [
                label_of(by, figures.Part(part.key, names.get(part.key, {}), {})),
                str(BudgetKind(kind).label),
                currency,
                amount,
                min(line.as_of for line in lines[part.key, kind, currency]),
                max(line.as_of for line in lines[part.key, kind, currency]),
                [line.code for line in lines[part.key, kind, currency]],
            ]
            for part in parts
            for kind, found in part.by_kind.items()
            for currency, amount in found.by_currency.items()
        ],
        address=address_of(request),
    )
    return table_response(table, wanted)


def _gateway() -> str:
    return FundProfile.objects.values_list("gateway", flat=True).first() or ""


@require_safe
def money_list(request: HttpRequest) -> HttpResponse:
    """All lines of money of joint programmes; the totals below are of just the lines that the filters leave."""

    def context(listing: Any) -> dict[str, Any]:
        found = figures.line_totals(listing.records.real())
        return {
            "totals": named_totals(found, BudgetKind, "", "kind"),
            "sample_count": listing.count - sum(total.count for total in found.values()),
            "gateway": "" if listing.total else _gateway(),
        }

    return MONEY.respond(request, "mptf/money_list.html", context)


@require_safe
def contribution_list(request: HttpRequest) -> HttpResponse:
    """Contributions to the Fund; the totals below are of just the contributions that the filters leave."""

    def context(listing: Any) -> dict[str, Any]:
        found = figures.contribution_totals(listing.records.real())
        return {
            "totals": named_totals(found, ContributionState, "", "state"),
            "sample_count": listing.count - sum(total.count for total in found.values()),
            "gateway": "" if listing.total else _gateway(),
        }

    return CONTRIBUTIONS.respond(request, "mptf/contribution_list.html", context)
