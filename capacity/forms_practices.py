from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from capacity.enums_practices import Submitter, Verdict
from capacity.models import Practice, PracticeCriterion, PracticeEdit
from capacity.models.practices import LINKED, TEXTS
from countries.models import Country
from countries.queries import alphabetical
from foundation.files import FileError, clean_upload
from foundation.language import direction
from mptf.enums import DocumentLanguage
from network.models import Representative

LONGEST = 20000


class PracticeForm(forms.ModelForm):
    """What an author writes; everything may be left for later, only what cannot be kept is refused."""

    class Meta:
        model = Practice
        fields = [
            "language", *TEXTS[:10], "kind", "start", "end", "objectives", "principles", "sdg_targets", "countries",
            "bodies", "partners", "sensitivity", "institution", "contact_email", "source", "consent",
        ]  # fmt: skip
        widgets = {
            "language": forms.RadioSelect,
            "objectives": forms.CheckboxSelectMultiple,
            "principles": forms.CheckboxSelectMultiple,
            "contact_email": forms.EmailInput(attrs={"dir": "ltr"}),
        } | {name: forms.Textarea(attrs={"rows": 4}) for name in TEXTS if name != "title"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, practice: Practice, **kwargs: Any):
        # A copy: what is typed must not change the practice that the page shows.
        super().__init__(data, instance=Practice.objects.get(pk=practice.pk), **kwargs)
        self.initial["version"] = practice.version
        if practice.submitter != Submitter.NETWORK:
            del self.fields["source"]
        self.fields["countries"].queryset = Country.objects.order_by("iso3")
        self.fields["countries"].choices = [(one.pk, str(one)) for one in alphabetical(Country.objects.all())]
        for name in TEXTS:
            self.fields[name].max_length = LONGEST
            self.fields[name].widget.attrs |= {"lang": practice.language, "dir": direction(practice.language)}

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in (*LINKED, "version")}

    @property
    def linked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in LINKED}


class MaterialForm(forms.Form):
    prefix = "material"

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the material"), choices=DocumentLanguage.choices)
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, Excel, CSV or a picture, up to 10 MB.")
    )
    url = forms.URLField(
        label=_("Or the address of a page"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["http", "https"])],
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data.get("upload")) == bool(data.get("url")):
            self.add_error("upload", _("Choose a file, or give an address: one of the two."))
        if data.get("upload"):
            try:
                clean_upload(data["upload"])
                data["upload"].seek(0)
            except FileError as error:
                self.add_error("upload", error)
        return data


class AssignForm(forms.Form):
    checkers = forms.ModelMultipleChoiceField(
        label=_("Checkers"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "At least two; none of them speaks for the author. Each checks without seeing the others' checks."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        speakers = Representative.objects.current().filter(user__isnull=False).values("user")
        curators = User.objects.curators().values("pk")
        self.fields["checkers"].queryset = User.objects.active().filter(Q(pk__in=curators) | Q(pk__in=speakers))


class CheckForm(forms.Form):
    """A verdict and a note for every criterion."""

    def __init__(self, *args: Any, criteria: list[PracticeCriterion], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"verdict_{one.position}"] = forms.ChoiceField(
                label=str(one), choices=Verdict.choices, widget=forms.RadioSelect
            )
            self.fields[f"note_{one.position}"] = forms.CharField(
                label=_("Note"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def findings(self) -> dict[PracticeCriterion, tuple[str, str]]:
        data = self.cleaned_data
        return {one: (data[f"verdict_{one.position}"], data[f"note_{one.position}"]) for one in self.criteria}


class StepForm(forms.Form):
    """The words that go with a step; for a return also words for single criteria."""

    note = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, needs_note: bool, criteria: list[PracticeCriterion] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.criteria = criteria or []
        if not needs_note:
            self.fields["note"].required = False
            self.fields["note"].label = _("Message")
        for one in self.criteria:
            self.fields[f"point_{one.position}"] = forms.CharField(
                label=str(one), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def points(self) -> dict[PracticeCriterion, str]:
        return {one: self.cleaned_data[f"point_{one.position}"] for one in self.criteria}


class EditForm(forms.ModelForm):
    """The text for publication in every language, side by side."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = PracticeEdit
        fields = [f"{name}_{code}" for name in TEXTS for code, _language in settings.LANGUAGES]
        widgets = {
            f"{name}_{code}": forms.Textarea(attrs={"rows": 5})
            for name in TEXTS
            if name != "title"
            for code, _language in settings.LANGUAGES
        }

    def __init__(self, data: Any = None, *, edit: PracticeEdit, **kwargs: Any):
        super().__init__(data, instance=PracticeEdit.objects.get(pk=edit.pk), **kwargs)
        self.initial["version"] = edit.version

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{code}"] for code, _language in settings.LANGUAGES] for name in TEXTS]

    @property
    def texts(self) -> dict[str, str]:
        return {name: value or "" for name, value in self.cleaned_data.items() if name != "version"}
