"""Forms of conversations: comments, points of a return, requests for help. All of them are plain text."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.enums import HelpAddressee
from reviews.models import ReturnReason
from reviews.returning import Place


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


class ReturnForm(forms.Form):
    """Why the Network returns a review: for the whole, and for each part that something is asked of."""

    note = MessageField(
        label=_("Reason"),
        help_text=_("For the review as a whole. It may stay empty where you give reasons for its parts."),
        rows=5,
        required=False,
    )

    def __init__(self, data: Any = None, *, places: list[Place], open_points: Iterable[ReturnReason] = ()):
        super().__init__(data)
        self.places = {place.key: place for place in places}
        # What was asked last time and is still open is asked again, unless the curator takes it out.
        still = {Place(point.section, point.objective_report).key: point.text for point in open_points}
        for key, place in self.places.items():
            self.fields[key] = MessageField(label=str(place), rows=3, required=False, initial=still.get(key, ""))
        self.is_opened = bool(still) or self.is_bound

    def parts(self) -> list[forms.BoundField]:
        """The fields of the parts, for the template."""
        return [self[key] for key in self.places]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error("note", _("Give the reason, for the review or for a part of it."))
        return cleaned

    def points(self) -> list[tuple[Place, str]]:
        """The reasons of a valid form that are tied to parts."""
        return [(place, self.cleaned_data[key]) for key, place in self.places.items() if self.cleaned_data[key]]


class SettleForm(forms.Form):
    answer = MessageField(
        label=_("Settled: what was done"),
        help_text=_("The UN Network reads this when the review is submitted again."),
        rows=3,
        error_messages={"required": _("Say what was done.")},
    )

    def __init__(self, data: Any = None, *, point: ReturnReason):
        super().__init__(data, prefix=f"point-{point.pk}", initial={"answer": point.answer})


class CommentForm(forms.Form):
    """A reply in a thread, or the mended text of a comment; ``prefix`` tells the many on a page apart."""

    text = MessageField(label=_("Reply"), rows=3, error_messages={"required": _("Write your comment.")})


class HelpForm(forms.Form):
    """A request to the Network."""

    addressee = forms.ChoiceField(
        label=_("To whom"),
        choices=HelpAddressee,
        initial=HelpAddressee.NATIONAL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom the request goes.")},
    )
    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Give the subject.")},
    )
    text = MessageField(
        label=_("What you need"), rows=8, error_messages={"required": _("Write what you need help with.")}
    )


class HelpMessageForm(forms.Form):
    text = MessageField(label=_("Message"), rows=6, error_messages={"required": _("Write your message.")})
