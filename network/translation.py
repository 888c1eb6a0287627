from modeltranslation.translator import TranslationOptions, register

from foundation.history import track
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


track(NetworkProfile, m2m_fields=["sources"])
track(Entity, m2m_fields=["sources"])
track(Coordinator, m2m_fields=["sources"])
track(NetworkStatement, m2m_fields=["sources"])
track(Priority, m2m_fields=["sources"])
track(WorkingGroup, m2m_fields=["sources", "leads"])
track(RegionalNetwork, m2m_fields=["sources"])
