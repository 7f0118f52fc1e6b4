from plans.models.adjustment import AdjustmentRequest
from plans.models.agreement import Agreement
from plans.models.agreement_look import AgreementLook
from plans.models.followup import FollowUp
from plans.models.goal import Goal, Intervention, SubGoal
from plans.models.lesson import Lesson, LessonOrigin
from plans.models.measurement import Measurement
from plans.models.moved import MovedText
from plans.models.note import Note
from plans.models.placement import EmployerContact, Placement, PlacementHours
from plans.models.plan import Plan, PlanSection
from plans.models.safeguard import Safeguard
from plans.models.story import StoryAsked, StoryPart
from plans.models.trial import Trial
from plans.models.version import Acceptance, GoalAnswer, PlanVersion
from plans.models.weekly_slot import WeeklySlot

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementLook",
    "EmployerContact",
    "FollowUp",
    "Goal",
    "GoalAnswer",
    "Intervention",
    "Lesson",
    "LessonOrigin",
    "Measurement",
    "MovedText",
    "Note",
    "Placement",
    "PlacementHours",
    "Plan",
    "PlanSection",
    "PlanVersion",
    "AdjustmentRequest",
    "Safeguard",
    "StoryAsked",
    "StoryPart",
    "SubGoal",
    "Trial",
    "WeeklySlot",
]
