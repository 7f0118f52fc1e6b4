"""Who is told when something of a course waits: SQL for the questions of the reminders."""

from roles.models import SINGLE_ROLES, TEAM_ROLES

_THE_TWO = ", ".join(f"'{role.value}'" for role in SINGLE_ROLES)
_TEAM = ", ".join(f"'{role.value}'" for role in TEAM_ROLES)

# Of an assignment `held`, on the day and at the moment of asking.
IN_FORCE = """held.starts_on <= %(today)s AND (held.ends_on IS NULL OR held.ends_on > %(today)s)
            AND (held.expires_at IS NULL OR held.expires_at > statement_timestamp())"""

# Of what is shielded nobody hears that there is one but who reads such texts, of that person or of all.
SEES_THE_ROW = """(row.level <> 'shielded' OR held.sees_shielded
            AND (held.person_id IS NULL OR row.person_id IS NULL OR held.person_id = row.person_id))"""


# Of a `course` and a `row`: the two who hold it, as far as each may see the row.
BOTH_ARE_TOLD = f"""
    CROSS JOIN LATERAL (
        SELECT DISTINCT held.user_id
        FROM roles_assignment held
        JOIN accounts_user person ON person.id = held.user_id AND person.is_active
        WHERE held.course_id = course.id AND {IN_FORCE} AND held.role IN ({_THE_TWO})
            AND {SEES_THE_ROW}
    ) told
"""  # noqa: S608 - of constants


def who_is_told(holder: str, closest: str, *, of_the_two: bool = False, sees: str = "true") -> str:
    """Of a `course`: the holder of the matter, while in the team; else the closest of the two who hold it.

    Whoever only reads for a while, by nødadgang or as a leader, is never told: it is not theirs to do. Nor
    is who may not see the matter (`sees`): it is then the next one's.
    """
    among = f"held.role IN ({_THE_TWO})"
    if not of_the_two:
        among = f"held.role IN ({_TEAM}) AND (held.user_id = {holder} OR {among})"
    return f"""
    CROSS JOIN LATERAL (
        SELECT held.user_id
        FROM roles_assignment held
        JOIN accounts_user person ON person.id = held.user_id AND person.is_active
        WHERE held.course_id = course.id AND {IN_FORCE}
            AND {among} AND {sees}
        ORDER BY held.user_id = {holder} DESC NULLS LAST, held.role = '{closest}' DESC, held.id
        LIMIT 1
    ) told
"""  # noqa: S608 - of constants
