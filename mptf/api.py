from django.db.models import QuerySet
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
from mptf.enums import Stage, Topic
from mptf.models import (
    Contributor,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammePartner,
    ProgrammeResult,
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
        fields = ["is_pillar"]
        localized = ["text"]


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
            "results",
            "sources",
            "verification",
        ]
        localized = ["title", "goal", "stage_as_of", "budget_note", "launch_note"]


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
    ordering = OrderingFilter(fields=["slug", "start", "end", "budget_usd"])

    def at_stage(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(stage=Stage.UNKNOWN if value == UNKNOWN_STAGE else value)


class JointProgrammeViewSet(OpenDataViewSet):
    about = _("Joint programmes of the Fund; what no source gives is empty or null, never guessed.")
    queryset = (
        JointProgramme.objects.shown()
        .for_lists()
        .select_related("coordinating_entity")
        .prefetch_related("objectives", "sdg_targets", "partners", "results")
    )
    serializer_class = JointProgrammeSerializer
    filterset_class = JointProgrammeFilter
    lookup_field = "slug"
