"""Forms in which organizations propose updates and curators decide on them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.dates import validate_partial_date
from foundation.language import active, localized, name_of
from network import updating
from network.enums import ActivityAction, DocumentLanguage
from network.models import Activity, Entity, NationalNetwork
from network.workflow import ACTIVITIES


class LongText(forms.CharField):
    """Plain text of several lines. A line break counts once, however the browser sends it."""

    def __init__(self, *, rows: int = 5, max_length: int = 4000, **kwargs: Any):
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class PartialDateInput(forms.CharField):
    def __init__(self, **kwargs: Any):
        super().__init__(
            max_length=10,
            required=False,
            validators=[validate_partial_date],
            widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            help_text=kwargs.pop("help_text", _("As 2026, 2026-05 or 2026-05-17.")),
            **kwargs,
        )


def _language_of_text() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("The text is in"),
        choices=lambda: [(code, name_of(code)) for code, _name in settings.LANGUAGES],
        initial=active,
    )


def _address(label: Any, help_text: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=help_text,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )


class ActivityUpdateForm(forms.Form):
    """A step of an activity; which there are depends on its state and on the person."""

    action = forms.ChoiceField(
        label=pgettext_lazy("activity", "What happened"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what happened.")},
    )
    text = LongText(
        label=_("What is to be said of it"),
        required=False,
        help_text=_("Readers see this text with the name of the organization. A change or an end needs its reason."),
    )
    evidence = _address(_("Evidence"), _("Where the result can be seen or read."))
    end = PartialDateInput(label=_("New end"), help_text=_("Only if it changes: as 2026, 2026-05 or 2026-05-17."))

    def __init__(self, data: Any = None, *, activity: Activity, actions: list[str]):
        super().__init__(data)
        self.activity = activity
        self.fields["language"] = _language_of_text()
        self.order_fields(["action", "text", "language", "evidence", "end"])
        self.fields["action"].choices = [(action, ActivityAction(action).label) for action in actions]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        action = given.get("action")
        if action and ACTIVITIES.transitions[action].needs_note and not given.get("text", "").strip():
            self.add_error("text", _("Say in a few words what happened, and why."))
        end = given.get("end")
        if end and self.activity.start and end < self.activity.start:
            self.add_error("end", _("The end must not lie before the beginning."))
        return given


class EntityChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, entity: Entity) -> str:
        return f"{entity.acronym} · {localized(entity, 'name')}"


class NationalUpdateForm(forms.Form):
    """What the coordinating entity says of its national network."""

    contact_email = forms.EmailField(
        label=_("Public contact address"),
        required=False,
        help_text=_("Readers see it."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    coordinator_post = forms.CharField(
        label=_("Post of the coordinator"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The post, not the person."),
    )
    members = EntityChoices(
        label=_("Members"),
        queryset=Entity.objects.none(),
        required=False,
        to_field_name="acronym",
        widget=forms.CheckboxSelectMultiple,
    )
    plan_title = forms.CharField(
        label=_("Title of a new work plan"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    plan_url = _address(_("Address of the work plan"), _("Where the document can be read."))
    plan_language = forms.ChoiceField(
        label=_("Language of the work plan"), choices=[("", "–"), *DocumentLanguage.choices], required=False
    )
    plan_start = PartialDateInput(label=_("The work plan begins"))
    plan_end = PartialDateInput(label=_("The work plan ends"))
    text = LongText(
        label=_("For the curators"), required=False, rows=3, help_text=_("What they should know; not published.")
    )

    def __init__(self, data: Any = None, *, network: NationalNetwork):
        members = [role.entity for role in updating.members_of(network).select_related("entity")]
        language = active()
        super().__init__(
            data,
            initial={
                "contact_email": network.contact_email,
                "coordinator_post": getattr(network, f"coordinator_post_{language}") or "",
                "members": [entity.acronym for entity in members],
            },
        )
        # What a member is called is known also of those that no list shows yet.
        choices = Entity.objects.shown().of_the_un().filter(is_sample=network.is_sample)
        known = choices | Entity.objects.filter(pk__in=[one.pk for one in members])
        self.fields["members"].queryset = known.distinct()
        self.fields["language"] = _language_of_text()
        self.fields["language"].label = _("Post and title are written in")
        self.order_fields(
            [
                "contact_email", "coordinator_post", "plan_title", "language", "plan_url", "plan_language",
                "plan_start", "plan_end", "members", "text",
            ]
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("plan_url") or given.get("plan_title"):
            wanted = {
                "plan_title": _("Give the title of the work plan."),
                "plan_url": _("Give the address at which the work plan can be read."),
                "plan_language": _("Say in which language the work plan is."),
            }
            for name, sentence in wanted.items():
                if name not in self.errors and not given.get(name):
                    self.add_error(name, sentence)
        start, end = given.get("plan_start"), given.get("plan_end")
        if start and end and end < start:
            self.add_error("plan_end", _("The end must not lie before the beginning."))
        return given


class DecisionForm(forms.Form):
    note = LongText(
        label=pgettext_lazy("of a decision", "Word to the organization"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("To decline, give the reason: it is sent to the person who proposed the update."),
    )
