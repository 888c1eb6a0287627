"""Translations in the admin: a filter of each list, and in each form what is older than its original."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from foundation.dates import format_date
from foundation.language import codes, name_of
from foundation.models import TranslationMark
from foundation.translation_states import MISSING, OUTDATED, in_state, is_outdated, names_of, outdated_of, settle

#: The parameter of a list that narrows it to texts in a state: ``missing.ar``, ``outdated.en.title`` or, for texts of
#: parts of the records, ``missing.ar.programmeresult.text``.
TEXTS = "texts"


def state_value(state: str, code: str, name: str = "", part: str = "") -> str:
    return ".".join(piece for piece in (state, code, part, name) if piece)


def state_label(state: str, code: str) -> str:
    words = {MISSING: _("missing: %(language)s"), OUTDATED: _("outdated: %(language)s")}
    return words[state] % {"language": name_of(code)}


def translated_parts(model_admin: Any) -> dict[str, tuple[type[Model], str]]:
    """Models with translated texts that are kept as rows below these records and nowhere else, with their key.

    By the name of the model, in the order of the form.
    """
    found = {}
    for inline in model_admin.inlines:
        model = inline.model
        if not names_of(model) or model_admin.admin_site.is_registered(model):
            continue
        key = inline.fk_name or next(
            field.name for field in model._meta.fields if field.related_model is model_admin.model
        )
        found[model._meta.model_name] = (model, key)
    return found


class TranslationFilter(admin.SimpleListFilter):
    title = gettext_lazy("translation")
    parameter_name = TEXTS

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.parts = translated_parts(model_admin)
        if not names_of(model_admin.model) and not self.parts:
            return []
        choices = [
            (state_value(state, code), state_label(state, code)) for state in (MISSING, OUTDATED) for code in codes()
        ]
        chosen = self._chosen()
        if chosen and chosen[2]:
            state, code, name, part = chosen
            model = self.parts[part][0] if part in self.parts else model_admin.model
            if state in (MISSING, OUTDATED) and code in codes() and name in names_of(model):
                label = model._meta.get_field(f"{name}_{code}").verbose_name
                choices.append((self.value(), f"{state_label(state, code)} ({label})"))
        return choices

    def _chosen(self) -> tuple[str, str, str, str] | None:
        """State, language, field and part of the address; ``None`` where it says none."""
        pieces = (self.value() or "").split(".")
        if not 2 <= len(pieces) <= 4:
            return None
        state, code, *rest = pieces
        return state, code, rest[-1] if rest else "", rest[0] if len(rest) == 2 else ""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        chosen = self._chosen()
        if chosen is None:
            return queryset.none()
        state, code, name, part = chosen
        if not part:
            return in_state(queryset, state, code, name)
        if part not in self.parts:
            return queryset.none()
        model, key = self.parts[part]
        return queryset.filter(pk__in=in_state(model._default_manager.all(), state, code, name).values(key))


class TranslationMarks:
    """In the list which languages are whole, in the form which texts are older than what they translate."""

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        extra = [TranslationFilter] if names_of(self.model) or translated_parts(self) else []
        return [*super().get_list_filter(request), *extra]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        extra = ["shown_languages"] if names_of(self.model) else []
        return [*super().get_list_display(request), *extra]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset = super().get_queryset(request)
        if names_of(self.model):
            queryset = queryset.annotate(**{f"has_outdated_{code}": is_outdated(self.model, code) for code in codes()})
        return queryset

    @admin.display(description=gettext_lazy("languages"))
    def shown_languages(self, obj: Model) -> str:
        """Which languages are whole; one that is missing or outdated is named."""
        words = []
        for state, found in ((MISSING, self._missing(obj)), (OUTDATED, self._outdated(obj))):
            names = pgettext("between the items of a list", ", ").join(str(name_of(code)) for code in found)
            if names:
                text = {MISSING: _("missing: %(language)s"), OUTDATED: _("outdated: %(language)s")}[state]
                words.append(format_html("<strong>{}</strong>", text % {"language": names}))
        if not words:
            return _("complete")
        return format_html("{} {}", *words) if len(words) == 2 else words[0]

    def _missing(self, obj: Model) -> list[str]:
        def lacks(code: str, name: str) -> bool:
            others = [getattr(obj, f"{name}_{other}") for other in codes() if other != code]
            return any(others) and not getattr(obj, f"{name}_{code}")

        return [code for code in codes() if any(lacks(code, name) for name in names_of(self.model))]

    def _outdated(self, obj: Model) -> list[str]:
        return [code for code in codes() if getattr(obj, f"has_outdated_{code}", False)]

    def _with_parts(self, obj: Model) -> list[Model]:
        """The record and the parts of it that have marks."""
        things = [obj]
        for model, key in translated_parts(self).values():
            marked = TranslationMark.objects.open().filter(model=model._meta.label_lower).values("object_id")
            things += model._default_manager.filter(**{key: obj.pk}, pk__in=marked)
        return things

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Model | None = None, **kwargs: Any
    ) -> HttpResponse:
        outdated = []
        if obj is not None and obj.pk and self.has_change_permission(request, obj):
            stored = self.model._default_manager.filter(pk=obj.pk).first()
            outdated = outdated_of(self._with_parts(stored)) if stored else []
        fields = context["adminform"].form.fields
        for one in outdated:
            name = f"{one.mark.field}_{one.mark.language}"
            if one.thing.pk == obj.pk and isinstance(obj, type(one.thing)) and name in fields:
                fields[name].help_text = format_html(
                    '{} <a href="#outdated-{}"><strong>{}</strong></a>',
                    fields[name].help_text or "",
                    one.mark.pk,
                    _("Older than its original, which was changed on %(date)s.")
                    % {"date": format_date(one.mark.since.date())},
                )
        context["outdated"] = outdated
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        """“Still right” saves what was typed, like every button of the form, and settles one mark."""
        given = request.POST.get("_still_right", "")
        if not given:
            return super().response_change(request, obj)
        marks = {one.mark.pk: one.mark for one in outdated_of(self._with_parts(obj))}
        mark = marks.get(int(given)) if given.isascii() and given.isdigit() else None
        if mark is not None:
            settle(mark, by=request.user)
            messages.success(request, _("The translation has been marked as still right."))
        return HttpResponseRedirect(request.path)
