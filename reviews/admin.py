"""The cycle and the questionnaires are curated; what States write is not to be seen here."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from foundation.admin import CuratedAdmin, CuratedInline, ReadOnlyAdmin, SourcedAdmin
from reviews import rendering
from reviews.copying import copy_questionnaire
from reviews.enums import RenderingState, ReviewState
from reviews.models import (
    ForumFact,
    GuidanceDocument,
    KnownReview,
    Publication,
    Question,
    Questionnaire,
    QuestionOption,
    RegionalReview,
    Rendering,
    Review,
    ReviewStatement,
    ReviewTransition,
    Round,
    SecretaryGeneralReport,
    Section,
    Submission,
)


@admin.register(Round)
class RoundAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en", "kind", "start", "end", "is_open", "deadline"]
    list_filter = ["kind", "is_open"]
    search_fields = ["code", "name_ar", "name_en"]


@admin.register(RegionalReview)
class RegionalReviewAdmin(SourcedAdmin):
    natural_key = ["round", "commission"]
    list_display = ["round", "commission", "start", "end", "place_ar", "place_en"]
    list_filter = ["round", "commission"]
    list_select_related = ["round", "commission"]
    search_fields = ["place_ar", "place_en", "commission__code"]
    autocomplete_fields = ["host_country", "co_chairs"]

    def public_address(self, obj: RegionalReview) -> str:
        return obj.round.get_absolute_url()


@admin.register(ForumFact)
class ForumFactAdmin(SourcedAdmin):
    natural_key = ["round", "position"]
    list_display = ["round", "position", "text_ar", "text_en"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["text_ar", "text_en"]

    def public_address(self, obj: ForumFact) -> str:
        return obj.round.get_absolute_url()


@admin.register(ReviewStatement)
class ReviewStatementAdmin(SourcedAdmin):
    public_page = "reviews:about"
    natural_key = ["topic", "position"]
    list_display = ["topic", "position", "text_ar", "text_en"]
    list_filter = ["topic"]
    search_fields = ["text_ar", "text_en"]


@admin.register(SecretaryGeneralReport)
class SecretaryGeneralReportAdmin(SourcedAdmin):
    public_page = "reviews:round_list"
    natural_key = ["year"]
    list_display = ["year", "symbol"]
    search_fields = ["symbol"]


@admin.register(GuidanceDocument)
class GuidanceDocumentAdmin(SourcedAdmin):
    public_page = "reviews:about"
    natural_key = ["code"]
    list_display = ["position", "title_ar", "title_en", "is_seen"]
    list_display_links = ["title_ar", "title_en"]
    search_fields = ["title_ar", "title_en"]


@admin.register(KnownReview)
class KnownReviewAdmin(SourcedAdmin):
    natural_key = ["country", "round"]
    list_display = ["country", "round", "status", "date"]
    list_filter = ["status", "round"]
    list_select_related = ["country", "round"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en", "original_title"]
    autocomplete_fields = ["country", "round"]

    def public_address(self, obj: KnownReview) -> str:
        return obj.country.get_absolute_url()


class FrozenWithQuestionnaire:
    """Wording on which a review rests is not changed; a new questionnaire is made instead."""

    def _is_frozen(self, obj: Any) -> bool:
        if isinstance(obj, Questionnaire):
            return obj.frozen_at is not None
        if isinstance(obj, Section):
            return obj.questionnaire.frozen_at is not None
        if isinstance(obj, Question):
            return obj.section.questionnaire.frozen_at is not None
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_frozen(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_frozen(obj)


class FrozenInline(FrozenWithQuestionnaire, CuratedInline):
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not self._is_frozen(obj)


class SectionInline(FrozenInline):
    model = Section
    fields = ["code", "kind", "position", "title_ar", "title_en"]


class QuestionInline(FrozenInline):
    model = Question
    fields = ["identifier", "position", "kind", "title_ar", "title_en", "is_required", "word_limit"]


class OptionInline(FrozenInline):
    model = QuestionOption


@admin.register(Questionnaire)
class QuestionnaireAdmin(FrozenWithQuestionnaire, CuratedAdmin):
    natural_key = ["round", "level", "number"]
    list_display = ["round", "level", "number", "frozen_at"]
    list_filter = ["round", "level"]
    list_select_related = ["round"]
    search_fields = ["round__code", "round__name_ar", "round__name_en"]
    readonly_fields = ["frozen_at"]
    inlines = [SectionInline]
    actions = ["copy"]

    @admin.action(description=gettext_lazy("Copy as a new questionnaire"), permissions=["add"])
    def copy(self, request: HttpRequest, queryset: QuerySet) -> None:
        for questionnaire in queryset:
            copied = copy_questionnaire(questionnaire)
            messages.success(request, _("Questionnaire %(number)s has been made.") % {"number": copied.number})


@admin.register(Section)
class SectionAdmin(FrozenWithQuestionnaire, CuratedAdmin):
    natural_key = ["questionnaire", "code"]
    list_display = ["code", "title_ar", "title_en", "kind", "questionnaire"]
    list_filter = ["questionnaire__round", "kind"]
    list_select_related = ["questionnaire__round"]
    search_fields = ["code", "title_ar", "title_en"]
    inlines = [QuestionInline]


@admin.register(Question)
class QuestionAdmin(FrozenWithQuestionnaire, CuratedAdmin):
    natural_key = ["section", "identifier"]
    list_display = ["identifier", "title_ar", "title_en", "kind", "is_required", "word_limit"]
    list_filter = ["section__questionnaire__round", "kind", "is_required"]
    list_select_related = ["section"]
    search_fields = ["identifier", "title_ar", "title_en"]
    inlines = [OptionInline]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Where each review stands. A draft is the State's own: it is listed once it was submitted."""

    list_display = ["country", "round", "shown_state", "started_at", "desk"]
    list_filter = ["state", "round"]
    list_select_related = ["country", "round"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    fields = ["country", "round", "level", "state", "started_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(pk__in=Review.objects.visible_to(request.user).values("pk"))

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={
            ReviewState.SUBMITTED: "info",
            ReviewState.RETURNED: "warning",
            ReviewState.PUBLISHED: "success",
            ReviewState.WITHDRAWN: "danger",
        },
    )
    def shown_state(self, review: Review) -> tuple[str, str]:
        return review.state, review.get_state_display()

    @display(description=gettext_lazy("desk"))
    def desk(self, review: Review) -> str:
        address = reverse("reviews:desk_review", args=[review.country.iso3, review.round.code])
        return format_html('<a href="{}">{}</a>', address, _("Open on the desk"))


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ["reference", "submitted_at", "declared_institution", "sha256"]
    list_select_related = ["review__country", "review__round"]
    search_fields = ["review__country__iso3", "sha256"]
    fields = [
        "review",
        "number",
        "submitted_at",
        "declared_name",
        "declared_post",
        "declared_institution",
        "schema_version",
        "sha256",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("snapshot")


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "number", "published_at", "published_by"]
    list_select_related = ["submission__review__country", "submission__review__round", "published_by"]
    search_fields = ["submission__review__country__iso3"]
    fields = ["submission", "number", "published_at", "published_by", "correction_note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("submission__snapshot")


@admin.register(ReviewTransition)
class ReviewTransitionAdmin(ReadOnlyAdmin):
    list_display = ["review", "action", "source", "target", "at", "by"]
    list_filter = ["action"]
    list_select_related = ["review__country", "review__round", "by"]
    search_fields = ["review__country__iso3"]


@admin.register(Rendering)
class RenderingAdmin(ReadOnlyAdmin):
    list_display = ["submission", "language", "shown_state", "attempts", "queued_at", "done_at"]
    list_filter = ["state", "language"]
    list_select_related = ["submission__review__country", "submission__review__round"]
    search_fields = ["submission__review__country__iso3"]
    fields = ["submission", "language", "state", "attempts", "queued_at", "claimed_at", "done_at", "size", "error"]
    actions = ["try_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("submission__snapshot")

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={RenderingState.DONE: "success", RenderingState.FAILED: "danger", RenderingState.RUNNING: "info"},
    )
    def shown_state(self, one: Rendering) -> tuple[str, str]:
        return one.state, one.get_state_display()

    @admin.action(description=gettext_lazy("Try again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = sum(rendering.retry(rendering=one) for one in queryset)
        messages.info(
            request,
            ngettext("%(count)s PDF is made again.", "%(count)s PDFs are made again.", count) % {"count": count},
        )
