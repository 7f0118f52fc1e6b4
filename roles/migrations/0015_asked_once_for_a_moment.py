from importlib import import_module

from django.db import migrations

closed = import_module("roles.migrations.0008_closed_whatever_else")
work = import_module("roles.migrations.0012_work_that_one_still_does")
AS_BEFORE = "".join(work.MINE.partition("CREATE OR REPLACE FUNCTION my_courses")[1:])

# A page names some twenty tables, and the policy of each asks this. The answer is kept within the transaction,
# and no longer than 0.2 seconds, after which who has waited for another's lock asks anew; what is made of it goes with it.
ONCE = """
CREATE OR REPLACE FUNCTION my_courses() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
DECLARE
    me text;
    opening text;
    mine uuid[];
BEGIN
    IF statement_timestamp() < NULLIF(current_setting('app.mine_until', true), '')::timestamptz THEN
        RETURN current_setting('app.my_courses')::uuid[];
    END IF;
    me := current_setting('app.user_id', true);
    opening := current_setting('app.opening', true);
    mine := ARRAY(
        SELECT mine.course_id FROM public.roles_membership mine
        WHERE (SELECT cardinality(public.roles_of_work(NULLIF(me, '')::bigint))) > 0
            AND me <> '' AND mine.user_id = NULLIF(me, '')::bigint AND mine.starts_at <= now()
            AND (mine.ends_at IS NULL OR mine.ends_at > now() OR mine.ended_at >= now())
    ) || CASE WHEN opening <> '' THEN ARRAY[opening::uuid] ELSE ARRAY[]::uuid[] END;
    PERFORM set_config('app.my_courses', mine::text, true), set_config('app.my_plans', '', true),
        set_config('app.my_goals', '', true), set_config('app.barred', '', true),
        set_config('app.mine_until', (statement_timestamp() + interval '0.2 seconds')::text, true);
    RETURN mine;
END $body$;
"""

# The gate asks this as often, and it is long for somebody who lives in the municipality.
BARRED_ONCE = """
CREATE OR REPLACE FUNCTION roles_barred_courses(employee bigint) RETURNS uuid[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    asks_herself boolean := employee::text = current_setting('app.user_id', true);
    known text := current_setting('app.barred', true);
    closed uuid[] := '{}';
BEGIN
    IF asks_herself AND known <> ''
        AND statement_timestamp() < NULLIF(current_setting('app.mine_until', true), '')::timestamptz
    THEN
        RETURN known::uuid[];
    END IF;
    IF EXISTS (SELECT FROM roles_staffcitizen WHERE user_id = employee AND ended_on IS NULL)
        OR EXISTS (SELECT FROM roles_block WHERE user_id = employee AND lifted_on IS NULL)
    THEN
        closed := ARRAY(
            SELECT member.course_id FROM roles_barred barred
            JOIN citizens_courseperson member ON member.citizen_id = barred.citizen_id
            WHERE barred.user_id = employee
        );
    END IF;
    IF asks_herself THEN
        -- That begins the moment, where it has not begun.
        PERFORM my_courses(), set_config('app.barred', closed::text, true);
    END IF;
    RETURN closed;
END $body$;
"""
BARRED_AS_BEFORE = closed.BARRED_COURSES.format(still="")

# Who has just been given a course, or made a plan in it, finds it in the same breath.
ANEW = """
CREATE FUNCTION ask_anew() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM set_config('app.mine_until', '', true);
    RETURN NULL;
END $body$;
CREATE TRIGGER ask_anew AFTER INSERT OR UPDATE OR DELETE ON roles_assignment
    FOR EACH STATEMENT EXECUTE FUNCTION ask_anew();
CREATE TRIGGER ask_anew AFTER INSERT OR UPDATE OR DELETE ON roles_block
    FOR EACH STATEMENT EXECUTE FUNCTION ask_anew();
CREATE TRIGGER ask_anew AFTER INSERT OR UPDATE OR DELETE ON roles_staffcitizen
    FOR EACH STATEMENT EXECUTE FUNCTION ask_anew();
CREATE TRIGGER ask_anew AFTER INSERT OR UPDATE OR DELETE ON citizens_familyrelation
    FOR EACH STATEMENT EXECUTE FUNCTION ask_anew();
CREATE TRIGGER ask_anew AFTER INSERT OR UPDATE OR DELETE ON citizens_courseperson
    FOR EACH STATEMENT EXECUTE FUNCTION ask_anew();
CREATE TRIGGER ask_anew AFTER UPDATE OF is_active, capabilities ON accounts_user
    FOR EACH STATEMENT EXECUTE FUNCTION ask_anew();
"""
NOT_ANEW = """
DROP TRIGGER ask_anew ON accounts_user;
DROP TRIGGER ask_anew ON citizens_courseperson;
DROP TRIGGER ask_anew ON citizens_familyrelation;
DROP TRIGGER ask_anew ON roles_staffcitizen;
DROP TRIGGER ask_anew ON roles_block;
DROP TRIGGER ask_anew ON roles_assignment;
DROP FUNCTION ask_anew();
"""


class Migration(migrations.Migration):
    dependencies = [("roles", "0014_a_leader_sees_which_are_closed")]

    operations = [migrations.RunSQL(ANEW + ONCE + BARRED_ONCE, BARRED_AS_BEFORE + AS_BEFORE + NOT_ANEW)]
