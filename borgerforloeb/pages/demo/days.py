"""When things happened: the stories are written as seen from one Wednesday and move to the shown day."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from borgerforloeb.accounts.presentation import MONTHS, WEEKDAYS, longdate, numericdate, shortdate
from borgerforloeb.law.workdays import is_working_day

WRITTEN_ON = date(2026, 9, 2)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_DATE_IN_TEXT = re.compile(r"\{(\d{4}-\d{2}-\d{2})(?::(\w+))?\}")
_FROM_TODAY = re.compile(r"@([+-]\d+)")
_WORDS = {
    None: longdate,
    "kort": shortdate,
    "tal": numericdate,
    "talkort": lambda day: f"{day.day}.{day.month}.",
    "uge": lambda day: f"uge {day.isocalendar().week}",
    "maaned": lambda day: MONTHS[day.month - 1],
    "maanedaar": lambda day: f"{MONTHS[day.month - 1]} {day.year}",
    "ugedag": lambda day: f"{WEEKDAYS[day.weekday()]} den {shortdate(day)}",
}


class Days:
    """The calendar of one story: as written (`fixed`), or moved so that WRITTEN_ON becomes today."""

    def __init__(self, today: date, *, fixed: bool = False) -> None:
        self.today = today
        self.fixed = fixed

    def moved(self, day: date) -> date:
        return day if self.fixed else self.today + (day - WRITTEN_ON)

    def on(self, day: date) -> date:
        """The moved day, on a working day: what happens on a Saturday happens on the day that is shown."""
        return day if self.fixed else workday(self.moved(day), self.today)

    def before(self, days: int) -> date:
        return workday(self.today - timedelta(days=days), self.today)

    def at(self, day: date, clock: str) -> datetime:
        hour, minute = clock.split(".")
        return datetime.combine(self.on(day), time(int(hour), int(minute)), COPENHAGEN)

    def told(self, value: Any) -> Any:
        """The same value with every day in it moved, in texts too: `{2026-09-02}`, `{2026-09-02:kort}`.

        "@+30" is the day 30 days from today, in a story with a fixed calendar too.
        """
        if isinstance(value, dict):
            return {key: self._told_of(key, inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.told(inner) for inner in value]
        if isinstance(value, date):
            return self.on(value)
        if isinstance(value, str) and (match := _FROM_TODAY.fullmatch(value)):
            return self.before(-int(match[1]))
        if isinstance(value, str):
            return _DATE_IN_TEXT.sub(self._written, value)
        return value

    def _told_of(self, key: str, value: Any) -> Any:
        # A consent runs for a year to the day, whatever weekday that is.
        return self.moved(value) if key == "expires_on" and isinstance(value, date) else self.told(value)

    def _written(self, match: re.Match[str]) -> str:
        return _WORDS[match[2]](self.on(date.fromisoformat(match[1])))


def workday(day: date, today: date) -> date:
    """Away from weekends and holidays and away from today, so that what is past stays past."""
    return day if day == today else working_day(day, past=day < today)


def working_day(day: date, *, past: bool) -> date:
    """The day itself, or the nearest working day on that side of it."""
    while not is_working_day(day):
        day += timedelta(days=-1 if past else 1)
    return day


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
