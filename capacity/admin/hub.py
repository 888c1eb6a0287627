from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from capacity import consenting
from capacity.enums import HelpKind
from capacity.models import Expert, SupportRequest
from foundation.admin import Bilingual, CuratedAdmin


@admin.register(SupportRequest)
class SupportRequestAdmin(Bilingual, ModelAdmin):
    """To be found, and to publish a summary of the outcome where who asked has agreed. Steps are taken on its page."""

    list_display = ["__str__", "country", "entity", "topic", "state", "urgency", "assigned_to", "submitted_at"]
    list_filter = ["state", "kind", "urgency"]
    list_select_related = ["country", "entity", "assigned_to"]
    search_fields = ["topic", "country__iso3", "country__name_ar", "country__name_en"]
    fields = ["country", "entity", "topic", "state", "may_publish", ("summary_ar", "summary_en"), "is_summary_public"]
    readonly_fields = ["country", "entity", "topic", "state", "may_publish"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(submitted_at=None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ExpertForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=_("kinds of help"), choices=HelpKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


@admin.register(Expert)
class ExpertAdmin(CuratedAdmin):
    """An expert is entered here and asked for consent by mail; nobody sees them before they agree."""

    form = ExpertForm
    natural_key = ["slug"]
    list_display = ["slug", "name_ar", "name_en", "country", "shown_consent"]
    list_select_related = ["country"]
    search_fields = ["slug", "name_ar", "name_en", "organization_ar", "organization_en"]
    autocomplete_fields = ["country", "objectives"]
    prepopulated_fields = {"slug": ["name_en"]}
    actions = ["ask_for_consent"]

    @display(description=_("consent"))
    def shown_consent(self, expert: Expert) -> str:
        consent = consenting.current(expert)
        return consent.get_scope_display() if consent else str(_("not given"))

    def save_model(self, request: HttpRequest, obj: Expert, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Ask for consent by mail"), permissions=["change"])
    def ask_for_consent(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = 0
        for expert in queryset:
            consenting.invite(expert=expert, by=request.user)
            count += 1
        messages.success(
            request,
            ngettext("%(count)s expert has been asked.", "%(count)s experts have been asked.", count)
            % {"count": count},
        )
