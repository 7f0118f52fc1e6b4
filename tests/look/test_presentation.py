from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from borgerforloeb.accounts import presentation as p

DAY = date(2026, 9, 2)
# 9.48 in Copenhagen, where the clock is two hours ahead in September
NOW = datetime(2026, 9, 2, 7, 48, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (p.longdate, "2. september 2026"),
        (p.shortdate, "2. september"),
        (p.numericdate, "2.9.2026"),
        (p.weekday, "onsdag 2. september"),
        (p.weekday_date, "Onsdag 2. september 2026, uge 36"),
    ],
)
def test_dates_are_written_in_danish(write, expected):
    assert write(DAY) == expected
    assert write(NOW) == expected
    assert write(None) == ""


def test_a_moment_late_in_the_evening_belongs_to_the_danish_day():
    assert p.longdate(datetime(2026, 9, 2, 22, 30, tzinfo=UTC)) == "3. september 2026"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 14), date(2026, 5, 26), "14. januar – 26. maj 2026"),
        (date(2025, 12, 1), date(2026, 5, 26), "1. december 2025 – 26. maj 2026"),
        (date(2026, 5, 27), None, "siden 27. maj 2026"),
        (None, date(2026, 5, 26), "til 26. maj 2026"),
        (None, None, ""),
    ],
)
def test_period(start, end, expected):
    assert p.period(start, end) == expected


def test_clock_and_moment():
    assert p.clock(time(9, 0)) == "9.00"
    assert p.clock(NOW) == "9.48"
    assert p.clock(None) == ""
    assert p.moment(NOW) == "2. september 2026 kl. 9.48"


@pytest.mark.parametrize(("ago", "expected"), [(0, "i dag"), (1, "i går"), (6, "6 dage"), (-1, "i dag")])
def test_since(ago, expected):
    assert p.since(DAY - timedelta(days=ago), DAY) == expected


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(seconds=30), "nu"),
        (timedelta(minutes=1), "om 1 minut"),
        (timedelta(minutes=12), "om 12 minutter"),
        (timedelta(minutes=75), "om 1 time"),
        (timedelta(hours=3), "om 3 timer"),
        (timedelta(days=1), "i morgen"),
        (timedelta(days=6), "om 6 dage"),
        (timedelta(minutes=-5), "i dag"),
        (timedelta(days=-1), "1 dag over tiden"),
        (timedelta(days=-5), "5 dage over tiden"),
    ],
)
def test_until(ahead, expected):
    assert p.until(NOW + ahead, NOW) == expected


def test_until_a_day_without_a_clock():
    assert p.until(DAY, DAY) == "i dag"
    assert p.until(None, DAY) == ""


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (1234567, "1.234.567 kr."),
        (Decimal("800000.00"), "800.000 kr."),
        (Decimal("12.50"), "12,5 kr."),
        (0, "0 kr."),
        (None, ""),
    ],
)
def test_money(amount, expected):
    assert p.money(amount) == expected


def test_hours_and_count_words():
    assert [p.hours(n) for n in (1, Decimal("2.50"), 37, None)] == ["1 time", "2,5 timer", "37 timer", ""]
    assert [p.count_word(n) for n in (1, 2, 12, 13)] == ["Én", "To", "Tolv", "13"]


def test_genitive():
    assert [p.genitive(n) for n in ("Freja", "Jonas", "Alex", "")] == ["Frejas", "Jonas'", "Alex'", ""]
