"""The file of this room as rows."""

from pathlib import Path

from capacity.models import MechanismPart, MechanismStatement, PracticeCriterion, PracticeKind
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
    _load_practices(loader)


def _load_practices(loader: Loader) -> None:
    """Types of practices and the portal's own working set of criteria; curators may replace both."""
    data = loader.read(DATA / "practices.yaml")
    for position, entry in enumerate(data["kinds"], start=1):
        loader.record(
            PracticeKind,
            entry["code"],
            lookup={"code": entry["code"]},
            values={"position": position, "name_en": entry["en"], "name_ar": entry["ar"]},
        )
    for position, entry in enumerate(data["criteria"], start=1):
        loader.record(
            PracticeCriterion,
            f"1.{position}",
            lookup={"version": 1, "position": position},
            values={
                "text_en": entry["en"],
                "text_ar": entry["ar"],
                "explanation_en": entry["explanation_en"],
                "explanation_ar": entry["explanation_ar"],
            },
        )
