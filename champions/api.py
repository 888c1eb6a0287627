from django_filters import rest_framework as filters
from rest_framework import serializers

from champions.enums import ChampionStatus, Topic
from champions.models import (
    Champion,
    ChampionCount,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    SupportKind,
)
from countries.api import CountryNameSerializer
from foundation.api import OpenDataViewSet, OpenListViewSet, RecordSerializer, SourcedSerializer


class SupportKindSerializer(SourcedSerializer):
    class Meta:
        model = SupportKind
        fields = ["number", "code", "sources", "verification"]
        localized = ["name", "description"]


class SupportKindViewSet(OpenDataViewSet):
    """The five kinds of support that a champion country can expect."""

    queryset = SupportKind.objects.with_sources()
    serializer_class = SupportKindSerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"


class ChampionRoleSerializer(RecordSerializer):
    class Meta:
        model = ChampionRole
        fields = []
        localized = ["name"]


class ChampionPrioritySerializer(RecordSerializer):
    class Meta:
        model = ChampionPriority
        fields = []
        localized = ["text"]


class ChampionSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True)
    roles = ChampionRoleSerializer(many=True, read_only=True)
    stated_priorities = ChampionPrioritySerializer(many=True, read_only=True)
    priority_objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = Champion
        fields = [
            "country",
            "status",
            "confirmed_in",
            "champion_by",
            "ended_in",
            "in_source_deck",
            "priority_objectives",
            "stated_priorities",
            "roles",
            "sources",
            "verification",
        ]


class ChampionFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=[(ChampionStatus.CONFIRMED, "confirmed"), (ChampionStatus.ENDED, "ended")])
    objective = filters.NumberFilter(field_name="priority_objectives__number")
    region = filters.CharFilter(method="in_region", label="Code of a regional commission")

    class Meta:
        model = Champion
        fields = ["status", "objective", "region"]

    def in_region(self, queryset, name, value):
        return queryset.filter(
            country__memberships__commission__code=value, country__memberships__is_in_region=True
        ).distinct()


class ChampionViewSet(OpenDataViewSet):
    """Champion countries that a source confirms. ``champion_by`` is not a date of joining."""

    queryset = (
        Champion.objects.shown()
        .with_sources()
        .select_related("country")
        .prefetch_related("roles", "stated_priorities", "priority_objectives")
    )
    serializer_class = ChampionSerializer
    filterset_class = ChampionFilter
    lookup_field = "country__iso3"
    lookup_url_kwarg = "iso3"


class ChampionStatementSerializer(SourcedSerializer):
    class Meta:
        model = ChampionStatement
        fields = ["topic", "position", "sources", "verification"]
        localized = ["text"]


class ChampionStatementFilter(filters.FilterSet):
    topic = filters.ChoiceFilter(choices=Topic.choices)

    class Meta:
        model = ChampionStatement
        fields = ["topic"]


class ChampionStatementViewSet(OpenListViewSet):
    """What the initiative is and how champion countries are identified."""

    queryset = ChampionStatement.objects.with_sources()
    serializer_class = ChampionStatementSerializer
    filterset_class = ChampionStatementFilter


class ChampionCountSerializer(SourcedSerializer):
    class Meta:
        model = ChampionCount
        fields = ["date", "value", "sources", "verification"]
        localized = ["what"]


class ChampionCountViewSet(OpenDataViewSet):
    """How many champion countries sources counted, and when."""

    queryset = ChampionCount.objects.with_sources()
    serializer_class = ChampionCountSerializer
    lookup_field = "date"


class ChampionEventSerializer(SourcedSerializer):
    class Meta:
        model = ChampionEvent
        fields = ["start", "end", "sources", "verification"]
        localized = ["name"]


class ChampionEventViewSet(OpenDataViewSet):
    """Events of the champion countries."""

    queryset = ChampionEvent.objects.with_sources()
    serializer_class = ChampionEventSerializer
    lookup_field = "start"
