from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from capacity.models import Practice, PracticeCriterion, PracticeKind
from foundation.admin import CuratedAdmin, ReadOnlyAdmin


@admin.register(PracticeKind)
class PracticeKindAdmin(CuratedAdmin):
    natural_key = ["code"]
    list_display = ["position", "name_ar", "name_en"]
    list_display_links = ["name_ar", "name_en"]
    search_fields = ["name_ar", "name_en"]


@admin.register(PracticeCriterion)
class PracticeCriterionAdmin(CuratedAdmin):
    """A set that practices were checked against is read, not changed: a later version takes its place."""

    natural_key = ["version", "position"]
    list_display = ["version", "position", "text_ar", "text_en"]
    list_display_links = ["text_ar", "text_en"]
    list_filter = ["version"]
    search_fields = ["text_ar", "text_en"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_frozen)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdmin):
    """To be found and followed; its steps are taken on its own page. A draft is nobody's but its authors'."""

    list_display = ["title", "state", "submitter", "submitted_at", "assigned_to"]
    list_filter = ["state", "submitter"]
    list_select_related = ["country", "entity", "assigned_to"]
    search_fields = ["title", "slug"]
    fields = ["title", "state", "language", "submitter", "submitted_at", "assigned_to", "check_by"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(submitted_at=None)

    def view_on_site(self, obj: Practice) -> str:
        return obj.get_absolute_url()
