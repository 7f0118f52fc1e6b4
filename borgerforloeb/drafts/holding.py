"""Who writes in a row that others may write too, and who else has a course open: told, and in nobody's way.

What is told here hinders nothing. A lock that does would stand when a tab is closed or a machine dies, and
whoever is kept out would lose what is written; so a text is said to be somebody's until a time, anybody may
write anyway, and a save that comes late is answered with both texts (both.py).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from borgerforloeb.accounts.models import User
from borgerforloeb.drafts.keys import Key
from borgerforloeb.drafts.models import Holding, HoldingQuerySet, Presence

# Since the last draft that was kept, which a writer sends every few seconds.
HELD_FOR = timedelta(minutes=5)
# Since the page was last heard from; it asks twice in that time.
HERE_FOR = timedelta(seconds=75)

# Of twenty who ask at the same moment one gets it: the others wait for that row, and find it held.
HOLD = """
    INSERT INTO drafts_holding AS held (course_id, address, user_id, until)
    VALUES (%(course)s, %(address)s, %(user)s, %(until)s)
    ON CONFLICT (course_id, address) DO UPDATE
        SET user_id = EXCLUDED.user_id, until = EXCLUDED.until,
            passed_by_id = CASE WHEN held.user_id = EXCLUDED.user_id AND held.until > %(at)s
                THEN held.passed_by_id END
        WHERE held.user_id = EXCLUDED.user_id OR held.until <= %(at)s
    RETURNING user_id
"""
BE_HERE = """
    INSERT INTO drafts_presence AS here (course_id, user_id, until) VALUES (%(course)s, %(user)s, %(until)s)
    ON CONFLICT (course_id, user_id) DO UPDATE SET until = greatest(here.until, EXCLUDED.until)
"""


def hold(key: Key, *, by: User, at: datetime) -> bool:
    """Whether the text is this writer's now."""
    if not key.holds:
        return False
    given = {"course": key.course_id, "address": key.address, "user": by.pk, "until": at + HELD_FOR, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(HOLD, given)
        return cursor.fetchone() is not None


def release(key: Key, *, by: User) -> None:
    """One's own alone: who saves while somebody else writes has not taken it from them."""
    _row(key).filter(user=by).delete()


def saved(key: Key, *, by: User, at: datetime) -> None:
    """The text is free; and whoever else was writing there hears that somebody saved meanwhile."""
    if key.holds:
        release(key, by=by)
        _row(key).in_force(at).exclude(user=by).update(passed_by=by)


def holding_at(key: Key, at: datetime) -> Holding | None:
    return _row(key).in_force(at).first() if key.holds else None


def _row(key: Key) -> HoldingQuerySet:
    """None where the form is of no course: nobody holds it."""
    course: Any = key.course_id
    return Holding.objects.filter(course_id=course, address=key.address)


def held_by_another(key: Key, at: datetime) -> Holding | None:
    found = holding_at(key, at)
    return found if found is not None and found.user_id != key.user_id else None


def be_here(course: UUID, *, by: User, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BE_HERE, {"course": course, "user": by.pk, "until": at + HERE_FOR})


def others_here(course: UUID, *, than: User, at: datetime) -> set[int]:
    here = Presence.objects.filter(course_id=course, until__gt=at).exclude(user=than)
    return set(here.values_list("user", flat=True))


def written_now(course: UUID, *, than: User, at: datetime) -> dict[int, list[str]]:
    """The addresses at which others write, for whoever can tell which of them the reader may know of."""
    now: dict[int, list[str]] = {}
    for row in Holding.objects.in_force(at).filter(course_id=course).exclude(user=than):
        now.setdefault(row.user_id, []).append(row.address)
    return now


def forget_past(*, at: datetime) -> int:
    return sum(table.objects.filter(until__lte=at).delete()[0] for table in (Holding, Presence))
