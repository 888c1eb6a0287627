from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from countries.api import CountryFilter, CountryNameSerializer, RegionFilter
from foundation.api import (
    CodeFilter,
    OpenDataViewSet,
    OpenListViewSet,
    OrderingFilter,
    RecordSerializer,
    SourcedFilter,
    SourcedSerializer,
    WholeNumberFilter,
)
from foundation.registers import UNKNOWN as UNKNOWN_STAGE
from mptf.enums import BudgetKind, ContributionState, Funding, Marker, Scope, Stage, Topic
from mptf.models import (
    BudgetLine,
    Contribution,
    Contributor,
    ExchangeRate,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammeDocument,
    ProgrammeMarker,
    ProgrammePartner,
    ProgrammeResult,
    StageChange,
    ThematicArea,
)
from network.models import Entity
from objectives.api import ObjectiveNumberFilter


class FundProfileSerializer(SourcedSerializer):
    class Meta:
        model = FundProfile
        fields = ["office_code", "gateway", "sources", "verification"]
        localized = ["name", "also", "established"]


class FundProfileViewSet(OpenListViewSet):
    about = _("The Migration Multi-Partner Trust Fund itself.")
    queryset = FundProfile.objects.with_sources().order_by("pk")
    serializer_class = FundProfileSerializer


class FundStatementSerializer(SourcedSerializer):
    class Meta:
        model = FundStatement
        fields = ["topic", "position", "code", "sources", "verification"]
        localized = ["text"]


class FundStatementFilter(SourcedFilter):
    topic = filters.ChoiceFilter(choices=Topic.choices, label=_("What the statement is about"))


class FundStatementViewSet(OpenListViewSet):
    about = _("Rules of the Fund, how it is governed, who may contribute, its markers.")
    queryset = FundStatement.objects.with_sources()
    serializer_class = FundStatementSerializer
    filterset_class = FundStatementFilter


class MilestoneSerializer(SourcedSerializer):
    class Meta:
        model = Milestone
        fields = ["date", "amount_usd", "sources", "verification"]
        localized = ["text"]


class MilestoneViewSet(OpenListViewSet):
    about = _("Dated facts about the Fund; amounts are in US dollars, as the source prints them.")
    queryset = Milestone.objects.with_sources()
    serializer_class = MilestoneSerializer


class ContributorSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True)

    class Meta:
        model = Contributor
        fields = ["country", "sources", "verification"]


class ContributorFilter(SourcedFilter):
    country = CountryFilter("country")
    region = RegionFilter("country")


class ContributorViewSet(OpenListViewSet):
    about = _("States that a source names as contributors to the Fund.")
    queryset = Contributor.objects.with_sources().select_related("country")
    serializer_class = ContributorSerializer
    filterset_class = ContributorFilter


class ThematicAreaSerializer(SourcedSerializer):
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = ThematicArea
        fields = ["number", "code", "objectives", "sources", "verification"]
        localized = ["name", "short_name"]


class ThematicAreaViewSet(OpenDataViewSet):
    about = _("The five thematic areas of the Fund, with the objectives each serves.")
    queryset = ThematicArea.objects.with_sources().prefetch_related("objectives")
    serializer_class = ThematicAreaSerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"


class PartnerSerializer(RecordSerializer):
    class Meta:
        model = ProgrammePartner
        fields = ["kind", "acronym"]
        localized = ["name"]


class ResultSerializer(RecordSerializer):
    class Meta:
        model = ProgrammeResult
        fields = [
            "is_pillar",
            "baseline",
            "baseline_year",
            "target",
            "target_year",
            "achieved",
            "achieved_year",
            "evidence",
        ]
        localized = ["text", "indicator", "unit"]


class MarkerSerializer(RecordSerializer):
    class Meta:
        model = ProgrammeMarker
        fields = ["marker", "value"]
        localized = ["justification"]


class DocumentSerializer(RecordSerializer):
    url = serializers.SerializerMethodField()

    class Meta:
        model = ProgrammeDocument
        fields = ["kind", "language", "date", "url", "media_type", "size", "sha256"]
        localized = ["title"]

    def get_url(self, document: ProgrammeDocument) -> str:
        """Where it is published, or the address of the file kept here."""
        if document.url:
            return document.url
        return self.context["request"].build_absolute_uri(document.get_absolute_url())


class StageChangeSerializer(RecordSerializer):
    stage = serializers.CharField(read_only=True)

    class Meta:
        model = StageChange
        fields = ["stage", "since"]


class JointProgrammeSerializer(SourcedSerializer):
    thematic_area = serializers.SlugRelatedField(slug_field="number", read_only=True)
    countries = CountryNameSerializer(many=True, read_only=True)
    un_organizations = serializers.SlugRelatedField(slug_field="acronym", many=True, read_only=True)
    coordinating_entity = serializers.SlugRelatedField(slug_field="acronym", read_only=True, allow_null=True)
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)
    sdg_targets = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    sdg_goals = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    partners = PartnerSerializer(many=True, read_only=True)
    results = ResultSerializer(many=True, read_only=True)
    principles = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)
    markers = MarkerSerializer(many=True, read_only=True)
    documents = DocumentSerializer(many=True, read_only=True)
    stage_changes = StageChangeSerializer(many=True, read_only=True)
    is_sample = serializers.BooleanField(read_only=True)

    class Meta:
        model = JointProgramme
        fields = [
            "slug",
            "thematic_area",
            "stage",
            "countries",
            "un_organizations",
            "coordinating_entity",
            "partners",
            "objectives",
            "sdg_targets",
            "sdg_goals",
            "start",
            "end",
            "presented",
            "duration_months",
            "budget_usd",
            "is_first_six",
            "scope",
            "principles",
            "markers",
            "stage_changes",
            "results",
            "documents",
            "is_sample",
            "sources",
            "verification",
        ]
        localized = ["title", "goal", "stage_as_of", "budget_note", "launch_note", "region"]


class JointProgrammeFilter(SourcedFilter):
    area = WholeNumberFilter(field_name="thematic_area__number", label=_("Number of a thematic area of the Fund"))
    stage = filters.ChoiceFilter(
        choices=[(stage.value or UNKNOWN_STAGE, stage.label) for stage in Stage],
        method="at_stage",
        label=_("Stage of the joint programme"),
    )
    country = CountryFilter("countries")
    region = RegionFilter("countries")
    organization = CodeFilter(
        field_name="un_organizations__acronym",
        model=Entity,
        code="acronym",
        label=_("Acronym of a participating UN organization"),
    )
    objective = ObjectiveNumberFilter("objectives__number")
    principle = WholeNumberFilter(field_name="principles__number", label=_("Number of a guiding principle"))
    scope = filters.ChoiceFilter(
        choices=[(one.value, one.label) for one in Scope if one.value], label=_("Scope of the joint programme")
    )
    marker = filters.ChoiceFilter(
        field_name="markers__marker", choices=Marker.choices, label=_("Marker that the joint programme was given")
    )
    ordering = OrderingFilter(fields=["slug", "start", "end", "budget_usd"])

    def at_stage(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(stage=Stage.UNKNOWN if value == UNKNOWN_STAGE else value)


class JointProgrammeViewSet(OpenDataViewSet):
    about = _("Joint programmes of the Fund; what no source gives is empty or null, never guessed.")
    queryset = (
        JointProgramme.objects.shown()
        .for_lists()
        .select_related("coordinating_entity")
        .prefetch_related(
            "objectives",
            "principles",
            "sdg_targets",
            "partners",
            "results",
            "markers",
            "stage_changes",
            Prefetch("documents", ProgrammeDocument.objects.select_related("programme")),
        )
    )
    serializer_class = JointProgrammeSerializer
    filterset_class = JointProgrammeFilter
    lookup_field = "slug"


class BudgetLineSerializer(SourcedSerializer):
    programme = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    organization = serializers.SlugRelatedField(slug_field="acronym", read_only=True, allow_null=True)
    partner = PartnerSerializer(read_only=True, allow_null=True)
    is_sample = serializers.BooleanField(read_only=True)

    class Meta:
        model = BudgetLine
        fields = [
            "code",
            "programme",
            "year",
            "kind",
            "funding",
            "organization",
            "partner",
            "currency",
            "amount",
            "as_of",
            "is_sample",
            "sources",
            "verification",
        ]
        localized = ["funder", "remark"]


class BudgetLineFilter(SourcedFilter):
    programme = CodeFilter(
        field_name="programme__slug", model=JointProgramme, code="slug", label=_("Short code of a joint programme")
    )
    kind = filters.ChoiceFilter(choices=BudgetKind.choices, label=_("How far the money has come; kinds overlap"))
    funding = filters.ChoiceFilter(choices=Funding.choices, label=_("Source of funds"))
    year = WholeNumberFilter(field_name="year", label=_("Year"))
    currency = filters.CharFilter(field_name="currency", label=_("Code of a currency (ISO 4217)"))
    area = WholeNumberFilter(
        field_name="programme__thematic_area__number", label=_("Number of a thematic area of the Fund")
    )
    ordering = OrderingFilter(fields=["code", "year", "amount", "as_of"])


class BudgetLineViewSet(OpenDataViewSet):
    about = _(
        "Money of joint programmes line by line, each with its source and day; kinds overlap, do not add them up."
    )
    queryset = BudgetLine.objects.shown().for_lists()
    serializer_class = BudgetLineSerializer
    filterset_class = BudgetLineFilter
    lookup_field = "code"


class ContributionSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True, allow_null=True)
    area = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    programme = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    status = serializers.ChoiceField(choices=ContributionState.choices, source="state", read_only=True)
    is_sample = serializers.BooleanField(read_only=True)

    class Meta:
        model = Contribution
        fields = [
            "code",
            "country",
            "year",
            "status",
            "currency",
            "amount",
            "as_of",
            "area",
            "programme",
            "is_sample",
            "sources",
            "verification",
        ]
        localized = ["organization", "remark"]


class ContributionFilter(SourcedFilter):
    country = CountryFilter("country")
    region = RegionFilter("country")
    status = filters.ChoiceFilter(
        field_name="state",
        choices=ContributionState.choices,
        label=_("How far the contribution has come; states overlap"),
    )
    year = WholeNumberFilter(field_name="year", label=_("Year"))
    programme = CodeFilter(
        field_name="programme__slug", model=JointProgramme, code="slug", label=_("Short code of a joint programme")
    )
    ordering = OrderingFilter(fields=["code", "year", "amount", "as_of"])


class ContributionViewSet(OpenDataViewSet):
    about = _("Contributions to the Fund, each with its source and day; states overlap, do not add them up.")
    queryset = Contribution.objects.shown().for_lists()
    serializer_class = ContributionSerializer
    filterset_class = ContributionFilter
    lookup_field = "code"


class ExchangeRateSerializer(SourcedSerializer):
    class Meta:
        model = ExchangeRate
        fields = ["currency", "month", "per_dollar", "sources", "verification"]


class ExchangeRateViewSet(OpenListViewSet):
    about = _("Operational rates of exchange of the United Nations by month, as far as sums here are made with them.")
    queryset = ExchangeRate.objects.with_sources()
    serializer_class = ExchangeRateSerializer
