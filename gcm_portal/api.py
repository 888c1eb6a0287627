"""The root of the open data: every list of every room under its name, and their description."""

import functools
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import path, re_path
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.routers import APIRootView, DefaultRouter
from rest_framework.views import APIView

from capacity import api as capacity
from champions import api as champions
from countries import api as countries
from foundation import language
from foundation.api import OpenData
from mptf import api as mptf
from mptf import api_proposals
from network import api as network
from objectives import api as objectives
from reviews import api as reviews


@dataclass(frozen=True)
class Group:
    """Lists that belong together, by the first part of their addresses."""

    title: Any
    viewsets: dict[str, type]


GROUPS = [
    Group(
        _("Published reviews"),
        {"reviews": reviews.PublicationViewSet, "known-reviews": reviews.KnownReviewViewSet},
    ),
    Group(
        _("Countries"),
        {"countries": countries.CountryViewSet, "commissions": countries.CommissionViewSet},
    ),
    Group(
        _("The Global Compact"),
        {
            "objectives": objectives.ObjectiveViewSet,
            "principles": objectives.PrincipleViewSet,
            "round-tables": objectives.RoundTableViewSet,
        },
    ),
    Group(
        _("Rounds and the Forum"),
        {
            "rounds": reviews.RoundViewSet,
            "regional-reviews": reviews.RegionalReviewViewSet,
            "forum-facts": reviews.ForumFactViewSet,
            "review-statements": reviews.ReviewStatementViewSet,
            "secretary-general-reports": reviews.SecretaryGeneralReportViewSet,
            "guidance-documents": reviews.GuidanceDocumentViewSet,
        },
    ),
    Group(
        _("Champion countries"),
        {
            "champions": champions.ChampionViewSet,
            "champions-initiative/supports": champions.SupportKindViewSet,
            "champions-initiative/statements": champions.ChampionStatementViewSet,
            "champions-initiative/counts": champions.ChampionCountViewSet,
            "champions-initiative/events": champions.ChampionEventViewSet,
        },
    ),
    Group(
        _("Migration Multi-Partner Trust Fund"),
        {
            "mptf": mptf.FundProfileViewSet,
            "mptf/areas": mptf.ThematicAreaViewSet,
            "mptf/programmes": mptf.JointProgrammeViewSet,
            "mptf/statements": mptf.FundStatementViewSet,
            "mptf/milestones": mptf.MilestoneViewSet,
            "mptf/contributors": mptf.ContributorViewSet,
            "mptf/money": mptf.BudgetLineViewSet,
            "mptf/contributions": mptf.ContributionViewSet,
            "mptf/exchange-rates": mptf.ExchangeRateViewSet,
            "mptf/pipeline": api_proposals.PipelineViewSet,
            "mptf/meetings": api_proposals.MeetingViewSet,
        },
    ),
    Group(
        _("United Nations Network on Migration"),
        {
            "network": network.NetworkProfileViewSet,
            "network/entities": network.EntityViewSet,
            "network/coordinators": network.CoordinatorViewSet,
            "network/statements": network.NetworkStatementViewSet,
            "network/priorities": network.PriorityViewSet,
            "network/working-groups": network.WorkingGroupViewSet,
            "network/regional-networks": network.RegionalNetworkViewSet,
            "network/national-networks": network.NationalNetworkViewSet,
            "network/activities": network.ActivityViewSet,
            "network/events": network.EventViewSet,
            "experts": capacity.ExpertViewSet,
            "mechanism/parts": capacity.MechanismPartViewSet,
            "mechanism/statements": capacity.MechanismStatementViewSet,
            "mechanism/contributions": capacity.MechanismContributionViewSet,
        },
    ),
]


@extend_schema(exclude=True)
class Root(OpenData, APIRootView):
    """Open data of the portal: every list, in both languages, with sources. No key is needed."""


@functools.cache
def open_api(code: str) -> dict[str, Any]:
    """The description of the open data in one language; it depends on nothing but the code."""
    with translation.override(code):
        return SchemaGenerator().get_schema(request=None, public=True)


@functools.cache
def open_api_text(code: str, renderer: type) -> bytes:
    """As a file; writing the YAML takes a second, so each process does it once."""
    return renderer().render(open_api(code), renderer_context={})


class Description(OpenData, APIView):
    """What can be asked of the open data (OpenAPI 3): in YAML or JSON, in the language of ``lang``."""

    schema = None
    renderer_classes = [OpenApiYamlRenderer, OpenApiYamlRenderer2, OpenApiJsonRenderer, OpenApiJsonRenderer2]

    def known_parameters(self) -> list[str]:
        return ["lang"]

    def get(self, request: Request) -> HttpResponse:
        code = request.query_params.get("lang")
        if code not in language.codes():
            code = language.active()
        renderer = request.accepted_renderer
        return HttpResponse(
            open_api_text(code, type(renderer)),
            content_type=renderer.media_type,
            headers={"Content-Disposition": f"inline; filename=openapi.{renderer.format}", "Content-Language": code},
        )


class Router(DefaultRouter):
    """Names the lists whose addresses are written by hand, too."""

    include_format_suffixes = False

    def get_api_root_view(self, api_urls=None):
        names = {"reviews": "reviews-list", "schema": "schema"}
        names |= {prefix: f"{basename}-list" for prefix, _viewset, basename in self.registry}
        return Root.as_view(api_root_dict=dict(sorted(names.items())))


router = Router()
for group in GROUPS:
    for prefix, viewset in group.viewsets.items():
        if prefix != "reviews":
            router.register(prefix, viewset, basename=prefix.replace("/", "-"))

urlpatterns = [
    path("schema/", Description.as_view(), name="schema"),
    path("reviews/", reviews.PublicationViewSet.as_view({"get": "list"}), name="reviews-list"),
    re_path(
        r"^reviews/(?P<iso3>[A-Z]{3})/(?P<round>[-\w]+)/(?P<version>[0-9]{1,6})/$",
        reviews.PublicationViewSet.as_view({"get": "retrieve"}),
        name="reviews-detail",
    ),
    *router.urls,
]
