from modeltranslation.translator import TranslationOptions, register

from capacity.models import MechanismPart, MechanismStatement
from foundation.history import track


@register(MechanismPart)
class MechanismPartTranslation(TranslationOptions):
    fields = ("name", "does", "today", "deck_words")


@register(MechanismStatement)
class MechanismStatementTranslation(TranslationOptions):
    fields = ("text",)


track(MechanismPart, m2m_fields=["sources"])
track(MechanismStatement, m2m_fields=["sources"])
