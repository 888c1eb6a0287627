from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from countries.api import CountryFilter, CountryNameSerializer, RegionFilter
from foundation.api import OpenDataViewSet, OpenListViewSet, OrderingFilter, SourcedFilter, SourcedSerializer
from network.enums import EntityKind, EntityRole, Topic
from network.models import (
    Coordinator,
    Entity,
    Membership,
    NationalNetwork,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    RegionalRoleOfEntity,
    WorkingGroup,
)


class RoleSerializer(SourcedSerializer):
    class Meta:
        model = Membership
        fields = ["role", "since", "until", "in_source_deck", "sources", "verification"]


class EntitySerializer(SourcedSerializer):
    roles = RoleSerializer(many=True, read_only=True)

    class Meta:
        model = Entity
        fields = ["acronym", "kind", "website", "roles", "sources", "verification"]
        localized = ["name"]


class EntityFilter(SourcedFilter):
    kind = filters.ChoiceFilter(choices=EntityKind.choices, label=_("Kind of entity"))
    role = filters.ChoiceFilter(
        field_name="roles__role", choices=EntityRole.choices, distinct=True, label=_("Role in the Network")
    )
    ordering = OrderingFilter(fields=["acronym", "name_ar", "name_en"])


class EntityViewSet(OpenDataViewSet):
    about = _("Entities of the Network whose part in it rests on a source, with their dated roles, and its partners.")
    queryset = Entity.objects.shown().with_sources().prefetch_related("roles__sources")
    serializer_class = EntitySerializer
    filterset_class = EntityFilter
    lookup_field = "acronym"


class NetworkProfileSerializer(SourcedSerializer):
    class Meta:
        model = NetworkProfile
        fields = [
            "website",
            "contact_email",
            "established_on",
            "member_count",
            "member_count_as_of",
            "sources",
            "verification",
        ]
        localized = ["name", "established_by"]


class NetworkProfileViewSet(OpenListViewSet):
    about = _("The United Nations Network on Migration itself.")
    queryset = NetworkProfile.objects.with_sources().order_by("pk")
    serializer_class = NetworkProfileSerializer


class CoordinatorSerializer(SourcedSerializer):
    class Meta:
        model = Coordinator
        fields = ["since", "until", "sources", "verification"]
        localized = ["name", "post"]


class CoordinatorViewSet(OpenListViewSet):
    about = _("The Coordinators of the Network, latest first.")
    queryset = Coordinator.objects.prefetch_related("sources").order_by("-since", "-until")
    serializer_class = CoordinatorSerializer


class NetworkStatementSerializer(SourcedSerializer):
    class Meta:
        model = NetworkStatement
        fields = ["topic", "position", "sources", "verification"]
        localized = ["text"]


class NetworkStatementFilter(SourcedFilter):
    topic = filters.ChoiceFilter(choices=Topic.choices, label=_("What the statement is about"))


class NetworkStatementViewSet(OpenListViewSet):
    about = _("What the Network and its Executive Committee do, and how they work.")
    queryset = NetworkStatement.objects.with_sources()
    serializer_class = NetworkStatementSerializer
    filterset_class = NetworkStatementFilter


class PrioritySerializer(SourcedSerializer):
    class Meta:
        model = Priority
        fields = ["number", "code", "sources", "verification"]
        localized = ["name"]


class PriorityViewSet(OpenDataViewSet):
    about = _("The priorities of the Network.")
    queryset = Priority.objects.with_sources()
    serializer_class = PrioritySerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]+"


class WorkingGroupSerializer(SourcedSerializer):
    leads = serializers.SlugRelatedField(slug_field="acronym", many=True, read_only=True)

    class Meta:
        model = WorkingGroup
        fields = ["code", "leads", "sources", "verification"]
        localized = ["name", "kind"]


class WorkingGroupViewSet(OpenDataViewSet):
    about = _("Working groups and workstreams of the Network that a source names.")
    queryset = WorkingGroup.objects.with_sources().prefetch_related("leads")
    serializer_class = WorkingGroupSerializer
    lookup_field = "code"


class RegionalRoleSerializer(serializers.ModelSerializer):
    entity = serializers.SlugRelatedField(slug_field="acronym", read_only=True)

    class Meta:
        model = RegionalRoleOfEntity
        fields = ["entity", "role"]


class RegionalNetworkSerializer(SourcedSerializer):
    roles = RegionalRoleSerializer(many=True, read_only=True)

    class Meta:
        model = RegionalNetwork
        fields = ["code", "in_source_deck", "roles", "sources", "verification"]
        localized = ["name", "known_as", "embedded_in", "seat"]


class RegionalNetworkViewSet(OpenDataViewSet):
    about = _("Regional networks with their coordinators and co-chairs.")
    queryset = RegionalNetwork.objects.with_sources().prefetch_related(
        Prefetch("roles", RegionalRoleOfEntity.objects.select_related("entity"))
    )
    serializer_class = RegionalNetworkSerializer
    lookup_field = "code"


class NationalNetworkSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True)

    class Meta:
        model = NationalNetwork
        fields = ["country", "established", "as_of", "maturity", "sources", "verification"]


class NationalNetworkFilter(SourcedFilter):
    country = CountryFilter("country")
    region = RegionFilter("country")


class NationalNetworkViewSet(OpenDataViewSet):
    about = _("National networks on migration that a source names.")
    queryset = NationalNetwork.objects.with_sources().select_related("country")
    serializer_class = NationalNetworkSerializer
    filterset_class = NationalNetworkFilter
    lookup_field = "country__iso3"
    lookup_url_kwarg = "iso3"
    lookup_value_regex = "[A-Z]{3}"
