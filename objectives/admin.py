from django.contrib import admin

from foundation.admin import CuratedAdmin, SourcedAdmin
from objectives.models import Objective, Principle, RoundTable, SDGTarget


@admin.register(Objective)
class ObjectiveAdmin(SourcedAdmin):
    natural_key = ["number"]
    list_display = ["number", "short_title_ar", "short_title_en", "round_table"]
    list_filter = ["round_table"]
    list_select_related = ["round_table"]
    search_fields = ["number", "title_ar", "title_en", "short_title_ar", "short_title_en"]
    autocomplete_fields = ["sdg_targets"]


@admin.register(Principle)
class PrincipleAdmin(SourcedAdmin):
    natural_key = ["number"]
    list_display = ["number", "name_ar", "name_en"]
    search_fields = ["name_ar", "name_en", "other_name_ar"]


@admin.register(RoundTable)
class RoundTableAdmin(SourcedAdmin):
    public_page = "objectives:objective_list"
    natural_key = ["number"]
    list_display = ["number", "name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]


@admin.register(SDGTarget)
class SDGTargetAdmin(CuratedAdmin):
    natural_key = ["code"]
    list_display = ["code", "goal"]
    list_filter = ["goal"]
    search_fields = ["code"]
