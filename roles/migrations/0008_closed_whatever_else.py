from importlib import import_module

from django.db import migrations

before = import_module("roles.migrations.0007_handing_over_by_a_leader")

# The rules stand in a function, whose text is the same in every version of PostgreSQL, so that the guard can compare it.
# It is taken up into the question that asks the view, which itself says nothing but that.
AS_A_VIEW = before.BARRED.format(relation="noted", noted=before.NOTED)
RULES = AS_A_VIEW.partition(" AS\n")[2]
BARRED = f"""
CREATE FUNCTION roles_barred_rules() RETURNS TABLE (user_id bigint, citizen_id uuid, rule text)
LANGUAGE sql STABLE AS $body$
{RULES.strip()}
$body$;
CREATE OR REPLACE VIEW roles_barred AS SELECT user_id, citizen_id, rule FROM roles_barred_rules();
"""  # noqa: S608 every part of it is written here and in the migration before

# What was written about somebody stays in the course after that person has left it, so the barrier stays as well.
BARRED_COURSES = """
CREATE OR REPLACE FUNCTION roles_barred_courses(employee bigint) RETURNS uuid[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM roles_staffcitizen WHERE user_id = employee AND ended_on IS NULL)
        AND NOT EXISTS (SELECT FROM roles_block WHERE user_id = employee AND lifted_on IS NULL)
    THEN
        RETURN '{{}}';
    END IF;
    RETURN ARRAY(
        SELECT member.course_id FROM roles_barred barred
        JOIN citizens_courseperson member ON member.citizen_id = barred.citizen_id{still}
        WHERE barred.user_id = employee
    );
END $body$;
"""
STILL = " AND member.ends_on IS NULL"

# Whoever can give rights to anybody, and whoever has left, sees no rows of a course either.
MINE = """
CREATE OR REPLACE FUNCTION course_is_mine(course uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
DECLARE
    me text := current_setting('app.user_id', true);
BEGIN
    IF me <> '' AND EXISTS (
        SELECT FROM public.roles_membership mine{who}
        WHERE mine.user_id = me::bigint AND mine.course_id = course AND mine.starts_at <= now()
            AND (mine.ends_at IS NULL OR mine.ends_at > now() OR mine.ended_at >= now())
    ) THEN
        RETURN true;
    END IF;
    RETURN COALESCE(course::text = current_setting('app.opening', true), false);
END $body$;

CREATE OR REPLACE FUNCTION my_courses() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
DECLARE
    me text := current_setting('app.user_id', true);
    opening text := current_setting('app.opening', true);
BEGIN
    RETURN ARRAY(
        SELECT mine.course_id FROM public.roles_membership mine{who}
        WHERE me <> '' AND mine.user_id = NULLIF(me, '')::bigint AND mine.starts_at <= now()
            AND (mine.ends_at IS NULL OR mine.ends_at > now() OR mine.ended_at >= now())
    ) || CASE WHEN opening <> '' THEN ARRAY[opening::uuid] ELSE ARRAY[]::uuid[] END;
END $body$;
"""
WHO = """
        JOIN public.accounts_user who ON who.id = mine.user_id AND who.is_active
            AND NOT 'administrator' = ANY (who.capabilities)"""


def _replaced(sql: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        if sql.count(old) != 1:
            raise ValueError(old)
        sql = sql.replace(old, new)
    return sql


# As they were made, but for who has left the course, and for one of the two who administers now.
HELD_UNDER = before.HELD_UNDER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
HELD_UNDER_NOW = _replaced(
    HELD_UNDER,
    (
        "member.citizen_id = barred.citizen_id AND member.ends_on IS NULL",
        "member.citizen_id = barred.citizen_id",
    ),
    (
        "CASE WHEN barred.user_id IS NOT NULL THEN 'barred'",
        "CASE WHEN barred.user_id IS NOT NULL OR 'administrator' = ANY (holder.capabilities) THEN 'barred'",
    ),
)
BEHIND = before.BEHIND.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BEHIND_NOW = _replaced(BEHIND, ("course_id = of_course AND ends_on IS NULL", "course_id = of_course"))


class Migration(migrations.Migration):
    dependencies = [("roles", "0007_handing_over_by_a_leader")]

    operations = [
        migrations.RunSQL(BARRED, f"{AS_A_VIEW}; DROP FUNCTION roles_barred_rules();"),
        migrations.RunSQL(BARRED_COURSES.format(still=""), BARRED_COURSES.format(still=STILL)),
        migrations.RunSQL(MINE.format(who=WHO), MINE.format(who="")),
        migrations.RunSQL(HELD_UNDER_NOW, HELD_UNDER),
        migrations.RunSQL(BEHIND_NOW, BEHIND),
    ]
