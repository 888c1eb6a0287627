"""Champion countries as everyone sees them: the initiative, one country, experience exchanged."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from champions.enums import ChampionStatus, Topic
from champions.models import (
    Champion,
    ChampionCount,
    ChampionDocument,
    ChampionEvent,
    ChampionStatement,
    Exchange,
    SupportKind,
)
from champions.register import CHAMPIONS, EXCHANGES, support_by_kind
from countries.enums import UNStatus
from countries.queries import by_region
from countries.tiles import counted_twice, tile_groups
from foundation.kept_files import send_kept
from foundation.panels import panels_for
from foundation.previewing import is_preview
from foundation.registers import Listing
from foundation.sourcing import attach_sources


def _as_of(request: HttpRequest) -> tuple[datetime.date | None, str]:
    """The day that the address asks for (``?on=2024-05-31``), and what is wrong with it; today without one."""
    text = request.GET.get("on", "").strip()
    if not text:
        return None, ""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None, _("This is not a date. Write it as 2024-05-31.")
    if day > timezone.localdate():
        return None, _("This day is still to come.")
    return day, ""


@require_safe
def champion_list(request: HttpRequest) -> HttpResponse:
    """What the initiative is, what its countries can expect, and which they are: today, or on another day."""
    request.as_of, wrong = _as_of(request)
    return CHAMPIONS.respond(
        request, "champions/champion_list.html", lambda listing: _list_context(request, listing, wrong)
    )


def _list_context(request: HttpRequest, listing: Listing, wrong: str) -> dict:
    champions = listing.page.object_list
    for champion in champions:
        champion.then = champion.status_on(request.as_of) if request.as_of else champion.status
        champion.then_label = ChampionStatus(champion.then).label if champion.then else ""
    statements = list(ChampionStatement.objects.all())
    supports = list(SupportKind.objects.all())
    counts = list(ChampionCount.objects.all())
    events = list(ChampionEvent.objects.all())
    roles = [role for champion in champions for role in champion.roles.all()]
    attach_sources(champions, roles, statements, supports, counts, events)
    regions = by_region(champion.country for champion in champions)
    of_country = {champion.country_id: champion for champion in champions}
    return {
        "champions": champions,
        "as_of": request.as_of,
        "asked_day": request.GET.get("on", "")[:20],
        "wrong_day": wrong,
        "kept": [(name, value) for name, value in request.GET.items() if name not in ("on", "page")],
        "groups": tile_groups(regions, href=lambda country: of_country[country.pk].get_absolute_url()),
        "overlap": counted_twice(regions),
        "initiative": [statement for statement in statements if statement.topic == Topic.INITIATIVE],
        "selection": [statement for statement in statements if statement.topic == Topic.SELECTION],
        "criteria": [statement for statement in statements if statement.topic == Topic.CRITERION],
        "supports": supports,
        "counts": counts,
        "most": max((count.value for count in counts), default=0),
        "last_count": counts[-1] if counts else None,
        "events": events,
        "samples": list(Champion.objects.shown().filter(country__un_status=UNStatus.SAMPLE).select_related("country")),
    }


@require_safe
def champion_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One champion country; one that no source confirms answers 404, as if it were not there."""
    if iso3 != iso3.upper():
        return redirect("champions:champion_detail", iso3.upper(), permanent=True)
    day, wrong = _as_of(request)
    known = Champion.objects.all() if is_preview(request) else Champion.objects.shown()
    champion = get_object_or_404(
        known.select_related("country").prefetch_related(
            "roles",
            "stated_priorities",
            "priority_objectives__round_table",
            "support_items__entity",
            "commitments__objectives",
            "exchanges__objective",
            "lessons",
            "documents",
        ),
        country__iso3=iso3,
    )
    kinds = list(SupportKind.objects.all())
    items = list(champion.support_items.all())
    commitments = list(champion.commitments.all())
    exchanges = list(champion.exchanges.all())
    lessons = list(champion.lessons.all())
    attach_sources(
        [champion],
        champion.roles.all(),
        champion.stated_priorities.all(),
        kinds,
        items,
        commitments,
        exchanges,
        lessons,
    )
    status = champion.status_on(day) if day else champion.status
    return render(
        request,
        "champions/champion_detail.html",
        {
            "champion": champion,
            "panels": panels_for("champion", champion),
            "country": champion.country,
            "as_of": day,
            "asked_day": request.GET.get("on", "")[:20],
            "wrong_day": wrong,
            "status_label": ChampionStatus(status).label if status else _("Not known as a champion country then"),
            "objectives": list(champion.priority_objectives.all()),
            "stated": list(champion.stated_priorities.all()),
            "supports": support_by_kind(champion, kinds),
            "has_items": bool(items),
            "commitments": commitments,
            "exchanges": exchanges,
            "lessons": lessons,
            "documents": [document for document in champion.documents.all() if document.is_public],
        },
    )


@require_safe
def champion_document(request: HttpRequest, iso3: str, number: int) -> HttpResponse:
    """A document that curators have opened to everyone; others are not there."""
    champion = get_object_or_404(Champion.objects.shown(), country__iso3=iso3)
    return send_kept(get_object_or_404(ChampionDocument, champion=champion, pk=number, is_public=True))


@require_safe
def exchange_list(request: HttpRequest) -> HttpResponse:
    """Who offers experience on which objective, and who looks for it; matches are pointed out."""
    return EXCHANGES.respond(request, "champions/exchange_list.html", _exchange_context)


def _exchange_context(listing: Listing) -> dict:
    exchanges = listing.page.object_list
    attach_sources(exchanges)
    wanted = {exchange.objective_id for exchange in exchanges}
    others: dict[tuple[int, str], list[Exchange]] = {}
    for other in Exchange.objects.filter(objective__in=wanted, champion__in=Champion.objects.shown()).select_related(
        "champion__country"
    ):
        others.setdefault((other.objective_id, other.direction), []).append(other)
    for exchange in exchanges:
        opposite = "seeks" if exchange.direction == "offers" else "offers"
        exchange.matches = [
            other
            for other in others.get((exchange.objective_id, opposite), [])
            if other.champion_id != exchange.champion_id
            and other.champion.country.is_sample == exchange.champion.country.is_sample
        ]
    return {"exchanges": exchanges}
