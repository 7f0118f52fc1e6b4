"""From a story to a course: its people, who works with it, what may be shared, how near to a job."""

from typing import Any

from borgerforloeb.citizens.models import (
    Course,
    CoursePerson,
    FamilyRelation,
    NetworkPerson,
)
from borgerforloeb.pages.demo.consents import tell_consents
from borgerforloeb.pages.demo.days import Days
from borgerforloeb.pages.demo.people import add_person
from borgerforloeb.pages.demo.picking import identity
from borgerforloeb.pages.demo.told import Municipality, Told
from outcomes.models import TrinAssessment
from roles.models import Assignment

FIELD_NAMES = (
    "kind",
    "name",
    "status",
    "entry_reason",
    "end_goal",
    "closing",
    "closing_reason",
    "pause_reason",
)
OUTSIDE = "outside"
DAYS = ("first_contact_on", "opened_on", "closed_on", "paused_on")


def tell_course(key: str, story: dict[str, Any], common: Municipality) -> Told:
    days = Days(common.today, fixed=story.get("fixed", False))
    persons = story["persons"]  # birthdays move to the day, not to a weekday
    story = days.told(story)
    course = Course(
        id=identity("course", key),
        unit=common.staff.unit(story["unit"]),
        **{name: story[name] for name in (*FIELD_NAMES, *DAYS) if name in story},
    )
    told = Told(key, story, days, common, course, common.staff.user(story["caseworker"]))
    common.rows.add(course)
    _tell_persons(told, persons)
    _tell_relations(told)
    _tell_network(told)
    _tell_assignments(told)
    tell_consents(told)
    _tell_trin(told)
    return told


def _tell_persons(told: Told, persons: list[dict[str, Any]]) -> None:
    for facts in persons:
        facts = dict(facts)
        name, part = facts.pop("key"), facts.pop("part", CoursePerson.Part.MAIN)
        starts_on = told.days.on(facts.pop("from")) if "from" in facts else told.course.opened_on
        citizen = add_person(
            told.rows, told.days, f"{told.key}/{name}", facts, known_from=told.course.first_contact_on
        )
        told.persons[name] = citizen
        # Somebody who belongs to the family without being in the course: a parent who lives elsewhere.
        if part != OUTSIDE:
            told.rows.add(
                CoursePerson(
                    course=told.course,
                    citizen=citizen,
                    part=part,
                    starts_on=starts_on,
                    added_by=told.caseworker,
                )
            )
    if not told.course.name:
        told.course.name = told.main.name


def _tell_relations(told: Told) -> None:
    for fact in told.story.get("relations", []):
        fact = dict(fact)
        citizen, relative = told.persons[fact.pop("who")], told.persons[fact.pop("to")]
        told.rows.add(FamilyRelation(citizen=citizen, relative=relative, **fact))


def _tell_network(told: Told) -> None:
    for fact in told.story.get("network", []):
        fact = dict(fact)
        name, around = fact.pop("key"), fact.pop("around", None)
        told.network[name] = told.rows.add(
            NetworkPerson(course=told.course, citizen=told.persons[around] if around else told.main, **fact)
        )


def _tell_assignments(told: Told) -> None:
    for fact in told.story["assignments"]:
        fact = dict(fact)
        person = fact.pop("about", None)
        ended_by = fact.pop("ended_by", None)
        told.rows.add(
            Assignment(
                course=told.course,
                user=told.user(fact.pop("user")),
                person=told.persons[person] if person else None,
                starts_on=fact.pop("from", told.course.opened_on),
                ends_on=fact.pop("until", None),
                appointed_by=told.user(fact.pop("by", told.story["caseworker"])),
                ended_by=told.user(ended_by) if ended_by else None,
                **fact,
            )
        )


def _tell_trin(told: Told) -> None:
    for fact in told.story.get("trin", []):
        fact = dict(fact)
        told.rows.add(
            TrinAssessment(
                course=told.course,
                person=told.persons[fact.pop("of")] if "of" in fact else told.main,
                assessed_on=fact.pop("on"),
                assessed_by=told.user(fact.pop("by", told.story["caseworker"])),
                **fact,
            )
        )


def number_courses(courses: list[Course]) -> None:
    """Numbers run through each year in the order of opening, as when each course was opened by hand."""
    of_the_year: dict[int, int] = {}
    for course in sorted(courses, key=lambda course: (course.opened_on, str(course.pk))):
        year = course.opened_on.year
        of_the_year[year] = of_the_year.get(year, 0) + 1
        course.number = f"{year}-{of_the_year[year]:04}"
