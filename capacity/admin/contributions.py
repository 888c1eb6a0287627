from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from capacity.models import MechanismContribution
from foundation.admin import CuratedAdmin


class MechanismContributionForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """What is public stays whole in both languages."""
        cleaned = super().clean()
        if self.instance.is_public:
            for name in ("title", "summary"):
                for code, _language in settings.LANGUAGES:
                    field = f"{name}_{code}"
                    if field not in self.errors and not (cleaned.get(field) or "").strip():
                        self.add_error(field, _("Title and summary are needed in both languages."))
        return cleaned


@admin.register(MechanismContribution)
class MechanismContributionAdmin(CuratedAdmin):
    """To be found, and to mend the public text. Steps are taken on its page; a draft is the State's alone.

    No spreadsheet is read in here (there is no ``natural_key``): what States offer comes from their own people.
    """

    form = MechanismContributionForm
    #: Its states change by logged steps only, which an earlier version brought back would pass by.
    restorable = False
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

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """While it is saved nobody takes a step of it: saving writes its state as well."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST" and connection.in_atomic_block:
            found.refresh_from_db(from_queryset=MechanismContribution.objects.select_for_update(of=("self",)))
        return found

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _previews(self, obj: MechanismContribution | None) -> list[dict[str, str]]:
        """Before it is confirmed there is no public page to show."""
        return super()._previews(obj) if obj is not None and obj.is_public else []

    def public_address(self, obj: MechanismContribution) -> str:
        return obj.get_absolute_url() if obj.is_public else ""

    def view_on_site(self, obj: MechanismContribution) -> str:
        return obj.get_desk_url()
