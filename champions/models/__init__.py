from champions.models.initiative import (
    Champion,
    ChampionCount,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    SupportKind,
)
from champions.models.interest import (
    Interest,
    InterestLetter,
    InterestSupport,
    InterestTransition,
)
from champions.models.profile import (
    ChampionDocument,
    Commitment,
    Exchange,
    Lesson,
    SupportItem,
)

__all__ = [
    "Champion",
    "ChampionCount",
    "ChampionDocument",
    "ChampionEvent",
    "ChampionPriority",
    "ChampionRole",
    "ChampionStatement",
    "Commitment",
    "Exchange",
    "Interest",
    "InterestLetter",
    "InterestSupport",
    "InterestTransition",
    "Lesson",
    "SupportItem",
    "SupportKind",
]
