"""The history of a record in the admin: who changed what, when and why, and the way back to what it said."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from foundation import reverting
from foundation.decisions import Refused
from foundation.import_admin import ReasonForm, importable_labels
from foundation.models import ImportRun

ENTRIES_PER_PAGE = 20


class RevertingAdmin(SimpleHistoryAdmin):
    """To be mixed into a ``ModelAdmin``; with ``restorable = False`` its histories are for reading alone."""

    restorable = True

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"
        return [path("deleted/", self.admin_site.admin_view(self.deleted_view), name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        href = self._address("deleted") if self.may_restore_deleted(request) else ""
        return super().changelist_view(request, {**(extra_context or {}), "deleted_href": href})

    def may_restore(self, request: HttpRequest, record: models.Model) -> bool:
        try:
            return self.restorable and self.has_change_permission(request, record)
        except ObjectDoesNotExist:
            return False  # A deleted record whose own holder is gone: whether it may be changed cannot be told.

    def may_restore_deleted(self, request: HttpRequest) -> bool:
        return (
            self.restorable
            and reverting.history_of(self.model) is not None
            and self.has_change_permission(request)
            and self.has_add_permission(request)
        )

    def _address(self, view: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=args)

    def _history_page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "list_href": self._address("changelist"),
            **context,
        }
        return TemplateResponse(request, template, context, status=status)

    def _recorded(self, request: HttpRequest, object_id: str) -> tuple[Any, models.Model | None, Any]:
        """The number, the record as it stands (``None``: deleted) and one that permissions can be asked for.

        404 for what never was, and for what this person's list does not hold.
        """
        try:
            key = self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None
        if not isinstance(key, int) or not 0 < key < 2**63:
            raise Http404
        record = self.get_queryset(request).filter(pk=key).first()
        if record is not None:
            return key, record, record
        manager = reverting.history_of(self.model)
        row = manager.filter(**{self.opts.pk.attname: key}).first() if manager is not None else None
        if row is None or self.model._base_manager.filter(pk=key).exists():
            raise Http404
        return key, None, row.instance

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        key, record, shown = self._recorded(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise Refused(_("You may not see this history."))
        entries = reverting.entries_of(self.model, key)
        page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
        reverting.explain(self.model, page.object_list)
        may = self.may_restore(request, shown) if record is not None else self.may_restore_deleted(request)
        context = {
            "title": _("History: %(record)s") % {"record": self._record_name(key, record)},
            "entries": [
                {"entry": entry, "href": self._address("simple_history", key, entry.number) if may else ""}
                for entry in page
            ],
            "page": page,
            "record_href": self._address("change", key) if record is not None else "",
            "deleted_href": self._address("deleted") if record is None else "",
            "runs": self._imports(request, key),
        }
        return self._history_page(request, "admin/records/history.html", context)

    def _record_name(self, key: Any, record: models.Model | None) -> str:
        if record is not None:
            return str(record)
        return reverting.name_of_row(reverting.history_of(self.model).filter(**{self.opts.pk.attname: key}).first())

    def _imports(self, request: HttpRequest, key: Any) -> list[dict[str, Any]]:
        """The imports that wrote this record, for those who may import into its register."""
        label = self.model._meta.label_lower
        if label not in importable_labels(request):
            return []
        runs = ImportRun.objects.filter(model=label, records__object_id=key).defer("content").order_by("-done_at")
        return [{"run": run, "href": reverse("admin:foundation_importrun_change", args=[run.pk])} for run in runs[:20]]

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Shows what going back to a state would change, and with a POST and a reason goes back."""
        key, record, shown = self._recorded(request, object_id)
        may = self.may_restore(request, shown) and (record is not None or self.may_restore_deleted(request))
        if not may:
            raise Refused(_("You may not restore former states of this record."))
        number = int(version_id) if version_id.isascii() and version_id.isdigit() and len(version_id) < 19 else 0
        entry = reverting.entry_of(self.model, key, number)
        if entry is None:
            raise Http404
        locked = self.get_readonly_fields(request, record)
        plan = reverting.plan_return(self.model, record, entry, locked)
        newest = str(reverting.entries_of(self.model, key)[0].number)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        reasons: list[str] = []
        if request.method == "POST" and form.is_valid() and not (plan.is_empty and record is not None):
            if request.POST.get("newest") != newest:
                reasons = [_("The record was changed since. Look at what would change now.")]
            else:
                try:
                    made = reverting.go_back(
                        self.model,
                        key,
                        entry,
                        by=request.user,
                        reason=form.cleaned_data["reason"],
                        locked=locked,
                    )
                except reverting.RevertRefused as refused:
                    reasons = refused.reasons
                else:
                    self.message_user(request, _("The state has been restored."))
                    return redirect(self._address("change", made.pk))
        context = {
            "title": _("Restore a state: %(record)s") % {"record": self._record_name(key, record)},
            "entry": entry,
            "plan": plan,
            "companions": [
                (row.instance_type._meta.verbose_name, reverting.name_of_row(row)) for row in plan.companions
            ],
            "is_deleted": record is None,
            "may_be_restored": record is None or not plan.is_empty,
            "newest": newest,
            "form": form,
            "reasons": reasons,
            "history_href": self._address("history", key),
        }
        return self._history_page(
            request, "admin/records/restore.html", context, 422 if request.method == "POST" else 200
        )

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """What was deleted from this register, newest first."""
        if not self.may_restore_deleted(request):
            raise Refused(_("You may not restore records of this register."))
        page = Paginator(reverting.deleted_rows(self.model), ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
        rows = [
            {
                "row": row,
                "name": reverting.name_of_row(row),
                "who": str(row.history_user) if row.history_user_id else "",
                "history_href": self._address("history", getattr(row, self.opts.pk.attname)),
                "restore_href": self._address("simple_history", getattr(row, self.opts.pk.attname), row.history_id),
            }
            for row in page
        ]
        title = _("Deleted records: %(register)s") % {"register": self.opts.verbose_name_plural}
        return self._history_page(request, "admin/records/deleted.html", {"title": title, "rows": rows, "page": page})
