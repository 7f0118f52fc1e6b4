"""A week in Copenhagen and its fixed times as values, as the engine of *Ugen* reckons with them."""

from datetime import date, time
from zoneinfo import ZoneInfo

from plans.week import Slot, Week

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2026, 9, 7)
SPRING, AUTUMN = date(2026, 3, 23), date(2026, 10, 19)
LONG_AGO = date(2026, 1, 1)
MO, TU, WE, TH, FR, SA, SU = range(1, 8)


def week(day=MONDAY):
    return Week.of(day, COPENHAGEN)


def slot(what, weekday, begins, ends, person="freja", **fields):
    fields = {"starts_on": LONG_AGO} | fields
    return Slot(person, what, weekday, clock(begins), clock(ends), **fields)


def clock(text):
    hour, minute = text.split(".")
    return time(int(hour), int(minute))


def local(moment):
    return moment.astimezone(COPENHAGEN).strftime("%a %H.%M")
