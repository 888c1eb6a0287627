from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from capacity.enums_contributions import ContributionKind, ContributionState
from capacity.models import Expert, MechanismContribution, MechanismPart, MechanismStatement
from countries.api import CountryFilter, CountryNameSerializer, RegionFilter
from foundation.api import (
    CodeFilter,
    OpenDataViewSet,
    OpenListViewSet,
    OrderingFilter,
    RecordSerializer,
    SourcedSerializer,
)
from objectives.api import ObjectiveNumberFilter


class MechanismPartSerializer(SourcedSerializer):
    class Meta:
        model = MechanismPart
        fields = ["code", "position", "sources", "verification"]
        localized = ["name", "does", "today"]


class MechanismPartViewSet(OpenDataViewSet):
    about = _("The parts of the capacity-building mechanism, and where each stands.")
    queryset = MechanismPart.objects.with_sources()
    serializer_class = MechanismPartSerializer
    lookup_field = "code"


class MechanismStatementSerializer(SourcedSerializer):
    class Meta:
        model = MechanismStatement
        fields = ["position", "sources", "verification"]
        localized = ["text"]


class MechanismStatementViewSet(OpenListViewSet):
    about = _("How States and others contribute to the mechanism.")
    queryset = MechanismStatement.objects.with_sources()
    serializer_class = MechanismStatementSerializer


class ExpertSerializer(RecordSerializer):
    country = CountryNameSerializer(read_only=True)
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)
    kinds = serializers.ListField(child=serializers.CharField(), read_only=True)
    languages = serializers.ListField(source="language_codes", child=serializers.CharField(), read_only=True)

    class Meta:
        model = Expert
        fields = ["slug", "country", "objectives", "kinds", "languages", "is_sample"]
        localized = ["name", "organization", "profile"]


class ExpertFilter(filters.FilterSet):
    country = CountryFilter("country")
    objective = ObjectiveNumberFilter("objectives__number")


class ExpertViewSet(OpenDataViewSet):
    about = _("Experts who have agreed to be shown to everyone; their addresses are not given.")
    queryset = Expert.objects.all()
    serializer_class = ExpertSerializer
    filterset_class = ExpertFilter
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Expert]:
        """Asked anew each time: a consent may have ended since the process started."""
        return Expert.objects.public().select_related("country").prefetch_related("objectives")


class MechanismContributionSerializer(RecordSerializer):
    code = serializers.CharField(read_only=True)
    country = CountryNameSerializer(read_only=True)
    kind = serializers.ChoiceField(choices=ContributionKind.choices, read_only=True)
    part = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    status = serializers.ChoiceField(choices=ContributionState.choices, source="state", read_only=True)
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)
    for_countries = serializers.SlugRelatedField(slug_field="iso3", many=True, read_only=True)
    for_regions = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    is_sample = serializers.BooleanField(read_only=True)

    class Meta:
        model = MechanismContribution
        fields = [
            "code",
            "country",
            "kind",
            "part",
            "status",
            "institution",
            "objectives",
            "for_countries",
            "for_regions",
            "available_from",
            "available_until",
            "amount",
            "currency",
            "as_of",
            "confirmed_at",
            "ended_on",
            "is_sample",
        ]
        localized = ["title", "summary", "result"]


class MechanismContributionFilter(filters.FilterSet):
    country = CountryFilter("country")
    region = RegionFilter("country")
    objective = ObjectiveNumberFilter("objectives__number")
    kind = filters.ChoiceFilter(choices=ContributionKind.choices, label=_("Kind of contribution"))
    part = CodeFilter(field_name="part__code", model=MechanismPart, label=_("Code of a part of the mechanism"))
    ordering = OrderingFilter(fields=["confirmed_at", "available_until"])


class MechanismContributionViewSet(OpenListViewSet):
    about = _(
        "Voluntary contributions of States to the mechanism, confirmed by the UN Network; without a part they are "
        "for the mechanism as a whole. Amounts of different currencies are not to be added up."
    )
    queryset = MechanismContribution.objects.shown().for_lists().order_by("-confirmed_at", "-pk")
    serializer_class = MechanismContributionSerializer
    filterset_class = MechanismContributionFilter
