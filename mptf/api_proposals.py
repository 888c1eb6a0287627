"""Open data on proposals: the pipeline as far as it is public, and meetings with their decisions."""

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from countries.api import CountryFilter, CountryNameSerializer
from foundation.api import CodeFilter, OpenListViewSet, OrderingFilter, RecordSerializer, WholeNumberFilter
from mptf.enums import MeetingState, ProposalState
from mptf.models import AgendaItem, CommitteeMeeting, Proposal
from mptf.workflow import PUBLIC
from network.models import Entity


class PipelineSerializer(serializers.ModelSerializer):
    """What is public of a proposal, and no word of its note."""

    thematic_area = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    countries = CountryNameSerializer(many=True, read_only=True)
    lead = serializers.SlugRelatedField(slug_field="acronym", read_only=True)
    organizations = serializers.SlugRelatedField(slug_field="acronym", many=True, read_only=True)
    requested_usd = serializers.DecimalField(
        max_digits=16, decimal_places=2, read_only=True, allow_null=True, source="requested"
    )
    programme = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    is_sample = serializers.BooleanField(read_only=True)

    class Meta:
        model = Proposal
        fields = [
            "title", "language", "state", "state_since", "submitted_at", "thematic_area", "countries", "lead",
            "organizations", "requested_usd", "programme", "is_sample",
        ]  # fmt: skip


class PipelineFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        choices=[(state.value, state.label) for state in ProposalState if state in PUBLIC],
        label=_("State of the proposal"),
    )
    area = WholeNumberFilter(field_name="thematic_area__number", label=_("Number of a thematic area of the Fund"))
    country = CountryFilter("countries")
    lead = CodeFilter(
        field_name="lead__acronym", model=Entity, code="acronym", label=_("Acronym of the lead UN organization")
    )
    ordering = OrderingFilter(fields=["state_since", "submitted_at"])


class PipelineViewSet(OpenListViewSet):
    about = _("Proposals to the Fund from the pipeline on; of each only what is public.")
    queryset = Proposal.objects.public().for_lists().order_by("-state_since", "pk")
    serializer_class = PipelineSerializer
    filterset_class = PipelineFilter


class AgendaItemSerializer(RecordSerializer):
    proposal = serializers.StringRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = AgendaItem
        fields = ["position", "proposal", "decision"]
        localized = ["title", "summary"]


class MeetingSerializer(RecordSerializer):
    items = AgendaItemSerializer(many=True, read_only=True)

    class Meta:
        model = CommitteeMeeting
        fields = ["date", "state", "is_sample", "items"]
        localized = ["place"]


class MeetingFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=MeetingState.choices, label=_("Planned or held"))
    ordering = OrderingFilter(fields=["date"])


class MeetingViewSet(OpenListViewSet):
    about = _("Meetings of the Steering Committee of the Fund, with their agendas and decisions.")
    queryset = CommitteeMeeting.objects.prefetch_related("items__proposal")
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
