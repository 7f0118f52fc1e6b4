from roles.models.assignment import SINGLE_ROLES, TEAM_ROLES, Assignment, AssignmentQuerySet, Role
from roles.models.barrier import Block, StaffCitizen
from roles.models.membership import Membership
from roles.models.sharing import SharingBasis

__all__ = [
    "SINGLE_ROLES",
    "TEAM_ROLES",
    "Assignment",
    "AssignmentQuerySet",
    "Block",
    "Membership",
    "Role",
    "SharingBasis",
    "StaffCitizen",
]
