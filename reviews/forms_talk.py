"""Forms of conversations: comments, points of a return, requests for help. All of them are plain text."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageField(forms.CharField):
    """Plain text of several lines. A line break counts once, however the browser sends it."""

    def __init__(self, *, rows: int = 4, max_length: int = 5000, **kwargs: Any):
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class ThreadForm(forms.Form):
    text = MessageField(label=_("Comment"), error_messages={"required": _("Write your comment.")})
    language = forms.ChoiceField(label=_("About the text in"), required=False)

    def __init__(self, data: Any = None):
        super().__init__(data, prefix="thread")
        self.fields["language"].choices = [
            ("", pgettext_lazy("of an answer", "every language")),
            *settings.LANGUAGES,
        ]


class CommentForm(forms.Form):
    """A reply in a thread, or the mended text of a comment; ``prefix`` tells the many on a page apart."""

    text = MessageField(label=_("Reply"), rows=3, error_messages={"required": _("Write your comment.")})
