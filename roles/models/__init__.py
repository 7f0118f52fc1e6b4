from roles.models.assignment import SINGLE_ROLES, TEAM_ROLES, Assignment, AssignmentQuerySet, Role
from roles.models.barrier import Block, StaffCitizen
from roles.models.emergency import EmergencyAccess, Urgency, due_after
from roles.models.judging import Judged
from roles.models.looking import AccessReview
from roles.models.membership import Membership
from roles.models.request import AccessRequest, OutsideSearch
from roles.models.sharing import SharingBasis

__all__ = [
    "SINGLE_ROLES",
    "TEAM_ROLES",
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
    "due_after",
]
