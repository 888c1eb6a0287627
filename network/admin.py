from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.admin import CuratedAdmin, CuratedInline, SourcedAdmin
from network import representing
from network.models import (
    Activity,
    ActivityEntity,
    Coordinator,
    Deliverable,
    Entity,
    Event,
    EventDocument,
    EventLanguage,
    Membership,
    NationalNetwork,
    NationalRoleOfEntity,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    RegionalRoleOfEntity,
    Representative,
    WorkingGroup,
    WorkingGroupMember,
    WorkPlan,
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


class WorkingGroupMemberInline(CuratedInline):
    model = WorkingGroupMember
    autocomplete_fields = ["entity"]


class DeliverableInline(CuratedInline):
    model = Deliverable
    fields = ["position", "title_ar", "title_en", "due", "state", "url", "confidence"]


@admin.register(WorkingGroup)
class WorkingGroupAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en", "since", "until"]
    search_fields = ["code", "name_ar", "name_en"]
    autocomplete_fields = ["leads"]
    inlines = [WorkingGroupMemberInline, DeliverableInline]


@admin.register(Deliverable)
class DeliverableAdmin(SourcedAdmin):
    public_page = "network:group_list"
    natural_key = ["group", "position"]
    list_display = ["group", "position", "title_ar", "title_en", "due", "state"]
    list_filter = ["state", "group"]
    list_select_related = ["group"]
    search_fields = ["title_ar", "title_en", "group__code"]
    autocomplete_fields = ["group"]


class RegionalWorkPlanInline(CuratedInline):
    model = WorkPlan
    fk_name = "regional"
    fields = ["title_ar", "title_en", "url", "language", "start", "end", "confidence"]


class NationalWorkPlanInline(CuratedInline):
    model = WorkPlan
    fk_name = "national"
    fields = ["title_ar", "title_en", "url", "language", "start", "end", "confidence"]


@admin.register(WorkPlan)
class WorkPlanAdmin(SourcedAdmin):
    list_display = ["title_ar", "title_en", "regional", "national", "language", "start", "end"]
    list_filter = ["language"]
    list_select_related = ["regional", "national__country"]
    search_fields = ["title_ar", "title_en", "national__country__iso3", "regional__code"]
    autocomplete_fields = ["regional", "national"]

    def public_address(self, obj: WorkPlan) -> str:
        network = obj.regional or obj.national
        return network.get_absolute_url() if network else ""


class RegionalRoleInline(CuratedInline):
    model = RegionalRoleOfEntity
    autocomplete_fields = ["entity"]


@admin.register(RegionalNetwork)
class RegionalNetworkAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en", "maturity", "in_source_deck"]
    search_fields = ["code", "name_ar", "name_en"]
    autocomplete_fields = ["countries"]
    inlines = [RegionalRoleInline, RegionalWorkPlanInline]


class NationalRoleInline(CuratedInline):
    model = NationalRoleOfEntity
    autocomplete_fields = ["entity"]


@admin.register(NationalNetwork)
class NationalNetworkAdmin(SourcedAdmin):
    natural_key = ["country"]
    list_display = ["country", "established", "as_of", "maturity"]
    list_filter = ["maturity"]
    list_select_related = ["country"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    autocomplete_fields = ["country"]
    inlines = [NationalRoleInline, NationalWorkPlanInline]


class ActivityEntityInline(CuratedInline):
    model = ActivityEntity
    autocomplete_fields = ["entity"]


@admin.register(Activity)
class ActivityAdmin(SourcedAdmin):
    """The state is given with the record; later it changes by steps that are logged (``network.updating``)."""

    natural_key = ["code"]
    list_display = ["code", "title_ar", "title_en", "priority", "state", "updated_on", "is_sample"]
    list_filter = ["state", "priority", "is_sample"]
    list_select_related = ["priority"]
    search_fields = ["code", "title_ar", "title_en", "countries__iso3"]
    autocomplete_fields = ["priority", "regional_network", "countries", "objectives"]
    inlines = [ActivityEntityInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj is None else ["state", "updated_on"]


class EventLanguageInline(CuratedInline):
    model = EventLanguage


class EventDocumentInline(CuratedInline):
    model = EventDocument
    fields = ["position", "title_ar", "title_en", "url", "language"]


@admin.register(Event)
class EventAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["code", "title_ar", "title_en", "kind", "state", "starts_on", "is_sample"]
    list_filter = ["state", "kind", "is_sample"]
    search_fields = ["code", "title_ar", "title_en", "countries__iso3"]
    autocomplete_fields = ["organizers", "priority", "group", "regional_networks", "countries", "objectives"]
    date_hierarchy = "starts_on"
    inlines = [EventLanguageInline, EventDocumentInline]


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
