from django_filters import rest_framework as filters
from rest_framework import serializers

from countries.enums import UNStatus
from countries.models import Commission, CommissionMembership, Country
from foundation.api import OpenDataViewSet, RecordSerializer, SourcedSerializer


class CountryNameSerializer(RecordSerializer):
    """A country as other records name it."""

    class Meta:
        model = Country
        fields = ["iso3"]
        localized = ["name"]


class MembershipSerializer(serializers.ModelSerializer):
    commission = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = CommissionMembership
        fields = ["commission", "is_in_region", "since_year", "until_year"]


class CountrySerializer(SourcedSerializer):
    commissions = MembershipSerializer(source="memberships", many=True, read_only=True)
    is_sample = serializers.BooleanField(read_only=True)

    class Meta:
        model = Country
        fields = ["iso3", "iso2", "m49", "un_status", "is_sample", "commissions", "sources", "verification"]
        localized = ["name"]


class CountryFilter(filters.FilterSet):
    commission = filters.CharFilter(
        field_name="memberships__commission__code",
        label="Code of a regional commission, members from elsewhere included",
    )
    region = filters.CharFilter(method="in_region", label="Code of a regional commission whose region it lies in")
    un_status = filters.ChoiceFilter(choices=UNStatus.choices)

    class Meta:
        model = Country
        fields = ["commission", "region", "un_status"]

    def in_region(self, queryset, name, value):
        return queryset.in_region(value)


class CountryViewSet(OpenDataViewSet):
    """Member States, observer States and the marked samples."""

    queryset = Country.objects.with_sources().with_commissions().order_by("iso3")
    serializer_class = CountrySerializer
    filterset_class = CountryFilter
    lookup_field = "iso3"
    lookup_value_regex = "[A-Z]{3}"


class CommissionSerializer(SourcedSerializer):
    class Meta:
        model = Commission
        fields = ["code", "sources", "verification"]
        localized = ["name", "seat", "review_region"]


class CommissionViewSet(OpenDataViewSet):
    """The five United Nations regional commissions."""

    queryset = Commission.objects.with_sources()
    serializer_class = CommissionSerializer
    lookup_field = "code"
