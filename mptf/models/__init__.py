from mptf.models.fund import (
    Contributor,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammePartner,
    ProgrammeResult,
    ThematicArea,
)

__all__ = [
    "Contributor",
    "FundProfile",
    "FundStatement",
    "JointProgramme",
    "Milestone",
    "ProgrammePartner",
    "ProgrammeResult",
    "ThematicArea",
]
