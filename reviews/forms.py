"""Forms of the drafting pages. A form only reads and checks; ``drafting`` saves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foundation import richtext
from foundation.differences import differences
from foundation.language import direction
from foundation.widgets import RichTextField
from objectives.models import Objective
from reviews import merging
from reviews.answer_tools import Tool
from reviews.enums import QuestionKind, Stage
from reviews.forms_time import MomentMixin
from reviews.models import Answer, ObjectiveReport, Question, QuestionOption


@dataclass(frozen=True)
class TextInput:
    """What came in for one language's text: the canonical HTML and the version it was based on."""

    question: Question
    language: str
    html: str
    version: int
    name: str


class AnswersForm(forms.Form):
    """The questions of a page, each narrative once per language with the version that was read.

    ``answers`` maps question ids to ``Answer`` rows with prefetched texts and options;
    ``languages`` limits the texts to those that are sent, such as the one that saves itself.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Iterable[Question],
        answers: dict[int, Answer],
        asset_url: str,
        read_only: bool = False,
        languages: Iterable[str] | None = None,
    ):
        super().__init__(data)
        self.languages = list(languages) if languages is not None else [code for code, _name in settings.LANGUAGES]
        self.questions = list(questions)
        self.answers = answers
        self.conflicts: dict[str, dict[str, Any]] = {}
        for question in self.questions:
            answer = answers.get(question.pk)
            if question.kind == QuestionKind.NARRATIVE:
                self._add_texts(question, answer, asset_url)
            else:
                self.fields[f"q{question.pk}"] = self._value_field(question, answer)
                self.fields[f"q{question.pk}_version"] = forms.IntegerField(
                    required=False,
                    min_value=0,
                    initial=answer.value_version if answer else 0,
                    widget=forms.HiddenInput,
                )
        if read_only:
            for field in self.fields.values():
                field.disabled = True

    def _add_texts(self, question: Question, answer: Answer | None, asset_url: str) -> None:
        texts = {text.language: text for text in answer.texts.all()} if answer else {}
        for language in self.languages:
            text = texts.get(language)
            self.fields[f"q{question.pk}_{language}"] = RichTextField(
                language=language,
                label=str(question),
                required=False,
                initial=text.html if text else "",
                asset_url=asset_url,
            )
            self.fields[f"q{question.pk}_{language}_version"] = forms.IntegerField(
                required=False, min_value=0, initial=text.version if text else 0, widget=forms.HiddenInput
            )

    def _value_field(self, question: Question, answer: Answer | None) -> forms.Field:
        common = {"label": str(question), "help_text": question.help or "", "required": False}
        if question.kind == QuestionKind.NUMBER:
            return forms.DecimalField(
                **common,
                max_digits=20,
                decimal_places=4,
                initial=answer.number if answer else None,
                localize=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
            )
        if question.kind == QuestionKind.DATE:
            return forms.DateField(
                **common,
                initial=answer.date if answer else None,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        if question.kind == QuestionKind.YES_NO:
            return forms.TypedChoiceField(
                **common,
                choices=[("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda value: value == "yes",
                empty_value=None,
                initial={True: "yes", False: "no"}.get(answer.flag) if answer else None,
                widget=forms.RadioSelect,
            )
        options = list(question.options.all())
        chosen = [option.code for option in answer.options.all()] if answer else []
        choices = [(option.code, str(option)) for option in options]
        if question.kind == QuestionKind.MULTIPLE:
            return forms.MultipleChoiceField(
                **common, choices=choices, initial=chosen, widget=forms.CheckboxSelectMultiple
            )
        return forms.ChoiceField(
            **common, choices=choices, initial=chosen[0] if chosen else "", widget=forms.RadioSelect
        )

    def merge(self, name: str, way: str, theirs: str) -> None:
        """Settle a conflict in the data that came in, before it is read: ``theirs``, or ``both`` one after the other.

        With ``mine`` the typed text stays as it is. Nothing is lost: what is not in the field any more
        is a version in the history, or was never acknowledged.
        """
        self.data = self.data.copy()
        typed = self.fields[name].widget.value_from_datadict(self.data, {}, name)
        mine = richtext.sanitize(typed.text) if typed.format == "html" else richtext.from_markdown(typed.text)
        if way != "mine":
            self.data[name] = theirs if way == "theirs" else merging.together(theirs, mine)
            self.data[f"{name}_format"] = "html"

    def keep_typed(self, conflicts: dict[str, Any], answers: dict[int, Answer]) -> None:
        """After a conflict: keep what was typed, on top of the versions that are stored now.

        The page shows both texts; saving again is then a decision and no accident.
        """
        self.answers = answers
        self.data = self.data.copy()
        for question in self.questions:
            answer = answers.get(question.pk)
            for text in answer.texts.all() if answer else []:
                self.data[f"q{question.pk}_{text.language}_version"] = str(text.version)
            if answer and question.kind != QuestionKind.NARRATIVE:
                self.data[f"q{question.pk}_version"] = str(answer.value_version)
                if f"q{question.pk}" in self.errors:
                    self._show_stored(question, answer)
        self.conflicts = {
            name: {
                "theirs": conflict.theirs,
                "paragraphs": differences(conflict.theirs.html, self.cleaned_data[name]),
            }
            for name, conflict in conflicts.items()
        }

    def _show_stored(self, question: Question, answer: Answer) -> None:
        name = f"q{question.pk}"
        initial = self._value_field(question, answer).initial
        if isinstance(initial, list):
            self.data.setlist(name, initial)
        else:
            self.data[name] = "" if initial is None else str(initial)

    def text_pairs(
        self, tools: dict[int, list[Tool]], save_address: Callable[[Question], str]
    ) -> list[dict[str, Any]]:
        """For the template: each question with its bound fields, one side per language, and its tools.

        ``save_address`` is where an answer saves itself.
        """
        pairs = []
        for question in self.questions:
            answer = self.answers.get(question.pk)
            texts = {text.language: text for text in answer.texts.all()} if answer else {}
            pairs.append(
                {
                    "question": question,
                    "anchor": f"q-{question.identifier.replace('.', '-')}",
                    "value": None if question.kind == QuestionKind.NARRATIVE else self[f"q{question.pk}"],
                    "value_version": (
                        None if question.kind == QuestionKind.NARRATIVE else self[f"q{question.pk}_version"]
                    ),
                    "save_address": save_address(question),
                    "sides": [
                        {
                            "language": language,
                            "direction": direction(language),
                            "field": self[f"q{question.pk}_{language}"],
                            "version": self[f"q{question.pk}_{language}_version"],
                            "text": texts.get(language),
                            "name": f"q{question.pk}_{language}",
                            "conflict": self.conflicts.get(f"q{question.pk}_{language}"),
                            "words": self._words(f"q{question.pk}_{language}"),
                        }
                        for language, _name in settings.LANGUAGES
                    ]
                    if question.kind == QuestionKind.NARRATIVE
                    else [],
                    "tools": tools[question.pk],
                }
            )
        return pairs

    def _words(self, name: str) -> int:
        """How many words the field holds, as the portal counts them."""
        if not self.is_bound:
            return richtext.word_count(self.fields[name].initial or "")
        typed = self.fields[name].widget.value_from_datadict(self.data, {}, name)
        html = typed.text if typed.format == "html" else richtext.from_markdown(typed.text)
        return richtext.word_count(html)

    def texts(self) -> list[TextInput]:
        """The narrative inputs of a valid form."""
        return [
            TextInput(
                question=question,
                language=language,
                html=self.cleaned_data[f"q{question.pk}_{language}"],
                version=self.cleaned_data[f"q{question.pk}_{language}_version"] or 0,
                name=f"q{question.pk}_{language}",
            )
            for question in self.questions
            if question.kind == QuestionKind.NARRATIVE
            for language in self.languages
        ]

    def values(self) -> list[tuple[Question, dict[str, Any]]]:
        """The typed inputs of a valid form, as keyword arguments of ``drafting.save_value``."""
        found = []
        for question in self.questions:
            if question.kind == QuestionKind.NARRATIVE:
                continue
            value = self.cleaned_data[f"q{question.pk}"]
            version = self.cleaned_data[f"q{question.pk}_version"] or 0
            if question.kind == QuestionKind.NUMBER:
                given: dict[str, Any] = {"number": value}
            elif question.kind == QuestionKind.DATE:
                given = {"date": value}
            elif question.kind == QuestionKind.YES_NO:
                given = {"flag": value if isinstance(value, bool) else None}
            else:
                codes = value if isinstance(value, list) else [value]
                given = {"options": self._options(question, codes)}
            found.append((question, {**given, "version": version}))
        return found

    @staticmethod
    def _options(question: Question, codes: list[str]) -> list[QuestionOption]:
        return [option for option in question.options.all() if option.code in codes]


class ObjectiveForm(forms.Form):
    """What a State says of an objective as a whole."""

    is_priority = forms.BooleanField(
        label=_("This is a priority objective of the State"),
        required=False,
    )
    stage = forms.ChoiceField(
        label=_("Stage of implementation"),
        help_text=_("The State's own assessment. The portal never computes one."),
        choices=Stage,
        required=False,
        widget=forms.RadioSelect,
    )

    #: Stage and priority as they stood when the page was drawn, such as ``under-way|1``.
    stage_read = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, report: ObjectiveReport, read_only: bool = False):
        super().__init__(
            data,
            initial={
                "is_priority": report.is_priority,
                "stage": report.stage,
                "stage_read": self.pair_as_text(report),
            },
        )
        if read_only:
            for field in self.fields.values():
                field.disabled = True

    def look_again(self, report: ObjectiveReport) -> None:
        """After a conflict: show what is stored now; saving again is then a decision."""
        report.refresh_from_db()
        self.data = self.data.copy()
        self.data["stage"] = report.stage
        self.data["stage_read"] = self.pair_as_text(report)
        self.data.pop("is_priority", None)
        if report.is_priority:
            self.data["is_priority"] = "on"

    @staticmethod
    def pair_as_text(report: ObjectiveReport) -> str:
        return f"{report.stage}|{int(report.is_priority)}"

    def values(self) -> dict[str, Any]:
        """The keyword arguments of ``drafting.save_objective``."""
        stage, _bar, priority = self.cleaned_data["stage_read"].rpartition("|")
        return {
            "stage": self.cleaned_data["stage"],
            "is_priority": self.cleaned_data["is_priority"],
            "read": (stage, priority == "1") if self.cleaned_data["stage_read"] else None,
        }


class ObjectiveChoiceForm(forms.Form):
    """Which of the 23 objectives the review reports on, and which of them are priorities."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Objectives that the review reports on"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    priorities = forms.TypedMultipleChoiceField(
        label=_("Priority objectives"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, objectives: list[Objective], reports: list[ObjectiveReport]):
        super().__init__(
            data,
            initial={
                "chosen": [report.objective.number for report in reports],
                "priorities": [report.objective.number for report in reports if report.is_priority],
            },
        )
        choices = [(objective.number, str(objective)) for objective in objectives]
        self.fields["chosen"].choices = choices
        self.fields["priorities"].choices = choices
        self.fields["chosen"].error_messages["required"] = _("Choose at least one objective.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("chosen") and cleaned.get("priorities"):
            # A priority is always reported on: ticking it alone is clear enough.
            self._errors.pop("chosen", None)
            cleaned["chosen"] = []
        return cleaned


class DeclarationForm(MomentMixin):
    """Who submits in the name of the State, and before which moment it is not to be published."""

    name = forms.CharField(label=_("Name of the person who submits"), max_length=200)
    post = forms.CharField(label=_("Post"), max_length=200)
    institution = forms.CharField(label=_("Institution"), max_length=250)
    confirmed = forms.BooleanField(
        label=_("I am authorized to submit this review in the name of the State, and it may be published."),
        error_messages={"required": _("Confirm that you are authorized to submit this review.")},
    )


class ReasonForm(forms.Form):
    """A reason that others will read: for returning, re-opening or withdrawing a review."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Give the reason.")},
    )


class PublishForm(MomentMixin):
    """The correction note of a new version; with a moment, the publication waits for it."""

    correction_note = forms.CharField(
        label=_("Correction note"),
        help_text=_("What has changed since the version before. It is published with the review."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, is_correction: bool, initial: dict[str, Any] | None = None):
        super().__init__(data, initial=initial)
        if not is_correction:
            del self.fields["correction_note"]


class PictureForm(forms.Form):
    """A picture for the end of one of the page's texts; part of the page's own form, so nothing typed is lost."""

    prefix = "picture"

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG, WebP or GIF, up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        error_messages={"required": _("Choose a picture.")},
    )
    alternative = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("For readers who cannot see it."),
        max_length=300,
        error_messages={"required": _("Say what the picture shows.")},
    )
    target = forms.ChoiceField(label=_("Add it to the end of"))

    def __init__(self, *args, answers_form: AnswersForm, **kwargs):
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["target"].choices = [
            (f"q{question.pk}_{language}", f"{question} ({names[language]})")
            for question in answers_form.questions
            if question.kind == QuestionKind.NARRATIVE
            for language in names
        ]


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG, up to 10 MB."),
        error_messages={"required": _("Choose a file.")},
    )
    title = forms.CharField(label=_("Title of the file"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the file"))

    #: The official languages of the United Nations: a law may be annexed in any of them.
    LANGUAGES = [
        ("ar", _("Arabic")),
        ("zh", _("Chinese")),
        ("en", _("English")),
        ("fr", _("French")),
        ("ru", _("Russian")),
        ("es", _("Spanish")),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = self.LANGUAGES
