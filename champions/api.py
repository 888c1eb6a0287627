from django.utils.translation import gettext_lazy as _
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
    Commitment,
    Exchange,
    Lesson,
    SupportItem,
    SupportKind,
)
from countries.api import CountryFilter, CountryNameSerializer, RegionFilter
from foundation.api import OpenDataViewSet, OpenListViewSet, OrderingFilter, SourcedFilter, SourcedSerializer
from objectives.api import ObjectiveNumberFilter


class SupportKindSerializer(SourcedSerializer):
    class Meta:
        model = SupportKind
        fields = ["number", "code", "sources", "verification"]
        localized = ["name", "description"]


class SupportKindViewSet(OpenDataViewSet):
    about = _("The five kinds of support that a champion country can expect.")
    queryset = SupportKind.objects.with_sources()
    serializer_class = SupportKindSerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"


class ChampionRoleSerializer(SourcedSerializer):
    class Meta:
        model = ChampionRole
        fields = ["sources", "verification"]
        localized = ["name"]


class ChampionPrioritySerializer(SourcedSerializer):
    class Meta:
        model = ChampionPriority
        fields = ["sources", "verification"]
        localized = ["text"]


class SupportItemSerializer(SourcedSerializer):
    kind = serializers.SlugRelatedField(slug_field="number", read_only=True)
    entity = serializers.SlugRelatedField(slug_field="acronym", read_only=True, allow_null=True)

    class Meta:
        model = SupportItem
        fields = ["kind", "state", "entity", "asked_in", "planned_for", "given_in", "sources", "verification"]
        localized = ["what", "result"]


class CommitmentSerializer(SourcedSerializer):
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = Commitment
        fields = ["objectives", "due", "state", "updated_on", "evidence_url", "sources", "verification"]
        localized = ["text", "progress", "evidence_title"]


class ExchangeSerializer(SourcedSerializer):
    objective = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Exchange
        fields = ["direction", "objective", "since", "until", "sources", "verification"]
        localized = ["text"]


class LessonSerializer(SourcedSerializer):
    class Meta:
        model = Lesson
        fields = ["sources", "verification"]
        localized = ["text"]


class ChampionSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True)
    roles = ChampionRoleSerializer(many=True, read_only=True)
    stated_priorities = ChampionPrioritySerializer(many=True, read_only=True)
    support = SupportItemSerializer(source="support_items", many=True, read_only=True)
    commitments = CommitmentSerializer(many=True, read_only=True)
    exchanges = ExchangeSerializer(many=True, read_only=True)
    lessons = LessonSerializer(many=True, read_only=True)
    priority_objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = Champion
        fields = [
            "country",
            "status",
            "invited_in",
            "confirmed_in",
            "champion_by",
            "ended_in",
            "in_source_deck",
            "priority_objectives",
            "stated_priorities",
            "roles",
            "support",
            "commitments",
            "exchanges",
            "lessons",
            "sources",
            "verification",
        ]
        localized = ["coordination", "institution", "end_reason"]


class ChampionFilter(SourcedFilter):
    status = filters.ChoiceFilter(
        choices=[(status.value, status.label) for status in (ChampionStatus.CONFIRMED, ChampionStatus.ENDED)],
        label=_("Status as champion country"),
    )
    country = CountryFilter("country")
    region = RegionFilter("country")
    objective = ObjectiveNumberFilter("priority_objectives__number")
    ordering = OrderingFilter(fields=[("country__iso3", "country"), ("champion_by", "champion_by")])


class ChampionViewSet(OpenDataViewSet):
    about = _(
        "Champion countries that a source confirms; “champion_by” is the date of the earliest source, not of joining."
    )
    queryset = (
        Champion.objects.shown()
        .with_sources()
        .select_related("country")
        .prefetch_related(
            "roles__sources",
            "stated_priorities__sources",
            "priority_objectives",
            "support_items__sources",
            "support_items__kind",
            "support_items__entity",
            "commitments__sources",
            "commitments__objectives",
            "exchanges__sources",
            "exchanges__objective",
            "lessons__sources",
        )
    )
    serializer_class = ChampionSerializer
    filterset_class = ChampionFilter
    lookup_field = "country__iso3"
    lookup_url_kwarg = "iso3"
    lookup_value_regex = "[A-Z]{3}"


class ChampionStatementSerializer(SourcedSerializer):
    class Meta:
        model = ChampionStatement
        fields = ["topic", "position", "sources", "verification"]
        localized = ["text"]


class ChampionStatementFilter(SourcedFilter):
    topic = filters.ChoiceFilter(choices=Topic.choices, label=_("What the statement is about"))


class ChampionStatementViewSet(OpenListViewSet):
    about = _("What the initiative is and how champion countries are identified.")
    queryset = ChampionStatement.objects.with_sources()
    serializer_class = ChampionStatementSerializer
    filterset_class = ChampionStatementFilter


class ChampionCountSerializer(SourcedSerializer):
    class Meta:
        model = ChampionCount
        fields = ["date", "value", "sources", "verification"]
        localized = ["what"]


class ChampionCountViewSet(OpenDataViewSet):
    about = _("How many champion countries sources counted, and when.")
    queryset = ChampionCount.objects.with_sources()
    serializer_class = ChampionCountSerializer
    lookup_field = "date"


class ChampionEventSerializer(SourcedSerializer):
    class Meta:
        model = ChampionEvent
        fields = ["start", "end", "sources", "verification"]
        localized = ["name"]


class ChampionEventViewSet(OpenListViewSet):
    about = _("Events of the champion countries.")
    queryset = ChampionEvent.objects.with_sources()
    serializer_class = ChampionEventSerializer
