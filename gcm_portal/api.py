"""The root of the open data: every list of every room under its name."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import APIRootView, DefaultRouter

from capacity import api as capacity
from champions import api as champions
from countries import api as countries
from mptf import api as mptf
from network import api as network
from objectives import api as objectives
from reviews import api as reviews


class Root(APIRootView):
    """Open data of the portal: every list, in both languages, with sources. No key is needed."""


class Router(DefaultRouter):
    """Names the lists whose addresses are written by hand, too."""

    include_format_suffixes = False
    APIRootView = Root

    def get_api_root_view(self, api_urls=None):
        names = {"reviews": "reviews-list", "schema": "schema"}
        names |= {prefix: f"{basename}-list" for prefix, _viewset, basename in self.registry}
        return Root.as_view(api_root_dict=dict(sorted(names.items())))


router = Router()
for prefix, viewset in (
    ("countries", countries.CountryViewSet),
    ("commissions", countries.CommissionViewSet),
    ("objectives", objectives.ObjectiveViewSet),
    ("principles", objectives.PrincipleViewSet),
    ("round-tables", objectives.RoundTableViewSet),
    ("network", network.NetworkProfileViewSet),
    ("network/entities", network.EntityViewSet),
    ("network/coordinators", network.CoordinatorViewSet),
    ("network/statements", network.NetworkStatementViewSet),
    ("network/priorities", network.PriorityViewSet),
    ("network/working-groups", network.WorkingGroupViewSet),
    ("network/regional-networks", network.RegionalNetworkViewSet),
    ("network/national-networks", network.NationalNetworkViewSet),
    ("mechanism/parts", capacity.MechanismPartViewSet),
    ("mechanism/statements", capacity.MechanismStatementViewSet),
    ("champions", champions.ChampionViewSet),
    ("champions-initiative/supports", champions.SupportKindViewSet),
    ("champions-initiative/statements", champions.ChampionStatementViewSet),
    ("champions-initiative/counts", champions.ChampionCountViewSet),
    ("champions-initiative/events", champions.ChampionEventViewSet),
    ("mptf", mptf.FundProfileViewSet),
    ("mptf/areas", mptf.ThematicAreaViewSet),
    ("mptf/programmes", mptf.JointProgrammeViewSet),
    ("mptf/statements", mptf.FundStatementViewSet),
    ("mptf/milestones", mptf.MilestoneViewSet),
    ("mptf/contributors", mptf.ContributorViewSet),
    ("rounds", reviews.RoundViewSet),
    ("regional-reviews", reviews.RegionalReviewViewSet),
    ("forum-facts", reviews.ForumFactViewSet),
    ("review-statements", reviews.ReviewStatementViewSet),
    ("secretary-general-reports", reviews.SecretaryGeneralReportViewSet),
    ("guidance-documents", reviews.GuidanceDocumentViewSet),
    ("known-reviews", reviews.KnownReviewViewSet),
):
    router.register(prefix, viewset, basename=prefix.replace("/", "-"))

publications = reviews.PublicationViewSet

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("reviews/", publications.as_view({"get": "list"}), name="reviews-list"),
    path(
        "reviews/<str:iso3>/<slug:round>/<int:version>/",
        publications.as_view({"get": "retrieve"}),
        name="reviews-detail",
    ),
    *router.urls,
]
