from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from capacity.models import MechanismContribution
from foundation.admin import CuratedAdmin


@admin.register(MechanismContribution)
class MechanismContributionAdmin(CuratedAdmin):
    """To be found, and to mend the public text. Steps are taken on its page; a draft is the State's alone."""

    #: Its states change by logged steps only, which an earlier version brought back would pass by.
    restorable = False
    natural_key = ["country", "number"]
    list_display = ["__str__", "country", "kind", "part", "title", "state", "offered_at", "confirmed_at"]
    list_filter = ["state", "kind", "part"]
    list_select_related = ["country", "part"]
    search_fields = ["title_ar", "title_en", "topic", "country__iso3", "country__name_ar", "country__name_en"]
    _kept = ["country", "state", "kind", "part", "language", "topic", "text", "amount", "currency", "as_of"]
    _kept += ["institution", "contact_name", "contact_email", "offered_at", "confirmed_at", "ended_on"]
    readonly_fields = _kept

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        texts = self.rows(["title", "summary", "result"])
        return [(None, {"fields": [*self._kept, *texts, "curator_note", *self._reason(request, obj)]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(offered_at=None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def view_on_site(self, obj: MechanismContribution) -> str:
        return obj.get_desk_url()
