from plans.models.adjustment import AdjustmentRequest
from plans.models.agreement import Agreement
from plans.models.followup import FollowUp
from plans.models.goal import Goal, Intervention, Note, SubGoal
from plans.models.moved import MovedText
from plans.models.plan import Plan, PlanSection
from plans.models.version import Acceptance, PlanVersion

__all__ = [
    "Acceptance",
    "Agreement",
    "FollowUp",
    "Goal",
    "Intervention",
    "MovedText",
    "Note",
    "Plan",
    "PlanSection",
    "PlanVersion",
    "AdjustmentRequest",
    "SubGoal",
]
