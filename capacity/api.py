from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from capacity.models import Expert, MechanismPart, MechanismStatement
from countries.api import CountryFilter, CountryNameSerializer
from foundation.api import OpenDataViewSet, OpenListViewSet, RecordSerializer, SourcedSerializer
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
