from django.contrib import admin

from champions.models import (
    Champion,
    ChampionCount,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    SupportKind,
)
from foundation.admin import CuratedInline, SourcedAdmin


class RoleInline(CuratedInline):
    model = ChampionRole


class PriorityInline(CuratedInline):
    model = ChampionPriority


@admin.register(Champion)
class ChampionAdmin(SourcedAdmin):
    natural_key = ["country"]
    list_display = ["country", "status", "confirmed_in", "champion_by", "ended_in"]
    list_filter = ["status", "in_source_deck"]
    list_select_related = ["country"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    autocomplete_fields = ["country", "priority_objectives"]
    inlines = [PriorityInline, RoleInline]


@admin.register(SupportKind)
class SupportKindAdmin(SourcedAdmin):
    public_page = "champions:champion_list"
    natural_key = ["number"]
    list_display = ["number", "name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]


@admin.register(ChampionStatement)
class ChampionStatementAdmin(SourcedAdmin):
    public_page = "champions:champion_list"
    natural_key = ["topic", "position"]
    list_display = ["topic", "position", "text_ar", "text_en"]
    list_filter = ["topic"]
    search_fields = ["text_ar", "text_en"]


@admin.register(ChampionCount)
class ChampionCountAdmin(SourcedAdmin):
    public_page = "champions:champion_list"
    natural_key = ["date"]
    list_display = ["date", "value", "what_ar", "what_en"]
    search_fields = ["date", "what_ar", "what_en"]


@admin.register(ChampionEvent)
class ChampionEventAdmin(SourcedAdmin):
    public_page = "champions:champion_list"
    natural_key = ["start"]
    list_display = ["start", "end", "name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]
