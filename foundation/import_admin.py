"""Imports in the admin: a table is tried, looked at, imported as a whole, and taken back as a whole."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ExportMixin
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from foundation import importing, snapshots
from foundation.decisions import Refused
from foundation.enums import ImportState
from foundation.files import MAX_BYTES, FileError
from foundation.import_templates import template_response
from foundation.models import ImportedRecord, ImportRun
from foundation.sheets import read_sheet
from foundation.tables import TABLE_FORMATS

#: Rows and faults of a plan that one page shows; the counts above them are those of the whole table.
MOST_SHOWN = 100
RECORDS_PER_PAGE = 50


class TableForm(forms.Form):
    """The table to be tried; whether it can be read is said by ``foundation.sheets``."""

    import_file = forms.FileField(
        label=gettext_lazy("Table"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV file in UTF-8, of up to %(limit)s MB."),
        allow_empty_file=True,  # Said in our own words, as of every file.
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["import_file"]
        field.help_text = field.help_text % {"limit": MAX_BYTES // 1024 // 1024}


class ReasonForm(forms.Form):
    """Why, in a sentence that the history keeps."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget(),
        help_text=gettext_lazy("Kept in the history of each record."),
    )

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required


class ImportingAdmin(ExportMixin):
    """Import, export and templates of a register; to be mixed into a ``ModelAdmin``.

    ``natural_key`` names the fields by which a row finds its record; without it there is no import.
    """

    natural_key: list[str] = []
    import_export_change_list_template = "admin/imports/change_list.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.natural_key) and self.has_add_permission(request) and self.has_change_permission(request)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=f"{name}_import"),
            path("import/template.<str:kind>", view(self.import_template_view), name=f"{name}_import_template"),
            path("import/<int:number>/", view(self.process_import_view), name=f"{name}_process_import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), "has_import_permission": self.has_import_permission(request)}
        )

    def get_export_queryset(self, *args: Any, **kwargs: Any) -> QuerySet:
        """With what the columns name, so that a table takes no query per cell."""
        links = [one.name for one in [*self.model._meta.fields, *self.model._meta.many_to_many] if one.is_relation]
        return super().get_export_queryset(*args, **kwargs).prefetch_related(*links)

    def importable(self, request: HttpRequest) -> importing.Importable:
        """This register as this person may import into it: what their form would not let them change is locked."""
        return importing.Importable(
            self.model,
            self.natural_key,
            locked=lambda record: self.get_readonly_fields(request, record),
            may_change=lambda record: self.has_change_permission(request, record),
        )

    def _checked(self, request: HttpRequest) -> importing.Importable:
        if not self.has_import_permission(request):
            raise Refused(_("You may not import into this register."))
        return self.importable(request)

    def _import_page(self, request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
        request.current_app = self.admin_site.name
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import: %(register)s") % {"register": self.opts.verbose_name_plural},
            "media": self.media,
            "list_href": reverse(f"{name}_changelist"),
            "import_href": reverse(f"{name}_import"),
            "templates": [
                {"label": kind.upper(), "href": reverse(f"{name}_import_template", args=[kind])}
                for kind in reversed(TABLE_FORMATS)
            ],
            "runs_href": f"{reverse('admin:foundation_importrun_changelist')}?register={self.opts.label_lower}",
            "plan": None,
            "faults": [],
            "refusals": [],
            **context,
        }
        return TemplateResponse(request, "admin/imports/import.html", context, status=status)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """The form, and after it the trial run: what the table would do. Nothing is written to the register."""
        importable = self._checked(request)
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        if request.method != "POST":
            return self._import_page(request, {"form": form, "columns": importable.columns})
        given = {"form": form, "columns": importable.columns}
        if not form.is_valid():
            return self._import_page(request, given, status=422)
        file = form.cleaned_data["import_file"]
        content = file.read() if file.size <= MAX_BYTES else b""
        file.seek(0)
        try:
            sheet = read_sheet(file)
            plan = importing.make_plan(importable, sheet)
        except FileError as error:
            form.add_error("import_file", list(error.messages))
            return self._import_page(request, given, status=422)
        if plan.faults:
            return self._import_page(request, {**given, **_shown_plan(plan)}, status=422)
        run = importing.keep(importable, sheet, content, plan, by=request.user)
        return self._import_page(request, {**_shown_plan(plan), "run": run, "form": ReasonForm(required=False)})

    def process_import_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Looks at a kept file again, and with a POST imports it."""
        importable = self._checked(request)
        run = get_object_or_404(
            ImportRun, pk=number, model=self.model._meta.label_lower, by_key=request.user.pk, state=ImportState.TRIED
        )
        form = ReasonForm(request.POST if request.method == "POST" else None, required=False)
        refusals = []
        if request.method == "POST" and form.is_valid():
            try:
                importing.carry_out(run, importable, by=request.user, reason=form.cleaned_data["reason"])
            except importing.RegisterChanged:
                refusals.append(_("The register has changed since. Look at what the table would do now."))
            except importing.ImportRefused:
                refusals.append(_("The register has changed since, and the table cannot be taken as it is."))
            else:
                messages.success(request, _("The table has been imported."))
                return redirect("admin:foundation_importrun_change", run.pk)
        plan = importing.make_plan(importable, importing.read(run))
        ImportRun.objects.filter(pk=run.pk, state=ImportState.TRIED).update(digest=plan.digest)
        context = {**_shown_plan(plan), "run": run, "form": form, "refusals": refusals}
        if plan.faults:
            context |= {"run": None, "form": TableForm(), "columns": importable.columns}
        return self._import_page(request, context, status=422 if request.method == "POST" else 200)

    def import_template_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        importable = self._checked(request)
        if kind not in TABLE_FORMATS:
            raise Http404
        return template_response(self.model, importable.columns, kind)


def _shown_plan(plan: importing.Plan) -> dict[str, Any]:
    """A plan for its page: the whole in figures, of the rows no more than a person looks through."""
    return {
        "plan": plan,
        "figures": importing.counted(plan),
        "changed": plan.changed[:MOST_SHOWN],
        "changed_more": max(len(plan.changed) - MOST_SHOWN, 0),
        "new": plan.new[:MOST_SHOWN],
        "new_more": max(len(plan.new) - MOST_SHOWN, 0),
        "faults": plan.faults[:MOST_SHOWN],
        "faults_more": max(len(plan.faults) - MOST_SHOWN, 0),
    }


def _may_import(request: HttpRequest, label: str) -> bool:
    try:
        model = apps.get_model(label)
    except LookupError:
        return False  # A register that is not there any more.
    registered = admin.site._registry.get(model)
    return isinstance(registered, ImportingAdmin) and registered.has_import_permission(request)


def importable_labels(request: HttpRequest) -> list[str]:
    """The registers into which this person may import."""
    return [model._meta.label_lower for model in admin.site._registry if _may_import(request, model._meta.label_lower)]


class RegisterFilter(admin.SimpleListFilter):
    title = gettext_lazy("register")
    parameter_name = "register"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = set(ImportRun.objects.order_by().values_list("model", flat=True).distinct())
        labels = [label for label in importable_labels(request) if label in used]
        return [(label, capfirst(apps.get_model(label)._meta.verbose_name_plural)) for label in labels]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(model=self.value()) if self.value() else queryset


@admin.register(ImportRun)
class ImportRunAdmin(ModelAdmin):
    """What was imported, by whom and what came of it. Never changed here; undone as a whole."""

    list_display = [
        "shown_number", "shown_register", "file_name", "by", "done_at", "new_count", "changed_count",
        "unchanged_count", "shown_state",
    ]  # fmt: skip
    list_display_links = ["shown_number", "file_name"]
    list_filter = [RegisterFilter, "state"]
    search_fields = ["file_name", "by", "reason"]
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_import(request, obj.model) if obj is not None else bool(importable_labels(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .filter(model__in=importable_labels(request))
            .exclude(state=ImportState.TRIED)
            .defer("content")
        )

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(self.undo_view)
        return [path("<int:number>/undo/", undo, name="foundation_importrun_undo"), *super().get_urls()]

    @display(description=gettext_lazy("number"), ordering="pk")
    def shown_number(self, run: ImportRun) -> int:
        return run.pk

    @display(description=gettext_lazy("register"), ordering="model")
    def shown_register(self, run: ImportRun) -> str:
        return str(apps.get_model(run.model)._meta.verbose_name_plural)

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={ImportState.DONE: "success", ImportState.UNDONE: "warning"},
    )
    def shown_state(self, run: ImportRun) -> tuple[str, str]:
        return run.state, run.get_state_display()

    def _import_page(
        self, request: HttpRequest, run: ImportRun, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        model = apps.get_model(run.model)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(run),
            "media": self.media,
            "run": run,
            "register": model._meta.verbose_name_plural,
            "register_href": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
            "run_href": reverse("admin:foundation_importrun_change", args=[run.pk]),
            "undo_href": reverse("admin:foundation_importrun_undo", args=[run.pk]),
            "may_be_undone": run.state == ImportState.DONE,
            **context,
        }
        return TemplateResponse(request, template, context, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The import with each of its records, before and after."""
        run = self.get_object(request, object_id)
        if run is None:
            raise Http404
        pages = Paginator(run.records.order_by("row"), RECORDS_PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        records = shown_records(run, list(page))
        return self._import_page(request, run, "admin/imports/run.html", {"page": page, "records": records})

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Asks whether, and for the reason; with a POST it is done."""
        run = self.get_object(request, str(number))
        if run is None:
            raise Http404
        if run.state != ImportState.DONE:
            raise Refused(_("This import was undone already."))
        form = ReasonForm(request.POST if request.method == "POST" else None)
        conflicts, _records = importing.conflicts_of(run)
        if request.method == "POST" and form.is_valid():
            try:
                importing.undo(run, by=request.user, reason=form.cleaned_data["reason"])
            except importing.UndoRefused as refused:
                conflicts = refused.conflicts
            else:
                messages.success(request, _("The import has been undone."))
                return redirect("admin:foundation_importrun_change", run.pk)
        context = {"form": form, "conflicts": conflicts, "title": _("Undo this import")}
        return self._import_page(
            request, run, "admin/imports/undo.html", context, 422 if request.method == "POST" else 200
        )


def shown_records(run: ImportRun, records: list[ImportedRecord]) -> list[dict[str, Any]]:
    """Records of an import for its page: what each field said before and after, related records by name."""
    model = apps.get_model(run.model)
    there = set(model._default_manager.filter(pk__in=[one.object_id for one in records]).values_list("pk", flat=True))
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    empty = snapshots.snapshot(model())
    compared = [(one, snapshots.differing(model, one.before or empty, one.after)) for one in records]
    fields = {kept for _one, found in compared for kept in found}
    names = snapshots.names_for(fields, [values for one in records for values in (one.before, one.after)])
    return [
        {
            "record": one,
            "href": reverse(name, args=[one.object_id]) if one.object_id in there else "",
            "changes": snapshots.changes_between(found, one.before, one.after, names),
        }
        for one, found in compared
    ]
