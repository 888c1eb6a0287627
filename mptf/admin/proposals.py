"""Rules of eligibility and meetings of the Steering Committee; proposals themselves are at the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from foundation.admin import CuratedAdmin, CuratedStackedInline, SourcedAdmin
from foundation.files import clean_upload
from mptf.models import AgendaItem, CommitteeMeeting, EligibilityRule


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["position", "code", "text_ar", "text_en", "check_kind", "is_active"]
    list_filter = ["check_kind", "is_active"]
    search_fields = ["code", "text_ar", "text_en"]


class MeetingForm(forms.ModelForm):
    """Minutes are judged by what is in them, and stored under their checksum."""

    class Meta:
        model = CommitteeMeeting
        fields = ["minutes"]

    def clean_minutes(self) -> Any:
        upload = self.cleaned_data.get("minutes")
        if not isinstance(upload, UploadedFile):
            if not upload:
                self.instance.minutes_name = self.instance.minutes_type = ""
            return upload
        clean = clean_upload(upload)
        self.instance.minutes_name, self.instance.minutes_type = clean.name, clean.media_type
        return ContentFile(clean.content, name=f"{clean.sha256}{clean.extension}")


class AgendaItemInline(CuratedStackedInline):
    """Other matters of the agenda, and the order of all; proposals are put on it, and decided, at the desk."""

    model = AgendaItem
    readonly_fields = ["proposal", "decision"]
    exclude = ["reason", "conditions", "due"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["position", "proposal", "decision", "title_ar", "title_en", "summary_ar", "summary_en"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CommitteeMeeting)
class CommitteeMeetingAdmin(CuratedAdmin):
    form = MeetingForm
    list_display = ["date", "state", "place_ar", "place_en", "is_sample"]
    list_filter = ["state", "is_sample"]
    search_fields = ["place_ar", "place_en"]
    readonly_fields = ["state"]
    inlines = [AgendaItemInline]
