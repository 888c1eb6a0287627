from modeltranslation.translator import TranslationOptions, register

from champions.models import (
    ChampionCount,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    SupportKind,
)
from foundation.history import track


@register(SupportKind)
class SupportKindTranslation(TranslationOptions):
    fields = ("name", "description")


@register(ChampionRole)
class ChampionRoleTranslation(TranslationOptions):
    fields = ("name",)


@register(ChampionPriority)
class ChampionPriorityTranslation(TranslationOptions):
    fields = ("text",)


@register(ChampionStatement)
class ChampionStatementTranslation(TranslationOptions):
    fields = ("text",)


@register(ChampionCount)
class ChampionCountTranslation(TranslationOptions):
    fields = ("what",)


@register(ChampionEvent)
class ChampionEventTranslation(TranslationOptions):
    fields = ("name",)


track(SupportKind, m2m_fields=["sources"])
track(ChampionRole, m2m_fields=["sources"])
track(ChampionPriority, m2m_fields=["sources"])
track(ChampionStatement, m2m_fields=["sources"])
track(ChampionCount, m2m_fields=["sources"])
track(ChampionEvent, m2m_fields=["sources"])
