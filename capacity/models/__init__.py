from capacity.models.experts import Consent, Expert
from capacity.models.hub import Match, RequestTransition, SupportRequest
from capacity.models.mechanism import MechanismPart, MechanismStatement

__all__ = [
    "Consent",
    "Expert",
    "Match",
    "MechanismPart",
    "MechanismStatement",
    "RequestTransition",
    "SupportRequest",
]
