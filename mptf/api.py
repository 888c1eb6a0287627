from django_filters import rest_framework as filters
from rest_framework import serializers

from countries.api import CountryNameSerializer
from foundation.api import OpenDataViewSet, OpenListViewSet, RecordSerializer, SourcedSerializer
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


class FundProfileSerializer(SourcedSerializer):
    class Meta:
        model = FundProfile
        fields = ["office_code", "gateway", "sources", "verification"]
        localized = ["name", "also", "established"]


class FundProfileViewSet(OpenListViewSet):
    """The Migration Multi-Partner Trust Fund itself."""

    queryset = FundProfile.objects.with_sources().order_by("pk")
    serializer_class = FundProfileSerializer


class FundStatementSerializer(SourcedSerializer):
    class Meta:
        model = FundStatement
        fields = ["topic", "position", "code", "sources", "verification"]
        localized = ["text"]


class FundStatementFilter(filters.FilterSet):
    topic = filters.ChoiceFilter(choices=Topic.choices)

    class Meta:
        model = FundStatement
        fields = ["topic"]


class FundStatementViewSet(OpenListViewSet):
    """Rules of the Fund, its governance, who may contribute, its markers."""

    queryset = FundStatement.objects.with_sources()
    serializer_class = FundStatementSerializer
    filterset_class = FundStatementFilter


class MilestoneSerializer(SourcedSerializer):
    class Meta:
        model = Milestone
        fields = ["date", "amount_usd", "sources", "verification"]
        localized = ["text"]


class MilestoneViewSet(OpenListViewSet):
    """Dated facts about the Fund; amounts in US dollars as the source prints them."""

    queryset = Milestone.objects.with_sources()
    serializer_class = MilestoneSerializer


class ContributorSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True)

    class Meta:
        model = Contributor
        fields = ["country", "sources", "verification"]


class ContributorViewSet(OpenListViewSet):
    """States that a source names as contributors to the Fund."""

    queryset = Contributor.objects.with_sources().select_related("country")
    serializer_class = ContributorSerializer


class ThematicAreaSerializer(SourcedSerializer):
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = ThematicArea
        fields = ["number", "code", "objectives", "sources", "verification"]
        localized = ["name", "short_name"]


class ThematicAreaViewSet(OpenDataViewSet):
    """The five thematic areas."""

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


class JointProgrammeFilter(filters.FilterSet):
    area = filters.NumberFilter(field_name="thematic_area__number")
    stage = filters.ChoiceFilter(choices=[choice for choice in Stage.choices if choice[0]])
    country = filters.CharFilter(field_name="countries__iso3")
    organization = filters.CharFilter(field_name="un_organizations__acronym")
    objective = filters.NumberFilter(field_name="objectives__number")
    ordering = filters.OrderingFilter(fields=["slug", "start", "end", "budget_usd"])

    class Meta:
        model = JointProgramme
        fields = ["area", "stage", "country", "organization", "objective"]


class JointProgrammeViewSet(OpenDataViewSet):
    """Joint programmes; what no source gives is empty or null, never guessed."""

    queryset = (
        JointProgramme.objects.for_lists()
        .select_related("coordinating_entity")
        .prefetch_related("objectives", "sdg_targets", "partners", "results")
    )
    serializer_class = JointProgrammeSerializer
    filterset_class = JointProgrammeFilter
    lookup_field = "slug"
