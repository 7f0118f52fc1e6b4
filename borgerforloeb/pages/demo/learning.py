"""What the demo's trials taught, and who may read it: told here by hand, as in `canaries`."""

from typing import Any

from borgerforloeb.accounts.models import CASE_WORK, Capability, User
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson, FamilyRelation
from borgerforloeb.pages.demo.told import Municipality, Told
from plans.models import Lesson, LessonOrigin, Trial
from roles.models import Assignment, Block, StaffCitizen

WORK_HERE = CASE_WORK | {Capability.LEADER, Capability.ADMINISTRATOR}
THE_TWO = ("coordinating_caseworker", "borgerkonsulent")


def tell_lesson(told: Told, trial: Trial, given: dict[str, Any]) -> None:
    """It waits until somebody has read it."""
    fact = dict(given)
    if "judged_by" in fact:
        fact |= {"judged_by": told.user(fact["judged_by"]), "state": Lesson.State.APPROVED}
    by = told.user(fact.pop("by"))
    lesson = told.rows.add(Lesson(proposed_by=by, outcome=trial.outcome, version=1, **fact))
    told.rows.add(LessonOrigin(plan=told.plan, trial=trial, lesson=lesson))


def readers_of(common: Municipality, lesson: Lesson) -> set[str]:
    """Everybody who works here; before it is approved, the two of its plan and those who may judge it."""
    if lesson.is_in_the_library:
        return {one.username for one in common.rows.of(User) if not WORK_HERE.isdisjoint(one.capabilities)}
    origin = next(row for row in common.rows.of(LessonOrigin) if row.lesson is lesson)
    course = origin.plan.course
    the_two = {held.user.username for held in common.held_on(course) if held.role in THE_TWO}
    writers = {
        held.user.username
        for other in common.rows.of(Course)
        if other.status != Course.Status.CLOSED
        for held in common.held_on(other)
        if held.role in THE_TWO
    }
    return the_two | {lesson.proposed_by.username} | (writers - _near(common, course))


def _near(common: Municipality, course: Course) -> set[str]:
    """Who has ever worked there, is one of them or of their family, or is not wanted by one of them."""
    rows = common.rows
    members = [row.citizen for row in rows.of(CoursePerson) if row.course is course]
    family = [*members, *_relatives(common, members)]
    barred = [row.user for row in rows.of(StaffCitizen) if row.citizen in family]
    barred += [row.user for row in rows.of(Block) if row.citizen in members]
    return {
        user.username
        for user in [*(row.user for row in rows.of(Assignment) if row.course is course), *barred]
    }


def _relatives(common: Municipality, members: list[Citizen]) -> list[Citizen]:
    relations = common.rows.of(FamilyRelation)
    above = [row.citizen for row in relations if row.relative in members]
    return above + [row.relative for row in relations if row.citizen in members]
