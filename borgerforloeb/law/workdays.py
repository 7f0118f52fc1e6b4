"""Which days are working days (hverdage): the only place that knows. Weekends and public holidays are not."""

from datetime import date, timedelta

from holidays import country_holidays

SATURDAY = 5
# Helligdage alone: the fifth of June, the first of May and Christmas Eve are days off by agreement.
_PUBLIC_HOLIDAYS = country_holidays("DK")


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _PUBLIC_HOLIDAYS


def working_days_after(day: date, number: int) -> date:
    """The day on which so many working days have passed; the day itself is not counted."""
    left = number
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days have passed from the one day to the other; the first is not counted."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(is_working_day, days))
