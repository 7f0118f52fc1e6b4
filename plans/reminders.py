"""Work that is due is found, not queued: asked of the tables again each minute, told to each person once."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from borgerforloeb.notices.reminders import SOME_COURSE, tell
from plans.models import Goal
from roles.models import Role
from roles.reminding import BOTH_ARE_TOLD, SEES_THE_ROW, who_is_told

AGREEMENT = "agreement_due"
LOOK = "agreement_look"
FOLLOW_UP = "followup_due"
TRIAL = "trial_over"
LATER = "goal_later"
SAFEGUARD_REVIEW = "safeguard_review"
SAFEGUARD_OVER = "safeguard_over"

COURSE = """
    JOIN plans_plan plan ON plan.id = row.plan_id
    JOIN citizens_course course ON course.id = plan.course_id AND course.status <> 'closed'
"""
AGREEMENTS = """
    SELECT 'agreement:' || row.id AS object_key, row.due_on, told.user_id, course.id AS course_id
    FROM plans_agreement row {course} {told}
    WHERE row.status = 'open' AND row.due_on <= %(today)s
"""
# Counted from the last time that somebody looked, or from the day that it was agreed.
LOOKS = """
    SELECT 'agreement:' || row.id AS object_key, due.on_day AS due_on, told.user_id, course.id AS course_id
    FROM plans_agreement row
    CROSS JOIN LATERAL (
        SELECT COALESCE(max(look."on"), row.agreed_on) + 7 * row.looked_at_every AS on_day
        FROM plans_agreementlook look WHERE look.agreement_id = row.id AND look.taken_back_on IS NULL
    ) due
    {course} {told}
    WHERE row.status = 'open' AND row.looked_at_every IS NOT NULL AND due.on_day <= %(today)s
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
GOALS = """
    SELECT 'goal:' || row.id AS object_key, row.remind_on AS due_on, told.user_id, course.id AS course_id
    FROM plans_goal row {course} {told}
    WHERE row.remind_on <= %(today)s
"""
# A week before it is to be looked at, so that the citizen can be asked first.
TO_REVIEW = """
    SELECT 'safeguard:' || row.id AS object_key, row.review_on - 7 AS due_on, told.user_id,
        course.id AS course_id
    FROM plans_safeguard row {course} {told}
    WHERE row.ended_on IS NULL AND row.review_on - 7 <= %(today)s
        AND (row.until_on IS NULL OR row.until_on >= %(today)s)
"""
RUN_OUT = """
    SELECT 'safeguard:' || row.id AS object_key, row.until_on + 1 AS due_on, told.user_id,
        course.id AS course_id
    FROM plans_safeguard row {course} {told}
    WHERE row.ended_on IS NULL AND row.until_on < %(today)s
"""
HELD_BY = who_is_told("row.responsible_id", Role.BORGERKONSULENT, sees=SEES_THE_ROW)
PROMISED_BY = who_is_told("row.user_id", Role.BORGERKONSULENT, sees=SEES_THE_ROW)
DUE = {
    AGREEMENT: AGREEMENTS.format(course=COURSE, told=PROMISED_BY),
    LOOK: LOOKS.format(course=COURSE, told=PROMISED_BY),
    FOLLOW_UP: FOLLOW_UPS.format(
        course=COURSE, told=who_is_told("row.responsible_id", Role.COORDINATING_CASEWORKER)
    ),
    LATER: GOALS.format(course=COURSE, told=BOTH_ARE_TOLD),
    TRIAL: TRIALS.format(course=COURSE, told=HELD_BY),
    SAFEGUARD_REVIEW: TO_REVIEW.format(course=COURSE, told=HELD_BY),
    SAFEGUARD_OVER: RUN_OUT.format(course=COURSE, told=HELD_BY),
}


def goal_key(goal: Goal) -> str:
    return f"goal:{goal.pk}"


@transaction.atomic
def find_due(today: date) -> int:
    """How many were told of something new; each kind costs two statements, however many courses there are."""
    paths = {
        AGREEMENT: reverse("plans:plan", args=[SOME_COURSE]),
        LOOK: reverse("plans:plan", args=[SOME_COURSE]),
        FOLLOW_UP: reverse("plans:followup_hold", args=[SOME_COURSE]),
        TRIAL: reverse("plans:trials", args=[SOME_COURSE]),
        LATER: reverse("plans:later", args=[SOME_COURSE]),
        SAFEGUARD_REVIEW: reverse("plans:safeguards", args=[SOME_COURSE]),
        SAFEGUARD_OVER: reverse("plans:safeguards", args=[SOME_COURSE]),
    }
    return sum(tell(kind, due, path=paths[kind], today=today) for kind, due in DUE.items())
