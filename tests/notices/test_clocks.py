"""The clock is put forward and back; each schedule rings as often as it should, and once by the day (D56)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab, schedule
from django.conf import settings
from django.utils import timezone

from borgerforloeb.celery import app
from borgerforloeb.notices.models import Notice
from plans import tasks
from tests.factories import make_agreement, make_course, make_plan, make_user

HERE = ZoneInfo("Europe/Copenhagen")
# The night of the change, and a day on either side of it.
NIGHTS = {
    "forward": datetime(2027, 3, 27, 0, 0, tzinfo=UTC),
    "back": datetime(2026, 10, 24, 0, 0, tzinfo=UTC),
}
MINUTES = 2 * 24 * 60
LONGEST_WAIT = timedelta(minutes=1)


def rings(entry, begin: datetime) -> list[datetime]:
    """Every moment that the beat finds it due, asked each half minute, as the beat does."""
    now = [begin.astimezone(HERE)]
    clock = entry
    if isinstance(entry, crontab):
        clock = crontab(minute=entry._orig_minute, hour=entry._orig_hour, nowfun=lambda: now[0], app=app)
    else:
        clock = schedule(entry, nowfun=lambda: now[0], app=app)
    last, found = now[0], []
    for half in range(1, 2 * MINUTES):
        now[0] = (begin + timedelta(seconds=30 * half)).astimezone(HERE)
        if clock.is_due(last).is_due:
            found.append(now[0])
            last = now[0]
    return found


def of_a_day(entry) -> bool:
    return isinstance(entry, crontab) and len(entry.hour) == 1


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_each_schedule_rings_through_the_night(name, night):
    entry = settings.CELERY_BEAT_SCHEDULE[name]["schedule"]

    found = rings(entry, NIGHTS[night])

    if of_a_day(entry):
        assert len(found) == len({ring.date() for ring in found}) == 2
    else:
        gaps = [
            after.astimezone(UTC) - before.astimezone(UTC)
            for before, after in zip(found, found[1:], strict=False)
        ]
        assert max(gaps) <= LONGEST_WAIT


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_nothing_is_set_for_an_hour_that_some_nights_lack_and_others_have_twice(name):
    entry = settings.CELERY_BEAT_SCHEDULE[name]["schedule"]

    assert not of_a_day(entry) or 2 not in entry.hour


# Copenhagen's midnight is another hour of UTC after the change.
MIDNIGHTS = [
    (date(2026, 10, 25), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
    (date(2026, 10, 26), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    (date(2027, 3, 28), datetime(2027, 3, 27, 23, 0, tzinfo=UTC)),
    (date(2027, 3, 29), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "midnight"), MIDNIGHTS)
def test_what_is_due_is_due_from_midnight_here_and_told_once(monkeypatch, day, midnight):
    jonas = make_user("Jonas Bech")
    make_agreement(make_plan(make_course(konsulent=jonas)), user=jonas, due_on=day)
    told = []
    # Each hour of the night, the one that comes twice too.
    for minutes in (-1, 0, 60, 120, 180, 240):
        moment = midnight + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        tasks.find_due()
        told.append(Notice.objects.count())

    assert told == [0, 1, 1, 1, 1, 1]
