from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from capacity.enums import ConsentScope, HelpKind, MatchState, Urgency
from capacity.models import Expert, Match, SupportRequest
from foundation.language import direction
from mptf.models import JointProgramme
from network.models import Entity
from objectives.models import Objective

LONGEST = 5000


class RequestForm(forms.Form):
    """A request as far as it is written; everything may be left for later, only what cannot be kept is refused."""

    language = forms.ChoiceField(
        label=_("Language in which you write"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    topic = forms.CharField(label=_("Topic"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of help"), choices=HelpKind.choices, required=False, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What is needed"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you want to do, what is missing, and what help would look like."),
    )
    objectives = forms.ModelMultipleChoiceField(
        label=_("Objectives"),
        queryset=Objective.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    beneficiaries = forms.CharField(
        label=_("Who benefits"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    urgency = forms.ChoiceField(
        label=_("By when it is needed"), choices=Urgency.choices, widget=forms.RadioSelect, required=False
    )
    urgency_reason = forms.CharField(label=_("Why it is urgent"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    FACTS = ("language", "topic", "kind", "text", "beneficiaries", "urgency", "urgency_reason")

    def __init__(self, data: Any = None, *, asked: SupportRequest, **kwargs: Any):
        initial = {name: getattr(asked, name) for name in (*self.FACTS, "version")}
        initial["objectives"] = list(asked.objectives.values_list("pk", flat=True))
        super().__init__(data, initial=initial, **kwargs)
        self.fields["objectives"].queryset = Objective.objects.order_by("number")
        for name in ("topic", "text", "beneficiaries", "urgency_reason"):
            self.fields[name].widget.attrs |= {"lang": asked.language, "dir": direction(asked.language)}

    @property
    def facts(self) -> dict[str, Any]:
        facts = {name: self.cleaned_data[name] for name in self.FACTS}
        facts["urgency"] = facts["urgency"] or Urgency.NORMAL
        return facts


class NoteForm(forms.Form):
    """A step with words; demanded where the step needs them."""

    note = forms.CharField(
        label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def __init__(self, *args: Any, needs_note: bool, label: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = needs_note
        if label:
            self.fields["note"].label = label


class OutcomeForm(NoteForm):
    may_publish = forms.BooleanField(
        label=_("The Network may publish a short summary of it"),
        required=False,
        help_text=_("It names your country. Without your consent only the count is public."),
    )


class MatchForm(forms.Form):
    """Whom to ask for help: one of three."""

    entity = forms.ModelChoiceField(label=_("Organization"), queryset=Entity.objects.none(), required=False)
    expert = forms.ModelChoiceField(label=_("Expert"), queryset=Expert.objects.none(), required=False)
    programme = forms.ModelChoiceField(
        label=_("Joint programme"), queryset=JointProgramme.objects.none(), required=False
    )
    note = forms.CharField(
        label=_("Why they could help"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Who is asked reads this."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = Entity.objects.order_by("acronym")
        self.fields["expert"].queryset = Expert.objects.suggestible().order_by("name_en")
        self.fields["programme"].queryset = JointProgramme.objects.order_by("slug")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [name for name in ("entity", "expert", "programme") if cleaned.get(name)]
        if len(chosen) != 1 and not self.errors:
            self.add_error("entity", _("Choose one: an organization, an expert or a joint programme."))
        return cleaned


class OfferForm(forms.Form):
    """An offer, or word that one cannot help."""

    offer = forms.CharField(
        label=_("Your offer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("What you can do, from when to when, and what it would cost whom. If you cannot help, say why."),
    )


class ConsentForm(forms.Form):
    scope = forms.ChoiceField(label=_("How far you agree"), choices=ConsentScope.choices, widget=forms.RadioSelect)


class WriteForm(forms.Form):
    text = forms.CharField(
        label=_("Message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Your name and your e-mail address go with it, so that the expert can answer you."),
    )


def open_matches(asked: SupportRequest) -> list[Match]:
    return [match for match in asked.matches.all() if match.state == MatchState.ASKED]
