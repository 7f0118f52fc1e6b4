"""Work that is due is found, not queued: asked of the tables again each minute, told to each person once."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

AGREEMENT = "agreement_due"
FOLLOW_UP = "followup_due"
SOME_COURSE = UUID(int=0)

# Who is told: the one who has it, while that person works with the course; else who is closest to it.
TOLD = """
    CROSS JOIN LATERAL (
        SELECT held.user_id
        FROM roles_assignment held
        JOIN accounts_user person ON person.id = held.user_id AND person.is_active
        WHERE held.course_id = course.id AND held.starts_on <= %(today)s
            AND (held.ends_on IS NULL OR held.ends_on > %(today)s)
            AND (held.user_id = {holder} OR held.role IN ('borgerkonsulent', 'coordinating_caseworker'))
        ORDER BY held.user_id = {holder} DESC NULLS LAST, held.role = '{closest}' DESC, held.id
        LIMIT 1
    ) told
"""
COURSE = """
    JOIN plans_plan plan ON plan.id = row.plan_id
    JOIN citizens_course course ON course.id = plan.course_id AND course.status <> 'closed'
"""
AGREEMENTS = """
    SELECT 'agreement:' || row.id AS object_key, row.due_on, told.user_id, course.id AS course_id
    FROM plans_agreement row {course} {told}
    WHERE row.status = 'open' AND row.due_on <= %(today)s
"""
FOLLOW_UPS = """
    SELECT 'followup:' || row.id AS object_key, row.due_on, told.user_id, course.id AS course_id
    FROM plans_followup row {course} {told}
    WHERE row.done_on IS NULL AND row.due_on <= %(today)s
"""
DUE = {
    AGREEMENT: AGREEMENTS.format(
        course=COURSE, told=TOLD.format(holder="row.user_id", closest="borgerkonsulent")
    ),
    FOLLOW_UP: FOLLOW_UPS.format(
        course=COURSE, told=TOLD.format(holder="row.responsible_id", closest="coordinating_caseworker")
    ),
}
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


@transaction.atomic
def find_due(today: date) -> int:
    """How many were told of something new; each kind costs one statement, however many courses there are."""
    paths = {
        AGREEMENT: reverse("plans:plan", args=[SOME_COURSE]),
        FOLLOW_UP: reverse("plans:followup_hold", args=[SOME_COURSE]),
    }
    told = 0
    with connection.cursor() as cursor:
        for kind, due in DUE.items():
            values: dict[str, str | date] = {
                "kind": kind,
                "today": today,
                "path": paths[kind],
                "some_course": str(SOME_COURSE),
            }
            cursor.execute(SETTLE.format(due=due), values)
            cursor.execute(TELL.format(due=due), values)
            told += cursor.rowcount
    return told
