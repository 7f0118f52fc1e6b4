"""How this app's tests write persons down."""

from borgerforloeb.casework.actions.persons import WrittenPerson
from borgerforloeb.citizens.numbers import read_number
from tests.factories import assign, main_person, make_user


def written(
    first_names="Freja", last_name="Lindqvist Holm", number="711299-4123", born_on=None
) -> WrittenPerson:
    return WrittenPerson(first_names, last_name, born_on, read_number(number) if number else None)


def outsiders(course):
    """Nobody, somebody of the team, and one who may know of another member of the family only."""
    team, teacher = make_user("Team"), make_user("Lærer")
    assign(team, course)
    assign(teacher, course, person=course.persons.exclude(pk=main_person(course).pk).first())
    return [make_user("Stig"), team, teacher]
