"""The file of this room as rows."""

from pathlib import Path
from typing import Any

from countries.models import Country
from countries.reference import countries_by_code
from foundation.reference import Loader
from mptf.enums import PartnerKind, Topic
from mptf.models import (
    Contributor,
    EligibilityRule,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammePartner,
    ProgrammeResult,
    ThematicArea,
)
from network.models import Entity
from network.reference import entities_by_acronym
from objectives.reference import objectives_by_number, sdg_targets

DATA = Path(__file__).parent / "data"


def _statement(loader: Loader, topic: Topic, position: int, entry: dict[str, Any]) -> None:
    loader.sourced(
        FundStatement,
        f"{topic}:{position}",
        entry,
        lookup={"topic": topic, "position": position},
        values={"code": entry.get("code", ""), "text_en": entry["en"], "text_ar": entry["ar"]},
    )


def _statements(loader: Loader, data: dict[str, Any]) -> None:
    for position, entry in enumerate(data["principles"], start=1):
        _statement(loader, Topic.PRINCIPLE, position, entry)
    governance = data["governance"]
    for position, name in enumerate(("steering_committee", "chair", "who_applies"), start=1):
        _statement(
            loader,
            Topic.GOVERNANCE,
            position,
            {
                **governance,
                "code": name.replace("_", "-"),
                "en": governance[f"{name}_en"],
                "ar": governance[f"{name}_ar"],
            },
        )
    pairs = zip(governance["who_contributes_en"], governance["who_contributes_ar"], strict=True)
    for position, (english, arabic) in enumerate(pairs, start=1):
        _statement(loader, Topic.CONTRIBUTOR_KIND, position, {**governance, "en": english, "ar": arabic})
    for position, entry in enumerate(data["markers"], start=1):
        marker = {**data["markers_source"], **entry, "confidence_by_field": {"text_ar": "likely"}}
        _statement(loader, Topic.MARKER, position, marker)


def _rules(loader: Loader, data: dict[str, Any]) -> None:
    for position, entry in enumerate(data["eligibility"], start=1):
        loader.sourced(
            EligibilityRule,
            entry["code"],
            entry,
            lookup={"code": entry["code"]},
            values={
                "position": position,
                "check_kind": entry["check"],
                "text_en": entry["en"],
                "text_ar": entry["ar"],
            },
        )


def _programme(loader: Loader, areas: dict[int, ThematicArea], entry: dict[str, Any]) -> None:
    slug = entry["slug"]
    coordinator = entry.get("coordinating_entity")
    programme = loader.sourced(
        JointProgramme,
        slug,
        entry,
        lookup={"slug": slug},
        values={
            "title_en": entry["title_en"],
            "title_ar": entry["title_ar"],
            "goal_en": entry.get("objective_en", ""),
            "goal_ar": entry.get("objective_ar", ""),
            "thematic_area": areas[entry["thematic_area"]],
            "stage": entry.get("status", ""),
            "stage_as_of_en": entry.get("status_as_of_en", ""),
            "stage_as_of_ar": entry.get("status_as_of_ar", ""),
            "coordinating_entity": loader.one(Entity, coordinator, where=slug) if coordinator else None,
            "sdg_goals": entry.get("sdg_goals", []),
            "start": entry.get("start", ""),
            "end": entry.get("end", ""),
            "presented": entry.get("presented", ""),
            "duration_months": entry.get("duration_months"),
            "budget_usd": entry.get("budget_usd"),
            "budget_note_en": entry.get("budget_note_en", ""),
            "budget_note_ar": entry.get("budget_note_ar", ""),
            "launch_note_en": entry.get("launch_note_en", ""),
            "launch_note_ar": entry.get("launch_note_ar", ""),
            "is_first_six": entry.get("first_six", False),
            "title_status": entry.get("title_ar_status", ""),
        },
        m2m={
            "countries": countries_by_code(loader, entry["countries"], where=slug),
            "un_organizations": entities_by_acronym(loader, entry["un_entities"], where=slug),
            "objectives": objectives_by_number(loader, entry.get("gcm_objectives", []), where=slug),
            "sdg_targets": sdg_targets(loader, entry.get("sdg_targets", [])),
        },
        fields={
            "status": "stage",
            "objective_en": "goal_en",
            "objective_ar": "goal_ar",
            "gcm_objectives": "objectives",
            "un_entities": "un_organizations",
        },
    )
    if programme is None:
        return
    for kind, name in ((PartnerKind.GOVERNMENT, "government"), (PartnerKind.OTHER, "partners")):
        for position, partner in enumerate(entry.get(name, []), start=1):
            loader.record(
                ProgrammePartner,
                f"{slug}:{kind}:{position}",
                lookup={"programme": programme, "kind": kind, "position": position},
                values={"name_en": partner["en"], "name_ar": partner["ar"], "acronym": partner.get("acronym", "")},
            )
    for is_pillar, name in ((False, "results"), (True, "pillars")):
        pairs = zip(entry.get(f"{name}_en", []), entry.get(f"{name}_ar", []), strict=True)
        for position, (english, arabic) in enumerate(pairs, start=1):
            loader.record(
                ProgrammeResult,
                f"{slug}:{name}:{position}",
                lookup={"programme": programme, "is_pillar": is_pillar, "position": position},
                values={"text_en": english, "text_ar": arabic},
            )


def load(loader: Loader) -> None:
    data = loader.read(DATA / "mptf.yaml")
    loader.sources("mptf", data["sources"])
    fund = data["fund"]
    loader.sourced(
        FundProfile,
        fund["mptf_office_code"],
        fund,
        lookup={"office_code": fund["mptf_office_code"]},
        values={
            "name_en": fund["name_en"],
            "name_ar": fund["name_ar"],
            "also_en": fund["also_en"],
            "also_ar": fund["also_ar"],
            "established_en": fund["established_en"],
            "established_ar": fund["established_ar"],
            "gateway": fund["gateway"],
        },
    )
    _statements(loader, data)
    _rules(loader, data)
    for entry in data["milestones"]:
        loader.sourced(
            Milestone,
            entry["date"],
            entry,
            lookup={"date": entry["date"]},
            values={"text_en": entry["en"], "text_ar": entry["ar"], "amount_usd": entry.get("value_usd")},
        )
    for entry in data["contributors_seen"]:
        country = loader.one(Country, entry["country"], where="contributors")
        if country is not None:
            loader.sourced(Contributor, entry["country"], entry, lookup={"country": country}, values={})
    areas = {}
    for entry in data["thematic_areas"]:
        areas[entry["number"]] = loader.sourced(
            ThematicArea,
            str(entry["number"]),
            entry,
            lookup={"number": entry["number"]},
            values={
                "code": entry["code"],
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "short_name_en": entry["short_en"],
                "short_name_ar": entry["short_ar"],
            },
            m2m={"objectives": objectives_by_number(loader, entry["gcm_objectives"], where=entry["code"])},
            fields={"gcm_objectives": "objectives"},
        )
    for entry in data["joint_programmes"]:
        _programme(loader, areas, entry)
