"""The worklist of translations: by register and field what is complete, missing and outdated, and whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget

from accounts.models import TranslationAssignment, User
from accounts.permissions import check_curate
from foundation.language import active, codes, name_of
from foundation.tables import Table, table_response, wanted_format
from foundation.translation_admin import TEXTS, state_value, translated_parts
from foundation.translation_states import MISSING, OUTDATED, Figures, names_of, outdated_counts, progress_of
from gcm_portal.dashboard import groups_for, list_address

OPEN, ALL, MINE = "open", "all", "mine"


@dataclass(frozen=True)
class Row:
    """One field of a register into one language."""

    model: type[Model]
    name: str
    code: str
    figures: Figures
    address: str
    part: str = ""
    assignment: TranslationAssignment | None = None

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    @property
    def label(self) -> str:
        return str(self.model._meta.get_field(self.name).verbose_name)

    def _href(self, state: str) -> str:
        return f"{self.address}?{urlencode({TEXTS: state_value(state, self.code, self.name, self.part)})}"

    @property
    def missing_href(self) -> str:
        return self._href(MISSING)

    @property
    def outdated_href(self) -> str:
        return self._href(OUTDATED)

    @property
    def is_overdue(self) -> bool:
        due = self.assignment.due if self.assignment else None
        return bool(due and self.figures.open and due < timezone.localdate())


@dataclass
class Register:
    """A register with its rows; ``of`` names the records that its texts are parts of."""

    group: str
    label: str
    rows: list[Row] = field(default_factory=list)
    of: str = ""

    @property
    def figures(self) -> Figures:
        return Figures(
            *(sum(getattr(row.figures, part) for row in self.rows) for part in ("texts", "missing", "outdated"))
        )


def _assignments() -> dict[tuple[str, str, str], TranslationAssignment]:
    found = TranslationAssignment.objects.select_related("assignee")
    return {(one.model, one.field, one.language): one for one in found}


def registers_into(request: HttpRequest, languages: Iterable[str]) -> list[Register]:
    """Every register that this person may see, with a row for each field and language; a query for each register."""
    outdated, assignments, found = outdated_counts(), _assignments(), []
    for group, models in groups_for(request):
        for model in models:
            registered = admin.site._registry[model]
            parts = [(part, name) for name, (part, _key) in translated_parts(registered).items()]
            for one, part in [(model, ""), *parts]:
                if not names_of(one):
                    continue
                progress = progress_of(one, outdated)
                label = one._meta.label_lower
                rows = [
                    Row(
                        one,
                        name,
                        code,
                        progress.fields[name, code],
                        list_address(model),
                        part,
                        assignments.get((label, name, code)),
                    )
                    for name in names_of(one)
                    for code in languages
                ]
                of = str(model._meta.verbose_name_plural) if part else ""
                found.append(Register(group, str(one._meta.verbose_name_plural), rows, of))
    return found


class AssignForm(forms.Form):
    """To whom the chosen rows are given; nobody takes them back."""

    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Assign to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody"),
        widget=UnfoldAdminSelectWidget,
    )
    due = forms.DateField(label=gettext_lazy("Due by (optional)"), required=False, widget=UnfoldAdminSingleDateWidget)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = User.objects.curators()
        self.fields["due"].widget.attrs["type"] = "date"
        self.fields["due"].widget.input_type = "date"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        due = cleaned.get("due")
        if due and due < timezone.localdate():
            self.add_error("due", _("Choose a day that is not past."))
        return cleaned


def _wanted(request: HttpRequest, data: Any) -> tuple[str, str]:
    """The language to translate into and which rows to show, as the address says; otherwise the usual ones."""
    code, show = data.get("to", ""), data.get("show", "")
    return code if code in codes() else codes()[0], show if show in {OPEN, ALL, MINE} else OPEN


def _is_shown(row: Row, show: str, user: Any) -> bool:
    if show == MINE:
        return row.assignment is not None and row.assignment.assignee_id == user.pk
    return show == ALL or row.figures.open > 0


def _page(request: HttpRequest, form: AssignForm, code: str, show: str, error: str = "") -> HttpResponse:
    registers = registers_into(request, [code])
    everything = Figures(
        *(sum(getattr(one.figures, part) for one in registers) for part in ("texts", "missing", "outdated"))
    )
    shown = []
    for register in registers:
        rows = [row for row in register.rows if _is_shown(row, show, request.user)]
        if rows:
            shown.append({"register": register, "rows": rows, "is_first": False})
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in shown:
        groups.setdefault(one["register"].group, []).append(one)
    address = reverse("translations")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or error else HTTPStatus.OK
    return render(
        request,
        "admin/translations.html",
        {
            **admin.site.each_context(request),
            "title": _("Translations"),
            "language": name_of(code),
            "code": code,
            "show": show,
            "everything": everything,
            "groups": list(groups.items()),
            "form": form,
            "error": error,
            "chosen": set(request.POST.getlist("row")),
            "may_assign": bool(request.user.is_curator),
            "languages": [
                {
                    "label": _("Into %(language)s") % {"language": name_of(one)},
                    "href": f"{address}?{urlencode({'to': one, 'show': show})}",
                    "current": one == code,
                }
                for one in sorted(codes(), key=lambda one: one != active())
            ],
            "shows": [
                {
                    "label": label,
                    "href": f"{address}?{urlencode({'to': code, 'show': value})}",
                    "current": value == show,
                }
                for value, label in [(OPEN, _("To do")), (MINE, _("Mine")), (ALL, _("All fields"))]
            ],
            "csv": f"{address}?{urlencode({'format': 'csv'})}",
        },
        status=status,
    )


def _table(request: HttpRequest) -> Table:
    names = [
        *(_("Register"), _("Field"), _("Language"), _("Texts"), _("Complete"), _("Missing"), _("Outdated")),
        *(_("Per cent complete"), _("Assigned to"), _("Due by")),
    ]
    rows = []
    for register in registers_into(request, codes()):
        for row in register.rows:
            one, given = row.figures, row.assignment
            rows.append(
                [
                    register.label,
                    row.label,
                    row.code,
                    one.texts,
                    one.complete,
                    one.missing,
                    one.outdated,
                    one.percent,
                    str(given.assignee) if given else "",
                    given.due if given else None,
                ]
            )
    return Table("translations", [(name, "") for name in names], rows)


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """By register and field what is to be translated into a language; ``?format=csv`` for both languages."""
    if kind := wanted_format(request):
        return table_response(_table(request), kind)
    return _page(request, AssignForm(), *_wanted(request, request.GET))


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the chosen rows to a curator, or to nobody."""
    check_curate(request.user)
    form = AssignForm(request.POST)
    code, show = _wanted(request, request.POST)
    known = {row.key: row for register in registers_into(request, [code]) for row in register.rows}
    chosen = [known[key] for key in request.POST.getlist("row") if key in known]
    if not form.is_valid() or not chosen:
        return _page(request, form, code, show, "" if chosen else _("Choose at least one field."))
    assignee, due = form.cleaned_data["assignee"], form.cleaned_data["due"]
    with transaction.atomic():
        for row in chosen:
            place = {"model": row.model._meta.label_lower, "field": row.name, "language": code}
            if assignee is None:
                TranslationAssignment.objects.filter(**place).delete()
            else:
                values = {
                    "assignee": assignee,
                    "due": due,
                    "assigned_by": request.user,
                    "assigned_at": timezone.now(),
                }
                TranslationAssignment.objects.update_or_create(**place, defaults=values)
    text = (
        ngettext("%(count)s field is nobody's now.", "%(count)s fields are nobody's now.", len(chosen))
        if assignee is None
        else ngettext("%(name)s has %(count)s field now.", "%(name)s has %(count)s fields now.", len(chosen))
    )
    messages.success(request, text % {"count": len(chosen), "name": assignee})
    return redirect(f"{reverse('translations')}?{urlencode({'to': code, 'show': show})}")
