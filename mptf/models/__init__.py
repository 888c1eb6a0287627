from mptf.models.fund import (
    Contributor,
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
from mptf.models.money import BudgetLine, Contribution, ExchangeRate

__all__ = [
    "BudgetLine",
    "Contribution",
    "Contributor",
    "ExchangeRate",
    "FundProfile",
    "FundStatement",
    "JointProgramme",
    "Milestone",
    "ProgrammeDocument",
    "ProgrammeMarker",
    "ProgrammePartner",
    "ProgrammeResult",
    "StageChange",
    "ThematicArea",
]
