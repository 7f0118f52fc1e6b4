"""How this app's tests write persons down."""

from borgerforloeb.casework.actions.persons import WrittenPerson
from borgerforloeb.citizens.numbers import read_number


def written(
    first_names="Freja", last_name="Lindqvist Holm", number="711299-4123", born_on=None
) -> WrittenPerson:
    return WrittenPerson(first_names, last_name, born_on, read_number(number) if number else None)
