"""What a week asks of one person, on values alone: its hours, its contacts, and when it is too much."""

from datetime import timedelta
from decimal import Decimal

import pytest

from plans.week import Kind, things_of
from plans.week_load import load
from tests.plans.weeks import AUTUMN, MONDAY, SA, SPRING, SU, TU, WE, slot, week


@pytest.mark.parametrize(
    ("day", "begins", "ends", "hours"),
    [
        (SPRING, "22.00", "6.00", 7),
        (AUTUMN, "22.00", "6.00", 9),
        (MONDAY, "22.00", "6.00", 8),
        (SPRING, "8.00", "8.00", 23),
        (AUTUMN, "8.00", "8.00", 25),
    ],
)
def test_the_night_when_the_clock_is_changed_has_its_own_length(day, begins, ends, hours):
    shown = week(day)

    told = load(things_of([slot("Nat", SA, begins, ends)], shown), shown)

    assert told.asked == hours


def test_the_load_counts_what_is_asked_and_tells_free_choices_apart():
    shown = week()
    slots = [
        slot("Praktik", TU, "9.00", "12.00", contact="Sanne"),
        slot("Bostøtte", TU, "10.00", "11.30", contact="Jonas", at_home=True),
        slot("Kor", WE, "19.00", "21.00", kind=Kind.CHOICE, contact="sanne"),
        slot("Hjemme", WE, "9.00", "21.00", kind=Kind.CHILD),
    ]

    told = load(things_of(slots, shown), shown, untimed=2)

    assert (told.asked, told.chosen, told.appointments) == (Decimal("4.5"), 2, 4)
    assert [name.casefold() for name in told.contacts] == ["sanne", "jonas"]


def test_a_night_counts_its_hours_in_each_of_the_weeks_that_it_touches():
    night = slot(
        "Nat", SU, "22.00", "6.00", starts_on=MONDAY + timedelta(days=6), ends_on=MONDAY + timedelta(days=6)
    )
    hours = []
    for day in (MONDAY, MONDAY + timedelta(days=7)):
        hours.append(load(things_of([night], week(day)), week(day)).asked)

    assert hours == [2, 6]


@pytest.mark.parametrize(
    ("bearable", "too_much"), [(None, False), (3, False), (Decimal("2.99"), True), (0, True)]
)
def test_nothing_is_too_much_until_somebody_has_said_how_much_there_is_strength_for(bearable, too_much):
    shown = week()

    told = load(things_of([slot("A", TU, "9.00", "12.00")], shown), shown, bearable=bearable)

    assert told.is_too_much is too_much


def test_more_contacts_than_the_limit_are_many():
    shown = week()
    slots = [slot("A", day, "9.00", "10.00", contact=name) for day, name in enumerate("abc", 1)]

    assert not load(things_of(slots, shown), shown, most_contacts=3).has_many_contacts
    assert load(things_of(slots, shown), shown, most_contacts=2).has_many_contacts
