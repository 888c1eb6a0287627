from modeltranslation.translator import TranslationOptions, register

from foundation.history import track
from reviews.models import (
    ForumFact,
    GuidanceDocument,
    KnownReview,
    Question,
    QuestionOption,
    RegionalReview,
    ReviewStatement,
    Round,
    SecretaryGeneralReport,
    Section,
)


@register(Round)
class RoundTranslation(TranslationOptions):
    fields = ("name",)


@register(RegionalReview)
class RegionalReviewTranslation(TranslationOptions):
    fields = ("place", "remark")


@register(ForumFact)
class ForumFactTranslation(TranslationOptions):
    fields = ("text",)


@register(ReviewStatement)
class ReviewStatementTranslation(TranslationOptions):
    fields = ("text",)


@register(SecretaryGeneralReport)
class SecretaryGeneralReportTranslation(TranslationOptions):
    fields = ("remark",)


@register(GuidanceDocument)
class GuidanceDocumentTranslation(TranslationOptions):
    fields = ("title", "what")


@register(KnownReview)
class KnownReviewTranslation(TranslationOptions):
    fields = ("title", "institution", "remark")


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("title", "guidance")


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("title", "help")


@register(QuestionOption)
class QuestionOptionTranslation(TranslationOptions):
    fields = ("label",)


track(Section)
track(Question)
track(Round, m2m_fields=["sources"])
track(RegionalReview, m2m_fields=["sources", "co_chairs"])
track(ForumFact, m2m_fields=["sources"])
track(ReviewStatement, m2m_fields=["sources"])
track(SecretaryGeneralReport, m2m_fields=["sources"])
track(GuidanceDocument, m2m_fields=["sources"])
track(KnownReview, m2m_fields=["sources"])
