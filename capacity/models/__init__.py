from capacity.models.mechanism import (
    MechanismPart,
    MechanismStatement,
)

__all__ = [
    "MechanismPart",
    "MechanismStatement",
]
