"""The field for rich text: Markdown in a plain browser, an editor where there is JavaScript."""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from foundation import richtext
from foundation.language import direction

MAX_CHARS = 200_000


@dataclass(frozen=True)
class Written:
    """What a person wrote, in the format in which it came: ``"markdown"`` or ``"html"``."""

    text: str
    format: str


def editor_words() -> dict[str, str]:
    """The words of the editor's buttons, for ``static/js/editor.js``."""
    return {
        "toolbar": _("Formatting"),
        "bold": pgettext("editor", "Bold"),
        "italic": pgettext("editor", "Italic"),
        "heading": pgettext("editor", "Heading"),
        "subheading": pgettext("editor", "Smaller heading"),
        "bulletList": pgettext("editor", "List"),
        "orderedList": pgettext("editor", "Numbered list"),
        "link": pgettext("editor", "Link"),
        "linkAddress": _("Address of the link (leave empty to remove the link)"),
        "apply": pgettext("editor", "Apply"),
        "caption": pgettext("editor", "Caption of the picture"),
        "table": pgettext("editor", "Insert table"),
        "tableCaption": pgettext("editor", "Title of the table"),
        "addRow": pgettext("editor", "Add row"),
        "addColumn": pgettext("editor", "Add column"),
        "deleteRow": pgettext("editor", "Delete row"),
        "deleteColumn": pgettext("editor", "Delete column"),
        "deleteTable": pgettext("editor", "Delete table"),
        "undo": pgettext("editor", "Undo"),
        "redo": pgettext("editor", "Redo"),
    }


class RichTextWidget(forms.Textarea):
    """A text area with Markdown, the same text as HTML for the editor, and which of the two is sent."""

    template_name = "foundation/rich_text.html"

    def __init__(self, *, language: str, asset_url: str = "", attrs: dict[str, Any] | None = None):
        super().__init__(
            {
                "rows": 10,
                "lang": language,
                "dir": direction(language),
                "data-editor": "",
                "data-asset-url": asset_url,
                **(attrs or {}),
            }
        )

    def format_value(self, value: Any) -> str:
        if isinstance(value, Written):
            return value.text if value.format == "markdown" else richtext.to_markdown(richtext.sanitize(value.text))
        return richtext.to_markdown(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not isinstance(value, Written):
            html = value or ""
        elif value.format == "html":
            html = richtext.sanitize(value.text)
        else:
            html = richtext.from_markdown(value.text)
        context["widget"]["attrs"]["data-html"] = html
        context["widget"]["attrs"]["data-words"] = json.dumps(editor_words(), ensure_ascii=False)
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        # Forms' own renderer does not look into the project's templates.
        return mark_safe(render_to_string(template_name, context))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Written:
        return Written(data.get(name) or "", "html" if data.get(f"{name}_format") == "html" else "markdown")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class RichTextField(forms.Field):
    """Cleans to canonical HTML (``foundation.richtext``), whichever format came in.

    A text that was not touched comes back exactly as it was stored, so that saving a page
    unchanged makes no new version. Raises ``ValidationError`` for more than ``max_chars``
    characters; what was typed stays in the field.
    """

    default_error_messages = {
        "too_long": gettext_lazy("The text is too long: it has %(count)s characters, the limit is %(limit)s."),
    }

    def __init__(self, *, language: str, asset_url: str = "", max_chars: int = MAX_CHARS, **kwargs: Any):
        self.max_chars = max_chars
        kwargs["widget"] = RichTextWidget(language=language, asset_url=asset_url)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        if not isinstance(value, Written):
            return value or ""
        # Browsers send line ends as CR LF, the stored Markdown has LF.
        text = value.text.replace("\r\n", "\n")
        if len(text) > self.max_chars:
            raise ValidationError(
                self.error_messages["too_long"],
                code="too_long",
                params={"count": len(text), "limit": self.max_chars},
            )
        if value.format == "html":
            return richtext.sanitize(text)
        initial = self.initial or ""
        if text.strip() == richtext.to_markdown(initial).strip():
            return initial
        return richtext.from_markdown(text)

    def validate(self, value: str) -> None:
        if self.required and richtext.is_blank(value):
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.clean(data) != (initial or "")
