from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from champions.expressing import MOST_PRIORITIES
from champions.models import Interest, SupportKind
from foundation.files import FileError, clean_upload
from foundation.language import direction, localized
from objectives.models import Objective

LONGEST = 5000


class InterestForm(forms.Form):
    """What a State says of itself; everything may be left for later, only what cannot be kept is refused."""

    language = forms.ChoiceField(
        label=_("Language in which you write"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("What you write is shown in this language; the Network adds the other one."),
    )
    motivation = forms.CharField(
        label=_("Why your country wants to become a champion country"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    objectives = forms.ModelMultipleChoiceField(
        label=_("Priority objectives"),
        queryset=Objective.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    coordination = forms.CharField(
        label=_("Coordination structure"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who steers the implementation in your country, and how."),
    )
    institution = forms.CharField(label=_("Institution in charge"), required=False, max_length=250)
    contact_email = forms.EmailField(
        label=_("Address of the institution"),
        required=False,
        help_text=_("It is shown to the public once your country is a champion country; not a person's own address."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, interest: Interest, **kwargs: Any):
        self.kinds = list(SupportKind.objects.all())
        wishes = {support.kind_id: support.wish for support in interest.supports.all()}
        initial = {
            name: getattr(interest, name)
            for name in ("language", "motivation", "coordination", "institution", "contact_email", "version")
        }
        initial["objectives"] = list(interest.objectives.values_list("pk", flat=True))
        super().__init__(data, initial=initial, **kwargs)
        self.fields["objectives"].queryset = Objective.objects.order_by("number")
        self.fields["objectives"].help_text = _("Up to %(count)s of the 23.") % {"count": MOST_PRIORITIES}
        for kind in self.kinds:
            self.fields[f"support_{kind.number}"] = forms.CharField(
                label=localized(kind, "name"),
                help_text=localized(kind, "description"),
                required=False,
                max_length=LONGEST,
                initial=wishes.get(kind.pk, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        for name in ("motivation", "coordination", "institution", *(f"support_{kind.number}" for kind in self.kinds)):
            self.fields[name].widget.attrs |= {"lang": interest.language, "dir": direction(interest.language)}

    @property
    def support_fields(self) -> list[forms.BoundField]:
        return [self[f"support_{kind.number}"] for kind in self.kinds]

    @property
    def supports(self) -> dict[SupportKind, str]:
        """The words for each kind that is expected; a kind without words is not."""
        words = {kind: self.cleaned_data[f"support_{kind.number}"].strip() for kind in self.kinds}
        return {kind: wish for kind, wish in words.items() if wish}

    @property
    def facts(self) -> dict[str, Any]:
        names = ("language", "motivation", "coordination", "institution", "contact_email")
        return {name: self.cleaned_data[name] for name in names}


class StepForm(forms.Form):
    """A step with words; demanded where the step needs them."""

    note = forms.CharField(
        label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def __init__(self, *args: Any, needs_note: bool, label: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = needs_note
        if label:
            self.fields["note"].label = label


class ConfirmForm(forms.Form):
    """The letter with which the State confirms."""

    letter = forms.FileField(
        label=_("Letter of confirmation"),
        help_text=_("A PDF, Word file, PNG or JPEG of up to 10 MB. The Network decides whether it is shown."),
    )
    title = forms.CharField(
        label=_("Title of the letter"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("As it is to be named, with its number or date."),
    )

    def clean_letter(self) -> Any:
        letter = self.cleaned_data["letter"]
        try:
            clean_upload(letter)
        except FileError as error:
            raise forms.ValidationError(error.message, code=error.code) from None
        letter.seek(0)
        return letter
