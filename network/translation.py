from modeltranslation.translator import TranslationOptions, register

from network.models import (
    Coordinator,
    Entity,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    WorkingGroup,
)


@register(NetworkProfile)
class NetworkProfileTranslation(TranslationOptions):
    fields = ("name", "established_by")


@register(Entity)
class EntityTranslation(TranslationOptions):
    fields = ("name",)


@register(Coordinator)
class CoordinatorTranslation(TranslationOptions):
    fields = ("name", "post")


@register(NetworkStatement)
class NetworkStatementTranslation(TranslationOptions):
    fields = ("text",)


@register(Priority)
class PriorityTranslation(TranslationOptions):
    fields = ("name",)


@register(WorkingGroup)
class WorkingGroupTranslation(TranslationOptions):
    fields = ("name", "kind")


@register(RegionalNetwork)
class RegionalNetworkTranslation(TranslationOptions):
    fields = ("name", "known_as", "embedded_in", "seat")
