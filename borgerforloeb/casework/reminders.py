"""What runs out or waits for somebody: found each minute, told to each person once."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from borgerforloeb.notices.models import NEW_ADDRESS, NEW_WAY_IN, Notice
from borgerforloeb.notices.reminders import SOME_COURSE, tell
from roles.actions.emergency import LATE
from roles.actions.handing_over import HANDED_FROM, HANDED_TO
from roles.models import AccessRequest, EmergencyAccess, Role
from roles.reminding import IN_FORCE, who_is_told

ACCESS_ASKED, ACCESS_ANSWERED = "access_asked", "access_answered"
LIFT_ASKED, LIFT_ANSWERED = "lift_asked", "lift_answered"
COMES_OF_AGE = "consent_of_age"
NOBODY_MAY = "course_nobody_may"
# Who has got or lost a course, or got a new password, sees it in Mit arbejde for so long.
NEWS_FOR = timedelta(days=14)
DAYS = {"consent_ends_30": 30, "consent_ends_7": 7}

# Whoever of the two explained the consent is told, while one of the two; else the coordinating caseworker.
TOLD = """
    JOIN citizens_course course ON course.id = consent.course_id AND course.status <> 'closed'
    JOIN citizens_courseperson member ON member.course_id = course.id
        AND member.citizen_id = consent.citizen_id AND member.ends_on IS NULL
    {told}
""".format(told=who_is_told("consent.explained_by_id", Role.COORDINATING_CASEWORKER, of_the_two=True))
# Asked again already: it needs no reminding, also while the new one waits for somebody's yes.
NOT_RENEWED = """
    consent.part_of_id IS NULL AND consent.expires_on >= %(today)s
    AND NOT EXISTS (SELECT FROM citizens_consent newer WHERE newer.renews_id = consent.id)
    AND citizens_consent_holds(consent.id, %(today)s)
"""
ENDING = """
    SELECT 'consent:' || consent.id AS object_key, consent.expires_on AS due_on, told.user_id,
        course.id AS course_id
    FROM citizens_consent consent {told}
    WHERE consent.expires_on <= %(today)s + {days} AND {not_renewed}
"""
# 30 days before 15 the young person is to be asked too, 30 days before 18 alone; once for all consents.
OF_AGE = """
    SELECT DISTINCT ON (course.id, consent.citizen_id, coming.years)
        coming.years || ':' || member.id AS object_key, coming.birthday AS due_on, told.user_id,
        course.id AS course_id
    FROM citizens_consent consent
    JOIN citizens_citizen youth ON youth.id = consent.citizen_id
    CROSS JOIN LATERAL (
        SELECT years, (youth.born_on + make_interval(years => years))::date AS birthday
        FROM (VALUES (15), (18)) ages (years)
    ) coming
    {told}
    WHERE coming.birthday - 30 <= %(today)s AND consent.given_on < coming.birthday
        AND date_part('year', age(%(today)s, youth.born_on)) < 18
        AND (coming.years = 18 OR %(today)s < coming.birthday + 30)
        AND NOT EXISTS (
            SELECT FROM citizens_consent own
            WHERE own.given_by_id = consent.citizen_id AND own.withdrawn_on IS NULL
                AND (own.id = consent.id OR own.part_of_id = consent.id)
        )
        AND {not_renewed}
    ORDER BY course.id, consent.citizen_id, coming.years, consent.id
"""


# Whoever decides in the course hears of a request; also who took the course over in the meantime.
ASKED = f"""
    SELECT 'access:' || asked.id AS object_key, asked.due_on, held.user_id, asked.course_id
    FROM roles_accessrequest asked
    JOIN citizens_course course ON course.id = asked.course_id AND course.status <> 'closed'
    JOIN roles_assignment held ON held.course_id = course.id AND held.role = 'coordinating_caseworker'
        AND {IN_FORCE}
    WHERE asked.status = 'waiting' AND held.user_id <> asked.asker_id
"""  # noqa: S608 - of constants
# A yes is told at once and a no on the last day, whether or not there was anything to say yes to. The notice
# names no course: else it would tell of one.
ANSWERED = """
    SELECT 'access:' || asked.id AS object_key, asked.due_on, asked.asker_id AS user_id,
        '00000000-0000-0000-0000-000000000000'::uuid AS course_id
    FROM roles_accessrequest asked
    WHERE asked.due_on > %(today)s - 30
        AND (asked.status = 'granted' OR asked.status <> 'waiting' AND asked.due_on <= %(today)s)
"""
UNJUDGED = """
    SELECT 'emergency:' || emergency.id AS object_key, emergency.due_on, reviewer.id AS user_id,
        emergency.course_id
    FROM roles_emergencyaccess emergency
    JOIN accounts_user reviewer ON reviewer.is_active AND 'log_reviewer' = ANY (reviewer.capabilities)
        AND reviewer.id <> emergency.user_id
    WHERE emergency.verdict = '' AND emergency.due_on < %(today)s
"""


# The two who hold the course are asked; they and who asked are told what came of it, also when nobody
# answered in time; not whoever decided it.
LIFT_WAITS = f"""
    SELECT 'lift:' || lift.id AS object_key, lift.due_on, held.user_id, lift.course_id
    FROM citizens_protectionlift lift
    JOIN citizens_course course ON course.id = lift.course_id AND course.status <> 'closed'
    JOIN roles_assignment held ON held.course_id = course.id AND {IN_FORCE}
        AND held.role IN ('coordinating_caseworker', 'borgerkonsulent')
    WHERE lift.status = 'waiting' AND lift.due_on >= %(today)s AND held.user_id <> lift.asked_by_id
"""  # noqa: S608 - of constants
LIFT_DONE = f"""
    SELECT DISTINCT 'lift:' || lift.id AS object_key, lift.decided_on AS due_on, held.user_id, lift.course_id
    FROM citizens_protectionlift lift
    JOIN citizens_course course ON course.id = lift.course_id AND course.status <> 'closed'
    JOIN roles_assignment held ON held.course_id = course.id AND {IN_FORCE}
        AND (held.role IN ('coordinating_caseworker', 'borgerkonsulent') OR held.user_id = lift.asked_by_id)
    WHERE lift.status IN ('lifted', 'refused', 'withdrawn', 'lapsed') AND lift.decided_on > %(today)s - 14
        AND held.user_id IS DISTINCT FROM lift.decided_by_id
"""  # noqa: S608 - of constants


# Barred or gone: the leaders of the unit and those over it are told, each for each role of a course.
WITHOUT = """
    SELECT 'assignment:' || held.assignment_id || ':' || held.cause AS object_key, held.starts_on AS due_on,
        leader.id AS user_id, held.course_id
    FROM accounts_user leader CROSS JOIN LATERAL roles_held_under(leader.id) held
    WHERE leader.is_active AND 'leader' = ANY (leader.capabilities) AND held.cause <> ''
        AND held.user_id <> leader.id
"""


@transaction.atomic
def find_due(today: date) -> int:
    """How many were told of something new."""
    told = tell(NOBODY_MAY, WITHOUT, path=reverse("casework:handovers"), today=today)
    _settle_old_news(today)
    told += _find_consents(today) + _find_requests(today) + _find_unjudged(today)
    people = reverse("casework:people", args=[SOME_COURSE])
    told += tell(LIFT_ASKED, LIFT_WAITS, path=people, today=today)
    return told + tell(LIFT_ANSWERED, LIFT_DONE, path=people, today=today)


def _settle_old_news(today: date) -> None:
    kinds = [HANDED_TO, HANDED_FROM, NEW_WAY_IN, NEW_ADDRESS]
    news = Notice.objects.filter(kind__in=kinds, settled_at=None)
    news.filter(due_on__lt=today - NEWS_FOR).update(settled_at=Now())


def _find_requests(today: date) -> int:
    # Nobody waits for ever, and nobody is answered by somebody who no longer expects it.
    AccessRequest.objects.waiting().filter(due_on__lte=today).update(status=AccessRequest.Status.LAPSED)
    asked_at = reverse("casework:requests", args=[SOME_COURSE])
    told = tell(ACCESS_ASKED, ASKED, path=asked_at, today=today)
    return told + tell(ACCESS_ANSWERED, ANSWERED, path=reverse("casework:outside"), today=today)


def _find_unjudged(today: date) -> int:
    late = EmergencyAccess.objects.unjudged().filter(due_on__lt=today, escalated_at=None)
    late.update(escalated_at=Now())
    return tell(LATE, UNJUDGED, path=reverse("casework:emergencies"), today=today)


def _find_consents(today: date) -> int:
    path = reverse("casework:consents", args=[SOME_COURSE])
    due = {kind: ENDING.format(told=TOLD, not_renewed=NOT_RENEWED, days=days) for kind, days in DAYS.items()}
    due[COMES_OF_AGE] = OF_AGE.format(told=TOLD, not_renewed=NOT_RENEWED)
    return sum(tell(kind, sql, path=path, today=today) for kind, sql in due.items())
