"""The file of this room as rows."""

from pathlib import Path

from capacity.models import MechanismPart, MechanismStatement
from foundation.reference import Loader

DATA = Path(__file__).parent / "data"


def load(loader: Loader) -> None:
    data = loader.read(DATA / "mechanism.yaml")
    loader.sources("mechanism", data["sources"])
    mechanism = data["mechanism"]
    loader.sourced(
        MechanismStatement,
        "contributions",
        {"source": ["deck", "gcm"], "confidence": "verified"},
        lookup={"position": 1},
        values={"text_en": mechanism["contributions_en"], "text_ar": mechanism["contributions_ar"]},
    )
    for position, entry in enumerate(mechanism["parts"], start=1):
        loader.sourced(
            MechanismPart,
            entry["code"],
            entry,
            lookup={"code": entry["code"]},
            values={
                "position": position,
                "name_en": entry["name_en"],
                "name_ar": entry["name_ar"],
                "does_en": entry["does_en"],
                "does_ar": entry["does_ar"],
                "today_en": entry["today_en"],
                "today_ar": entry["today_ar"],
            },
        )
