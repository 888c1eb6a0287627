"""How curated records are kept in the admin: both languages side by side, sources, history, spreadsheets."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.import_export.forms import ExportForm
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from foundation.dates import format_date, months_later
from foundation.enums import Confidence, MessageState
from foundation.history_admin import RevertingAdmin
from foundation.import_admin import ImportingAdmin
from foundation.import_export import FORMATS, SOURCING, original_names, resource_for
from foundation.language import direction
from foundation.models import OutboxMessage, Source, Sourced
from foundation.preview_admin import Previewed
from foundation.tasks import retry_mail
from foundation.translation_admin import TranslationMarks


def languages_of(field: str, model: type[models.Model]) -> list[str]:
    """``["name_ar", "name_en"]`` for a translated field, otherwise the field itself."""
    if field in original_names(model):
        return [f"{field}_{code}" for code, _name in settings.LANGUAGES]
    return [field]


def split_language(name: str, model: type[models.Model]) -> tuple[str, str]:
    """``("name", "ar")`` for ``name_ar`` of a translated field, otherwise ``(name, "")``."""
    base, _underscore, code = name.rpartition("_")
    if base in original_names(model) and code in dict(settings.LANGUAGES):
        return base, code
    return name, ""


class Bilingual:
    """Each language's input has its own direction; translated fields stand beside each other."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        _base, code = split_language(db_field.name, self.model)
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and code:
            field.widget.attrs |= {"lang": code, "dir": direction(code)}
        return field

    def rows(self, names: list[str]) -> list[Any]:
        """Field names for a fieldset: a translated one becomes a row of its languages."""
        rows: list[Any] = []
        for name in names:
            languages = languages_of(name, self.model)
            rows.append(tuple(languages) if len(languages) > 1 else name)
        return rows

    def own_fields(self) -> list[str]:
        """The editable fields of the model in its own order, translated ones by their original name."""
        originals = original_names(self.model)
        names = []
        for field in [*self.model._meta.fields, *self.model._meta.many_to_many]:
            _base, code = split_language(field.name, self.model)
            through = getattr(field.remote_field, "through", None)
            if code or not field.editable or field.primary_key or (through and not through._meta.auto_created):
                continue
            if field.name in SOURCING and issubclass(self.model, Sourced):
                continue
            names.append(field.name)
        return [name for name in names if name in originals or not name.endswith("_ptr")]


class CuratedInline(Bilingual, TabularInline):
    """Rows below a record; their languages beside each other."""

    extra = 0

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        parent = self.fk_name or next(
            (field.name for field in self.model._meta.fields if field.related_model is self.parent_model), ""
        )
        return [name for field in self.own_fields() if field != parent for name in languages_of(field, self.model)]


class CuratedStackedInline(CuratedInline, StackedInline):
    """As ``CuratedInline``, one below the other: for longer texts."""


class FieldConfidenceWidget(forms.Widget):
    """The verification of single fields as one choice per field; stored as JSON without empty choices."""

    template_name = "admin/widgets/field_confidence.html"

    def __init__(self, names: dict[str, str]):
        super().__init__()
        self.names = names

    def _choices(self) -> list[tuple[str, Any]]:
        return [("", pgettext_lazy("verification", "as the record")), *Confidence.choices]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        value = value or {}
        select = UnfoldAdminSelectWidget(choices=self._choices())
        rows = [
            {
                "label": label,
                "id": f"id_{name}_{field}",
                "select": select.render(f"{name}:{field}", value.get(field, ""), {"id": f"id_{name}_{field}"}),
            }
            for field, label in self.names.items()
        ]
        return mark_safe(render_to_string(self.template_name, {"rows": rows, "open": bool(value)}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        given = {field: data.get(f"{name}:{field}", "") for field in self.names}
        return {field: word for field, word in given.items() if word in Confidence.values}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}:{field}" in data for field in self.names)


class FieldConfidenceField(forms.Field):
    """Takes and gives a dictionary of field names and levels of verification."""

    def __init__(self, names: dict[str, str], **kwargs: Any):
        super().__init__(widget=FieldConfidenceWidget(names), required=False, **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        return value or {}


class ConfirmedFilter(admin.SimpleListFilter):
    title = gettext_lazy("confirmation")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("yes", pgettext_lazy("record", "confirmed by a curator")),
            ("no", pgettext_lazy("record", "not confirmed yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in {"yes", "no"}:
            return queryset.filter(confirmed_on__isnull=self.value() == "no")
        return queryset


class CheckByFilter(admin.SimpleListFilter):
    title = gettext_lazy("next check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", pgettext_lazy("check of a record", "past its day")),
            ("soon", pgettext_lazy("check of a record", "within 30 days")),
            ("none", pgettext_lazy("check of a record", "no day set")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        match self.value():
            case "overdue":
                return queryset.filter(check_by__lt=today)
            case "soon":
                return queryset.filter(check_by__range=(today, today + datetime.timedelta(days=30)))
            case "none":
                return queryset.filter(check_by=None)
        return queryset


class CuratedAdmin(Previewed, TranslationMarks, Bilingual, ImportingAdmin, RevertingAdmin, ModelAdmin):
    """Base of every curated model's admin."""

    formats = FORMATS
    export_form_class = ExportForm
    list_per_page = 50
    show_full_result_count = False
    warn_unsaved_form = True
    compressed_fields = True

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [resource_for(self.model, self.natural_key or [self.model._meta.pk.name])]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if self.fieldsets:
            return self.fieldsets
        return [(None, {"fields": [*self.rows(self.own_fields()), *self._reason(request, obj)]})]

    def _reason(self, request: HttpRequest, obj: Any) -> list[str]:
        """The field for the reason, where there is something to give a reason for."""
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return ["change_reason"] if may_write else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        fields = kwargs.get("fields")
        if fields is None:
            fields = admin.utils.flatten_fieldsets(self.get_fieldsets(request, obj))
        readonly = self.get_readonly_fields(request, obj)
        kwargs["fields"] = [name for name in fields if name != "change_reason" and name not in readonly]
        form = super().get_form(request, obj, change=change, **kwargs)
        if not self.has_change_permission(request, obj):
            return form
        reason = forms.CharField(
            label=_("Reason for the change"),
            required=False,
            max_length=300,
            help_text=_("Kept in the history of the record."),
            widget=admin.widgets.AdminTextInputWidget(),
        )
        text = self.formfield_for_dbfield(models.CharField(max_length=300, name="change_reason"), request)
        if text is not None:
            reason.widget = text.widget
        return type(form.__name__, (form,), {"change_reason": reason})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)


class SourcedAdmin(CuratedAdmin):
    """For records with sources and verification: to confirm, to correct, to date.

    A record that is confirmed is to be checked again after ``check_again_after_months``; 0: as its form says.
    """

    autocomplete_fields = ["sources"]
    check_again_after_months = 12
    actions = ["confirm_records"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), "shown_confidence", "confirmed_on", "shown_check_by"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), "confidence", ConfirmedFilter, CheckByFilter]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return list(dict.fromkeys([*super().get_autocomplete_fields(request), "sources"]))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if self.fieldsets:
            return self.fieldsets
        return [
            (None, {"fields": self.rows(self.own_fields())}),
            (_("Sources and verification"), {"fields": [*SOURCING, *self._reason(request, obj)]}),
        ]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "field_confidence":
            names = {
                one: str(self.model._meta.get_field(one).verbose_name)
                for name in self.own_fields()
                for one in languages_of(name, self.model)
            }
            return FieldConfidenceField(names, label=db_field.verbose_name, help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @display(
        description=gettext_lazy("verification"),
        ordering="confidence",
        label={Confidence.VERIFIED: "success", Confidence.LIKELY: "info", Confidence.RECALLED: "warning"},
    )
    def shown_confidence(self, obj: Sourced) -> tuple[str, str]:
        return obj.confidence, obj.get_confidence_display()

    @display(description=gettext_lazy("next check"), ordering="check_by")
    def shown_check_by(self, obj: Sourced) -> str:
        if obj.check_by is None:
            return "–"
        if obj.check_by >= timezone.localdate():
            return format_date(obj.check_by)
        return format_html("<strong>{}</strong>", _("overdue since %(date)s") % {"date": format_date(obj.check_by)})

    @admin.action(description=gettext_lazy("Confirm as verified today"), permissions=["change"])
    def confirm_records(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The curator has checked the records against their sources: verified, dated, signed, to be checked again."""
        count = 0
        for record in queryset:
            record.confidence = Confidence.VERIFIED
            record.field_confidence = {}
            record.confirmed_on = timezone.localdate()
            record.confirmed_by = str(request.user)
            if self.check_again_after_months:
                record.check_by = months_later(record.confirmed_on, self.check_again_after_months)
            record._change_reason = _("Confirmed against its sources")
            record.save()
            count += 1
        messages.success(
            request,
            ngettext("%(count)s record has been confirmed.", "%(count)s records have been confirmed.", count)
            % {"count": count},
        )


class ReadOnlyAdmin(ModelAdmin):
    """Rows that people look at in the admin and never change there."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    natural_key = ["code"]
    list_display = ["code", "title", "url"]
    search_fields = ["code", "title", "url"]


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """Mail that waits or failed. Its text is not shown: links in it open accounts."""

    list_display = ["to", "subject", "shown_state", "attempts", "queued_at", "sent_at"]
    list_filter = ["state", "language"]
    search_fields = ["to", "subject"]
    fields = [
        "to", "language", "subject", "shown_attachments", "state", "attempts", "error", "queued_at", "claimed_at",
        "sent_at",
    ]  # fmt: skip
    readonly_fields = ["shown_attachments"]
    actions = ["send_again"]

    @display(description=gettext_lazy("attachments"))
    def shown_attachments(self, message: OutboxMessage) -> str:
        return ", ".join(attachment.name for attachment in message.attachments.all()) or "–"

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={MessageState.SENT: "success", MessageState.FAILED: "danger", MessageState.QUEUED: "info"},
    )
    def shown_state(self, message: OutboxMessage) -> tuple[str, str]:
        return message.state, message.get_state_display()

    @admin.action(description=gettext_lazy("Send again"))
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = sum(retry_mail(message=message) for message in queryset)
        messages.info(
            request,
            ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count)
            % {"count": count},
        )
