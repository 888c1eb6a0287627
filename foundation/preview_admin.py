"""Buttons on the form of a record that show its public page without saving: ``foundation.previewing`` in the admin."""

from http import HTTPStatus
from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.language import codes, name_of
from foundation.previewing import nothing_kept, public_page


class Previewed:
    """For curated records with a public page of their own, or a place on one.

    ``public_page`` names the page on which the record is shown, where it has none of its own
    (``get_absolute_url``); ``public_address`` may be overridden to ask the record which.
    """

    change_form_template = "admin/curated_change_form.html"
    public_page = ""

    def public_address(self, obj: Model) -> str:
        """The page that shows this record, in the active language; empty where none does."""
        if hasattr(obj, "get_absolute_url"):
            return obj.get_absolute_url()
        return reverse(self.public_page) if self.public_page else ""

    def has_public_page(self) -> bool:
        overridden = type(self).public_address is not Previewed.public_address
        return bool(self.public_page) or overridden or hasattr(self.model, "get_absolute_url")

    def _admin_address(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def get_urls(self) -> list[Any]:
        if not self.has_public_page():
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("add/preview/<str:language>/", view, name=f"{name}_preview_add"),
            path("<path:object_id>/preview/<str:language>/", view, name=f"{name}_preview"),
            *super().get_urls(),
        ]

    def _previews(self, obj: Model | None) -> list[dict[str, str]]:
        """A button for each language, beginning with the active one."""
        first = translation.get_language()
        labels = {"ar": _("Preview in Arabic"), "en": _("Preview in English")}
        return [
            {
                "label": labels.get(code) or _("Preview: %(language)s") % {"language": name_of(code)},
                "href": self._admin_address("preview", quote(obj.pk), code)
                if obj
                else self._admin_address("preview_add", code),
            }
            for code in sorted(codes(), key=lambda code: code != first)
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Model | None = None, **kwargs: Any
    ) -> HttpResponse:
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        shown = may and self.has_public_page() and not context.get("is_popup")
        context |= {
            "previews": self._previews(obj) if shown else [],
            "is_refused_preview": hasattr(request, "preview_language"),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_add(self, request: HttpRequest, obj: Model, *args: Any, **kwargs: Any) -> HttpResponse:
        if hasattr(request, "preview_language"):
            return self._preview(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if hasattr(request, "preview_language"):
            return self._preview(request, obj)
        return super().response_change(request, obj)

    def _preview(self, request: Any, obj: Model) -> HttpResponse:
        language = request.preview_language
        with translation.override(language):
            # As the page will find it: what is kept on the object is of the form, in the language of the admin.
            address = self.public_address(self.model._base_manager.get(pk=obj.pk))
        if not address:
            raise Http404(_("No public page shows this record."))
        response = public_page(request, address, language)
        request.preview_is_drawn = True
        return response

    def preview_view(self, request: Any, language: str, object_id: str | None = None) -> HttpResponse:
        """The public page as it would be, or the form with what is wrong in it (422); nothing is kept of either."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if language not in codes():
            raise Http404
        obj = None
        if object_id is not None:
            obj = self.get_object(request, unquote(object_id))
            if obj is None:
                raise Http404
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            raise PermissionDenied
        # What would be said after saving is not said.
        kept_messages, request._messages = request._messages, _Silence()
        request.preview_language = language
        form_url = self._admin_address("change", quote(obj.pk)) if obj else self._admin_address("add")
        try:
            with nothing_kept():
                response = self.changeform_view(request, object_id, form_url)
                if hasattr(response, "render"):
                    response.render()
        finally:
            request._messages = kept_messages
        if not getattr(request, "preview_is_drawn", False):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class _Silence:
    """Takes messages and forgets them."""

    def add(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0

    def update(self, response: HttpResponse) -> list:
        return []
