"""Work that is due is found, not queued: asked of the tables again each minute, told to each person once."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from borgerforloeb.notices.reminders import SOME_COURSE, tell

AGREEMENT = "agreement_due"
FOLLOW_UP = "followup_due"

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


@transaction.atomic
def find_due(today: date) -> int:
    """How many were told of something new; each kind costs two statements, however many courses there are."""
    paths = {
        AGREEMENT: reverse("plans:plan", args=[SOME_COURSE]),
        FOLLOW_UP: reverse("plans:followup_hold", args=[SOME_COURSE]),
    }
    return sum(tell(kind, due, path=paths[kind], today=today) for kind, due in DUE.items())
