from modeltranslation.translator import TranslationOptions, register

from foundation.history import track
from objectives.models import Objective, Principle, RoundTable


@register(RoundTable)
class RoundTableTranslation(TranslationOptions):
    fields = ("name",)


@register(Objective)
class ObjectiveTranslation(TranslationOptions):
    fields = ("title", "short_title", "label", "summary")


@register(Principle)
class PrincipleTranslation(TranslationOptions):
    fields = ("name", "description", "other_name")


track(RoundTable, m2m_fields=["sources"])
track(Objective, m2m_fields=["sources", "sdg_targets"])
track(Principle, m2m_fields=["sources"])
