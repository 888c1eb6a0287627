from modeltranslation.translator import TranslationOptions, register

from champions.models import (
    Champion,
    ChampionCount,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    Commitment,
    Exchange,
    Lesson,
    SupportItem,
    SupportKind,
)
from foundation.history import track


@register(Champion)
class ChampionTranslation(TranslationOptions):
    fields = ("end_reason", "coordination", "institution")


@register(SupportItem)
class SupportItemTranslation(TranslationOptions):
    fields = ("what", "result")


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("text", "progress", "evidence_title")


@register(Exchange)
class ExchangeTranslation(TranslationOptions):
    fields = ("text",)


@register(Lesson)
class LessonTranslation(TranslationOptions):
    fields = ("text",)


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


track(Champion, m2m_fields=["sources", "priority_objectives"])
track(SupportItem, m2m_fields=["sources"])
track(Commitment, m2m_fields=["sources", "objectives"])
track(Exchange, m2m_fields=["sources"])
track(Lesson, m2m_fields=["sources"])
track(SupportKind, m2m_fields=["sources"])
track(ChampionRole, m2m_fields=["sources"])
track(ChampionPriority, m2m_fields=["sources"])
track(ChampionStatement, m2m_fields=["sources"])
track(ChampionCount, m2m_fields=["sources"])
track(ChampionEvent, m2m_fields=["sources"])
