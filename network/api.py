from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from countries.api import CountryFilter, CountryNameSerializer, RegionFilter
from foundation.api import (
    CodeFilter,
    OpenDataViewSet,
    OpenListViewSet,
    OrderingFilter,
    RecordSerializer,
    SourcedFilter,
    SourcedSerializer,
    TrueFalseFilter,
    WholeNumberFilter,
)
from network.enums import ActivityState, EntityKind, EntityRole, EventKind, EventState, Topic
from network.models import (
    Activity,
    ActivityEntity,
    Coordinator,
    Deliverable,
    Entity,
    Event,
    EventDocument,
    Membership,
    NationalNetwork,
    NationalRoleOfEntity,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    RegionalRoleOfEntity,
    WorkingGroup,
    WorkingGroupMember,
    WorkPlan,
)
from objectives.api import ObjectiveNumberFilter


class RoleSerializer(SourcedSerializer):
    class Meta:
        model = Membership
        fields = ["role", "since", "until", "in_source_deck", "sources", "verification"]


class EntitySerializer(SourcedSerializer):
    roles = RoleSerializer(many=True, read_only=True)

    class Meta:
        model = Entity
        fields = ["acronym", "kind", "website", "roles", "sources", "verification"]
        localized = ["name", "description"]


class EntityFilter(SourcedFilter):
    kind = filters.ChoiceFilter(choices=EntityKind.choices, label=_("Kind of entity"))
    role = filters.ChoiceFilter(
        field_name="roles__role", choices=EntityRole.choices, distinct=True, label=_("Role in the Network")
    )
    ordering = OrderingFilter(fields=["acronym", "name_ar", "name_en"])


class EntityViewSet(OpenDataViewSet):
    about = _("Entities of the Network whose part in it rests on a source, with their dated roles, and its partners.")
    queryset = Entity.objects.shown().real().with_sources().prefetch_related("roles__sources")
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


class WorkingGroupMemberSerializer(serializers.ModelSerializer):
    entity = serializers.SlugRelatedField(slug_field="acronym", read_only=True)

    class Meta:
        model = WorkingGroupMember
        fields = ["entity", "role", "since", "until"]


class DeliverableSerializer(RecordSerializer):
    class Meta:
        model = Deliverable
        fields = ["position", "due", "state", "url"]
        localized = ["title"]


class WorkingGroupSerializer(SourcedSerializer):
    leads = serializers.SlugRelatedField(slug_field="acronym", many=True, read_only=True)
    members = WorkingGroupMemberSerializer(many=True, read_only=True)
    deliverables = DeliverableSerializer(many=True, read_only=True)

    class Meta:
        model = WorkingGroup
        fields = [
            "code",
            "leads",
            "members",
            "deliverables",
            "terms_of_reference",
            "since",
            "until",
            "sources",
            "verification",
        ]
        localized = ["name", "kind", "purpose"]


class WorkingGroupViewSet(OpenDataViewSet):
    about = _("Working groups and workstreams of the Network that a source names.")
    queryset = WorkingGroup.objects.with_sources().prefetch_related(
        "leads", "deliverables", Prefetch("members", WorkingGroupMember.objects.select_related("entity"))
    )
    serializer_class = WorkingGroupSerializer
    lookup_field = "code"


class RegionalRoleSerializer(serializers.ModelSerializer):
    entity = serializers.SlugRelatedField(slug_field="acronym", read_only=True)

    class Meta:
        model = RegionalRoleOfEntity
        fields = ["entity", "role", "since", "until"]


class WorkPlanSerializer(RecordSerializer):
    class Meta:
        model = WorkPlan
        fields = ["url", "language", "start", "end"]
        localized = ["title"]


class RegionalNetworkSerializer(SourcedSerializer):
    roles = RegionalRoleSerializer(many=True, read_only=True)
    countries = CountryNameSerializer(many=True, read_only=True)
    work_plans = WorkPlanSerializer(many=True, read_only=True)

    class Meta:
        model = RegionalNetwork
        fields = [
            "code",
            "in_source_deck",
            "established",
            "maturity",
            "maturity_as_of",
            "contact_email",
            "roles",
            "countries",
            "work_plans",
            "sources",
            "verification",
        ]
        localized = ["name", "known_as", "embedded_in", "seat", "coordinator_post"]


class RegionalNetworkViewSet(OpenDataViewSet):
    about = _("Regional networks with their coordinators and co-chairs.")
    queryset = RegionalNetwork.objects.with_sources().prefetch_related(
        Prefetch("roles", RegionalRoleOfEntity.objects.select_related("entity")), "countries", "work_plans"
    )
    serializer_class = RegionalNetworkSerializer
    lookup_field = "code"


class NationalRoleSerializer(serializers.ModelSerializer):
    entity = serializers.SlugRelatedField(slug_field="acronym", read_only=True)

    class Meta:
        model = NationalRoleOfEntity
        fields = ["entity", "role", "since", "until"]


class NationalNetworkSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True)
    is_sample = serializers.BooleanField(read_only=True)
    roles = NationalRoleSerializer(many=True, read_only=True)
    work_plans = WorkPlanSerializer(many=True, read_only=True)

    class Meta:
        model = NationalNetwork
        fields = [
            "country",
            "is_sample",
            "established",
            "as_of",
            "maturity",
            "maturity_as_of",
            "contact_email",
            "roles",
            "work_plans",
            "sources",
            "verification",
        ]
        localized = ["coordinator_post"]


class NationalNetworkFilter(SourcedFilter):
    country = CountryFilter("country")
    region = RegionFilter("country")


class NationalNetworkViewSet(OpenDataViewSet):
    about = _("National networks on migration that a source names.")
    queryset = (
        NationalNetwork.objects.with_sources()
        .select_related("country")
        .prefetch_related(Prefetch("roles", NationalRoleOfEntity.objects.select_related("entity")), "work_plans")
    )
    serializer_class = NationalNetworkSerializer
    filterset_class = NationalNetworkFilter
    lookup_field = "country__iso3"
    lookup_url_kwarg = "iso3"
    lookup_value_regex = "[A-Z]{3}"


class ActivityEntitySerializer(serializers.ModelSerializer):
    entity = serializers.SlugRelatedField(slug_field="acronym", read_only=True)

    class Meta:
        model = ActivityEntity
        fields = ["entity", "role"]


class ActivitySerializer(SourcedSerializer):
    priority = serializers.SlugRelatedField(slug_field="number", read_only=True)
    entities = ActivityEntitySerializer(source="roles", many=True, read_only=True)
    regional_network = serializers.SlugRelatedField(slug_field="code", read_only=True)
    countries = CountryNameSerializer(many=True, read_only=True)
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = Activity
        fields = [
            "code",
            "is_sample",
            "priority",
            "state",
            "start",
            "end",
            "entities",
            "regional_network",
            "countries",
            "objectives",
            "evidence",
            "updated_on",
            "sources",
            "verification",
        ]
        localized = ["title", "description"]


class ActivityFilter(SourcedFilter):
    priority = WholeNumberFilter(
        field_name="priority__number", min_value=1, max_value=100, label=_("Number of a priority of the Network")
    )
    state = filters.ChoiceFilter(choices=ActivityState.choices, label=_("State"))
    country = CountryFilter("countries")
    region = RegionFilter("countries")
    entity = CodeFilter(
        field_name="entities__acronym", model=Entity, code="acronym", distinct=True, label=_("Acronym of an entity")
    )
    objective = ObjectiveNumberFilter("objectives__number")
    is_sample = TrueFalseFilter(label=_("Whether it was made up for trying the portal"))


class ActivityViewSet(OpenDataViewSet):
    about = _("Activities under the priorities of the Network, with where each stands; samples are marked.")
    queryset = (
        Activity.objects.with_sources()
        .select_related("priority", "regional_network")
        .prefetch_related(
            Prefetch("roles", ActivityEntity.objects.select_related("entity")), "countries", "objectives"
        )
    )
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter
    lookup_field = "code"


class EventDocumentSerializer(RecordSerializer):
    class Meta:
        model = EventDocument
        fields = ["position", "url", "language"]
        localized = ["title"]


class EventSerializer(SourcedSerializer):
    organizers = serializers.SlugRelatedField(slug_field="acronym", many=True, read_only=True)
    regional_networks = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    countries = CountryNameSerializer(many=True, read_only=True)
    objectives = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)
    languages = serializers.SlugRelatedField(slug_field="language", many=True, read_only=True)
    documents = EventDocumentSerializer(many=True, read_only=True)

    class Meta:
        model = Event
        fields = [
            "code",
            "is_sample",
            "kind",
            "state",
            "starts_on",
            "starts_at",
            "ends_on",
            "ends_at",
            "time_zone",
            "online_url",
            "registration_url",
            "organizers",
            "regional_networks",
            "countries",
            "objectives",
            "languages",
            "documents",
            "sources",
            "verification",
        ]
        localized = ["title", "summary", "place"]


class EventFilter(SourcedFilter):
    kind = filters.ChoiceFilter(choices=EventKind.choices, label=_("Kind"))
    state = filters.ChoiceFilter(choices=EventState.choices, label=_("State"))
    country = CountryFilter("countries")
    region = RegionFilter("countries")
    network = CodeFilter(
        field_name="regional_networks__code",
        model=RegionalNetwork,
        distinct=True,
        label=_("Code of a regional network"),
    )
    objective = ObjectiveNumberFilter("objectives__number")
    is_sample = TrueFalseFilter(label=_("Whether it was made up for trying the portal"))


class EventViewSet(OpenDataViewSet):
    about = _("Meetings and trainings of the Network; times are those of the time zone named. Samples are marked.")
    queryset = Event.objects.with_sources().prefetch_related(
        "organizers", "regional_networks", "countries", "objectives", "languages", "documents"
    )
    serializer_class = EventSerializer
    filterset_class = EventFilter
    lookup_field = "code"
