from modeltranslation.translator import TranslationOptions, register

from champions.models import (
    ChampionCount,
    ChampionEvent,
    ChampionPriority,
    ChampionRole,
    ChampionStatement,
    SupportKind,
)


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
