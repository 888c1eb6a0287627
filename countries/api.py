from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from countries.enums import UNStatus
from countries.models import Commission, CommissionMembership, Country
from foundation.api import (
    CodeFilter,
    OpenDataViewSet,
    OrderingFilter,
    RecordSerializer,
    SourcedFilter,
    SourcedSerializer,
    TrueFalseFilter,
)


class CountryNameSerializer(RecordSerializer):
    """A country as other records name it."""

    class Meta:
        model = Country
        fields = ["iso3"]
        localized = ["name"]


class CountryFilter(CodeFilter):
    """Records of one country; ``path`` leads from the record to it."""

    def __init__(self, path: str):
        super().__init__(field_name=f"{path}__iso3", model=Country, code="iso3", label=_("ISO code of a country"))


class RegionFilter(CodeFilter):
    """Records of countries that lie in the region of a commission; ``path`` leads from the record to the country."""

    def __init__(self, path: str):
        self.path = path
        super().__init__(model=Commission, label=_("Code of a regional commission in whose region the country lies"))

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        countries = Country.objects.in_region(value).values("pk")
        return queryset.filter(**{f"{self.path}__in": countries}).distinct()


class SampleFilter(TrueFalseFilter):
    """Samples are those of fictional States."""

    def __init__(self, path: str):
        super().__init__(field_name=path, label=_("Whether it is a sample of a fictional State"))

    def filter(self, queryset: QuerySet, value: bool | None) -> QuerySet:
        if value is None:
            return queryset
        return (queryset.filter if value else queryset.exclude)(**{self.field_name: UNStatus.SAMPLE})


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


class CountryListFilter(SourcedFilter):
    commission = CodeFilter(
        field_name="memberships__commission__code",
        model=Commission,
        label=_("Code of a regional commission, members from outside its region included"),
    )
    region = RegionFilter("pk")
    un_status = filters.ChoiceFilter(choices=UNStatus.choices, label=_("Status in the United Nations"))
    is_sample = SampleFilter("un_status")
    ordering = OrderingFilter(fields=["iso3", "m49", "name_ar", "name_en"])


class CountryViewSet(OpenDataViewSet):
    about = _("Member States, observer States and the marked samples of fictional States.")
    queryset = Country.objects.with_sources().with_commissions().order_by("iso3")
    serializer_class = CountrySerializer
    filterset_class = CountryListFilter
    lookup_field = "iso3"
    lookup_value_regex = "[A-Z]{3}"


class CommissionSerializer(SourcedSerializer):
    class Meta:
        model = Commission
        fields = ["code", "sources", "verification"]
        localized = ["name", "seat", "review_region"]


class CommissionViewSet(OpenDataViewSet):
    about = _("The five regional commissions of the United Nations.")
    queryset = Commission.objects.with_sources()
    serializer_class = CommissionSerializer
    lookup_field = "code"
