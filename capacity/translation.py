from modeltranslation.translator import TranslationOptions, register

from capacity.models import (
    Expert,
    MechanismContribution,
    MechanismPart,
    MechanismStatement,
    PracticeCriterion,
    PracticeEdit,
    PracticeKind,
    PracticePublication,
    SupportRequest,
)
from capacity.models.practices import TEXTS
from foundation.history import track


@register(Expert)
class ExpertTranslation(TranslationOptions):
    fields = ("name", "organization", "profile")


@register(SupportRequest)
class SupportRequestTranslation(TranslationOptions):
    fields = ("summary",)


@register(MechanismContribution)
class MechanismContributionTranslation(TranslationOptions):
    fields = ("title", "summary", "result")


@register(MechanismPart)
class MechanismPartTranslation(TranslationOptions):
    fields = ("name", "does", "today", "deck_words")


@register(MechanismStatement)
class MechanismStatementTranslation(TranslationOptions):
    fields = ("text",)


@register(PracticeCriterion)
class PracticeCriterionTranslation(TranslationOptions):
    fields = ("text", "explanation")


@register(PracticeKind)
class PracticeKindTranslation(TranslationOptions):
    fields = ("name",)


@register(PracticeEdit)
class PracticeEditTranslation(TranslationOptions):
    fields = TEXTS


@register(PracticePublication)
class PracticePublicationTranslation(TranslationOptions):
    fields = TEXTS


track(Expert, m2m_fields=["objectives"])
track(MechanismContribution)
track(MechanismPart, m2m_fields=["sources"])
track(MechanismStatement, m2m_fields=["sources"])
track(PracticeCriterion)
track(PracticeKind)
