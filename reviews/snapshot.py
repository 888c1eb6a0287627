"""A review as it stands, self-contained: every name, wording and text a reader will ever need.

The shape is described in ``docs/snapshot.md``; ``SCHEMA_VERSION`` changes with it, and the
renderer of each version stays. Nothing that reads a snapshot asks the database.
"""

import hashlib
import json
import unicodedata
from typing import Any

from django.conf import settings
from django.utils import translation

from foundation import richtext
from reviews import earlier, registers
from reviews.comparing import answers_of
from reviews.completeness import Picture, picture_of
from reviews.consulting import register_of
from reviews.enums import ConsultedHow, ConsultedKind, QuestionKind, SectionKind, Stage
from reviews.models import Answer, Attachment, ObjectiveReport, Question, Review, Section

SCHEMA_VERSION = 1


def _localized(thing: Any, name: str) -> dict[str, str]:
    return {code: getattr(thing, f"{name}_{code}", "") or "" for code, _name in settings.LANGUAGES}


def _in_each_language(lazy: Any) -> dict[str, str]:
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = str(lazy)
    return texts


def _value(answer: Answer, question: Question) -> Any:
    if question.kind == QuestionKind.NUMBER:
        return None if answer.number is None else f"{answer.number.normalize():f}"
    if question.kind == QuestionKind.DATE:
        return answer.date.isoformat() if answer.date else None
    if question.kind == QuestionKind.YES_NO:
        return answer.flag
    if question.kind in {QuestionKind.CHOICE, QuestionKind.MULTIPLE}:
        return [
            {"code": option.code, "label": _localized(option, "label")}
            for option in sorted(answer.options.all(), key=lambda option: option.position)
        ]
    return None


#: What stands beside an answer (``evidence``, ``registers``), by question and report.
Beside = dict[tuple[int, int | None], dict[str, Any]]


def _beside(review: Review) -> Beside:
    """Files, links and entries of registers by answer, in a fixed number of queries."""
    found: Beside = {}

    def of(row: Any) -> dict[str, Any]:
        return found.setdefault((row.question_id, row.objective_report_id), {})

    for file in review.attachments.exclude(question=None).order_by("added_at", "pk"):
        of(file).setdefault("evidence", {"files": [], "links": []})["files"].append(_file(file))
    for link in review.evidencelinks.all():
        entry = {"title": link.title, "language": link.language, "url": link.url}
        of(link).setdefault("evidence", {"files": [], "links": []})["links"].append(entry)
    links = list(review.registerlinks.all())
    entries = {
        (entry.kind, entry.key): {"kind": entry.kind, "key": entry.key, "title": entry.title, "path": entry.path}
        for kind, register in registers.REGISTERS.items()
        if (keys := [link.key for link in links if link.kind == kind])
        for entry in register.find(keys)
    }
    for link in links:
        if (link.kind, link.key) in entries:
            of(link).setdefault("registers", []).append(entries[link.kind, link.key])
    return found


def _file(attachment: Attachment) -> dict[str, Any]:
    return {
        "title": attachment.title,
        "language": attachment.language,
        "sha256": attachment.sha256,
        "name": attachment.name,
        "type": attachment.media_type,
        "size": attachment.size,
    }


def _answer(
    picture: Picture, question: Question, report: ObjectiveReport | None, beside: Beside
) -> dict[str, Any] | None:
    extra = beside.get((question.pk, report.pk if report else None), {})
    if not picture.is_answered(question, report) and not extra:
        return None
    answer = picture.answer(question, report) or Answer(question=question)
    entry: dict[str, Any] = {
        "question": question.identifier,
        "title": _localized(question, "title"),
        "kind": question.kind,
        "texts": {
            text.language: {"html": text.html, "status": text.status}
            for text in (answer.texts.all() if answer.pk else [])
            if not richtext.is_blank(text.html)
        },
        "value": _value(answer, question) if answer.pk else None,
        **extra,
    }
    if question.principle_id:
        principle = question.principle
        entry["principle"] = {
            "number": principle.number,
            "code": principle.code,
            "name": _localized(principle, "name"),
        }
    return entry


def _answers(
    picture: Picture, questions: list[Question], report: ObjectiveReport | None, beside: Beside
) -> list[dict[str, Any]]:
    entries = (_answer(picture, question, report, beside) for question in questions)
    return [entry for entry in entries if entry is not None]


def _section(picture: Picture, section: Section, beside: Beside) -> dict[str, Any] | None:
    entry: dict[str, Any] = {"code": section.code, "title": _localized(section, "title"), "kind": section.kind}
    questions = picture.questions[section.pk]
    if section.kind == SectionKind.OBJECTIVES:
        entry["objectives"] = [
            {
                "number": report.objective.number,
                "title": _localized(report.objective, "title"),
                "short_title": _localized(report.objective, "short_title"),
                "is_priority": report.is_priority,
                "stage": (
                    {"code": report.stage, "label": _in_each_language(Stage(report.stage).label)}
                    if report.stage
                    else None
                ),
                "answers": [
                    answer
                    for question in questions
                    if (answer := _answer(picture, question, report, beside)) is not None
                ],
            }
            for report in picture.reports
        ]
        return entry if entry["objectives"] else None
    entry["answers"] = [
        answer for question in questions if (answer := _answer(picture, question, None, beside)) is not None
    ]
    return entry if entry["answers"] else None


def _consultations(review: Review) -> list[dict[str, Any]]:
    """The register; of who did not agree to be named the kind, the way and the date alone."""
    return [
        {
            "kind": {"code": entry.kind, "label": _in_each_language(ConsultedKind(entry.kind).label)},
            "how": {"code": entry.how, "label": _in_each_language(ConsultedHow(entry.how).label)},
            "name": entry.name if entry.may_be_named else "",
            "language": entry.language if entry.may_be_named else "",
            "held_on": entry.held_on,
            "subject": entry.subject if entry.may_be_named else "",
        }
        for entry in register_of(review)
    ]


def build(review: Review, *, number: int, submitted_at: str, declaration: dict[str, str] | None) -> dict[str, Any]:
    """The snapshot of a review as it stands now.

    ``number`` is the submission's (0 for a preview of a draft), ``submitted_at`` an ISO time in
    UTC (empty for a preview), ``declaration`` name, post and institution.
    """
    picture = picture_of(review)
    beside = _beside(review)
    sections = [entry for section in picture.sections if (entry := _section(picture, section, beside)) is not None]
    answers = [
        answer
        for section in sections
        for answer in [
            *section.get("answers", []),
            *(answer for objective in section.get("objectives", []) for answer in objective["answers"]),
        ]
    ]
    carried, dropped = earlier.marks(review, picture)
    for key, answer in answers_of({"sections": sections}).items():
        if key in carried:
            answer["carried"] = carried[key]
    languages = sorted({language for answer in answers for language in answer["texts"]})
    used = {
        sha256
        for answer in answers
        for text in answer["texts"].values()
        for sha256 in richtext.asset_hashes(text["html"])
    }
    return {
        "schema_version": SCHEMA_VERSION,
        "country": {
            "iso3": review.country.iso3,
            "name": _localized(review.country, "name"),
            "is_sample": review.country.is_sample,
        },
        "round": {"code": review.round.code, "name": _localized(review.round, "name")},
        "level": review.level,
        "submission": {"number": number, "submitted_at": submitted_at},
        "declaration": declaration,
        "languages": languages,
        "sections": sections,
        "assets": [
            {
                "sha256": picture.sha256,
                "type": picture.media_type,
                "width": picture.width,
                "height": picture.height,
            }
            for picture in review.pictures.filter(sha256__in=used).order_by("sha256")
        ],
        "attachments": [
            {"section": attachment.section.code, **_file(attachment)}
            for attachment in review.attachments.filter(question=None).select_related("section")
        ],
        **({"dropped": dropped} if dropped else {}),
        **({"consultations": consultations} if (consultations := _consultations(review)) else {}),
    }


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_nfc(item) for item in value]
    if isinstance(value, dict):
        return {key: _nfc(item) for key, item in value.items()}
    return value


def canonical(snapshot: dict[str, Any]) -> str:
    """The one JSON text of a snapshot: sorted keys, no spaces, UTF-8, NFC."""
    return json.dumps(_nfc(snapshot), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(text: str) -> str:
    """SHA-256 of the canonical text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
