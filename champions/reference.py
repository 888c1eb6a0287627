"""The file of this room as rows."""

from pathlib import Path
from typing import Any

from champions.enums import Topic
from champions.models import (
    Champion,
    ChampionCount,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    SupportKind,
)
from countries.models import Country
from foundation.reference import Loader

DATA = Path(__file__).parent / "data"


def _statement(loader: Loader, topic: Topic, position: int, entry: dict[str, Any]) -> None:
    loader.sourced(
        ChampionStatement,
        f"{topic}:{position}",
        entry,
        lookup={"topic": topic, "position": position},
        values={"text_en": entry["en"], "text_ar": entry["ar"]},
    )


def _champion(loader: Loader, entry: dict[str, Any]) -> None:
    iso3 = entry["iso3"]
    country = loader.one(Country, iso3, where="champion countries")
    if country is None:
        return
    note = "; ".join(filter(None, [entry.get("note"), entry.get("by_note")]))
    champion = loader.sourced(
        Champion,
        iso3,
        {**entry, "note": note},
        lookup={"country": country},
        values={
            "status": entry["status"],
            "confirmed_in": entry.get("confirmed", ""),
            "champion_by": entry.get("champion_by", ""),
            "in_source_deck": entry.get("in_source_deck", False),
        },
    )
    if champion is None:
        return
    for position, role in enumerate(entry.get("roles", []), start=1):
        loader.sourced(
            ChampionRole,
            f"{iso3}:{position}",
            {"confidence": entry["confidence"], **role},
            lookup={"champion": champion, "name_en": role["role_en"]},
            values={"name_ar": role["role_ar"]},
        )
    pairs = zip(entry.get("priorities_en", []), entry.get("priorities_ar", []), strict=True)
    for position, (english, arabic) in enumerate(pairs, start=1):
        loader.sourced(
            ChampionPriority,
            f"{iso3}:{position}",
            {"source": entry["source"], "confidence": entry["confidence"]},
            lookup={"champion": champion, "position": position},
            values={"text_en": english, "text_ar": arabic},
        )


def load(loader: Loader) -> None:
    data = loader.read(DATA / "champions.yaml")
    loader.sources("champions", data["sources"])
    initiative = data["initiative"]
    _statement(loader, Topic.INITIATIVE, 1, {**initiative, "en": initiative["does_en"], "ar": initiative["does_ar"]})
    selection = data["selection"]
    for position, entry in enumerate(selection["notes"], start=1):
        _statement(loader, Topic.SELECTION, position, entry)
    recorded = {
        "en": selection["how_recorded_en"],
        "ar": selection["how_recorded_ar"],
        "source": selection["how_recorded_source"],
        "confidence": "verified",
        "confidence_by_field": {"text_ar": "likely"},
    }
    _statement(loader, Topic.SELECTION, len(selection["notes"]) + 1, recorded)
    for position, entry in enumerate(selection["criteria_seen"], start=1):
        _statement(loader, Topic.CRITERION, position, entry)
    for entry in data["expected_support"]:
        loader.sourced(
            SupportKind,
            entry["code"],
            entry,
            lookup={"number": entry["number"]},
            values={
                "code": entry["code"],
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "description_en": entry["description_en"],
                "description_ar": entry["description_ar"],
            },
        )
    for entry in data["counts"]:
        loader.sourced(
            ChampionCount,
            entry["date"],
            entry,
            lookup={"date": entry["date"]},
            values={"value": entry["value"], "what_en": entry["what_en"], "what_ar": entry["what_ar"]},
        )
    for entry in data["events"]:
        start = entry.get("start", entry.get("date"))
        loader.sourced(
            ChampionEvent,
            start,
            entry,
            lookup={"start": start},
            values={"end": entry.get("end", ""), "name_en": entry["en"], "name_ar": entry["ar"]},
        )
    for entry in data["champion_countries"]:
        _champion(loader, entry)
