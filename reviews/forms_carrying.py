"""The form of a page of earlier answers: one decision per answer, several in one post."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.carrying import Item, Wanted
from reviews.enums import Carrying

CHOICES = [
    (Carrying.CONFIRMED, _("Confirm: it still holds and is taken over as it was")),
    (Carrying.UPDATED, _("Update: take it over and change it")),
    (Carrying.DROPPED, _("No longer applies")),
    ("", _("Not decided yet")),
]


class EarlierForm(forms.Form):
    """Decisions about ``items``; only those that were changed count.

    Where the draft says something else already, a confirmation needs a tick that the earlier text takes its place.
    """

    def __init__(self, data: Any = None, *, items: list[Item], stage: bool = False):
        super().__init__(data)
        self.items = items
        for item in items:
            self.fields[item.name] = forms.ChoiceField(
                label=_("What do you say of this answer today?"),
                choices=CHOICES,
                required=False,
                initial=item.carried.decision if item.carried else "",
                widget=forms.RadioSelect,
                disabled=not item.may,
            )
            self.fields[f"{item.name}-seen"] = forms.CharField(
                required=False, initial=item.seen, widget=forms.HiddenInput
            )
            if item.differs:
                self.fields[f"{item.name}-replace"] = forms.BooleanField(
                    label=_("Put the earlier answer in the place of the draft’s, which stays in the history"),
                    required=False,
                    disabled=not item.may,
                )
        if stage:
            self.fields["stage"] = forms.BooleanField(label=_("State the same stage again"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for item in self.items:
            confirmed = cleaned.get(item.name) == Carrying.CONFIRMED != self[item.name].initial
            if confirmed and item.differs and not cleaned.get(f"{item.name}-replace"):
                self.add_error(
                    item.name,
                    _(
                        "The draft says something else already. Choose “Update” to keep it, or tick that the earlier "
                        "answer takes its place."
                    ),
                )
        return cleaned

    def wanted(self) -> list[Wanted]:
        """The decisions of a valid form that differ from those that stand."""
        found = []
        for item in self.items:
            decision = self.cleaned_data[item.name]
            replace = self.cleaned_data.get(f"{item.name}-replace", False)
            if decision != self[item.name].initial or (replace and decision):
                seen = self.cleaned_data[f"{item.name}-seen"]
                found.append(Wanted(item.question, item.report, decision, replace, seen))
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: each answer with its bound fields."""
        return [
            {
                "item": item,
                "decision": self[item.name],
                "seen": self[f"{item.name}-seen"],
                "replace": self[f"{item.name}-replace"] if item.differs else None,
            }
            for item in self.items
        ]
