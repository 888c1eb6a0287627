from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from champions.models import (
    Champion,
    ChampionCount,
    ChampionDocument,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    Commitment,
    Exchange,
    Interest,
    Lesson,
    SupportItem,
    SupportKind,
)
from foundation.admin import CuratedInline, CuratedStackedInline, ReadOnlyAdmin, SourcedAdmin
from foundation.files import FileError, clean_upload


class RoleInline(CuratedInline):
    model = ChampionRole


class PriorityInline(CuratedInline):
    model = ChampionPriority


class SupportInline(CuratedStackedInline):
    model = SupportItem
    autocomplete_fields = ["entity", "sources"]


class CommitmentInline(CuratedStackedInline):
    model = Commitment
    autocomplete_fields = ["objectives", "sources"]


class ExchangeInline(CuratedStackedInline):
    model = Exchange
    autocomplete_fields = ["objective", "sources"]


class LessonInline(CuratedStackedInline):
    model = Lesson
    autocomplete_fields = ["sources"]


class DocumentForm(forms.ModelForm):
    """A document is judged by what is in it before it is kept."""

    upload = forms.FileField(label=_("file"), required=False)

    class Meta:
        model = ChampionDocument
        fields = ["upload", "kind", "title", "language", "date", "is_public"]

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if not upload:
            if not self.instance.pk:
                raise forms.ValidationError(_("Choose a file."))
            return None
        try:
            return clean_upload(upload)
        except FileError as error:
            raise forms.ValidationError(error.message, code=error.code) from None

    def save(self, commit: bool = True) -> ChampionDocument:
        if self.cleaned_data["upload"]:
            self.instance.take(self.cleaned_data["upload"])
        return super().save(commit)


class DocumentInline(CuratedInline):
    model = ChampionDocument
    form = DocumentForm
    readonly_fields = ["name"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["upload", "name", "kind", "title", "language", "date", "is_public"]


@admin.register(Champion)
class ChampionAdmin(SourcedAdmin):
    natural_key = ["country"]
    list_display = ["country", "status", "confirmed_in", "champion_by", "ended_in"]
    list_filter = ["status", "in_source_deck"]
    list_select_related = ["country"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    autocomplete_fields = ["country", "priority_objectives"]
    inlines = [
        PriorityInline,
        RoleInline,
        SupportInline,
        CommitmentInline,
        ExchangeInline,
        LessonInline,
        DocumentInline,
    ]


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


@admin.register(SupportItem)
class SupportItemAdmin(SourcedAdmin):
    list_display = ["champion", "kind", "state", "entity", "asked_in", "planned_for", "given_in"]
    list_filter = ["state", "kind"]
    list_select_related = ["champion__country", "kind", "entity"]
    search_fields = ["what_ar", "what_en", "champion__country__name_ar", "champion__country__name_en"]
    autocomplete_fields = ["champion", "entity"]


@admin.register(Commitment)
class CommitmentAdmin(SourcedAdmin):
    list_display = ["champion", "text_ar", "text_en", "due", "state", "updated_on"]
    list_filter = ["state"]
    list_select_related = ["champion__country"]
    search_fields = ["text_ar", "text_en", "champion__country__name_ar", "champion__country__name_en"]
    autocomplete_fields = ["champion", "objectives"]


@admin.register(Exchange)
class ExchangeAdmin(SourcedAdmin):
    list_display = ["champion", "direction", "objective", "since", "until"]
    list_filter = ["direction"]
    list_select_related = ["champion__country", "objective"]
    search_fields = ["text_ar", "text_en", "champion__country__name_ar", "champion__country__name_en"]
    autocomplete_fields = ["champion", "objective"]


@admin.register(Interest)
class InterestAdmin(ReadOnlyAdmin):
    """To be found and followed; its steps are taken on its own page. A draft is nobody's but the State's."""

    list_display = ["country", "state", "submitted_at", "assigned_to"]
    list_filter = ["state"]
    list_select_related = ["country", "assigned_to"]
    search_fields = ["country__iso3", "country__name_ar", "country__name_en"]
    fields = ["country", "state", "language", "submitted_at", "assigned_to", "champion"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(submitted_at=None)

    def view_on_site(self, obj: Interest) -> str:
        return obj.get_absolute_url()
