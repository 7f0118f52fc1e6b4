"""That *Hvem har adgang* is to be looked through: told to those who may, once in each month that it waits."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from borgerforloeb.notices.reminders import tell
from roles.holders import LOOKED_AT_EVERY, WIDE

ACCESS_DUE = "access_due"
_OLD = f"%(today)s::date - {LOOKED_AT_EVERY.days}"
_WIDE = ", ".join(f"'{one.value}'" for one in sorted(WIDE))
# As `Employee.is_due` in roles/holders.py; tests/logreview/test_reminders.py holds the two together. Nobody
# looks at oneself. Where there is no log reviewer the administrator is told.
DUE = f"""
    SELECT 'accesses:' || to_char(%(today)s::date, 'YYYY-MM') AS object_key,
        date_trunc('month', %(today)s::date)::date AS due_on, looker.id AS user_id,
        '00000000-0000-0000-0000-000000000000'::uuid AS course_id
    FROM accounts_user looker
    WHERE looker.is_active
        AND ('log_reviewer' = ANY (looker.capabilities) OR 'administrator' = ANY (looker.capabilities)
            AND NOT EXISTS (
                SELECT FROM accounts_user one WHERE one.is_active AND 'log_reviewer' = ANY (one.capabilities)
            ))
        AND EXISTS (
            SELECT FROM accounts_user employee
            LEFT JOIN (
                SELECT held.user_id, min(held.starts_on) AS since
                FROM roles_accesses(looker.id, %(today)s) held GROUP BY held.user_id
            ) opened ON opened.user_id = employee.id
            WHERE employee.is_active AND employee.id <> looker.id
                AND (opened.since <= {_OLD} OR employee.capabilities && ARRAY[{_WIDE}]::varchar[])
                AND NOT EXISTS (
                    SELECT FROM roles_accessreview looked
                    WHERE looked.user_id = employee.id AND looked.looked_on > {_OLD}
                )
        )
"""  # noqa: S608 - of constants


@transaction.atomic
def find_due(today: date) -> int:
    return tell(ACCESS_DUE, DUE, path=reverse("access:everybody"), today=today)
