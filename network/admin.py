from django.contrib import admin

from foundation.admin import CuratedInline, SourcedAdmin
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


class MembershipInline(CuratedInline):
    model = Membership
    fields = ["role", "since", "until", "in_source_deck", "confidence"]


@admin.register(Entity)
class EntityAdmin(SourcedAdmin):
    natural_key = ["acronym"]
    list_display = ["acronym", "name_ar", "name_en", "kind"]
    list_filter = ["kind", "roles__role"]
    search_fields = ["acronym", "name_ar", "name_en"]
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(SourcedAdmin):
    list_display = ["entity", "role", "since", "until"]
    list_filter = ["role"]
    list_select_related = ["entity"]
    search_fields = ["entity__acronym", "entity__name_ar", "entity__name_en"]
    autocomplete_fields = ["entity"]


@admin.register(NetworkProfile)
class NetworkProfileAdmin(SourcedAdmin):
    list_display = ["name_ar", "name_en", "member_count", "member_count_as_of"]
    search_fields = ["name_ar", "name_en"]


@admin.register(Coordinator)
class CoordinatorAdmin(SourcedAdmin):
    list_display = ["name_ar", "name_en", "since", "until"]
    search_fields = ["name_ar", "name_en"]


@admin.register(NetworkStatement)
class NetworkStatementAdmin(SourcedAdmin):
    natural_key = ["topic", "position"]
    list_display = ["topic", "position", "text_ar", "text_en"]
    list_filter = ["topic"]
    search_fields = ["text_ar", "text_en"]


@admin.register(Priority)
class PriorityAdmin(SourcedAdmin):
    natural_key = ["number"]
    list_display = ["number", "name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en"]
    search_fields = ["code", "name_ar", "name_en"]
    autocomplete_fields = ["leads"]


class RegionalRoleInline(CuratedInline):
    model = RegionalRoleOfEntity
    autocomplete_fields = ["entity"]


@admin.register(RegionalNetwork)
class RegionalNetworkAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en", "in_source_deck"]
    search_fields = ["code", "name_ar", "name_en"]
    inlines = [RegionalRoleInline]


@admin.register(NationalNetwork)
class NationalNetworkAdmin(SourcedAdmin):
    natural_key = ["country"]
    list_display = ["country", "established", "as_of", "maturity"]
    list_filter = ["maturity"]
    list_select_related = ["country"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    autocomplete_fields = ["country"]
