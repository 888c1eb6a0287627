"""Forms about time: a deadline, a wish for more of it, the moment of publication."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MomentMixin(forms.Form):
    """A day and a time in UTC, both or neither, in the future; together ``moment`` in the cleaned data."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("Time (UTC)"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, time = cleaned.get("day"), cleaned.get("time")
        cleaned["moment"] = None
        if time and not day and "day" not in self.errors:
            self.add_error("day", _("Give the day as well."))
        elif day and "time" not in self.errors:
            moment = datetime.datetime.combine(day, time or datetime.time(), tzinfo=datetime.UTC)
            if moment <= timezone.now():
                self.add_error("day", _("Choose a time in the future."))
            cleaned["moment"] = moment
        return cleaned

    @staticmethod
    def initial_of(moment: datetime.datetime | None) -> dict[str, Any]:
        if moment is None:
            return {}
        moment = moment.astimezone(datetime.UTC)
        return {"day": moment.date(), "time": moment.time()}


class EmbargoForm(MomentMixin):
    """Not before which moment the State wants its review published; empty: as soon as the Network has checked it."""


class ExtensionForm(forms.Form):
    until = forms.DateField(label=_("New deadline"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with the extension and sent to the focal points."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_until(self) -> datetime.date:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(_("Choose a day in the future."))
        return until


class ExtensionWishForm(forms.Form):
    text = forms.CharField(
        label=_("Until when you need more time, and why"),
        help_text=_("It goes to the UN Network by e-mail. You are told when the deadline is extended."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
