from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.api import (
    CodeFilter,
    OpenDataViewSet,
    OrderingFilter,
    SourcedFilter,
    SourcedSerializer,
    WholeNumberFilter,
)
from objectives.models import OBJECTIVE_COUNT, Objective, Principle, RoundTable, SDGTarget


class ObjectiveNumberFilter(WholeNumberFilter):
    """Records that have to do with one objective; ``field_name`` leads to its number."""

    def __init__(self, field_name: str):
        super().__init__(
            field_name=field_name, min_value=1, max_value=OBJECTIVE_COUNT, label=_("Number of an objective")
        )


class RoundTableSerializer(SourcedSerializer):
    class Meta:
        model = RoundTable
        fields = ["number", "sources", "verification"]
        localized = ["name"]


class RoundTableViewSet(OpenDataViewSet):
    about = _("The four round tables of the Forum.")
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


class ObjectiveFilter(SourcedFilter):
    round_table = WholeNumberFilter(field_name="round_table__number", label=_("Number of a round table of the Forum"))
    sdg_target = CodeFilter(
        field_name="sdg_targets__code", model=SDGTarget, label=_("Target of the 2030 Agenda, such as 10.7")
    )
    ordering = OrderingFilter(fields=["number"])


class ObjectiveViewSet(OpenDataViewSet):
    about = _("The 23 objectives of the Global Compact, with their official titles.")
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
    about = _("The ten guiding principles of the Global Compact.")
    queryset = Principle.objects.with_sources()
    serializer_class = PrincipleSerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"
