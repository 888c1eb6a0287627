from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.admin import CuratedAdmin, CuratedInline, CuratedStackedInline, SourcedAdmin
from foundation.files import clean_upload
from mptf import checking
from mptf.models import (
    BudgetLine,
    Contributor,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammeDocument,
    ProgrammeMarker,
    ProgrammePartner,
    ProgrammeResult,
    StageChange,
    ThematicArea,
)
from mptf.stages import follow_history


class PartnerInline(CuratedInline):
    model = ProgrammePartner


class ResultInline(CuratedStackedInline):
    model = ProgrammeResult
    autocomplete_fields = ["source"]


class MarkerInline(CuratedStackedInline):
    model = ProgrammeMarker
    autocomplete_fields = ["source"]


class StageChangeInline(CuratedInline):
    model = StageChange
    autocomplete_fields = ["source"]


class DocumentForm(forms.ModelForm):
    """A file is judged by what is in it, and stored under its checksum."""

    class Meta:
        model = ProgrammeDocument
        fields = ["file"]

    def clean_file(self) -> Any:
        upload = self.cleaned_data.get("file")
        if not isinstance(upload, UploadedFile):
            if not upload:
                self._describe("", "", None, "")
            return upload
        clean = clean_upload(upload)
        self._describe(clean.name, clean.media_type, len(clean.content), clean.sha256)
        return ContentFile(clean.content, name=f"{clean.sha256}{clean.extension}")

    def _describe(self, name: str, media_type: str, size: int | None, sha256: str) -> None:
        document = self.instance
        document.name, document.media_type, document.size, document.sha256 = name, media_type, size, sha256


class DocumentInline(CuratedStackedInline):
    model = ProgrammeDocument
    form = DocumentForm


class BudgetLineInline(CuratedStackedInline):
    """The money of the programme, each line with its own sources and day."""

    model = BudgetLine
    show_change_link = True
    autocomplete_fields = ["organization", "partner", "sources"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_fields(request, obj), "sources", "confidence", "check_by"]


class MoneyFilter(admin.SimpleListFilter):
    title = gettext_lazy("to look at")
    parameter_name = "money"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("differs", _("approved rows differ from the printed budget")),
            ("past-end", _("said to run although the end has passed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "differs":
            return queryset.filter(pk__in=checking.differing())
        if self.value() == "past-end":
            return queryset.filter(pk__in=checking.past_their_end())
        return queryset


@admin.register(JointProgramme)
class JointProgrammeAdmin(SourcedAdmin):
    natural_key = ["slug"]
    list_display = ["slug", "title_ar", "title_en", "thematic_area", "stage", "start", "end", "is_published"]
    list_filter = ["is_published", "stage", "thematic_area", "scope", "is_first_six", MoneyFilter]
    list_select_related = ["thematic_area"]
    search_fields = ["slug", "title_ar", "title_en", "countries__iso3", "countries__name_ar", "countries__name_en"]
    autocomplete_fields = [
        "countries", "un_organizations", "coordinating_entity", "objectives", "principles", "sdg_targets",
    ]  # fmt: skip
    inlines = [
        StageChangeInline,
        PartnerInline,
        ResultInline,
        MarkerInline,
        DocumentInline,
        BudgetLineInline,
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow_history(form.instance)


@admin.register(ThematicArea)
class ThematicAreaAdmin(SourcedAdmin):
    natural_key = ["number"]
    list_display = ["number", "short_name_ar", "short_name_en"]
    search_fields = ["name_ar", "name_en"]
    autocomplete_fields = ["objectives"]


@admin.register(ProgrammePartner)
class ProgrammePartnerAdmin(CuratedAdmin):
    """Partners are kept with their programme; here they are found, for the money they receive."""

    list_display = ["name_ar", "name_en", "kind", "programme"]
    list_filter = ["kind"]
    list_select_related = ["programme"]
    search_fields = ["name_ar", "name_en", "acronym", "programme__slug"]
    autocomplete_fields = ["programme"]


@admin.register(FundProfile)
class FundProfileAdmin(SourcedAdmin):
    natural_key = ["office_code"]
    public_page = "mptf:fund"
    list_display = ["office_code", "name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]


@admin.register(FundStatement)
class FundStatementAdmin(SourcedAdmin):
    public_page = "mptf:fund"
    natural_key = ["topic", "position"]
    list_display = ["topic", "position", "text_ar", "text_en"]
    list_filter = ["topic"]
    search_fields = ["text_ar", "text_en"]


@admin.register(Milestone)
class MilestoneAdmin(SourcedAdmin):
    public_page = "mptf:fund"
    natural_key = ["date"]
    list_display = ["date", "text_ar", "text_en", "amount_usd"]
    search_fields = ["text_ar", "text_en"]


@admin.register(Contributor)
class ContributorAdmin(SourcedAdmin):
    public_page = "mptf:fund"
    natural_key = ["country"]
    list_display = ["country"]
    list_select_related = ["country"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    autocomplete_fields = ["country"]
