from modeltranslation.translator import TranslationOptions, register

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
