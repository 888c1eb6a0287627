from django.contrib import admin

from foundation.admin import CuratedInline, SourcedAdmin
from mptf.models import (
    Contributor,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammePartner,
    ProgrammeResult,
    ThematicArea,
)


class PartnerInline(CuratedInline):
    model = ProgrammePartner


class ResultInline(CuratedInline):
    model = ProgrammeResult


@admin.register(JointProgramme)
class JointProgrammeAdmin(SourcedAdmin):
    natural_key = ["slug"]
    list_display = ["slug", "title_ar", "title_en", "thematic_area", "stage", "start", "end", "is_published"]
    list_filter = ["is_published", "stage", "thematic_area", "is_first_six"]
    list_select_related = ["thematic_area"]
    search_fields = ["slug", "title_ar", "title_en", "countries__iso3", "countries__name_ar", "countries__name_en"]
    autocomplete_fields = ["countries", "un_organizations", "coordinating_entity", "objectives", "sdg_targets"]
    inlines = [PartnerInline, ResultInline]


@admin.register(ThematicArea)
class ThematicAreaAdmin(SourcedAdmin):
    natural_key = ["number"]
    list_display = ["number", "short_name_ar", "short_name_en"]
    search_fields = ["name_ar", "name_en"]
    autocomplete_fields = ["objectives"]


@admin.register(FundProfile)
class FundProfileAdmin(SourcedAdmin):
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
