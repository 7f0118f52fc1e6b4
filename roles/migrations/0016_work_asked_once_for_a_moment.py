from importlib import import_module

from django.db import migrations

once = import_module("roles.migrations.0015_asked_once_for_a_moment")
work = import_module("roles.migrations.0012_work_that_one_still_does")

# Each gate of a page asks what the same employee is employed to do. As with the courses, her own answer is kept
# within the transaction and its moment; a trigger forgets it where her rights are changed.
OF_WORK_ONCE = """
CREATE OR REPLACE FUNCTION roles_of_work(employee bigint) RETURNS text[] LANGUAGE plpgsql STABLE AS $body$
DECLARE
    asks_herself boolean := employee::text = current_setting('app.user_id', true);
    known text := current_setting('app.work', true);
    works text[];
BEGIN
    IF asks_herself AND known <> ''
        AND statement_timestamp() < NULLIF(current_setting('app.mine_until', true), '')::timestamptz
    THEN
        RETURN known::text[];
    END IF;
    works := ({of_work});
    IF asks_herself THEN
        PERFORM set_config('app.work', COALESCE(works::text, ''), true);
    END IF;
    RETURN works;
END $body$;
""".format(of_work=work.OF_WORK.partition("$body$")[2].partition("$body$")[0].strip())
# A new moment begins with nothing known.
MINE = once.ONCE.replace(
    "set_config('app.barred', '', true),",
    "set_config('app.barred', '', true), set_config('app.work', '', true),",
)


class Migration(migrations.Migration):
    dependencies = [("roles", "0015_asked_once_for_a_moment")]

    operations = [
        migrations.RunSQL(
            MINE + OF_WORK_ONCE,
            once.ONCE + work.OF_WORK.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        )
    ]
