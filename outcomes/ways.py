"""Trin as a way: the steps of each person with their days, ready for lists and for the citizen's page.

`way_of(course_ids, on, user=…)` asks once, however many courses. A move back is a step like any other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from borgerforloeb.accounts.drawing import Station
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate, period
from borgerforloeb.citizens.models import Course
from outcomes.models import TRIN_MEANING, Trin, TrinAssessment

REACHED = {Course.Closing.JOB, Course.Closing.FLEXJOB, Course.Closing.EDUCATION}
END = "Job eller uddannelse"


@dataclass(frozen=True)
class Step:
    """A time on one trin. Assessments that say the same prolong it; `until` is None for the present one."""

    trin: int
    since: date
    until: date | None


@dataclass(frozen=True)
class Way:
    course_id: UUID
    person_id: UUID
    steps: tuple[Step, ...] = ()

    @property
    def trin(self) -> int | None:
        """The trin now; None before the first assessment."""
        return self.steps[-1].trin if self.steps else None

    @property
    def moved_back(self) -> bool:
        return any(
            after.trin < before.trin for before, after in zip(self.steps, self.steps[1:], strict=False)
        )


Ways = dict[tuple[UUID, UUID], Way]


def way_of(course_ids: Iterable[UUID], on: date, *, user: User) -> Ways:
    """The way of each (course, person) that the user may know of, as it was on that day. One query.

    Whoever had not been assessed by then is not in it: `ways.get(key, Way(*key))`.
    """
    rows = (
        TrinAssessment.objects.visible_to(user)
        .filter(course__in=list(course_ids), assessed_on__lte=on)
        .order_by("assessed_on", "id")
        .values_list("course_id", "person_id", "trin", "assessed_on")
    )
    told: dict[tuple[UUID, UUID], list[tuple[int, date]]] = defaultdict(list)
    for course_id, person_id, trin, assessed_on in rows:
        told[course_id, person_id].append((trin, assessed_on))
    return {key: Way(*key, steps=steps_of(assessments)) for key, assessments in told.items()}


def steps_of(assessments: Iterable[tuple[int, date]]) -> tuple[Step, ...]:
    """(trin, day) from the oldest to the newest becomes times on one trin."""
    changes: list[tuple[int, date]] = []
    for trin, day in assessments:
        if not changes or changes[-1][0] != trin:
            changes.append((trin, day))
    ends = [*(day for _, day in changes[1:]), None]
    return tuple(Step(trin, day, until) for (trin, day), until in zip(changes, ends, strict=False))


def stations(way: Way, course: Course) -> tuple[tuple[Station, ...], int]:
    """What `{% way stations here name %}` draws: trin 1, 2, 3 and the end goal, and where the person is."""
    latest = {step.trin: step for step in way.steps}
    reached = course.closing in REACHED
    places = [
        Station(trin.label.capitalize(), _when(latest.get(trin), way, course), TRIN_MEANING[trin])
        for trin in Trin
    ]
    end_goal = course.get_end_goal_display().capitalize()
    closed = longdate(course.closed_on) if reached else ""
    places.append(Station(END, closed, course.get_closing_display().capitalize() if reached else end_goal))
    here = len(Trin) if reached else (way.trin or 0) - 1
    return tuple(places), here


def _when(step: Step | None, way: Way, course: Course) -> str:
    if step is None:
        return ""
    words = period(step.since, step.until or course.closed_on)
    words = words[0].upper() + words[1:]
    # Ahead of where the person is now, yet visited: the picture shows it ahead, so the words tell.
    return f"Var her {words}" if way.trin is not None and step.trin > way.trin else words
