"""Two million rows are to be reported on within a minute (D63); a tenth of them within a tenth of it."""

import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from borgerforloeb.logreview.breach import Scope, breach_report
from tests.factories import caseworker_of, konsulent_of, make_course

pytestmark = [pytest.mark.long, pytest.mark.django_db]

ROWS, LONGEST = 200_000, 6
MANY = """
    INSERT INTO audit_auditevent
        (at, kind, action, actor_id, course_id, person_ids, basis, domain, details, outcome, capabilities,
         actor, title, session, target, reason, level, request_id)
    SELECT now() - (number %% 80000) * interval '1 second', 'view', 'plan.viewed',
        CASE number %% 2 WHEN 0 THEN %(one)s ELSE %(other)s END, %(course)s,
        ARRAY[lpad(to_hex(number %% 6000), 32, '0')::uuid], 'coordinating_caseworker:1', 'health',
        '{}', 'done', '{}',
        '', '', '', '', '', '', number::text
    FROM generate_series(1, %(rows)s) number
"""


def test_it_is_told_in_time():
    course = make_course()
    given = {"one": caseworker_of(course).pk, "other": konsulent_of(course).pk, "course": course.pk}
    with connections["log"].cursor() as cursor:
        cursor.execute(MANY, given | {"rows": ROWS})
    today = timezone.localdate()
    scopes = [{}, {"user": caseworker_of(course)}, {"course": course}]

    for narrowed in scopes:
        begun = time.monotonic()
        report = breach_report(Scope(first=today - timedelta(days=1), last=today, **narrowed))
        assert time.monotonic() - begun < LONGEST
        assert report.persons == (3000 if "user" in narrowed else 6000)
