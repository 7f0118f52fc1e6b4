"""Rows waiting to be written: thousands at a time, each table after those it points to."""

from collections import defaultdict
from typing import TypeVar

from django.db.models import Model

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import (
    Circumstance,
    Citizen,
    CitizenNumber,
    Consent,
    Course,
    CoursePerson,
    FamilyRelation,
    NetworkPerson,
)
from borgerforloeb.decisions.models import Authority, Decision
from borgerforloeb.lawlens.models import OnePlanYes, ReplacedPlan
from borgerforloeb.logreview.models import Flag, ReviewCase, ReviewNight
from borgerforloeb.notices.models import Notice
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant
from outcomes.models import ResultTarget, TrinAssessment
from plans.models import (
    Acceptance,
    AdjustmentRequest,
    Agreement,
    AgreementLook,
    EmployerContact,
    FollowUp,
    Goal,
    GoalAnswer,
    Intervention,
    Lesson,
    LessonOrigin,
    Measurement,
    Note,
    Placement,
    PlacementHours,
    Plan,
    PlanSection,
    PlanVersion,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from roles.models import (
    AccessRequest,
    AccessReview,
    Assignment,
    Block,
    EmergencyAccess,
    SharingBasis,
    StaffCitizen,
)

ORDER: tuple[type[Model], ...] = (
    User,
    ResultTarget,
    Citizen,
    CitizenNumber,
    Course,
    CoursePerson,
    FamilyRelation,
    NetworkPerson,
    Assignment,
    EmergencyAccess,
    AccessRequest,
    StaffCitizen,
    Block,
    Flag,
    ReviewCase,
    ReviewNight,
    AccessReview,
    Notice,
    Consent,
    SharingBasis,
    TrinAssessment,
    Circumstance,
    Authority,
    Decision,
    Plan,
    ReplacedPlan,
    OnePlanYes,
    PlanSection,
    Goal,
    SubGoal,
    Intervention,
    Note,
    Measurement,
    Trial,
    Lesson,
    LessonOrigin,
    Placement,
    PlacementHours,
    EmployerContact,
    WeeklySlot,
    AdjustmentRequest,
    Safeguard,
    StoryPart,
    StoryAsked,
    Agreement,
    AgreementLook,
    FollowUp,
    NetworkMeeting,
    AgendaItem,
    Participant,
    MeetingDecision,
    PlanVersion,
    Acceptance,
    GoalAnswer,
)

# A yes to the same stands on the first one's row, an addendum on its note's, and a
# trial on the one that it continues.
TO_ANOTHER = ("part_of", "addendum_to", "continues")

Row = TypeVar("Row", bound=Model)


class Rows:
    def __init__(self) -> None:
        self._waiting: dict[type[Model], list[Model]] = defaultdict(list)

    def add(self, row: Row) -> Row:
        self._waiting[type(row)].append(row)
        return row

    def of(self, model: type[Row]) -> list[Row]:
        return self._waiting[model]  # type: ignore[return-value]

    def write(self, *models: type[Model]) -> None:
        """What waits, of these models or of all; the lists stay for whoever needs the rows again."""
        for model in models or ORDER:
            waiting = [row for row in self._waiting[model] if row._state.adding]
            joined = [row for row in waiting if any(getattr(row, name, None) for name in TO_ANOTHER)]
            first = [row for row in waiting if row not in joined] if joined else waiting
            for rows in (first, joined):
                model._default_manager.bulk_create(rows, batch_size=2000)
