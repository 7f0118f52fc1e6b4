from roles.models.assignment import SINGLE_ROLES, TEAM_ROLES, Assignment, AssignmentQuerySet, Role

__all__ = ["SINGLE_ROLES", "TEAM_ROLES", "Assignment", "AssignmentQuerySet", "Role"]
