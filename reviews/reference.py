"""The files of this room as rows: the cycle of reviews, and the portal's own questionnaire."""

from pathlib import Path
from typing import Any

from countries.models import Commission, Country
from countries.reference import countries_by_code
from foundation.reference import Loader
from objectives.models import Principle
from reviews.enums import Level, QuestionKind, SectionKind, Topic
from reviews.models import (
    ForumFact,
    GuidanceDocument,
    KnownReview,
    Question,
    Questionnaire,
    RegionalReview,
    ReviewStatement,
    Round,
    SecretaryGeneralReport,
    Section,
)

DATA = Path(__file__).parent / "data"
#: What a submission must have; the rest is the State's choice.
REQUIRED = {"summary.text", "methodology.text", "objectives.measures"}
WORD_LIMITS = {"summary.text": 800}
LEVELS = {
    "local": ("Local inputs", "مساهمات محلية"),
    "national": ("National inputs", "مساهمات وطنية"),
    "regional": ("Regional inputs", "مساهمات إقليمية"),
    "global": ("Global inputs", "مساهمات عالمية"),
}


def _statements(loader: Loader, topic: Topic, shared: dict[str, Any], texts: list[tuple[str, str]]) -> None:
    for position, (english, arabic) in enumerate(texts, start=1):
        loader.sourced(
            ReviewStatement,
            f"{topic}:{position}",
            {name: shared[name] for name in ("source", "confidence", "confidence_by_field") if name in shared},
            lookup={"topic": topic, "position": position},
            values={"text_en": english, "text_ar": arabic},
        )


def _general(loader: Loader, data: dict[str, Any]) -> None:
    forum, review = data["forum"], data["voluntary_review"]
    guidance = {"source": ["guide-2022"], "confidence": "verified"}
    _statements(
        loader,
        Topic.FORUM,
        {**forum, "confidence_by_field": {"text_ar": "likely"}},
        [
            (
                f"The {forum['en']} meets every four years under the {forum['chair_en']}.",
                f"ينعقد {forum['ar']} كل أربع سنوات برئاسة {forum['chair_ar']}.",
            ),
            (f"Its result: {forum['result_en']}.", f"ونتيجته: {forum['result_ar']}، ويُتفق عليه بين الحكومات."),
            (f"Who takes part: {forum['participants_en']}.", f"المشاركون: {forum['participants_ar']}."),
        ],
    )
    _statements(loader, Topic.FORUM_FORMAT, forum, list(zip(forum["format_en"], forum["format_ar"], strict=True)))
    _statements(
        loader,
        Topic.REVIEW,
        review,
        [
            (review["who_submits_en"], review["who_submits_ar"]),
            (review["how_en"], review["how_ar"]),
            (review["not_to_confuse_en"], review["not_to_confuse_ar"]),
        ],
    )
    for topic, name, shared in (
        (Topic.REVIEW_PRINCIPLE, "principles", review),
        (Topic.NETWORK_SUPPORT, "network_support", review),
    ):
        english = review.get(f"{name}_en", review.get(name))
        _statements(loader, topic, shared, list(zip(english, review[f"{name}_ar"], strict=True)))
    questions = [(entry["en"], entry["ar"]) for entry in review["guiding_questions_of_step_6"]]
    _statements(loader, Topic.GUIDING_QUESTION, guidance, questions)
    parts = data["regional_report_structure"]
    _statements(loader, Topic.REPORT_PART, parts, list(zip(parts["en"], parts["ar"], strict=True)))
    _statements(
        loader, Topic.INPUT_LEVEL, data["input_levels_source"], [LEVELS[level] for level in data["input_levels"]]
    )
    _statements(
        loader,
        Topic.RULE,
        {"source": ["gcm"], "confidence": "likely"},
        [
            (data["regional_reviews_rule_en"], data["regional_reviews_rule_ar"]),
            (
                f"Reports of the Secretary-General: {data['sg_reports_rule_en']}",
                f"تقارير الأمين العام: {data['sg_reports_rule_ar']}",
            ),
        ],
    )
    for position, entry in enumerate(review["guidance_documents"], start=1):
        loader.sourced(
            GuidanceDocument,
            entry["code"],
            entry,
            lookup={"code": entry["code"]},
            values={
                "position": position,
                "title_en": entry["title_en"],
                "title_ar": entry["title_ar"],
                "what_en": entry.get("what_en", ""),
                "what_ar": entry.get("what_ar", ""),
                "is_seen": entry.get("content_seen", False),
            },
        )
    for entry in data["sg_reports"]:
        loader.sourced(
            SecretaryGeneralReport,
            str(entry["year"]),
            entry,
            lookup={"year": entry["year"]},
            values={
                "symbol": entry.get("symbol", ""),
                "remark_en": entry.get("remark_en", ""),
                "remark_ar": entry.get("remark_ar", ""),
            },
        )


def _rounds(loader: Loader, data: dict[str, Any], open_rounds: list[str]) -> None:
    for position, entry in enumerate(data["rounds"], start=1):
        code = entry["code"]
        loader.sourced(
            Round,
            code,
            entry,
            lookup={"code": code},
            values={
                "kind": entry["kind"],
                "name_en": entry["label_en"],
                "name_ar": entry["label_ar"],
                "start": entry.get("start", ""),
                "end": entry.get("end", ""),
                "position": position,
                "is_open": code in open_rounds,
            },
        )
    for entry in data["regional_reviews"]:
        key = f"{entry['round']}:{entry['commission']}"
        host = entry.get("host_country")
        round_ = loader.one(Round, entry["round"], where=key)
        commission = loader.one(Commission, entry["commission"], where=key)
        if round_ is None or commission is None:
            continue
        loader.sourced(
            RegionalReview,
            key,
            entry,
            lookup={"round": round_, "commission": commission},
            values={
                "start": entry["start"],
                "end": entry["end"],
                "place_en": entry["place_en"],
                "place_ar": entry["place_ar"],
                "host_country": loader.one(Country, host, where=key) if host else None,
                "remark_en": entry.get("remark_en", ""),
                "remark_ar": entry.get("remark_ar", ""),
            },
            m2m={"co_chairs": countries_by_code(loader, entry.get("co_chairs", []), where=key)},
        )
    for position, entry in enumerate(data["imrf_facts"], start=1):
        round_ = loader.one(Round, entry["round"], where=f"fact {position} of the Forum")
        if round_ is None:
            continue
        loader.sourced(
            ForumFact,
            f"{entry['round']}:{position}",
            entry,
            lookup={"round": round_, "position": position},
            values={"text_en": entry["en"], "text_ar": entry["ar"]},
        )
    for entry in data["published_reviews_known"]:
        country = loader.one(Country, entry["country"], where="known reviews")
        round_ = loader.one(Round, entry["round"], where="known reviews")
        if country is None or round_ is None:
            continue
        loader.sourced(
            KnownReview,
            f"{entry['country']}:{entry['round']}",
            entry,
            lookup={"country": country, "round": round_},
            values={
                "status": entry["status"],
                "date": entry.get("date", ""),
                "title_en": entry.get("title_en", ""),
                "title_ar": entry.get("title_ar", ""),
                "original_title": entry.get("title_original", ""),
                "original_language": entry.get("language", ""),
                "institution_en": entry.get("institution_en", ""),
                "institution_ar": entry.get("institution_ar", ""),
                "url": entry.get("url", ""),
                "remark_en": entry.get("remark_en", ""),
                "remark_ar": entry.get("remark_ar", ""),
            },
        )


def _kind(entry: dict[str, Any]) -> SectionKind:
    if entry.get("per_objective"):
        return SectionKind.OBJECTIVES
    if entry.get("per_principle"):
        return SectionKind.PRINCIPLES
    return SectionKind.ATTACHMENTS if entry["code"] == "annexes" else SectionKind.NARRATIVE


def _questions(kind: SectionKind, entry: dict[str, Any], principles: list[Principle]) -> list[dict[str, Any]]:
    """The questions of a section; priority and stage belong to the report on an objective itself."""
    if kind == SectionKind.OBJECTIVES:
        return [
            {"name": field["code"], "en": field["en"], "ar": field["ar"]}
            for field in entry["fields"]
            if field["kind"] == "narrative"
        ]
    if kind == SectionKind.PRINCIPLES:
        return [
            {"name": principle.code, "en": principle.name_en, "ar": principle.name_ar, "principle": principle}
            for principle in principles
        ]
    if kind == SectionKind.ATTACHMENTS:
        return []
    return [{"name": "text", "en": entry["en"], "ar": entry["ar"]}]


def _questionnaire(loader: Loader, code: str, data: dict[str, Any], principles: list[Principle]) -> None:
    round_ = loader.one(Round, code, where="questionnaires")
    if round_ is None:
        return
    key = f"{code}:1"
    questionnaire = loader.record(
        Questionnaire,
        key,
        lookup={"round": round_, "level": Level.NATIONAL, "number": 1},
        values={},
    )
    if questionnaire is None or questionnaire.frozen_at:
        # Reviews rest on its wording: a better one is a new questionnaire, made by a curator.
        return
    for position, entry in enumerate(data["sections"], start=1):
        kind = _kind(entry)
        section = loader.record(
            Section,
            f"{key}:{entry['code']}",
            lookup={"questionnaire": questionnaire, "code": entry["code"]},
            values={
                "kind": kind,
                "position": position,
                "title_en": entry["en"],
                "title_ar": entry["ar"],
                "guidance_en": "\n".join(entry["guidance_en"]),
                "guidance_ar": "\n".join(entry["guidance_ar"]),
            },
        )
        if section is None:
            continue
        for number, question in enumerate(_questions(kind, entry, principles), start=1):
            identifier = f"{entry['code']}.{question['name']}"
            loader.record(
                Question,
                f"{key}:{identifier}",
                lookup={"section": section, "identifier": identifier},
                values={
                    "position": number,
                    "kind": QuestionKind.NARRATIVE,
                    "principle": question.get("principle"),
                    "title_en": question["en"],
                    "title_ar": question["ar"],
                    "is_required": identifier in REQUIRED,
                    "word_limit": WORD_LIMITS.get(identifier),
                },
            )


def load(loader: Loader) -> None:
    questions = loader.read(DATA / "questionnaire.yaml")
    data = loader.read(DATA / "reviews.yaml")
    loader.sources("reviews", data["sources"])
    _rounds(loader, data, questions["open"])
    _general(loader, data)
    principles = list(Principle.objects.all())
    for code in questions["rounds"]:
        _questionnaire(loader, code, questions, principles)
