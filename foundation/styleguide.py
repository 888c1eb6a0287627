"""All components on one page, for whoever builds or checks them (``/styleguide/``, only with ``DEBUG``)."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foundation import language
from foundation.enums import Confidence
from foundation.facets import build_facet
from foundation.language import localized
from foundation.panels import Panel

# (number, round table, English, Arabic): enough of the real titles to see how long ones behave.
OBJECTIVES = [
    (1, 4, "Data", "البيانات"),
    (2, 1, "Minimize adverse drivers", "الدوافع السلبية"),
    (6, 1, "Recruitment and decent work", "التوظيف المنصف"),
    (8, 2, "Save lives", "إنقاذ الأرواح"),
    (12, 1, "Screening and referral", "إجراءات الهجرة"),
    (16, 3, "Inclusion and social cohesion", "الإدماج والتماسك"),
    (19, 3, "Migrant and diaspora contributions", "المهاجرون والمغتربون"),
    (23, 4, "International cooperation", "التعاون الدولي"),
]
TABLES = [4, 1, 4, 2, 1, 1, 4, 2, 2, 2, 2, 1, 2, 3, 3, 3, 4, 1, 3, 3, 2, 3, 4]
TEXTS = {
    "lead": {
        "ar": "تقديم معلومات دقيقة في الوقت المناسب في جميع مراحل الهجرة، كي يختار الناس عن علم.",
        "en": "Provide accurate and timely information at all stages of migration, so that people choose knowingly.",
    },
    "text": {
        "ar": "أنشأت الدولة سجلاً موحداً للمهاجرين في عام 2024، ونشرت بياناته مصنفة بحسب العمر ونوع الجنس.",
        "en": "The State set up one register of migrants in 2024 and published its data by age and sex.",
    },
    "sentence": {
        "ar": "هذه جملة قصيرة تقول ما ينبغي معرفته هنا.",
        "en": "This is a short sentence that says what to know here.",
    },
    "title": {"ar": "معالجة أوجه الضعف في الهجرة والحدّ منها", "en": "Address and reduce vulnerabilities in migration"},
    "only_ar": {"ar": "السجل الوطني للهجرة", "en": ""},
    "only_en": {"ar": "", "en": "National register of migration"},
    "nothing": {"ar": "", "en": ""},
    "components": {"ar": "المكوّنات", "en": "Components"},
    "word": {"ar": "كلمة", "en": "Word"},
    "other_word": {"ar": "عبارة أطول قليلاً", "en": "Somewhat longer words"},
    "third_word": {"ar": "ثالثة", "en": "A third"},
    "country": {"ar": "الدولة المثال", "en": "Sample State"},
    "group": {"ar": "المنطقة الأولى", "en": "First region"},
    "other_group": {"ar": "المنطقة الثانية", "en": "Second region"},
    "reported": {"ar": "قدّمت استعراضاً", "en": "reported"},
    "announced": {"ar": "أعلنت", "en": "announced"},
    "nothing_reported": {"ar": "لا شيء في هذه الجولة", "en": "nothing this round"},
}


class SpecimenForm(forms.Form):
    """One field of each kind; empty, it shows every error."""

    title_ar = forms.CharField()
    title_en = forms.CharField(required=False)
    text = forms.CharField(widget=forms.Textarea)
    level = forms.ChoiceField()
    stage = forms.ChoiceField(widget=forms.RadioSelect)
    means = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    count = forms.IntegerField(required=False)
    file = forms.FileField(required=False)
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = [(key, localized(TEXTS[key])) for key in ("word", "other_word", "third_word")]
        for name in ("level", "stage", "means"):
            self.fields[name].choices = words
        for name, field in self.fields.items():
            field.label = localized(TEXTS["other_word" if name in ("text", "agreed") else "word"])
            if name in ("text", "stage", "file", "agreed"):
                field.help_text = localized(TEXTS["sentence"])


class _Sources:
    """Stands for the prefetched sources of a record."""

    def __init__(self, *sources: SimpleNamespace):
        self.sources = sources

    def all(self) -> tuple[SimpleNamespace, ...]:
        return self.sources


def _record(confidence: Confidence, confirmed_on: datetime.date | None = None) -> SimpleNamespace:
    title = "A/RES/73/195, Global Compact for Safe, Orderly and Regular Migration (19 December 2018)"
    return SimpleNamespace(
        sources=_Sources(
            SimpleNamespace(title=title, url="https://undocs.org/A/RES/73/195"),
            SimpleNamespace(title="شبكة الأمم المتحدة المعنية بالهجرة، معلومات عنا", url=""),
        ),
        confidence=confidence,
        confidence_of=lambda field: confidence,
        confirmed_on=confirmed_on,
    )


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    texts = {key: localized(value) for key, value in TEXTS.items()}
    marks = ["full", "half", "none"]
    status = [texts["reported"], texts["announced"], texts["nothing_reported"]]
    codes = [f"XA{chr(65 + number)}" for number in range(26)]
    tiles = [
        {
            "code": code,
            "name": f"{texts['country']} {code[-1]}",
            "href": f"#{code}",
            "mark": marks[number % 3],
            "status": status[number % 3],
            "is_sample": number == 4,
        }
        for number, code in enumerate(codes)
    ]
    query = request.GET
    choices = [("a", texts["word"], 12), ("b", texts["other_word"], 1204), ("c", texts["third_word"], 3)]
    context = {
        "texts": texts,
        "mappings": TEXTS,
        "other_language": next(code for code in language.codes() if code != language.active()),
        "objectives": [
            {"number": number, "group": group, "title": {"en": english, "ar": arabic}[language.active()]}
            for number, group, english, arabic in OBJECTIVES
        ],
        "cells": [
            {
                "number": number,
                "group": group,
                "title": texts["title"],
                "href": f"#{number}",
                "mark": marks[number % 3],
                "status": status[number % 3],
            }
            for number, group in enumerate(TABLES, 1)
        ],
        "regions": [
            {"title": texts["group"], "tiles": tiles[:15]},
            {"title": texts["other_group"], "tiles": tiles[15:]},
        ],
        "legend": [{"mark": mark, "label": label} for mark, label in zip(marks, status, strict=True)],
        "verified": _record(Confidence.VERIFIED, datetime.date(2026, 5, 4)),
        "likely": _record(Confidence.LIKELY),
        "recalled": _record(Confidence.RECALLED),
        "form": SpecimenForm(),
        "wrong_form": SpecimenForm({}, auto_id="wrong_%s"),
        "facets": [
            build_facet(query, name="region", label=texts["group"], choices=choices),
            build_facet(query, name="state", label=texts["other_group"], choices=choices, multiple=True),
        ],
        "page": Paginator(range(400), 20).get_page(query.get("page")),
        "tab_items": [
            {"label": texts["word"], "href": "#a", "current": True, "count": 12},
            {"label": texts["other_word"], "href": "#b", "count": 3},
            {"label": texts["third_word"], "href": "#c"},
        ],
        "panels": [
            Panel(texts["title"], "foundation/_styleguide_panel.html", "panel", {"sentence": texts["sentence"]}),
        ],
        "html": (
            f"<h3>{texts['title']}</h3><p>{texts['text']} <strong>{texts['word']}</strong> {texts['text']}</p>"
            f"<ul><li>{texts['sentence']}</li><li>{texts['word']}</li></ul>"
            f"<blockquote><p>{texts['sentence']}</p></blockquote>"
        ),
        "tones": ["neutral", "info", "success", "warning", "danger", "sample"],
        "notice_tones": ["info", "success", "warning", "error"],
    }
    return render(request, "foundation/styleguide.html", context)
