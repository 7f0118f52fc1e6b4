"""What is said at a meeting about when: a day that can be reminded of, or words that cannot."""

import re
from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone

from borgerforloeb.accounts.presentation import MONTHS

_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\.?")
_WORDS = re.compile(rf"(?:den )?(\d{{1,2}})\.? ({'|'.join(MONTHS)})(?: (\d{{4}}))?")


def read_when(text: str, on: date) -> tuple[date | None, str]:
    """A day, or the words as they were said. Without a year the next such day from `on` is meant."""
    said = " ".join(text.lower().split())
    if found := _NUMERIC.fullmatch(said):
        day, month, year = found.groups()
        return _day(int(day), int(month), year, on, text)
    if found := _WORDS.fullmatch(said):
        day, name, year = found.groups()
        return _day(int(day), MONTHS.index(name) + 1, year, on, text)
    return None, text.strip()


def _day(day: int, month: int, year: str | None, on: date, text: str) -> tuple[date | None, str]:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day), ""
        this_year = date(on.year, month, day)
        return this_year if this_year >= on else date(on.year + 1, month, day), ""
    except ValueError:
        return None, text.strip()


def local_moment(day: date, clock: time) -> datetime:
    """The moment in the municipality's own time."""
    return datetime.combine(day, clock, tzinfo=get_current_timezone())
