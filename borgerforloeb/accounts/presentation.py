"""How Danish is written on screen and paper: dates, amounts, hours, names. Plain, because lists are long.

Django's own date filter took half of a plan page's template time.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.timezone import is_aware, localtime

MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
NUMBERS = ["nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"]

Day = date | datetime | None


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (localtime(value) if is_aware(value) else value).date()
    return value


def longdate(value: Day) -> str:
    """2. september 2026"""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def shortdate(value: Day) -> str:
    """2. september"""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day}. {MONTHS[day.month - 1]}"


def near(value: date, today: date) -> str:
    """2. september, and with its year when that is another one"""
    return shortdate(value) if value.year == today.year else longdate(value)


def numericdate(value: Day) -> str:
    """2.9.2026, as one writes it in a field"""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day}.{day.month}.{day.year}"


def weekday_date(value: Day) -> str:
    """Onsdag 2. september 2026, uge 36"""
    if not value:
        return ""
    day = _day(value)
    return f"{WEEKDAYS[day.weekday()].capitalize()} {longdate(day)}, uge {day.isocalendar().week}"


def weekday(value: Day) -> str:
    """onsdag 2. september"""
    if not value:
        return ""
    day = _day(value)
    return f"{WEEKDAYS[day.weekday()]} {shortdate(day)}"


def period(start: Day, end: Day) -> str:
    """14. januar – 26. maj 2026, or: siden 27. maj 2026"""
    if start and end:
        first, last = _day(start), _day(end)
        return f"{shortdate(first) if first.year == last.year else longdate(first)} – {longdate(last)}"
    if start:
        return f"siden {longdate(start)}"
    return f"til {longdate(end)}" if end else ""


def clock(value: datetime | time | None) -> str:
    """9.00"""
    if value is None:
        return ""
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return f"{value.hour}.{value.minute:02}"


def moment(value: datetime | None) -> str:
    """2. september 2026 kl. 9.46"""
    return f"{longdate(value)} kl. {clock(value)}" if value else ""


def days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dage"


def since(value: Day, now: date | datetime) -> str:
    """How long ago: i dag, i går, 6 dage"""
    if not value:
        return ""
    passed = (_day(now) - _day(value)).days
    if passed <= 0:
        return "i dag"
    return "i går" if passed == 1 else days(passed)


def until(value: Day, now: date | datetime) -> str:
    """How long yet: om 12 minutter, om 3 timer, i morgen, om 6 dage, 2 dage over tiden"""
    if not value:
        return ""
    left = (_day(value) - _day(now)).days
    if left < 0:
        return f"{days(-left)} over tiden"
    if left == 0:
        return _within_the_day(value, now)
    return "i morgen" if left == 1 else f"om {days(left)}"


def _within_the_day(value: date | datetime, now: date | datetime) -> str:
    if not isinstance(value, datetime) or not isinstance(now, datetime):
        return "i dag"
    minutes = (value - now) // timedelta(minutes=1)
    if minutes < 0:
        return "i dag"
    if minutes < 1:
        return "nu"
    if minutes < 60:
        return "om 1 minut" if minutes == 1 else f"om {minutes} minutter"
    return "om 1 time" if minutes < 120 else f"om {minutes // 60} timer"


def decimal_comma(number: Decimal | float) -> str:
    """1.234,5 without needless zeros"""
    text = f"{number:,.2f}" if number % 1 else f"{int(number):,}"
    if "." in text:
        text = text.rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


def money(amount: Decimal | float | None) -> str:
    """1.234.567 kr."""
    return "" if amount is None else f"{decimal_comma(amount)} kr."


def hours(number: Decimal | float | None) -> str:
    """1 time, 2,5 timer"""
    if number is None:
        return ""
    return f"{decimal_comma(number)} {'time' if number == 1 else 'timer'}"


def count_word(number: int) -> str:
    """To, for a sentence that begins with the number; digits above twelve."""
    return NUMBERS[number].capitalize() if 0 <= number < len(NUMBERS) else str(number)


def genitive(name: str) -> str:
    """Frejas, Jonas'"""
    if not name:
        return ""
    return f"{name}'" if name[-1].lower() in "sxz" else f"{name}s"
