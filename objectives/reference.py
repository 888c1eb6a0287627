"""The files of this room as rows."""

from pathlib import Path

from foundation.reference import Loader
from objectives.models import Objective, Principle, RoundTable, SDGTarget

DATA = Path(__file__).parent / "data"


def sdg_targets(loader: Loader, codes: list[str]) -> list[SDGTarget]:
    """Targets of the 2030 Agenda by number, made when first met."""
    found = []
    for code in codes:
        target = loader.record(SDGTarget, code, lookup={"code": code}, values={"goal": int(code.partition(".")[0])})
        if target is not None:
            found.append(target)
    return found


def objectives_by_number(loader: Loader, numbers: list[int], *, where: str) -> list[Objective]:
    """Objectives by number; raises ``ReferenceError`` for a number that there is not."""
    return loader.several(Objective, [str(number) for number in numbers], where=where)


def load(loader: Loader) -> None:
    data = loader.read(DATA / "objectives.yaml")
    loader.sources("objectives", data["sources"])
    tables = {}
    for entry in data["round_tables"]:
        number = entry["number"]
        tables[number] = loader.sourced(
            RoundTable,
            str(number),
            entry,
            lookup={"number": number},
            values={"name_en": entry["name_en"], "name_ar": entry["name_ar"]},
        )
    for entry in data["objectives"]:
        number = entry["number"]
        loader.sourced(
            Objective,
            str(number),
            entry,
            lookup={"number": number},
            values={
                "slug": entry["slug"],
                "title_en": entry["title_en"],
                "title_ar": entry["title_ar"],
                "short_title_en": entry["short_title_en"],
                "short_title_ar": entry["short_title_ar"],
                "label_en": entry["short_en"],
                "label_ar": entry["short_ar"],
                "summary_en": entry["summary_en"],
                "summary_ar": entry["summary_ar"],
                "gcm_paragraph": str(entry["gcm_paragraph"]),
                "associated_actions": entry["associated_actions"],
                "round_table": tables[entry["round_table"]],
                "all_sdgs": entry["sdg_scope"] == "all",
            },
            m2m={"sdg_targets": sdg_targets(loader, entry["sdg_targets"])},
        )
    data = loader.read(DATA / "principles.yaml")
    loader.sources("principles", data["sources"])
    for entry in data["principles"]:
        number = entry["number"]
        loader.sourced(
            Principle,
            str(number),
            entry,
            lookup={"number": number},
            values={
                "code": entry["code"],
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "other_name_ar": entry.get("name_ar_variant", ""),
                "description_en": entry["description_en"],
                "description_ar": entry["description_ar"],
                "gcm_paragraph": entry["gcm_paragraph"],
            },
        )
