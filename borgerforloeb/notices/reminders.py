"""Told once to each, settled when it waits no more: two statements for each kind, however much there is."""

from datetime import date
from uuid import UUID

from django.db import connection

# Stands in a path for the course that each row is about.
SOME_COURSE = UUID(int=0)
TELL = """
    INSERT INTO notices_notice (kind, object_key, due_on, recipient_id, course_id, path, attempts, dead)
    SELECT %(kind)s, due.object_key, due.due_on, due.user_id, due.course_id,
        replace(%(path)s, %(some_course)s, due.course_id::text), 0, false
    FROM ({due}) due
    ORDER BY due.object_key
    ON CONFLICT DO NOTHING
"""
# Done, moved to another day or another person, or the course is closed: then it waits no more.
# What is being mailed just now is left for the next minute, instead of waiting for the mail server.
SETTLE = """
    UPDATE notices_notice SET settled_at = now()
    WHERE id IN (
        SELECT notice.id FROM notices_notice notice
        WHERE notice.kind = %(kind)s AND notice.settled_at IS NULL AND NOT EXISTS (
            SELECT FROM ({due}) due
            WHERE (due.object_key, due.due_on, due.user_id)
                = (notice.object_key, notice.due_on, notice.recipient_id)
        )
        FOR UPDATE OF notice SKIP LOCKED
    )
"""


def tell(kind: str, due: str, *, path: str, today: date) -> int:
    """`due` is SQL for what is due at `today`: object_key, due_on, user_id, course_id. How many were told?"""
    values: dict[str, str | date] = {
        "kind": kind,
        "today": today,
        "path": path,
        "some_course": str(SOME_COURSE),
    }
    with connection.cursor() as cursor:
        cursor.execute(SETTLE.format(due=due), values)
        cursor.execute(TELL.format(due=due), values)
        return cursor.rowcount
