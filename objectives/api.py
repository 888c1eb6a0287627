from django_filters import rest_framework as filters
from rest_framework import serializers

from foundation.api import OpenDataViewSet, SourcedSerializer
from objectives.models import Objective, Principle, RoundTable


class RoundTableSerializer(SourcedSerializer):
    class Meta:
        model = RoundTable
        fields = ["number", "sources", "verification"]
        localized = ["name"]


class RoundTableViewSet(OpenDataViewSet):
    """The four round tables of the Forum."""

    queryset = RoundTable.objects.with_sources()
    serializer_class = RoundTableSerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"


class ObjectiveSerializer(SourcedSerializer):
    round_table = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    sdg_targets = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Objective
        fields = [
            "number",
            "slug",
            "gcm_paragraph",
            "associated_actions",
            "round_table",
            "all_sdgs",
            "sdg_targets",
            "sources",
            "verification",
        ]
        localized = ["title", "short_title", "label", "summary"]


class ObjectiveFilter(filters.FilterSet):
    round_table = filters.NumberFilter(field_name="round_table__number")
    sdg_target = filters.CharFilter(field_name="sdg_targets__code")

    class Meta:
        model = Objective
        fields = ["round_table", "sdg_target"]


class ObjectiveViewSet(OpenDataViewSet):
    """The 23 objectives of the Global Compact."""

    queryset = Objective.objects.with_sources().select_related("round_table").prefetch_related("sdg_targets")
    serializer_class = ObjectiveSerializer
    filterset_class = ObjectiveFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"


class PrincipleSerializer(SourcedSerializer):
    class Meta:
        model = Principle
        fields = ["number", "code", "gcm_paragraph", "sources", "verification"]
        localized = ["name", "description"]


class PrincipleViewSet(OpenDataViewSet):
    """The ten guiding principles."""

    queryset = Principle.objects.with_sources()
    serializer_class = PrincipleSerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"
