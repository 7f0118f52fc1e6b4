"""Builds the municipality, from its units to the last note."""

from datetime import date

from borgerforloeb.citizens.models import Course
from borgerforloeb.pages.demo import ordinary
from borgerforloeb.pages.demo.courses import number_courses, tell_course
from borgerforloeb.pages.demo.law import Law
from borgerforloeb.pages.demo.meetings import tell_meetings
from borgerforloeb.pages.demo.plans import tell_plan
from borgerforloeb.pages.demo.reading import read
from borgerforloeb.pages.demo.rows import Rows
from borgerforloeb.pages.demo.staff import Staff
from borgerforloeb.pages.demo.told import Municipality, Told
from borgerforloeb.pages.demo.versions import keep_moments, tell_versions
from plans.models import FollowUp

TOLD = (
    "freja", "mikkel", "rahbek_said", "torben", "poul_erik", "signe", "camille", "nadia", "maria", "maja",
)  # fmt: skip


def build(today: date) -> tuple[Municipality, list[Told]]:
    rows = Rows()
    common = Municipality(today=today, rows=rows, staff=Staff(rows), law=Law())
    courses = [tell_course(key, read(f"stories/{key}.toml"), common) for key in TOLD]
    courses += [tell_course(key, story, common) for key, story in ordinary.stories(common)]
    number_courses(rows.of(Course))
    for told in courses:
        tell_plan(told)
        tell_meetings(told)
    rows.write()
    _link_followups(courses)
    keep_moments(courses)
    tell_versions(courses)
    rows.write()
    return common, courses


def _link_followups(courses: list[Told]) -> None:
    link = FollowUp.sections.through
    link._default_manager.bulk_create(
        link(followup_id=row.pk, section_id=section.pk)
        for told in courses
        for row, sections in told.covers
        for section in sections
        if section is not None
    )
