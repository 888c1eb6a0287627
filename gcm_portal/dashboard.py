"""The admin's home: what waits for a curator, and the way to every register."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.enums import Confidence, MessageState
from foundation.import_export import original_names
from foundation.language import codes, name_of
from foundation.models import OutboxMessage, Sourced
from foundation.translation_states import MISSING, in_state
from reviews import helping
from reviews.enums import RenderingState, ReviewState
from reviews.models import Rendering, Review

#: Room and models of the sidebar, in the order in which curators think of them.
REGISTERS = [
    ("reviews", ["Review", "Submission", "Publication", "Rendering", "ReviewTransition", "KnownReview"]),
    (
        "reviews",
        [
            "Round",
            "RegionalReview",
            "ForumFact",
            "SecretaryGeneralReport",
            "ReviewStatement",
            "GuidanceDocument",
            "Questionnaire",
            "Section",
            "Question",
        ],
    ),
    ("champions", ["Champion", "SupportKind", "ChampionStatement", "ChampionCount", "ChampionEvent"]),
    (
        "mptf",
        [
            "JointProgramme",
            "BudgetLine",
            "Contribution",
            "ExchangeRate",
            "ThematicArea",
            "ProgrammePartner",
            "FundProfile",
            "FundStatement",
            "Milestone",
            "Contributor",
        ],
    ),
    (
        "network",
        [
            "Entity",
            "Membership",
            "NetworkProfile",
            "Coordinator",
            "NetworkStatement",
            "Priority",
            "WorkingGroup",
            "RegionalNetwork",
            "NationalNetwork",
            "Representative",
        ],
    ),
    ("capacity", ["MechanismPart", "MechanismStatement"]),
    ("objectives", ["Objective", "Principle", "RoundTable", "SDGTarget"]),
    ("countries", ["Country", "Commission"]),
    ("accounts", ["User", "Mandate", "Invitation"]),
    ("foundation", ["Source", "OutboxMessage"]),
]
TITLES = {0: lambda: _("Reviews of States"), 1: lambda: _("Rounds and questions")}


def _list_address(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _may_view(request: HttpRequest, model: type[Model]) -> bool:
    registered = admin.site._registry.get(model)
    return registered is not None and registered.has_view_permission(request)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: every register that this person may see, by room."""
    groups: list[dict[str, Any]] = [
        {
            "title": "",
            "items": [
                {"title": _("What waits"), "icon": "home", "link": reverse("admin:index")},
                {"title": _("Desk of the UN Network"), "icon": "inbox", "link": reverse("reviews:desk")},
            ],
        }
    ]
    for number, (room, names) in enumerate(REGISTERS):
        models = [model for name in names if _may_view(request, model := apps.get_model(room, name))]
        if models:
            groups.append(
                {
                    "title": TITLES[number]() if number in TITLES else str(apps.get_app_config(room).verbose_name),
                    "collapsible": True,
                    "items": [
                        {"title": str(model._meta.verbose_name_plural), "link": _list_address(model)}
                        for model in models
                    ],
                }
            )
    return groups


def _work(request: HttpRequest) -> list[dict[str, Any]]:
    """Work that somebody waits for: a count and the way to it; nothing where there is nothing to do."""
    work = []
    submitted = Review.objects.visible_to(request.user).waiting_for_the_network().count()
    if _may_view(request, Review):
        work.append(
            {
                "label": _("Submitted reviews"),
                "count": submitted,
                "href": f"{_list_address(Review)}?state__exact={ReviewState.SUBMITTED}",
            }
        )
    if request.user.is_curator:
        work.append(
            {
                "label": _("Requests for help that wait"),
                "count": helping.waiting_count(),
                "href": reverse("reviews:desk_help"),
            }
        )
    if _may_view(request, Rendering):
        work.append(
            {
                "label": _("PDFs that could not be made"),
                "count": Rendering.objects.filter(state=RenderingState.FAILED).count(),
                "href": f"{_list_address(Rendering)}?state__exact={RenderingState.FAILED}",
            }
        )
    if _may_view(request, OutboxMessage):
        work.append(
            {
                "label": _("Mail that could not be sent"),
                "count": OutboxMessage.objects.filter(state=MessageState.FAILED).count(),
                "href": f"{_list_address(OutboxMessage)}?state__exact={MessageState.FAILED}",
            }
        )
    return work


def _registers(request: HttpRequest) -> list[dict[str, Any]]:
    """For each register: how many records wait to be confirmed, and how many lack a language."""
    rows = []
    for _room, names in REGISTERS:
        for name in names:
            model = apps.get_model(_room, name)
            if not _may_view(request, model):
                continue
            recalled = (
                model._default_manager.filter(confidence=Confidence.RECALLED).count()
                if issubclass(model, Sourced)
                else 0
            )
            languages = [
                {
                    "name": name_of(code),
                    "count": count,
                    "href": f"{_list_address(model)}?texts=missing.{code}",
                }
                for code in codes()
                if original_names(model) and (count := in_state(model._default_manager.all(), MISSING, code).count())
            ]
            if recalled or languages:
                rows.append(
                    {
                        "label": str(model._meta.verbose_name_plural),
                        "recalled": recalled,
                        "recalled_href": f"{_list_address(model)}?confidence__exact={Confidence.RECALLED}",
                        "languages": languages,
                    }
                )
    return rows


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by the admin's index (``UNFOLD["DASHBOARD_CALLBACK"]``)."""
    return {**context, "work": _work(request), "registers": _registers(request)}
