from roles.models.assignment import (
    NEEDS,
    SINGLE_ROLES,
    TEAM_ROLES,
    WORKS_WITH_CITIZENS,
    Assignment,
    AssignmentQuerySet,
    Role,
    does_the_work,
)
from roles.models.barrier import Block, StaffCitizen
from roles.models.emergency import EmergencyAccess, Urgency, due_after
from roles.models.judging import Judged
from roles.models.looking import AccessReview
from roles.models.membership import Membership
from roles.models.request import AccessRequest, OutsideSearch
from roles.models.sharing import SharingBasis

__all__ = [
    "NEEDS",
    "SINGLE_ROLES",
    "TEAM_ROLES",
    "WORKS_WITH_CITIZENS",
    "AccessRequest",
    "AccessReview",
    "Assignment",
    "AssignmentQuerySet",
    "Block",
    "EmergencyAccess",
    "Judged",
    "Membership",
    "OutsideSearch",
    "Role",
    "SharingBasis",
    "StaffCitizen",
    "Urgency",
    "does_the_work",
    "due_after",
]
