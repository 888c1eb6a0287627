from capacity.models.contributions import ContributionTransition, MechanismContribution
from capacity.models.experts import Consent, Expert
from capacity.models.hub import Match, RequestTransition, SupportRequest
from capacity.models.mechanism import MechanismPart, MechanismStatement
from capacity.models.practices import (
    Finding,
    Practice,
    PracticeCheck,
    PracticeCriterion,
    PracticeEdit,
    PracticeKind,
    PracticeMaterial,
    PracticePublication,
    PracticeTransition,
    ReturnPoint,
)

__all__ = [
    "Consent",
    "ContributionTransition",
    "Expert",
    "Finding",
    "Match",
    "MechanismContribution",
    "MechanismPart",
    "MechanismStatement",
    "Practice",
    "PracticeCheck",
    "PracticeCriterion",
    "PracticeEdit",
    "PracticeKind",
    "PracticeMaterial",
    "PracticePublication",
    "PracticeTransition",
    "RequestTransition",
    "ReturnPoint",
    "SupportRequest",
]
