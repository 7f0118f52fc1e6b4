"""Builds the municipality, from its units to the last note."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from borgerforloeb.citizens.models import Course
from borgerforloeb.pages.demo import families, ordinary
from borgerforloeb.pages.demo.barriers import tell_barriers
from borgerforloeb.pages.demo.canaries import plant
from borgerforloeb.pages.demo.courses import number_courses, tell_course
from borgerforloeb.pages.demo.days import years_before
from borgerforloeb.pages.demo.deciding import give_authority, tell_decisions
from borgerforloeb.pages.demo.emergencies import tell_emergencies
from borgerforloeb.pages.demo.law import Law
from borgerforloeb.pages.demo.meetings import tell_meetings
from borgerforloeb.pages.demo.plans import tell_plan
from borgerforloeb.pages.demo.reading import read
from borgerforloeb.pages.demo.reviews import tell_reviews
from borgerforloeb.pages.demo.rows import Rows
from borgerforloeb.pages.demo.staff import Staff
from borgerforloeb.pages.demo.told import Municipality, Told
from borgerforloeb.pages.demo.under_law import Rules, tell_law
from borgerforloeb.pages.demo.versions import keep_moments, tell_versions
from outcomes.models import ResultTarget
from plans.models import Acceptance, FollowUp, GoalAnswer

TOLD = (
    "freja", "mikkel", "rahbek_said", "torben", "poul_erik", "signe", "camille", "nadia", "maria", "maja",
    "emil",
)  # fmt: skip


@dataclass(frozen=True)
class Built:
    common: Municipality
    courses: list[Told]
    canaries: list[dict[str, Any]]


def build(today: date, *, canaries: bool = False) -> Built:
    rows = Rows()
    common = Municipality(today=today, rows=rows, staff=Staff(rows), law=Law())
    courses = _tell(common)
    planted = list(plant(common)) if canaries else []
    rows.write()
    with connection.cursor() as cursor:
        # Thousands of rows came at once: without statistics each plan's few would be sought from end to end.
        # Our own tables alone: those that all databases share stay locked until the transaction ends.
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
    _link_followups(courses)
    keep_moments(courses)
    tell_versions(courses)
    if canaries:
        planted += plant(common, Acceptance, GoalAnswer)
    rows.write()
    return Built(common, courses, planted)


def _tell(common: Municipality) -> list[Told]:
    courses = [tell_course(key, read(f"stories/{key}.toml"), common) for key in TOLD]
    for kind in (ordinary, families):
        courses += [tell_course(key, story, common) for key, story in kind.stories(common)]
    tell_barriers(common, courses[len(TOLD) :])
    number_courses(common.rows.of(Course))
    by_name = dict(zip(TOLD, courses, strict=False))
    tell_emergencies(common, by_name)
    tell_reviews(common, by_name)
    _set_targets(common)
    rules = Rules()
    for told in courses:
        tell_plan(told)
        tell_law(told, rules)
        tell_decisions(told)
        tell_meetings(told)
    give_authority(common)
    return courses


def _link_followups(courses: list[Told]) -> None:
    link = FollowUp.sections.through
    link._default_manager.bulk_create(
        link(followup_id=row.pk, section_id=section.pk)
        for told in courses
        for row, sections in told.covers
        for section in sections
        if section is not None
    )


def _set_targets(common: Municipality) -> None:
    """Furesø's targets (R40) and Copenhagen's six to seven weeks to a plan (R84)."""
    measure, since = ResultTarget.Measure, years_before(common.today, 2)
    percents = {measure.TRIN_1: 15, measure.TRIN_2: 35, measure.TRIN_3: 50, measure.JOB_OR_EDUCATION: 15}
    for name, percent in percents.items():
        common.rows.add(ResultTarget(measure=name, percent=percent, valid_from=since))
    common.rows.add(ResultTarget(measure=measure.DAYS_TO_PLAN, days=49, valid_from=since))
