"""What the results tab shows of each person of a course."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from borgerforloeb.accounts.drawing import Station
from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from outcomes.models import TRIN_MEANING, Trin, TrinAssessment
from outcomes.ways import Way, stations, steps_of
from roles.permissions import may_know


@dataclass(frozen=True)
class Judgement:
    """One assessment, and what it changed."""

    assessment: TrinAssessment
    change: str


@dataclass(frozen=True)
class Result:
    citizen: Citizen
    stations: tuple[Station, ...]
    here: int
    history: list[Judgement]


def people_of(course: Course, user: User) -> list[Citizen]:
    members = CoursePerson.objects.filter(may_know(user), course=course, ends_on=None).select_related(
        "citizen"
    )
    return [member.citizen for member in members]


def results(course: Course, citizens: list[Citizen], user: User) -> list[Result]:
    """All assessments ever made, the newest first; a move back stays. One query."""
    told: dict[UUID, list[TrinAssessment]] = defaultdict(list)
    rows = TrinAssessment.objects.visible_to(user).filter(course=course).select_related("assessed_by")
    for assessment in rows.order_by("assessed_on", "id"):
        told[assessment.person_id].append(assessment)
    return [_result(course, citizen, told[citizen.pk]) for citizen in citizens]


def _result(course: Course, citizen: Citizen, told: list[TrinAssessment]) -> Result:
    steps = steps_of((row.trin, row.assessed_on) for row in told)
    places, here = stations(Way(course.pk, citizen.pk, steps), course)
    history = [Judgement(row, _change(row, before)) for row, before in zip(told, [None, *told], strict=False)]
    return Result(citizen, places, here, history[::-1])


def _change(row: TrinAssessment, before: TrinAssessment | None) -> str:
    if before is None:
        return "første vurdering"
    if row.trin == before.trin:
        return "samme trin"
    return "frem" if row.trin > before.trin else "tilbage"


def meanings() -> list[tuple[str, str]]:
    return [(trin.label.capitalize(), TRIN_MEANING[trin]) for trin in Trin]
