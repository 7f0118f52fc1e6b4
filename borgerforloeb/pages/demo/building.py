"""Builds the municipality, from its units to the last note."""

from datetime import date

from borgerforloeb.citizens.models import Course
from borgerforloeb.pages.demo import ordinary
from borgerforloeb.pages.demo.courses import number_courses, tell_course
from borgerforloeb.pages.demo.law import Law
from borgerforloeb.pages.demo.rows import Rows
from borgerforloeb.pages.demo.staff import Staff
from borgerforloeb.pages.demo.told import Municipality, Told


def build(today: date) -> tuple[Municipality, list[Told]]:
    rows = Rows()
    common = Municipality(today=today, rows=rows, staff=Staff(rows), law=Law())
    courses = [tell_course(key, story, common) for key, story in ordinary.stories(common)]
    number_courses(rows.of(Course))
    rows.write()
    return common, courses
