"""Forms about people: whom to ask for which parts of a review, and who was consulted for it."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.dates import PARTIAL_DATE
from objectives.models import Objective
from reviews.forms_talk import MessageField
from reviews.models import Consultation, Contributor, Section


class PartForm(forms.Form):
    """What a person is asked for: the parts, to edit or to comment, until when."""

    can_edit = forms.TypedChoiceField(
        label=_("What the person may do"),
        choices=[("edit", _("Read, comment and edit")), ("comment", _("Read and comment"))],
        coerce=lambda value: value == "edit",
        empty_value=None,
        initial="edit",
        widget=forms.RadioSelect,
    )
    sections = forms.ModelMultipleChoiceField(
        label=_("Sections"), queryset=Section.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    objectives = forms.ModelMultipleChoiceField(
        label=_("Objectives"), queryset=Objective.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        help_text=_("The person is reminded 7 days and 1 day before."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    message = MessageField(
        label=_("What is asked for"),
        help_text=_("Plain text. It is in the mail and on the person's task list."),
        required=False,
        max_length=2000,
    )

    def __init__(self, data: Any = None, *, sections, objectives, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["sections"].queryset = sections
        self.fields["objectives"].queryset = objectives

    def clean_due_on(self) -> datetime.date | None:
        """A day to come, or the one that stands there: it may have passed."""
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate() and due_on != self.initial.get("due_on"):
            raise ValidationError(_("This day has already passed."))
        return due_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors.keys() & {"sections", "objectives"} and not (cleaned["sections"] or cleaned["objectives"]):
            self.add_error("sections", _("Choose at least one section or objective."))
        return cleaned


class ContributorForm(PartForm):
    """Whom to invite, to which parts."""

    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)


class ContributorChangeForm(PartForm):
    """What somebody who was invited before is asked for from now on."""

    def __init__(self, data: Any = None, *, contributor: Contributor, **kwargs: Any):
        initial = {
            "can_edit": "edit" if contributor.can_edit else "comment",
            "sections": [section.pk for section in contributor.sections.all()],
            "objectives": [objective.pk for objective in contributor.objectives.all()],
            "due_on": contributor.due_on,
            "message": contributor.message,
        }
        super().__init__(data, initial=initial, **kwargs)


class ConsultationForm(forms.ModelForm):
    """One entry of the register."""

    class Meta:
        model = Consultation
        fields = ["kind", "name", "language", "how", "held_on", "subject", "may_be_named"]
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "subject": forms.TextInput(attrs={"dir": "auto"}),
            "held_on": forms.TextInput(attrs={"dir": "ltr"}),
        }
        help_texts = {"held_on": _("A day, a month or a year: 2026-05-17, 2026-05 or 2026.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES

    def clean_held_on(self) -> str:
        """What was held cannot lie ahead."""
        held_on = self.cleaned_data["held_on"]
        if PARTIAL_DATE.fullmatch(held_on) and held_on > timezone.localdate().isoformat()[: len(held_on)]:
            raise ValidationError(_("This lies in the future. Record a consultation once it was held."))
        return held_on


class InsertForm(forms.Form):
    """Into which language's text the list goes."""

    language = forms.ChoiceField(label=_("Text in"), choices=settings.LANGUAGES)
