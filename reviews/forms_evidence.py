"""Forms of what supports an answer."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from reviews.forms import AttachmentForm


class EvidenceFileForm(AttachmentForm):
    prefix = "file"


class EvidenceLinkForm(forms.Form):
    prefix = "link"

    url = forms.URLField(
        label=_("Address of the page"),
        help_text=_("Begins with https:// or http://. The portal does not open it."),
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["http", "https"])],
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    title = forms.CharField(label=_("Title of the page"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the page"), choices=AttachmentForm.LANGUAGES)
