from importlib import import_module

from django.db import migrations

before = import_module("roles.migrations.0008_closed_whatever_else")
looked_through = import_module("roles.migrations.0011_accesses_looked_through")

# The roles that an employee may hold with what she is employed to do today: none who has left, nor whoever can
# give rights to anybody. An assignment that is none of these opens nothing.
OF_WORK = """
CREATE FUNCTION roles_of_work(employee bigint) RETURNS text[] LANGUAGE sql STABLE AS $body$
    SELECT ARRAY(
        SELECT needs.role FROM (VALUES
            ('coordinating_caseworker', '{caseworker}'::text[]),
            ('caseworker', '{caseworker}'),
            ('borgerkonsulent', '{caseworker,provider,duty}'),
            ('team_member', '{caseworker,provider,duty}'),
            ('emergency', '{duty}'),
            ('reader', '{leader}')
        ) needs (role, capabilities)
        WHERE needs.capabilities && who.capabilities::text[]
    )
    FROM public.accounts_user who
    WHERE who.id = employee AND who.is_active AND NOT 'administrator' = ANY (who.capabilities)
$body$;
"""
# The second wall knows of courses only: whoever may hold no role at all sees no rows.
MINE = before.MINE.format(who="").replace(
    "WHERE ", "WHERE (SELECT cardinality(public.roles_of_work(NULLIF(me, '')::bigint))) > 0 AND "
)
ACCESSES = looked_through.ACCESSES.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
ACCESSES_NOW = before._replaced(
    ACCESSES,
    (
        "WHERE holder.is_active AND NOT 'administrator' = ANY (holder.capabilities)",
        """WHERE COALESCE(
            CASE WHEN held.deputy_for_id IS NULL THEN held.role ELSE
                (SELECT one.role FROM roles_assignment one WHERE one.id = held.deputy_for_id) END
            = ANY (roles_of_work(held.user_id)), false)""",
    ),
    ("    JOIN accounts_user holder ON holder.id = held.user_id\n", ""),
)


# A law that somebody notes opens a field to the colleagues, never to who notes it: another must say so of her.
BASES = """
CREATE OR REPLACE FUNCTION roles_bases(of_course uuid, employee bigint, fields varchar[], today date)
RETURNS SETOF roles_sharingbasis LANGUAGE plpgsql STABLE ROWS 1 AS $body$
BEGIN
    RETURN QUERY SELECT basis.* FROM roles_sharingbasis basis
    WHERE basis.course_id = of_course AND (basis.to_user_id = employee OR basis.to_domain = ANY (fields))
        AND basis.starts_on <= today AND (basis.ends_on IS NULL OR basis.ends_on >= today)
        AND (basis.withdrawn_on IS NULL OR basis.withdrawn_on > today)
        AND (basis.consent_id IS NULL OR citizens_consent_holds(basis.consent_id, today)){of_others}
    ORDER BY basis.id;
END $body$;
"""
OF_OTHERS = """
        AND (basis.kind <> 'law' OR basis.made_by_id <> employee)"""


class Migration(migrations.Migration):
    dependencies = [("roles", "0011_accesses_looked_through")]

    operations = [
        migrations.RunSQL(OF_WORK, "DROP FUNCTION roles_of_work(bigint)"),
        migrations.RunSQL(MINE, before.MINE.format(who=before.WHO)),
        migrations.RunSQL(ACCESSES_NOW, ACCESSES),
        migrations.RunSQL(BASES.format(of_others=OF_OTHERS), BASES.format(of_others="")),
    ]
