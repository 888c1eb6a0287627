from modeltranslation.translator import TranslationOptions, register

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
