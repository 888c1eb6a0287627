from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import translation
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers

from countries.api import CountryNameSerializer
from foundation.api import LOCALIZED, LocalizedField, OpenDataViewSet, OpenListViewSet, SourcedSerializer
from reviews.enums import KnownReviewStatus, RoundKind, Topic
from reviews.models import (
    ForumFact,
    GuidanceDocument,
    KnownReview,
    Publication,
    PublishedObjective,
    RegionalReview,
    ReviewStatement,
    Round,
    SecretaryGeneralReport,
)
from reviews.reading import snapshot_of


class RoundSerializer(SourcedSerializer):
    class Meta:
        model = Round
        fields = ["code", "kind", "start", "end", "is_open", "deadline", "sources", "verification"]
        localized = ["name"]


class RoundFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=RoundKind.choices)

    class Meta:
        model = Round
        fields = ["kind", "is_open"]


class RoundViewSet(OpenDataViewSet):
    """Rounds of regional reviews, and Forums."""

    queryset = Round.objects.with_sources()
    serializer_class = RoundSerializer
    filterset_class = RoundFilter
    lookup_field = "code"


class RegionalReviewSerializer(SourcedSerializer):
    round = serializers.SlugRelatedField(slug_field="code", read_only=True)
    commission = serializers.SlugRelatedField(slug_field="code", read_only=True)
    host_country = CountryNameSerializer(read_only=True, allow_null=True)
    co_chairs = CountryNameSerializer(many=True, read_only=True)

    class Meta:
        model = RegionalReview
        fields = ["round", "commission", "start", "end", "host_country", "co_chairs", "sources", "verification"]
        localized = ["place", "remark"]


class ByRoundFilter(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", label="Code of a round")


class RegionalReviewViewSet(OpenListViewSet):
    """Review meetings of the regional commissions."""

    queryset = (
        RegionalReview.objects.with_sources()
        .select_related("round", "commission", "host_country")
        .prefetch_related("co_chairs")
    )
    serializer_class = RegionalReviewSerializer
    filterset_class = ByRoundFilter


class ForumFactSerializer(SourcedSerializer):
    round = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = ForumFact
        fields = ["round", "position", "sources", "verification"]
        localized = ["text"]


class ForumFactViewSet(OpenListViewSet):
    """What is known of the Forums."""

    queryset = ForumFact.objects.with_sources().select_related("round")
    serializer_class = ForumFactSerializer
    filterset_class = ByRoundFilter


class ReviewStatementSerializer(SourcedSerializer):
    class Meta:
        model = ReviewStatement
        fields = ["topic", "position", "sources", "verification"]
        localized = ["text"]


class ReviewStatementFilter(filters.FilterSet):
    topic = filters.ChoiceFilter(choices=Topic.choices)

    class Meta:
        model = ReviewStatement
        fields = ["topic"]


class ReviewStatementViewSet(OpenListViewSet):
    """The Forum and the voluntary review in general."""

    queryset = ReviewStatement.objects.with_sources()
    serializer_class = ReviewStatementSerializer
    filterset_class = ReviewStatementFilter


class SecretaryGeneralReportSerializer(SourcedSerializer):
    class Meta:
        model = SecretaryGeneralReport
        fields = ["year", "symbol", "sources", "verification"]
        localized = ["remark"]


class SecretaryGeneralReportViewSet(OpenDataViewSet):
    """Biennial reports of the Secretary-General."""

    queryset = SecretaryGeneralReport.objects.with_sources()
    serializer_class = SecretaryGeneralReportSerializer
    lookup_field = "year"
    lookup_value_regex = "[0-9]+"


class GuidanceDocumentSerializer(SourcedSerializer):
    class Meta:
        model = GuidanceDocument
        fields = ["code", "is_seen", "sources", "verification"]
        localized = ["title", "what"]


class GuidanceDocumentViewSet(OpenDataViewSet):
    """Documents that guide those who prepare a review."""

    queryset = GuidanceDocument.objects.with_sources()
    serializer_class = GuidanceDocumentSerializer
    lookup_field = "code"


class KnownReviewSerializer(SourcedSerializer):
    country = CountryNameSerializer(read_only=True)
    round = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = KnownReview
        fields = [
            "country",
            "round",
            "status",
            "date",
            "original_title",
            "original_language",
            "url",
            "sources",
            "verification",
        ]
        localized = ["title", "institution", "remark"]


class KnownReviewFilter(ByRoundFilter):
    country = filters.CharFilter(field_name="country__iso3")
    status = filters.ChoiceFilter(choices=KnownReviewStatus.choices)


class KnownReviewViewSet(OpenListViewSet):
    """Reviews that sources name and that were not prepared in this portal."""

    queryset = KnownReview.objects.with_sources().select_related("country", "round")
    serializer_class = KnownReviewSerializer
    filterset_class = KnownReviewFilter


class RoundNameSerializer(serializers.ModelSerializer):
    name = LocalizedField("name")

    class Meta:
        model = Round
        fields = ["code", "name"]


class ReportedObjectiveSerializer(serializers.ModelSerializer):
    class Meta:
        model = PublishedObjective
        fields = ["number", "is_priority", "stage"]


class PublicationSerializer(serializers.ModelSerializer):
    """A published version of a review: what it is, where it is, and its checksum."""

    country = CountryNameSerializer(source="submission.review.country", read_only=True)
    is_sample = serializers.BooleanField(source="submission.review.country.is_sample", read_only=True)
    round = RoundNameSerializer(source="submission.review.round", read_only=True)
    level = serializers.CharField(source="submission.review.level", read_only=True)
    version = serializers.IntegerField(source="number", read_only=True)
    in_force = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField(source="submission.submitted_at", read_only=True)
    institution = serializers.CharField(source="submission.declared_institution", read_only=True)
    sha256 = serializers.CharField(source="submission.sha256", read_only=True)
    objectives = ReportedObjectiveSerializer(many=True, read_only=True)
    pages = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = [
            "country",
            "is_sample",
            "round",
            "level",
            "version",
            "in_force",
            "submitted_at",
            "published_at",
            "correction_note",
            "institution",
            "sha256",
            "objectives",
            "pages",
        ]

    def get_in_force(self, publication: Publication) -> bool:
        return getattr(publication, "superseded_by", None) is None

    @extend_schema_field(LOCALIZED)
    def get_pages(self, publication: Publication) -> dict[str, str]:
        pages = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                pages[code] = settings.SITE_URL + publication.get_version_url()
        return pages


class PublicationDetailSerializer(PublicationSerializer):
    """With the whole text: the snapshot as it was declared, and as the text the checksum is of."""

    snapshot = serializers.SerializerMethodField()
    snapshot_text = serializers.CharField(source="submission.snapshot", read_only=True)

    class Meta(PublicationSerializer.Meta):
        fields = [*PublicationSerializer.Meta.fields, "snapshot", "snapshot_text"]

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_snapshot(self, publication: Publication) -> dict[str, Any]:
        return snapshot_of(publication.submission)


class PublicationFilter(filters.FilterSet):
    country = filters.CharFilter(field_name="submission__review__country__iso3", label="ISO code of a country")
    round = filters.CharFilter(field_name="submission__review__round__code", label="Code of a round")
    objective = filters.NumberFilter(field_name="objectives__number", label="Number of an objective reported on")
    in_force = filters.BooleanFilter(
        field_name="superseded_by", lookup_expr="isnull", label="Only versions that no other supersedes"
    )

    class Meta:
        model = Publication
        fields = ["country", "round", "objective", "in_force"]


class PublicationViewSet(OpenDataViewSet):
    """Published reviews, every version of each. Drafts are not here, whatever their state."""

    queryset = (
        Publication.objects.for_lists()
        .select_related("superseded_by")
        .prefetch_related("objectives")
        .order_by("submission__review__country__iso3", "submission__review__round__position", "-number")
    )
    serializer_class = PublicationSerializer
    filterset_class = PublicationFilter

    def get_serializer_class(self):
        return PublicationDetailSerializer if self.action == "retrieve" else PublicationSerializer

    def get_object(self) -> Publication:
        return get_object_or_404(
            Publication.objects.select_related(
                "submission__review__country", "submission__review__round", "superseded_by"
            ),
            submission__review__country__iso3=self.kwargs["iso3"],
            submission__review__round__code=self.kwargs["round"],
            number=self.kwargs["version"],
        )

    @extend_schema(
        parameters=[
            OpenApiParameter("iso3", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("round", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("version", OpenApiTypes.INT, OpenApiParameter.PATH),
        ]
    )
    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().retrieve(request, *args, **kwargs)
