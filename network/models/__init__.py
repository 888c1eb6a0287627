"""The Network: who belongs to it, its networks and groups, what it does and when it meets."""

from network.models.activities import Activity, ActivityEntity, ActivityTransition, Update, UpdateTransition
from network.models.events import Event, EventDocument, EventLanguage
from network.models.structure import (
    Coordinator,
    DatedQuerySet,
    Deliverable,
    Entity,
    Membership,
    NationalNetwork,
    NationalRoleOfEntity,
    NetworkProfile,
    NetworkStatement,
    Priority,
    RegionalNetwork,
    RegionalRoleOfEntity,
    Representative,
    WorkingGroup,
    WorkingGroupMember,
    WorkPlan,
)

__all__ = [
    "Activity",
    "ActivityEntity",
    "ActivityTransition",
    "Coordinator",
    "DatedQuerySet",
    "Deliverable",
    "Entity",
    "Event",
    "EventDocument",
    "EventLanguage",
    "Membership",
    "NationalNetwork",
    "NationalRoleOfEntity",
    "NetworkProfile",
    "NetworkStatement",
    "Priority",
    "RegionalNetwork",
    "RegionalRoleOfEntity",
    "Representative",
    "Update",
    "UpdateTransition",
    "WorkPlan",
    "WorkingGroup",
    "WorkingGroupMember",
]
