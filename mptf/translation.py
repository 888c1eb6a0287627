from modeltranslation.translator import TranslationOptions, register

from foundation.history import track
from mptf.models import (
    AgendaItem,
    BudgetLine,
    CommitteeMeeting,
    Contribution,
    EligibilityRule,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammeDocument,
    ProgrammeMarker,
    ProgrammePartner,
    ProgrammeResult,
    StageChange,
    ThematicArea,
)


@register(FundProfile)
class FundProfileTranslation(TranslationOptions):
    fields = ("name", "also", "established")


@register(FundStatement)
class FundStatementTranslation(TranslationOptions):
    fields = ("text",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("text",)


@register(ThematicArea)
class ThematicAreaTranslation(TranslationOptions):
    fields = ("name", "short_name")


@register(JointProgramme)
class JointProgrammeTranslation(TranslationOptions):
    fields = ("title", "goal", "stage_as_of", "budget_note", "launch_note", "region")


@register(ProgrammePartner)
class ProgrammePartnerTranslation(TranslationOptions):
    fields = ("name",)


@register(ProgrammeResult)
class ProgrammeResultTranslation(TranslationOptions):
    fields = ("text", "indicator", "unit")


@register(ProgrammeMarker)
class ProgrammeMarkerTranslation(TranslationOptions):
    fields = ("justification",)


@register(ProgrammeDocument)
class ProgrammeDocumentTranslation(TranslationOptions):
    fields = ("title",)


@register(BudgetLine)
class BudgetLineTranslation(TranslationOptions):
    fields = ("funder", "remark")


@register(Contribution)
class ContributionTranslation(TranslationOptions):
    fields = ("organization", "remark")


@register(EligibilityRule)
class EligibilityRuleTranslation(TranslationOptions):
    fields = ("text",)


@register(CommitteeMeeting)
class CommitteeMeetingTranslation(TranslationOptions):
    fields = ("place", "summary")


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title", "summary")


track(FundProfile, m2m_fields=["sources"])
track(FundStatement, m2m_fields=["sources"])
track(Milestone, m2m_fields=["sources"])
track(ThematicArea, m2m_fields=["sources", "objectives"])
track(
    JointProgramme, m2m_fields=["sources", "countries", "un_organizations", "objectives", "principles", "sdg_targets"]
)
track(ProgrammePartner)
track(ProgrammeResult)
track(ProgrammeMarker)
track(ProgrammeDocument)
track(StageChange)
track(BudgetLine, m2m_fields=["sources"])
track(Contribution, m2m_fields=["sources"])
track(EligibilityRule, m2m_fields=["sources"])
track(CommitteeMeeting)
