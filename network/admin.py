from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.admin import CuratedAdmin, CuratedInline, SourcedAdmin
from network import representing
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
    Representative,
    WorkingGroup,
)


class MembershipInline(CuratedInline):
    model = Membership
    fields = ["role", "since", "until", "in_source_deck", "confidence"]


@admin.register(Entity)
class EntityAdmin(SourcedAdmin):
    public_page = "network:network"
    natural_key = ["acronym"]
    list_display = ["acronym", "name_ar", "name_en", "kind"]
    list_filter = ["kind", "roles__role"]
    search_fields = ["acronym", "name_ar", "name_en"]
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(SourcedAdmin):
    natural_key = ["entity", "role", "since"]
    public_page = "network:network"
    list_display = ["entity", "role", "since", "until"]
    list_filter = ["role"]
    list_select_related = ["entity"]
    search_fields = ["entity__acronym", "entity__name_ar", "entity__name_en"]
    autocomplete_fields = ["entity"]


@admin.register(NetworkProfile)
class NetworkProfileAdmin(SourcedAdmin):
    natural_key = ["name_en"]
    public_page = "network:network"
    list_display = ["name_ar", "name_en", "member_count", "member_count_as_of"]
    search_fields = ["name_ar", "name_en"]


@admin.register(Coordinator)
class CoordinatorAdmin(SourcedAdmin):
    natural_key = ["name_en", "since"]
    public_page = "network:network"
    list_display = ["name_ar", "name_en", "since", "until"]
    search_fields = ["name_ar", "name_en"]


@admin.register(NetworkStatement)
class NetworkStatementAdmin(SourcedAdmin):
    public_page = "network:network"
    natural_key = ["topic", "position"]
    list_display = ["topic", "position", "text_ar", "text_en"]
    list_filter = ["topic"]
    search_fields = ["text_ar", "text_en"]


@admin.register(Priority)
class PriorityAdmin(SourcedAdmin):
    public_page = "network:network"
    natural_key = ["number"]
    list_display = ["number", "name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(SourcedAdmin):
    public_page = "network:network"
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en"]
    search_fields = ["code", "name_ar", "name_en"]
    autocomplete_fields = ["leads"]


class RegionalRoleInline(CuratedInline):
    model = RegionalRoleOfEntity
    autocomplete_fields = ["entity"]


@admin.register(RegionalNetwork)
class RegionalNetworkAdmin(SourcedAdmin):
    public_page = "network:network"
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en", "in_source_deck"]
    search_fields = ["code", "name_ar", "name_en"]
    inlines = [RegionalRoleInline]


@admin.register(NationalNetwork)
class NationalNetworkAdmin(SourcedAdmin):
    public_page = "network:network"
    natural_key = ["country"]
    list_display = ["country", "established", "as_of", "maturity"]
    list_filter = ["maturity"]
    list_select_related = ["country"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    autocomplete_fields = ["country"]


@admin.register(Representative)
class RepresentativeAdmin(CuratedAdmin):
    """People who speak for an organization; a new one is invited, and one that is over gets a last day."""

    list_display = ["email", "user", "entity", "country", "post", "starts_on", "ends_on"]
    list_filter = ["entity"]
    list_select_related = ["user", "entity", "country"]
    search_fields = ["email", "user__name", "entity__acronym", "entity__name_ar", "entity__name_en"]
    autocomplete_fields = ["entity", "country"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj is None else ["entity", "country", "email"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # It ends; that it was is part of the record.
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Invites; ``obj`` becomes the representative that was made."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made = representing.invite(
            email=obj.email, entity=obj.entity, country=obj.country, post=obj.post, by=request.user
        )
        made.starts_on, made.ends_on = obj.starts_on, obj.ends_on
        made.save()
        obj.__dict__.update(made.__dict__)
