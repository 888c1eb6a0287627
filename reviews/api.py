from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers

from countries.api import CountryFilter, CountryNameSerializer, RegionFilter, SampleFilter
from countries.models import Commission
from foundation import language
from foundation.api import (
    LOCALIZED,
    CodeFilter,
    OpenDataViewSet,
    OpenListViewSet,
    OrderingFilter,
    RecordSerializer,
    SourcedFilter,
    SourcedSerializer,
    TrueFalseFilter,
)
from objectives.api import ObjectiveNumberFilter
from reviews.enums import KnownReviewStatus, RoundKind, Stage, Topic
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
from reviews.reading import files_in, find_publication, published_versions, ready_pdfs, snapshot_of


class RoundSerializer(SourcedSerializer):
    class Meta:
        model = Round
        fields = ["code", "kind", "start", "end", "is_open", "deadline", "sources", "verification"]
        localized = ["name"]


class RoundFilter(SourcedFilter):
    kind = filters.ChoiceFilter(choices=RoundKind.choices, label=_("Kind of round"))
    is_open = TrueFalseFilter(label=_("Whether reviews may be started for it now"))
    ordering = OrderingFilter(fields=["position", "start"])


class RoundViewSet(OpenDataViewSet):
    about = _("Rounds of regional reviews, and International Migration Review Forums.")
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


class ByRoundFilter(SourcedFilter):
    round = CodeFilter(field_name="round__code", model=Round, label=_("Code of a round"))


class RegionalReviewFilter(ByRoundFilter):
    commission = CodeFilter(field_name="commission__code", model=Commission, label=_("Code of a regional commission"))
    ordering = OrderingFilter(fields=["start"])


class RegionalReviewViewSet(OpenListViewSet):
    about = _("Review meetings of the regional commissions.")
    queryset = (
        RegionalReview.objects.with_sources()
        .select_related("round", "commission", "host_country")
        .prefetch_related("co_chairs")
    )
    serializer_class = RegionalReviewSerializer
    filterset_class = RegionalReviewFilter


class ForumFactSerializer(SourcedSerializer):
    round = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = ForumFact
        fields = ["round", "position", "sources", "verification"]
        localized = ["text"]


class ForumFactViewSet(OpenListViewSet):
    about = _("What is known of the Forums.")
    queryset = ForumFact.objects.with_sources().select_related("round")
    serializer_class = ForumFactSerializer
    filterset_class = ByRoundFilter


class ReviewStatementSerializer(SourcedSerializer):
    class Meta:
        model = ReviewStatement
        fields = ["topic", "position", "sources", "verification"]
        localized = ["text"]


class ReviewStatementFilter(SourcedFilter):
    topic = filters.ChoiceFilter(choices=Topic.choices, label=_("What the statement is about"))


class ReviewStatementViewSet(OpenListViewSet):
    about = _("What is known of the Forum and of voluntary reviews in general.")
    queryset = ReviewStatement.objects.with_sources()
    serializer_class = ReviewStatementSerializer
    filterset_class = ReviewStatementFilter


class SecretaryGeneralReportSerializer(SourcedSerializer):
    class Meta:
        model = SecretaryGeneralReport
        fields = ["year", "symbol", "sources", "verification"]
        localized = ["remark"]


class SecretaryGeneralReportViewSet(OpenDataViewSet):
    about = _("Biennial reports of the Secretary-General on the Global Compact.")
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
    about = _("Documents that guide those who prepare a review.")
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
    country = CountryFilter("country")
    region = RegionFilter("country")
    status = filters.ChoiceFilter(choices=KnownReviewStatus.choices, label=_("How far the review is known to be"))
    ordering = OrderingFilter(fields=[("date", "date"), ("country__iso3", "country")])


class KnownReviewViewSet(OpenListViewSet):
    about = _("Reviews that sources name and that were not prepared in this portal.")
    queryset = KnownReview.objects.with_sources().select_related("country", "round")
    serializer_class = KnownReviewSerializer
    filterset_class = KnownReviewFilter


class RoundNameSerializer(RecordSerializer):
    class Meta:
        model = Round
        fields = ["code"]
        localized = ["name"]


class ReportedObjectiveSerializer(serializers.ModelSerializer):
    stage = serializers.ChoiceField(choices=Stage.choices, allow_blank=True)

    class Meta:
        model = PublishedObjective
        fields = ["number", "is_priority", "stage"]


def _addresses(name: str, publication: Publication, *more: Any) -> dict[str, str]:
    """The address of something of this version, in each language."""
    review = publication.submission.review
    arguments = [review.country.iso3, review.round.code, publication.number, *more]
    addresses = {}
    for code in language.codes():
        with translation.override(code):
            addresses[code] = settings.SITE_URL + reverse(name, args=arguments)
    return addresses


class PublicationSerializer(serializers.ModelSerializer):
    """A published version of a review: what it is, where it is, and its checksum.

    Of the declaration only the institution is here, so that lists of names cannot be drawn from it.
    """

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

    @extend_schema_field(LOCALIZED | {"description": "The page of this version in each language."})
    def get_pages(self, publication: Publication) -> dict[str, str]:
        return _addresses("reviews:publication_version", publication)


class VersionSerializer(serializers.ModelSerializer):
    """A version of the same review, for its history."""

    version = serializers.IntegerField(source="number", read_only=True)
    sha256 = serializers.CharField(source="submission.sha256", read_only=True)

    class Meta:
        model = Publication
        fields = ["version", "published_at", "correction_note", "sha256"]


class PublishedPDFSerializer(serializers.Serializer):
    language = serializers.CharField()
    url = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    page_count = serializers.IntegerField(allow_null=True)


class PublishedFileSerializer(serializers.Serializer):
    """A picture in the text (``name`` is empty) or an annexed file."""

    sha256 = serializers.CharField()
    type = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class PublicationDetailSerializer(PublicationSerializer):
    """With the whole text: the snapshot as it was declared, and as the text the checksum is of.

    The snapshot is that of the published document, name and post of who declared it included:
    without them the checksum could not be checked.
    """

    versions = serializers.SerializerMethodField()
    pdfs = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    snapshot = serializers.SerializerMethodField()
    snapshot_text = serializers.CharField(source="submission.snapshot", read_only=True)

    class Meta(PublicationSerializer.Meta):
        fields = [*PublicationSerializer.Meta.fields, "versions", "pdfs", "files", "snapshot", "snapshot_text"]

    @extend_schema_field(VersionSerializer(many=True))
    def get_versions(self, publication: Publication) -> list[dict[str, Any]]:
        return VersionSerializer(published_versions(publication), many=True).data

    @extend_schema_field(PublishedPDFSerializer(many=True))
    def get_pdfs(self, publication: Publication) -> list[dict[str, Any]]:
        addresses = _addresses("reviews:publication_version_pdf", publication)
        return [
            {
                "language": one.language,
                "url": f"{addresses[one.language]}?lang={one.language}",
                "size": one.size,
                "page_count": one.page_count,
            }
            for one in ready_pdfs(publication)
            if one.language in addresses
        ]

    @extend_schema_field(PublishedFileSerializer(many=True))
    def get_files(self, publication: Publication) -> list[dict[str, Any]]:
        taken = snapshot_of(publication.submission)
        return [
            {
                "sha256": entry["sha256"],
                "type": entry["type"],
                "name": entry.get("name", ""),
                "url": _addresses("reviews:publication_asset", publication, entry["sha256"])[settings.LANGUAGE_CODE],
            }
            for entry in {one["sha256"]: one for one in files_in(taken)}.values()
        ]

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_snapshot(self, publication: Publication) -> dict[str, Any]:
        return snapshot_of(publication.submission)


class PublicationFilter(filters.FilterSet):
    country = CountryFilter("submission__review__country")
    region = RegionFilter("submission__review__country")
    round = CodeFilter(field_name="submission__review__round__code", model=Round, label=_("Code of a round"))
    objective = ObjectiveNumberFilter("objectives__number")
    stage = filters.ChoiceFilter(choices=Stage.choices, label=_("Stage that the State gave for an objective"))
    priority = TrueFalseFilter(label=_("Whether the State reports on an objective as a priority"))
    in_force = TrueFalseFilter(
        field_name="superseded_by", lookup_expr="isnull", label=_("Whether no later version has taken its place")
    )
    is_sample = SampleFilter("submission__review__country__un_status")
    ordering = OrderingFilter(
        fields=[("published_at", "published_at"), ("submission__review__country__iso3", "country")]
    )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        # Of one and the same objective: "objective=7&stage=planned" does not mean another one's stage.
        names = {"objective": "number", "stage": "stage", "priority": "is_priority"}
        asked = {field: self.form.cleaned_data.pop(name) for name, field in names.items()}
        queryset = super().filter_queryset(queryset)
        asked = {field: value for field, value in asked.items() if value not in (None, "")}
        if not asked:
            return queryset
        return queryset.filter(pk__in=PublishedObjective.objects.filter(**asked).values("publication"))


class PublicationViewSet(OpenDataViewSet):
    about = _("Published reviews, every version of each. Drafts are not here, whatever their state.")
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
        return find_publication(self.kwargs["iso3"], self.kwargs["round"], self.kwargs["version"])

    @extend_schema(
        description=_("One version of a published review: its whole text, its PDFs and files, and all its versions."),
        parameters=[
            OpenApiParameter("iso3", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("round", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("version", OpenApiTypes.INT, OpenApiParameter.PATH),
        ],
    )
    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().retrieve(request, *args, **kwargs)
