from modeltranslation.translator import TranslationOptions, register

from capacity.models import MechanismPart, MechanismStatement


@register(MechanismPart)
class MechanismPartTranslation(TranslationOptions):
    fields = ("name", "does", "today", "deck_words")


@register(MechanismStatement)
class MechanismStatementTranslation(TranslationOptions):
    fields = ("text",)
