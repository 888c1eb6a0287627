"""The file of this room as rows."""

from pathlib import Path
from typing import Any

from countries.models import Country
from foundation.reference import Loader
from network.enums import EntityKind, EntityRole, RegionalRole, Topic
from network.models import (
    Coordinator,
    Entity,
    Membership,
    NationalNetwork,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    RegionalRoleOfEntity,
    WorkingGroup,
)

DATA = Path(__file__).parent / "data"


def entities_by_acronym(loader: Loader, acronyms: list[str], *, where: str) -> list[Entity]:
    """Entities by acronym, without those that a curator deleted; raises ``ReferenceError`` for an unknown one."""
    return loader.several(Entity, acronyms, where=where)


def _statement(loader: Loader, topic: Topic, position: int, entry: dict[str, Any]) -> None:
    loader.sourced(
        NetworkStatement,
        f"{topic}:{position}",
        entry,
        lookup={"topic": topic, "position": position},
        values={"text_en": entry["en"], "text_ar": entry["ar"]},
    )


def _entities(loader: Loader, data: dict[str, Any]) -> None:
    in_deck = set(data["executive_committee_in_source_deck"])
    for entry in [*data["entities"], *data["partners"]]:
        acronym = entry["acronym"]
        entity = loader.sourced(
            Entity,
            acronym,
            entry,
            lookup={"acronym": acronym},
            values={
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "kind": entry.get("kind", EntityKind.UN),
            },
        )
        if entity is None or "role" not in entry:
            continue
        roles = {EntityRole(entry["role"])}
        if entry["executive_committee"]:
            roles.add(EntityRole.EXECUTIVE_COMMITTEE)
        if acronym == data["secretariat"]:
            roles.add(EntityRole.SECRETARIAT)
        for role in sorted(roles):
            loader.sourced(
                Membership,
                f"{acronym}:{role}",
                {name: value for name, value in entry.items() if name != "note"},
                lookup={"entity": entity, "role": role},
                values={"in_source_deck": role == EntityRole.EXECUTIVE_COMMITTEE and acronym in in_deck},
            )


def _networks(loader: Loader, data: dict[str, Any]) -> None:
    for entry in data["regional_networks"]:
        code = entry["code"]
        network = loader.sourced(
            RegionalNetwork,
            code,
            entry,
            lookup={"code": code},
            values={
                "name_en": entry["en"],
                "name_ar": entry["ar"],
                "known_as_en": entry.get("known_as_en", ""),
                "known_as_ar": entry.get("known_as_ar", ""),
                "embedded_in_en": entry.get("embedded_in_en", ""),
                "embedded_in_ar": entry.get("embedded_in_ar", ""),
                "seat_en": entry.get("seat_en", ""),
                "seat_ar": entry.get("seat_ar", ""),
                "in_source_deck": entry["in_source_deck"],
            },
        )
        if network is None:
            continue
        roles = {
            RegionalRole.COORDINATOR: [entry["coordinator"]] if "coordinator" in entry else [],
            RegionalRole.CO_CHAIR: entry.get("co_chairs", []),
            RegionalRole.SECRETARIAT: entry.get("co_secretariat", []),
            RegionalRole.EXECUTIVE_COMMITTEE: entry.get("executive_committee", []),
        }
        for role, acronyms in roles.items():
            for acronym in acronyms:
                entity = loader.one(Entity, acronym, where=code)
                if entity is not None:
                    loader.record(
                        RegionalRoleOfEntity,
                        f"{code}:{acronym}:{role}",
                        lookup={"network": network, "entity": entity, "role": role},
                        values={},
                    )
    for entry in data["national_networks"]:
        country = loader.one(Country, entry["country"], where="national networks")
        if country is None:
            continue
        loader.sourced(
            NationalNetwork,
            entry["country"],
            entry,
            lookup={"country": country},
            values={
                "established": entry.get("established", entry.get("launched", "")),
                "as_of": entry.get("as_of", ""),
            },
        )


def load(loader: Loader) -> None:
    data = loader.read(DATA / "network.yaml")
    loader.sources("network", data["sources"])
    name, established, count = data["name"], data["established"], data["member_count"]
    profile = {
        **established,
        "source": list(dict.fromkeys([*name["source"], *established["source"], *count["source"]])),
        "note": f"replaces: {established['replaces']}",
    }
    loader.sourced(
        NetworkProfile,
        "network",
        profile,
        lookup={"website": data["website"]},
        values={
            "name_en": name["en"],
            "name_ar": name["ar"],
            "contact_email": data["contact_email"],
            "established_on": established["date"],
            "established_by_en": established["by_en"],
            "established_by_ar": established["by_ar"],
            "member_count": count["value"],
            "member_count_as_of": count["as_of"],
        },
    )
    mission = {
        "en": data["mission_en"],
        "ar": data["mission_ar"],
        "source": ["about", "about-ar"],
        "confidence": "verified",
    }
    _statement(loader, Topic.MISSION, 1, mission)
    for position, entry in enumerate(data["executive_committee_functions"], start=1):
        _statement(
            loader, Topic.COMMITTEE_FUNCTION, position, {**entry, "source": ["excom"], "confidence": "verified"}
        )
    for position, entry in enumerate(data["working_methods"], start=1):
        _statement(loader, Topic.WORKING_METHOD, position, entry)
    _entities(loader, data)
    for entry in data["coordinator_person"]:
        loader.sourced(
            Coordinator,
            entry["name_en"],
            entry,
            lookup={"name_en": entry["name_en"]},
            values={
                "name_ar": entry["name_ar"],
                "post_en": entry["post_en"],
                "post_ar": entry["post_ar"],
                "since": entry.get("since", ""),
                "until": entry.get("until", ""),
            },
        )
    for entry in data["priorities"]:
        loader.sourced(
            Priority,
            entry["code"],
            entry,
            lookup={"number": entry["number"]},
            values={"code": entry["code"], "name_en": entry["en"], "name_ar": entry["ar"]},
        )
    for entry in data["working_groups_seen"]:
        loader.sourced(
            WorkingGroup,
            entry["code"],
            entry,
            lookup={"code": entry["code"].replace(".", "-")},
            values={
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "kind_en": entry["kind_en"],
                "kind_ar": entry["kind_ar"],
            },
            m2m={"leads": entities_by_acronym(loader, entry.get("leads", []), where=entry["code"])},
        )
    _networks(loader, data)
