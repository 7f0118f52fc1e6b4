"""Work that is due is found, not queued: asked of the tables again each minute, told to each person once."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from borgerforloeb.notices.reminders import SOME_COURSE, tell
from roles.models import Role
from roles.reminding import who_is_told

AGREEMENT = "agreement_due"
FOLLOW_UP = "followup_due"
TRIAL = "trial_over"

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
# It has stopped by itself; what is left is to say how it went.
TRIALS = """
    SELECT 'trial:' || row.id AS object_key, row.stops_on + 1 AS due_on, told.user_id,
        course.id AS course_id
    FROM plans_trial row {course} {told}
    WHERE row.outcome = '' AND row.stops_on < %(today)s
"""
DUE = {
    AGREEMENT: AGREEMENTS.format(course=COURSE, told=who_is_told("row.user_id", Role.BORGERKONSULENT)),
    FOLLOW_UP: FOLLOW_UPS.format(
        course=COURSE, told=who_is_told("row.responsible_id", Role.COORDINATING_CASEWORKER)
    ),
    TRIAL: TRIALS.format(course=COURSE, told=who_is_told("row.responsible_id", Role.BORGERKONSULENT)),
}


@transaction.atomic
def find_due(today: date) -> int:
    """How many were told of something new; each kind costs two statements, however many courses there are."""
    paths = {
        AGREEMENT: reverse("plans:plan", args=[SOME_COURSE]),
        FOLLOW_UP: reverse("plans:followup_hold", args=[SOME_COURSE]),
        TRIAL: reverse("plans:trials", args=[SOME_COURSE]),
    }
    return sum(tell(kind, due, path=paths[kind], today=today) for kind, due in DUE.items())
