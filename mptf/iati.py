"""Joint programmes as activities of the International Aid Transparency Initiative (IATI 2.03); see docs/iati.md.

Only what a source gives is written. Where the standard demands something that no source gives (a stage, the
day of the start), the programme is left out of the file rather than completed.
"""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import CharField, Max, Prefetch, QuerySet, Value
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from lxml import etree

from foundation.dates import PARTIAL_DATE
from foundation.language import codes, localized
from mptf.enums import BudgetKind, ContributionState, DocumentKind, Funding, PartnerKind, Scope, Stage
from mptf.models import (
    BudgetLine,
    Contribution,
    FundProfile,
    JointProgramme,
    ProgrammeDocument,
    ProgrammeMarker,
    ProgrammePartner,
    ProgrammeResult,
    StageChange,
)
from network.models import Entity

VERSION = "2.03"
#: Stages of the Fund as codes of ActivityStatus; a programme whose stage no source gives has none.
STATUS = {Stage.CONCEPT_NOTE: "1", Stage.PIPELINE: "1", Stage.APPROVED: "1", Stage.RUNNING: "2", Stage.CLOSED: "3"}
_SCOPE = {Scope.NATIONAL: "4", Scope.MULTI_COUNTRY: "3", Scope.REGIONAL: "2"}
_CATEGORY = {
    DocumentKind.PROGRAMME: "A02",
    DocumentKind.PROGRESS: "B01",
    DocumentKind.FINAL: "A08",
    DocumentKind.FINANCIAL: "A05",
    DocumentKind.EVALUATION: "A07",
    DocumentKind.OTHER: "A12",
}
#: Lines of money as codes of TransactionType.
_TRANSACTION = {BudgetKind.APPROVED: "2", BudgetKind.TRANSFERRED: "3", BudgetKind.SPENT: "4"}
_INCOMING = {ContributionState.PLEDGED: "13", ContributionState.COMMITTED: "11", ContributionState.PAID: "1"}
_GOVERNMENT, _MULTILATERAL = "10", "40"
_FUNDING, _IMPLEMENTING = "1", "4"
#: "Developing countries, unspecified": several countries, and no source says how the money is divided.
_UNSPECIFIED = "998"
_OWN = "99"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CHUNK = 100
_MAKES_THE_FILE = [
    JointProgramme, BudgetLine, Contribution, ProgrammeDocument, ProgrammeMarker, ProgrammePartner, ProgrammeResult,
    StageChange, FundProfile, Entity,
]  # fmt: skip


def activities() -> QuerySet[JointProgramme]:
    """Programmes that can be written: public, real, with a stage and a start (of a source)."""
    started = StageChange.objects.filter(stage=Stage.RUNNING).values("programme")
    known = JointProgramme.objects.shown().real().exclude(stage=Stage.UNKNOWN)
    return (known.exclude(start="") | known.filter(pk__in=started)).order_by("slug").distinct()


def version_of_file() -> str:
    """Changes with every change of what the file is made of; one query."""
    latest = [
        model.history.model.objects.order_by()
        .annotate(of_model=Value(model._meta.label, output_field=CharField()))
        .values_list("of_model")
        .annotate(last=Max("history_id"))
        for model in _MAKES_THE_FILE
    ]
    found = dict(latest[0].union(*latest[1:], all=True))
    # The day counts: a start that lies ahead is planned, and actual from the day it has come.
    return "-".join([f"{timezone.localdate():%Y%m%d}", *(f"{found.get(m._meta.label, 0)}" for m in _MAKES_THE_FILE)])


def stream(programmes: QuerySet[JointProgramme]) -> Iterator[bytes]:
    """The file in pieces, a hundred programmes in memory at a time."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="{VERSION}">\n'.encode()
    keys = list(programmes.values_list("pk", flat=True))
    fund = FundProfile.objects.first()
    for start in range(0, len(keys), _CHUNK):
        found = _with_everything(JointProgramme.objects.filter(pk__in=keys[start : start + _CHUNK])).order_by("slug")
        rows = list(found)
        changed = _last_changes([programme.pk for programme in rows])
        for programme in rows:
            element = activity(programme, fund=fund, changed=changed.get(programme.pk))
            if element is not None:
                yield etree.tostring(element, encoding="utf-8", pretty_print=True)
    yield b"</iati-activities>\n"


def _with_everything(programmes: QuerySet[JointProgramme]) -> QuerySet[JointProgramme]:
    return programmes.select_related("thematic_area").prefetch_related(
        "countries", "un_organizations", "objectives", "sdg_targets", "partners", "results", "documents", "markers",
        "stage_changes",
        Prefetch("budget_lines", BudgetLine.objects.select_related("organization", "partner")),
        Prefetch("contributions", Contribution.objects.select_related("country")),
    )  # fmt: skip


def _last_changes(keys: Iterable[int]) -> dict[int, datetime.datetime]:
    """When each programme, or a line of its money, was last changed here."""
    found: dict[int, datetime.datetime] = {}
    for model, field in ((JointProgramme, "id"), (BudgetLine, "programme_id")):
        rows = model.history.filter(**{f"{field}__in": list(keys)}).order_by().values_list(field)
        for key, last in rows.annotate(last=Max("history_date")):
            found[key] = max(last, found.get(key, last))
    return found


# ---------------------------------------------------------------- dates


def _day(partial: str, *, last: bool = False) -> datetime.date | None:
    """A partial date as a day: the first (or the last) that it can mean."""
    found = PARTIAL_DATE.fullmatch(partial or "")
    if not found:
        return None
    year, month = int(found["year"]), int(found["month"] or (12 if last else 1))
    if found["day"]:
        return datetime.date(year, month, int(found["day"]))
    if not last:
        return datetime.date(year, month, 1)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _start(programme: JointProgramme) -> str:
    if programme.start:
        return programme.start
    return next((one.since for one in programme.stage_changes.all() if one.stage == Stage.RUNNING), "")


# ---------------------------------------------------------------- elements


def _add(parent: Any, name: str, **attributes: Any) -> Any:
    given = {key.replace("_", "-"): str(value) for key, value in attributes.items() if value not in (None, "")}
    return etree.SubElement(parent, name, given)


def _narratives(parent: Any, thing: Any, field: str = "") -> Any:
    """A narrative for each language that has a text."""
    for code in codes():
        text = thing.get(code) if isinstance(thing, dict) else getattr(thing, f"{field}_{code}")
        if text:
            etree.SubElement(parent, "narrative", {_LANGUAGE: code}).text = text
    return parent


def _in_each_language(text: Any) -> dict[str, str]:
    """A sentence of the catalogue in every language; ``text`` is called while the language is active."""
    found = {}
    for code in codes():
        with translation.override(code):
            found[code] = str(text())
    return found


def _address(name: str, *arguments: Any) -> str:
    """An absolute address in English: addresses of vocabularies must not depend on who asks."""
    with translation.override("en"):
        return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


def identifier_of(programme: JointProgramme) -> str:
    """The identifier of the activity: that of the reporting organization, a hyphen, the programme's short code."""
    return f"{settings.IATI_ORGANIZATION}-{programme.slug}"


def activity(programme: JointProgramme, *, fund: FundProfile | None, changed: Any) -> Any:
    """One programme as ``<iati-activity>``, in the order of elements of the standard.

    ``None`` for a programme that the standard does not admit as it is: without a stage or the day of a start.
    """
    start = _start(programme)
    status = STATUS.get(programme.stage)
    if not start or status is None:
        return None
    element = etree.Element("iati-activity", {_LANGUAGE: "en", "default-currency": "USD"})
    if changed:
        element.set("last-updated-datetime", changed.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add(element, "iati-identifier").text = identifier_of(programme)
    reporting = _add(
        element, "reporting-org", ref=settings.IATI_ORGANIZATION, type=_MULTILATERAL, secondary_reporter="1"
    )
    _narratives(reporting, _in_each_language(lambda: _("United Nations Network on Migration")))
    _narratives(_add(element, "title"), programme, "title")
    has_goal = bool(localized(programme, "goal"))
    _narratives(_add(element, "description", type="1"), programme, "goal" if has_goal else "title")
    _organizations(element, programme, fund)
    _add(element, "activity-status", code=status)
    _dates(element, programme, start)
    if programme.scope:
        _add(element, "activity-scope", code=_SCOPE[Scope(programme.scope)])
    _places(element, programme)
    area = programme.thematic_area
    sector = _add(
        element, "sector", vocabulary=_OWN, vocabulary_uri=f"{_address('mptf:fund')}#areas", code=str(area.number)
    )
    _narratives(sector, area, "short_name")
    _tags(element, programme)
    for marker in programme.markers.all():
        given = _add(
            element,
            "policy-marker",
            vocabulary=_OWN,
            vocabulary_uri=f"{_address('mptf:fund')}#rules",
            code=marker.marker,
        )
        _narratives(given, _in_each_language(lambda marker=marker: f"{marker.get_marker_display()}: {marker.value}"))
    _budgets(element, programme)
    _transactions(element, programme, fund)
    _documents(element, programme)
    _results(element, programme)
    return element


def _fund_names(fund: FundProfile | None) -> dict[str, str]:
    named = {code: getattr(fund, f"name_{code}", "") for code in codes()} if fund else {}
    return named if any(named.values()) else _in_each_language(lambda: _("Migration Multi-Partner Trust Fund"))


def _organizations(element: Any, programme: JointProgramme, fund: FundProfile | None) -> None:
    _narratives(_add(element, "participating-org", role=_FUNDING, type=_MULTILATERAL), _fund_names(fund))
    funders = {}
    for line in programme.budget_lines.all():
        names = {code: getattr(line, f"funder_{code}") or "" for code in codes()}
        if line.funding != Funding.FUND and any(names.values()):
            funders[tuple(names.values())] = (names, _GOVERNMENT if line.funding == Funding.GOVERNMENT else "")
    for _key, (names, kind) in sorted(funders.items()):
        _narratives(_add(element, "participating-org", role=_FUNDING, type=kind), names)
    for entity in programme.un_organizations.all():
        _narratives(_add(element, "participating-org", role=_IMPLEMENTING, type=_MULTILATERAL), entity, "name")
    for partner in programme.partners.all():
        kind = _GOVERNMENT if partner.kind == PartnerKind.GOVERNMENT else ""
        _narratives(_add(element, "participating-org", role=_IMPLEMENTING, type=kind), partner, "name")


def _dates(element: Any, programme: JointProgramme, start: str) -> None:
    """Planned or actual; where a source gives a month or a year, the day is its first or last and the text says so."""
    today = timezone.localdate()
    began = _day(start)
    is_begun = programme.stage in {Stage.RUNNING, Stage.CLOSED} and began <= today
    _date(element, "2" if is_begun else "1", began, start)
    ended = _day(programme.end, last=True)
    if ended and ended >= began:
        is_ended = programme.stage == Stage.CLOSED and ended <= today and is_begun
        _date(element, "4" if is_ended else "3", ended, programme.end)


def _date(element: Any, kind: str, day: datetime.date, printed: str) -> None:
    made = _add(element, "activity-date", type=kind, iso_date=day.isoformat())
    if printed != day.isoformat():
        etree.SubElement(made, "narrative").text = printed


def _places(element: Any, programme: JointProgramme) -> None:
    """One country is the recipient. Of several no source gives the shares that the standard demands.

    Then the recipient is "developing countries, unspecified", and each country is a location.
    """
    countries = sorted(programme.countries.all(), key=lambda country: country.iso3)
    if len(countries) == 1 and countries[0].iso2:
        _narratives(_add(element, "recipient-country", code=countries[0].iso2), countries[0], "name")
        return
    _add(element, "recipient-region", code=_UNSPECIFIED, vocabulary="1")
    for country in countries:
        location = _add(element, "location")
        _narratives(_add(location, "name"), country, "name")
        if country.iso2:
            _add(location, "administrative", code=country.iso2, vocabulary="A4", level="0")


def _tags(element: Any, programme: JointProgramme) -> None:
    objectives = f"{_address('objectives:objective_list')}"
    for objective in programme.objectives.all():
        tag = _add(element, "tag", vocabulary=_OWN, vocabulary_uri=objectives, code=str(objective.number))
        _narratives(tag, objective, "short_title")
    for number in programme.sdg_goals:
        _add(element, "tag", vocabulary="2", code=str(number))
    for target in programme.sdg_targets.all():
        _add(element, "tag", vocabulary="3", code=target.code)


def _value(parent: Any, amount: Decimal, currency: str, day: datetime.date) -> None:
    _add(parent, "value", currency=currency, value_date=day.isoformat()).text = str(amount)


def _budgets(element: Any, programme: JointProgramme) -> None:
    """What was approved, by year and currency."""
    lines = [line for line in programme.budget_lines.all() if line.kind == BudgetKind.APPROVED]
    for (year, currency), rows in groupby(
        sorted(lines, key=lambda line: (line.year, line.currency)), key=lambda line: (line.year, line.currency)
    ):
        rows = list(rows)
        budget = _add(element, "budget", type="1", status="2")
        _add(budget, "period-start", iso_date=f"{year}-01-01")
        _add(budget, "period-end", iso_date=f"{year}-12-31")
        _value(budget, sum((line.amount for line in rows), Decimal("0.00")), currency, max(one.as_of for one in rows))


def _transactions(element: Any, programme: JointProgramme, fund: FundProfile | None) -> None:
    """Each row of money, on the day for which its source gives it. What lies ahead of today is no transaction."""
    today = timezone.localdate()
    for line in sorted(programme.budget_lines.all(), key=lambda line: line.code):
        if line.as_of > today:
            continue
        made = _transaction(element, line, _TRANSACTION[BudgetKind(line.kind)])
        provider = _add(made, "provider-org", type=_MULTILATERAL if line.funding == Funding.FUND else "")
        names = {code: getattr(line, f"funder_{code}") or "" for code in codes()}
        if line.funding == Funding.FUND:
            names = _fund_names(fund)
        elif not any(names.values()):
            names = _in_each_language(line.get_funding_display)
        _narratives(provider, names)
        if line.organization:
            _narratives(_add(made, "receiver-org", type=_MULTILATERAL), line.organization, "name")
        elif line.partner:
            _narratives(_add(made, "receiver-org"), line.partner, "name")
    for one in sorted(programme.contributions.all(), key=lambda one: one.code):
        if one.as_of > today:
            continue
        made = _transaction(element, one, _INCOMING[ContributionState(one.state)])
        if one.country:
            _narratives(_add(made, "provider-org", type=_GOVERNMENT), one.country, "name")
        else:
            _narratives(_add(made, "provider-org"), one, "organization")


def _transaction(element: Any, row: Any, kind: str) -> Any:
    made = _add(element, "transaction", ref=row.code)
    _add(made, "transaction-type", code=kind)
    _add(made, "transaction-date", iso_date=row.as_of.isoformat())
    _value(made, row.amount, row.currency, row.as_of)
    if localized(row, "remark"):
        _narratives(_add(made, "description"), row, "remark")
    return made


def _documents(element: Any, programme: JointProgramme) -> None:
    for document in programme.documents.all():
        address = document.url
        if document.file:
            address = _address("mptf:programme_document", programme.slug, document.pk)
        kind = document.media_type or ("application/pdf" if address.lower().endswith(".pdf") else "text/html")
        link = _add(element, "document-link", url=address, format=kind)
        _narratives(_add(link, "title"), document, "title")
        _add(link, "category", code=_CATEGORY[DocumentKind(document.kind)])
        if document.language_code:
            _add(link, "language", code=document.language_code.split("-")[0])
        if len(document.date) == len("2026-05-17"):
            _add(link, "document-date", iso_date=document.date)
    page = _add(element, "document-link", url=_address("mptf:programme_detail", programme.slug), format="text/html")
    _narratives(_add(page, "title"), programme, "title")
    _add(page, "category", code="A12")
    for code in codes():
        _add(page, "language", code=code)


def _results(element: Any, programme: JointProgramme) -> None:
    """Results that are counted; the standard knows none without an indicator, and no value without a year."""
    for result in programme.results.all():
        periods = sorted({year for year in (result.target_year, result.achieved_year) if year})
        if result.is_pillar or not localized(result, "indicator"):
            continue
        made = _add(element, "result", type="9")
        _narratives(_add(made, "title"), result, "text")
        indicator = _add(made, "indicator", measure="1")
        _narratives(_add(indicator, "title"), result, "indicator")
        if localized(result, "unit"):
            _narratives(_add(indicator, "description"), result, "unit")
        if result.baseline is not None and result.baseline_year:
            _add(indicator, "baseline", year=result.baseline_year, value=str(result.baseline))
        for year in periods:
            period = _add(indicator, "period")
            _add(period, "period-start", iso_date=f"{year}-01-01")
            _add(period, "period-end", iso_date=f"{year}-12-31")
            if result.target is not None and result.target_year == year:
                _add(period, "target", value=str(result.target))
            if result.achieved is not None and result.achieved_year == year:
                _add(period, "actual", value=str(result.achieved))
