from modeltranslation.translator import TranslationOptions, register

from foundation.history import track
from network.models import (
    Activity,
    Coordinator,
    Deliverable,
    Entity,
    Event,
    EventDocument,
    NationalNetwork,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    WorkingGroup,
    WorkPlan,
)


@register(NetworkProfile)
class NetworkProfileTranslation(TranslationOptions):
    fields = ("name", "established_by")


@register(Entity)
class EntityTranslation(TranslationOptions):
    fields = ("name", "description")


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
    fields = ("name", "kind", "purpose")


@register(RegionalNetwork)
class RegionalNetworkTranslation(TranslationOptions):
    fields = ("name", "known_as", "embedded_in", "seat", "coordinator_post")


@register(NationalNetwork)
class NationalNetworkTranslation(TranslationOptions):
    fields = ("coordinator_post",)


@register(Deliverable)
class DeliverableTranslation(TranslationOptions):
    fields = ("title",)


@register(WorkPlan)
class WorkPlanTranslation(TranslationOptions):
    fields = ("title",)


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "place")


@register(EventDocument)
class EventDocumentTranslation(TranslationOptions):
    fields = ("title",)


track(NetworkProfile, m2m_fields=["sources"])
track(Entity, m2m_fields=["sources"])
track(Coordinator, m2m_fields=["sources"])
track(NetworkStatement, m2m_fields=["sources"])
track(Priority, m2m_fields=["sources"])
track(WorkingGroup, m2m_fields=["sources", "leads"])
track(RegionalNetwork, m2m_fields=["sources"])
track(NationalNetwork, m2m_fields=["sources"])
track(Deliverable, m2m_fields=["sources"])
track(WorkPlan, m2m_fields=["sources"])
track(Activity, m2m_fields=["sources", "countries", "objectives"])
track(Event, m2m_fields=["sources", "organizers", "regional_networks", "countries", "objectives"])
