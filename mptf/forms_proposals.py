"""Forms of proposals: one for each section of the concept note, and those of the desk and of meetings.

They only check. Everything is text in the language of the note; ``values`` gives what ``proposing`` keeps.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from countries.models import Country
from countries.queries import alphabetical
from foundation.language import localized
from mptf.deciding import Decided, Finding
from mptf.enums import DecisionKind, Marker, MeetingState
from mptf.models import AgendaItem, CommitteeMeeting, Proposal, ThematicArea
from network.enums import EntityKind
from network.models import Entity
from objectives.models import Objective, Principle, SDGTarget

#: How many countries or organizations can be added with one press; the page is saved and more can be.
ADD_AT_ONCE = 3
EMPTY = ("", "—")


class LinesField(forms.CharField):
    """Plain text of several lines. A line break counts once, however the browser sends it."""

    def __init__(self, *, rows: int = 5, max_length: int = 10_000, **kwargs: Any):
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


def _line(**kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.TextInput(attrs={"dir": "auto"}), **kwargs)


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _countries(only: Iterable[int] | None = None) -> list[tuple[int, str]]:
    found = Country.objects.all() if only is None else Country.objects.filter(pk__in=list(only))
    return [(country.pk, str(country)) for country in alphabetical(found)]


def _entities(only: Iterable[int] | None = None) -> list[tuple[int, str]]:
    found = Entity.objects.filter(kind=EntityKind.UN).order_by("acronym")
    if only is not None:
        found = found.filter(pk__in=list(only))
    return [(entity.pk, f"{localized(entity, 'name')} ({entity.acronym})") for entity in found]


class BeginForm(forms.Form):
    """The four things that a concept note begins with."""

    title = _line(
        label=gettext_lazy("Title"),
        max_length=300,
        error_messages={"required": gettext_lazy("Give the title.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Working language"), choices=lambda: list(settings.LANGUAGES))
    country = forms.ModelChoiceField(
        Country.objects.all(),
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("More countries can be added later."),
        error_messages={"required": gettext_lazy("Choose at least one country.")},
    )
    lead = forms.ModelChoiceField(
        Entity.objects.filter(kind=EntityKind.UN),
        label=gettext_lazy("Lead UN organization"),
        help_text=gettext_lazy("It submits the proposal together with the government."),
        error_messages={"required": gettext_lazy("Choose the lead UN organization.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [EMPTY, *_countries()]
        self.fields["lead"].choices = [EMPTY, *_entities()]


class SectionForm(forms.Form):
    """A section of the note. ``version`` is that of the section as it was shown."""

    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, proposal: Proposal, version: int):
        self.proposal = proposal
        super().__init__(data)
        self.build(proposal)
        self.initial = {"version": version, **self.of(proposal)}

    def build(self, proposal: Proposal) -> None:
        """Fields that depend on the note."""

    def of(self, proposal: Proposal) -> dict[str, Any]:
        """What is stored, by field."""
        names = [name for name in self.fields if name != "version" and hasattr(proposal, name)]
        return {name: getattr(proposal, name) for name in names}

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AboutForm(SectionForm):
    title = _line(
        label=gettext_lazy("Title"), max_length=300, error_messages={"required": gettext_lazy("Give the title.")}
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Working language"),
        choices=lambda: list(settings.LANGUAGES),
        help_text=gettext_lazy("The language in which the note is written; it is not translated."),
    )
    summary = LinesField(label=gettext_lazy("Summary"), required=False, rows=8)


class PartiesForm(SectionForm):
    lead = forms.ModelChoiceField(
        Entity.objects.filter(kind=EntityKind.UN),
        label=gettext_lazy("Lead UN organization"),
        error_messages={"required": gettext_lazy("Choose the lead UN organization.")},
    )
    government_entities = LinesField(
        label=gettext_lazy("Government entities"),
        help_text=gettext_lazy("One in each line: ministries, agencies, local governments."),
        required=False,
    )
    other_partners = LinesField(
        label=gettext_lazy("Other partners"),
        help_text=gettext_lazy("One in each line: civil society, migrants' associations, private sector, academia."),
        required=False,
    )

    def build(self, proposal: Proposal) -> None:
        def kept(name: str) -> set[int]:
            stored = {one.pk for one in getattr(proposal, name).all()}
            typed = self.data.getlist(name) if self.is_bound else []
            return stored | {int(value) for value in typed if value.isascii() and value.isdigit() and len(value) < 10}

        groups = (
            ("countries", Country.objects.all(), _countries, _("Countries"), _("Add a country")),
            (
                "organizations",
                Entity.objects.filter(kind=EntityKind.UN),
                _entities,
                _("Participating UN organizations"),
                _("Add a UN organization"),
            ),
        )
        everything = {}
        for name, records, options, label, add in groups:
            everything[name] = options()
            choices = options(kept(name))
            self.fields[name] = forms.ModelMultipleChoiceField(
                records, label=label, required=False, widget=forms.CheckboxSelectMultiple
            )
            self.fields[name].choices = choices
            if not choices:
                self.fields[name].widget = forms.MultipleHiddenInput()
            for number in range(1, ADD_AT_ONCE + 1):
                field = forms.ModelChoiceField(records, label=f"{add} ({number})", required=False)
                field.choices = [EMPTY, *everything[name]]
                self.fields[f"add_{name}_{number}"] = field
        self.fields["lead"].choices = [EMPTY, *everything["organizations"]]
        order = ["version", "countries", *(f"add_countries_{n}" for n in range(1, ADD_AT_ONCE + 1)), "lead"]
        order += ["organizations", *(f"add_organizations_{n}" for n in range(1, ADD_AT_ONCE + 1))]
        self.order_fields([*order, "government_entities", "other_partners"])

    def of(self, proposal: Proposal) -> dict[str, Any]:
        return {
            **super().of(proposal),
            "lead": proposal.lead_id,
            "countries": [one.pk for one in proposal.countries.all()],
            "organizations": [one.pk for one in proposal.organizations.all()],
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("countries", "organizations"):
            added = [cleaned.get(f"add_{name}_{number}") for number in range(1, ADD_AT_ONCE + 1)]
            cleaned[name] = list({one.pk: one for one in [*(cleaned.get(name) or []), *added] if one}.values())
        if not cleaned["countries"]:
            self.add_error("add_countries_1", _("Choose at least one country."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if not name.startswith("add_")}


class NeedForm(SectionForm):
    context = LinesField(label=gettext_lazy("Context and need"), required=False, rows=10)
    goal = LinesField(label=gettext_lazy("Goal"), required=False, rows=4)
    results = LinesField(
        label=gettext_lazy("Expected results"),
        help_text=gettext_lazy("One in each line."),
        required=False,
        rows=8,
    )
    target_groups = LinesField(label=gettext_lazy("Target groups"), required=False)


class CompactForm(SectionForm):
    thematic_area = forms.ModelChoiceField(
        ThematicArea.objects.all(), label=gettext_lazy("Thematic area"), required=False
    )
    objectives = forms.ModelMultipleChoiceField(
        Objective.objects.order_by("number"),
        label=gettext_lazy("Objectives"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sdg_targets = _line(
        label=gettext_lazy("SDG targets"),
        help_text=gettext_lazy("Numbers with a comma between them, such as 8.8, 10.7."),
        required=False,
        max_length=500,
    )

    def of(self, proposal: Proposal) -> dict[str, Any]:
        return {
            "thematic_area": proposal.thematic_area_id,
            "objectives": [one.pk for one in proposal.objectives.all()],
            "sdg_targets": ", ".join(one.code for one in proposal.sdg_targets.all()),
        }

    def clean_sdg_targets(self) -> list[SDGTarget]:
        typed = self.cleaned_data["sdg_targets"].replace("،", " ").replace(",", " ").split()
        known = {target.code: target for target in SDGTarget.objects.filter(code__in=typed)}
        unknown = [code for code in typed if code not in known]
        if unknown:
            raise forms.ValidationError(
                _("The portal knows no such target of the 2030 Agenda: %(codes)s") % {"codes": ", ".join(unknown)}
            )
        return list(known.values())


class PrinciplesForm(SectionForm):
    def build(self, proposal: Proposal) -> None:
        self.principles = list(Principle.objects.order_by("number"))
        for principle in self.principles:
            self.fields[f"how-{principle.number}"] = LinesField(
                label=f"{principle.number}. {localized(principle, 'name')}", required=False, rows=2
            )

    def of(self, proposal: Proposal) -> dict[str, Any]:
        stored = {one.principle_id: one.how for one in proposal.principles.all()}
        return {f"how-{one.number}": stored.get(one.pk, "") for one in self.principles}

    def values(self) -> dict[str, Any]:
        pairs = [(one, self.cleaned_data[f"how-{one.number}"]) for one in self.principles]
        return {"principles": [(principle, how) for principle, how in pairs if how]}


class MarkersForm(SectionForm):
    def build(self, proposal: Proposal) -> None:
        for marker in Marker:
            self.fields[f"{marker.value}-value"] = _line(
                label=_("%(marker)s: value") % {"marker": marker.label},
                help_text=_("On the Fund's own scale."),
                max_length=60,
                required=False,
            )
            self.fields[f"{marker.value}-why"] = LinesField(
                label=_("%(marker)s: justification") % {"marker": marker.label}, required=False, rows=3
            )

    def of(self, proposal: Proposal) -> dict[str, Any]:
        found = {}
        for one in proposal.markers.all():
            found |= {f"{one.marker}-value": one.value, f"{one.marker}-why": one.justification}
        return found

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"markers": [(one.value, given[f"{one.value}-value"], given[f"{one.value}-why"]) for one in Marker]}


class BudgetForm(SectionForm):
    duration_months = forms.IntegerField(
        label=gettext_lazy("Duration in months"), min_value=1, max_value=120, required=False
    )

    def build(self, proposal: Proposal) -> None:
        self.entities = list({one.pk: one for one in [proposal.lead, *proposal.organizations.all()]}.values())
        for entity in self.entities:
            self.fields[f"amount-{entity.pk}"] = forms.DecimalField(
                label=_("%(organization)s: amount in US dollars")
                % {"organization": f"{localized(entity, 'name')} ({entity.acronym})"},
                min_value=0,
                max_digits=14,
                decimal_places=2,
                required=False,
            )

    def of(self, proposal: Proposal) -> dict[str, Any]:
        amounts = {f"amount-{row.entity_id}": row.amount_usd for row in proposal.budget.all()}
        return {"duration_months": proposal.duration_months, **amounts}

    def values(self) -> dict[str, Any]:
        return {
            "duration_months": self.cleaned_data["duration_months"],
            "amounts": [(entity, self.cleaned_data[f"amount-{entity.pk}"]) for entity in self.entities],
        }


class ProspectsForm(SectionForm):
    sustainability = LinesField(label=gettext_lazy("Sustainability"), required=False, rows=6)
    risks = LinesField(label=gettext_lazy("Risks"), required=False, rows=6)


SECTION_FORMS: dict[str, type[SectionForm]] = {
    "about": AboutForm,
    "parties": PartiesForm,
    "need": NeedForm,
    "compact": CompactForm,
    "principles": PrinciplesForm,
    "markers": MarkersForm,
    "budget": BudgetForm,
    "prospects": ProspectsForm,
}


class MessageForm(forms.Form):
    text = LinesField(
        label=gettext_lazy("Message"),
        rows=4,
        max_length=5000,
        error_messages={"required": gettext_lazy("Write your message.")},
    )


class ReasonForm(forms.Form):
    note = LinesField(
        label=gettext_lazy("Reason"), max_length=5000, error_messages={"required": gettext_lazy("Give the reason.")}
    )


class AttachmentForm(forms.Form):
    title = _line(
        label=gettext_lazy("Title"), max_length=200, error_messages={"required": gettext_lazy("Give the title.")}
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG, up to 10 MB."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


# ---------------------------------------------------------------- the desk


class EligibilityForm(forms.Form):
    """A choice and a note for each rule that a curator answers; ``to_decide``: all of them need an answer."""

    def __init__(self, data: Any = None, *, findings: list[Finding]):
        super().__init__(data, prefix="rule")
        self.findings = [one for one in findings if not one.by_portal]
        for one in self.findings:
            key = str(one.rule.pk)
            self.fields[f"met-{key}"] = forms.ChoiceField(
                label=localized(one.rule, "text"),
                choices=[("yes", _("Met")), ("no", _("Not met"))],
                widget=forms.RadioSelect,
                required=False,
                initial={True: "yes", False: "no"}.get(one.met, ""),
            )
            self.fields[f"note-{key}"] = LinesField(
                label=_("Note"),
                help_text=_("The proposers read it. Needed where the rule is not met."),
                rows=2,
                max_length=2000,
                required=False,
                initial=one.note,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for one in self.findings:
            key = str(one.rule.pk)
            if cleaned.get(f"met-{key}") == "no" and not cleaned.get(f"note-{key}"):
                self.add_error(f"note-{key}", _("Give the reason for each rule that is not met."))
        return cleaned

    def answers(self) -> dict[int, tuple[bool, str]]:
        found = {}
        for one in self.findings:
            value = self.cleaned_data[f"met-{one.rule.pk}"]
            if value:
                found[one.rule.pk] = (value == "yes", self.cleaned_data[f"note-{one.rule.pk}"])
        return found


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Assigned to"), required=False)

    def __init__(self, data: Any = None, *, proposal: Proposal):
        super().__init__(data, initial={"to": proposal.assigned_to_id})
        self.fields["to"].queryset = User.objects.curators()
        self.fields["to"].empty_label = _("nobody yet")


class AgendaForm(forms.Form):
    meeting = forms.ModelChoiceField(
        CommitteeMeeting.objects.none(),
        label=gettext_lazy("Meeting of the Steering Committee"),
        error_messages={"required": gettext_lazy("Choose a meeting.")},
    )

    def __init__(self, data: Any = None, *, proposal: Proposal):
        super().__init__(data)
        self.fields["meeting"].queryset = CommitteeMeeting.objects.filter(
            state=MeetingState.PLANNED, is_sample=proposal.is_sample
        ).order_by("date")


class StartForm(forms.Form):
    on = DayField(label=gettext_lazy("Start"), error_messages={"required": gettext_lazy("Give the day of the start.")})
    first_transfer_on = DayField(label=gettext_lazy("First transfer or launch"), required=False)


class CloseForm(forms.Form):
    on = DayField(label=gettext_lazy("End"), error_messages={"required": gettext_lazy("Give the day of the end.")})
    note = LinesField(
        label=gettext_lazy("Closing note"),
        rows=4,
        error_messages={"required": gettext_lazy("Write the closing note.")},
    )
    evaluation_url = forms.URLField(
        label=gettext_lazy("Address of the final evaluation"), required=False, max_length=500, assume_scheme="https"
    )


class DecisionForm(forms.Form):
    """What the committee decided on one proposal of the agenda."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=DecisionKind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what was decided.")},
    )
    reason = LinesField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The proposers read it."),
        rows=3,
        max_length=5000,
        error_messages={"required": gettext_lazy("Give the reason.")},
    )
    conditions = LinesField(label=gettext_lazy("Conditions"), rows=2, max_length=5000, required=False)
    due = DayField(
        label=gettext_lazy("Due"), help_text=gettext_lazy("For a revision: by when it is due."), required=False
    )
    summary_ar = LinesField(label=gettext_lazy("Public summary in Arabic"), rows=2, max_length=2000, required=False)
    summary_en = LinesField(label=gettext_lazy("Public summary in English"), rows=2, max_length=2000, required=False)

    def __init__(self, data: Any = None, *, item: AgendaItem):
        super().__init__(data, prefix=f"item-{item.pk}")
        self.item = item

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == DecisionKind.REVISE:
            if not cleaned.get("due") and "due" not in self.errors:
                self.add_error("due", _("Say by when the revision is due."))
            if not cleaned.get("conditions"):
                self.add_error("conditions", _("Say what is to be revised."))
        return cleaned

    def decided(self) -> Decided:
        given = self.cleaned_data
        summaries = {code: given[f"summary_{code}"] for code, _name in settings.LANGUAGES}
        return Decided(
            item=self.item,
            decision=given["decision"],
            reason=given["reason"],
            conditions=given["conditions"],
            due=given["due"],
            summary=summaries,
        )
