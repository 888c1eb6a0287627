from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity.contributing import LINKED
from capacity.enums_contributions import ContributionKind
from capacity.forms_hub import LONGEST, NoteForm
from capacity.models import MechanismContribution, MechanismPart
from capacity.models.contributions import SMALLEST
from countries.models import Commission, Country
from countries.queries import alphabetical
from foundation.language import active, direction, localized
from mptf.currencies import validate_currency
from mptf.models.money import LARGEST
from objectives.models import Objective


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class _Part(forms.ModelChoiceField):
    def label_from_instance(self, part: MechanismPart) -> str:
        return localized(part, "name")


class _Region(forms.ModelMultipleChoiceField):
    def label_from_instance(self, commission: Commission) -> str:
        return localized(commission, "review_region")


class ContributionForm(forms.Form):
    """An offer as far as it is written; everything may be left for later, only what cannot be kept is refused."""

    language = forms.ChoiceField(
        label=_("Language in which you write"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=_("Kind of contribution"), choices=ContributionKind.choices, required=False, widget=forms.RadioSelect
    )
    part = _Part(
        label=_("Where it goes"),
        queryset=MechanismPart.objects.none(),
        required=False,
        blank=True,
        empty_label=_("The mechanism as a whole"),
        widget=forms.RadioSelect,
    )
    topic = forms.CharField(
        label=_("In one line"), required=False, max_length=200, help_text=_("What it is, as a heading would say it.")
    )
    text = forms.CharField(
        label=_("What is offered"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What your country gives, to whom, and on which conditions. The Network makes the public text of it in "
            "both languages; what you write here is read by your colleagues and the Network alone."
        ),
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        max_digits=15,
        decimal_places=2,
        validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)],
        help_text=_("Digits without separators, such as 250000."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        validators=[validate_currency],
        help_text=_("Code of ISO 4217, such as USD or EUR."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    as_of = _day(_("As of"), _("The day for which the amount holds."))
    institution = forms.CharField(
        label=_("Institution in charge"),
        required=False,
        max_length=250,
        help_text=_("It is published as you write it."),
    )
    objectives = forms.ModelMultipleChoiceField(
        label=_("Objectives"),
        queryset=Objective.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    for_regions = _Region(
        label=_("Regions that it is meant for"),
        queryset=Commission.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose neither regions nor countries where it is meant for all."),
    )
    for_countries = forms.ModelMultipleChoiceField(
        label=_("Countries that it is meant for"),
        queryset=Country.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("With a keyboard: hold Ctrl (or ⌘) to choose several."),
    )
    available_from = _day(_("Available from"))
    available_until = _day(_("Available until"))
    contact_name = forms.CharField(
        label=_("Contact person"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    contact_email = forms.EmailField(
        label=_("Address of the contact person"),
        required=False,
        help_text=_("Only your colleagues and the curators see name and address; they are not published."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    #: What may be left out for good; everything else is wanted before it is sent.
    SPARE = {
        "objectives", "for_regions", "for_countries", "available_from", "available_until", "contact_name",
    }  # fmt: skip
    FACTS = (
        "language", "kind", "part", "topic", "text", "amount", "currency", "as_of", "institution", "available_from",
        "available_until", "contact_name", "contact_email",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, contribution: MechanismContribution, **kwargs: Any):
        initial = {name: getattr(contribution, name) for name in (*self.FACTS, "version")}
        initial["part"] = contribution.part_id or ""
        initial |= {name: list(getattr(contribution, name).values_list("pk", flat=True)) for name in LINKED}
        super().__init__(data, initial=initial, **kwargs)
        self.fields["part"].queryset = MechanismPart.objects.all()
        self.fields["objectives"].queryset = Objective.objects.order_by("number")
        self.fields["for_regions"].queryset = Commission.objects.order_by("position", "code")
        countries = Country.objects.all() if contribution.is_sample else Country.objects.real()
        self.fields["for_countries"].queryset = countries
        self.fields["for_countries"].choices = [(one.pk, str(one)) for one in alphabetical(countries)]
        for name in ("topic", "text", "institution"):
            attrs = {"lang": contribution.language, "dir": direction(contribution.language)}
            self.fields[name].widget.attrs |= attrs

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        money = [name for name in ("amount", "currency", "as_of") if cleaned.get(name)]
        if money and cleaned.get("kind") != ContributionKind.FINANCIAL and "kind" not in self.errors:
            self.add_error(
                money[0],
                _("Only a financial contribution has an amount. Choose “Financial” above, or leave this empty."),
            )
        first, last = cleaned.get("available_from"), cleaned.get("available_until")
        if first and last and last < first:
            self.add_error("available_until", _("The last day is before the first."))
        return cleaned

    def fields_of(self, *names: str) -> list[tuple[forms.BoundField, bool]]:
        """Some fields, each with whether it may be left out for good."""
        return [(self[name], name in self.SPARE) for name in names]

    @property
    def offer_fields(self) -> list[tuple[forms.BoundField, bool]]:
        return self.fields_of("language", "kind", "part", "topic", "text", "institution")

    @property
    def money_fields(self) -> list[tuple[forms.BoundField, bool]]:
        return self.fields_of("amount", "currency", "as_of")

    @property
    def period_fields(self) -> list[tuple[forms.BoundField, bool]]:
        return self.fields_of("available_from", "available_until")

    @property
    def reach_fields(self) -> list[tuple[forms.BoundField, bool]]:
        return self.fields_of("objectives", "for_regions", "for_countries")

    @property
    def contact_fields(self) -> list[tuple[forms.BoundField, bool]]:
        return self.fields_of("contact_name", "contact_email")

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS}

    @property
    def linked(self) -> dict[str, list[Any]]:
        return {name: list(self.cleaned_data[name]) for name in LINKED}


class ConfirmForm(forms.Form):
    """The public text in both languages, begun with what the State wrote."""

    def __init__(self, *args: Any, contribution: MechanismContribution, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, label, words in (
            ("title", _("Title"), contribution.topic),
            ("summary", _("Summary"), contribution.text),
        ):
            for code, language in settings.LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} ({language})",
                    max_length=200 if name == "title" else LONGEST,
                    initial=getattr(contribution, f"{name}_{code}")
                    or (words if code == contribution.language else ""),
                    widget=forms.TextInput() if name == "title" else forms.Textarea(attrs={"rows": 6}),
                )
        self.fields["curator_note"] = forms.CharField(
            label=_("Note of the curators"),
            required=False,
            max_length=LONGEST,
            initial=contribution.curator_note,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            help_text=_("Only curators see it."),
        )

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        """Each text in its languages, to stand side by side."""
        return [[self[f"{name}_{code}"] for code, _language in settings.LANGUAGES] for name in ("title", "summary")]

    @property
    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "curator_note"}


class CloseForm(NoteForm):
    """The day on which it was given or ended, and what is to be said of it: both are public."""

    ended_on = _day(_("Day"))
    language = forms.ChoiceField(
        label=_("Language in which you write"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    field_order = ("ended_on", "language", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, needs_note=True, **kwargs)
        self.fields["ended_on"].required = True
        self.fields["ended_on"].initial = timezone.localdate
        self.fields["language"].initial = active()
        self.fields["note"].help_text = _("It is shown to everyone.")

    def clean_ended_on(self) -> Any:
        day = self.cleaned_data["ended_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
