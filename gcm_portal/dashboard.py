"""The registers of the admin in the order in which curators think of them, and the way to each."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

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
    (
        "champions",
        [
            "Champion",
            "Interest",
            "Commitment",
            "SupportItem",
            "Exchange",
            "SupportKind",
            "ChampionStatement",
            "ChampionCount",
            "ChampionEvent",
        ],
    ),
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
            "EligibilityRule",
            "CommitteeMeeting",
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
            "WorkPlan",
            "Activity",
            "Event",
            "Deliverable",
            "Representative",
        ],
    ),
    (
        "capacity",
        [
            "SupportRequest",
            "MechanismContribution",
            "Expert",
            "Practice",
            "PracticeCriterion",
            "PracticeKind",
            "MechanismPart",
            "MechanismStatement",
        ],
    ),
    ("objectives", ["Objective", "Principle", "RoundTable", "SDGTarget"]),
    ("countries", ["Country", "Commission"]),
    ("accounts", ["User", "Mandate", "Invitation"]),
    ("foundation", ["Source", "ImportRun", "OutboxMessage"]),
]
TITLES = {0: lambda: _("Reviews of States"), 1: lambda: _("Rounds and questions")}


def list_address(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _may_view(request: HttpRequest, model: type[Model]) -> bool:
    registered = admin.site._registry.get(model)
    return registered is not None and registered.has_view_permission(request)


def groups_for(request: HttpRequest) -> list[tuple[str, list[type[Model]]]]:
    """The registers that this person may see, by room, with the title of the room."""
    groups = []
    for number, (room, names) in enumerate(REGISTERS):
        models = [model for name in names if _may_view(request, model := apps.get_model(room, name))]
        if models:
            title = TITLES[number]() if number in TITLES else str(apps.get_app_config(room).verbose_name)
            groups.append((title, models))
    return groups


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: every register that this person may see, by room."""
    work = {
        "title": "",
        "items": [
            {"title": _("What waits"), "icon": "home", "link": reverse("admin:index")},
            {"title": _("Desk of the UN Network"), "icon": "inbox", "link": reverse("reviews:desk")},
            {"title": _("Translations"), "icon": "translate", "link": reverse("translations")},
        ],
    }
    registers = [
        {
            "title": title,
            "collapsible": True,
            "items": [
                {"title": str(model._meta.verbose_name_plural), "link": list_address(model)} for model in models
            ],
        }
        for title, models in groups_for(request)
    ]
    return [work, *registers]
