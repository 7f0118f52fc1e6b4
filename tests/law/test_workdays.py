from datetime import date

import pytest

from borgerforloeb.law.workdays import is_working_day, working_days_after, working_days_between


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 4), True),
        (date(2026, 9, 5), False),
        (date(2026, 9, 6), False),
        # Maundy Thursday to Easter Monday, Ascension Day, Whit Monday.
        (date(2026, 4, 2), False),
        (date(2026, 4, 3), False),
        (date(2026, 4, 6), False),
        (date(2026, 5, 14), False),
        (date(2026, 5, 25), False),
        (date(2026, 12, 25), False),
        # Store bededag was one until the law took it away.
        (date(2023, 5, 5), False),
        (date(2026, 5, 1), True),
        # A day off by agreement is no public holiday.
        (date(2026, 12, 24), True),
        (date(2026, 6, 5), True),
    ],
)
def test_what_is_a_working_day(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        (date(2026, 9, 2), 1, date(2026, 9, 3)),
        (date(2026, 9, 4), 5, date(2026, 9, 11)),
        # Over Easter, and from one year into the next.
        (date(2026, 4, 1), 5, date(2026, 4, 13)),
        (date(2026, 12, 28), 5, date(2027, 1, 5)),
        (date(2026, 9, 5), 0, date(2026, 9, 5)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day, number, then):
    assert working_days_after(day, number) == then


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 9, 2), date(2026, 9, 2), 0),
        (date(2026, 9, 2), date(2026, 9, 3), 1),
        # Over a weekend, and over Easter.
        (date(2026, 9, 4), date(2026, 9, 7), 1),
        (date(2026, 4, 1), date(2026, 4, 13), 5),
        (date(2026, 9, 3), date(2026, 9, 2), 0),
    ],
)
def test_working_days_between_two_days(first, last, number):
    assert working_days_between(first, last) == number
