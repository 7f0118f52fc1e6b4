"""The second wall, in the words of migrations: who may do what with a table, and whose rows come through.

Web and worker act as the role `app_web`, which owns nothing and has no right that is not given here, table by
table. A new one is shut until its migration says `allow` or `protect`; roles/rights.py says what is expected.
"""

from typing import NamedTuple

from django.db.migrations import RunSQL

WEB = "app_web"

# Made where it is missing: it belongs to the whole cluster, and databases of tests are made side by side.
ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB}') THEN
        BEGIN
            CREATE ROLE {WEB} NOLOGIN NOINHERIT NOBYPASSRLS;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'the role {WEB} is missing, and % may not make it', current_user
                    USING HINT = 'As superuser: CREATE ROLE {WEB} NOLOGIN; GRANT {WEB} TO ' || current_user;
        END;
    END IF;
    IF NOT pg_has_role(current_user, '{WEB}', 'MEMBER') THEN
        EXECUTE format('GRANT {WEB} TO %I', current_user);
    END IF;
END $$;
"""


class Rule(NamedTuple):
    forwards: str
    backwards: str


def written(*rules: Rule) -> RunSQL:
    """All rules of a migration as one operation: Django draws all models anew between any two."""
    forwards = [ROLE, *(rule.forwards for rule in rules)]
    return RunSQL("\n".join(forwards), "\n".join(rule.backwards for rule in reversed(rules)))


def allow(table: str, *rights: str) -> Rule:
    """Rights to a whole table, such as SELECT; whose rows they reach is said by `protect`."""
    return Rule(f"GRANT {', '.join(rights)} ON {table} TO {WEB};", f"REVOKE ALL ON {table} FROM {WEB};")


def protect(table: str, mine: str, *services: str) -> Rule:
    """Only rows of one's own courses: `mine` says so of a row. The services may read all, and change none.

    FORCE shuts the owner out too, so she has a policy of her own: migrations, the demonstration and the
    tests need one. Managed servers give nobody BYPASSRLS, and a policy stands where it is seen.
    """
    serving = f"serves(VARIADIC ARRAY[{', '.join(map(repr, services))}]::text[])" if services else ""
    service = f"CREATE POLICY service ON {table} FOR SELECT TO {WEB} USING ({serving});" if services else ""
    return Rule(
        f"""
        CREATE POLICY owner ON {table} TO CURRENT_USER USING (true);
        CREATE POLICY member ON {table} TO {WEB} USING ({mine}) WITH CHECK ({mine});
        {service}
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        """,
        f"""
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
        {f"DROP POLICY service ON {table};" if services else ""}
        DROP POLICY member ON {table};
        DROP POLICY owner ON {table};
        """,
    )


def protect_history(table: str) -> Rule:
    """The history of a table is written by its triggers alone, and the product reads nothing of it."""
    return Rule(
        f"""
        GRANT INSERT ON {table} TO {WEB};
        CREATE POLICY owner ON {table} TO CURRENT_USER USING (true);
        CREATE POLICY by_trigger ON {table} FOR INSERT TO {WEB} WITH CHECK (pg_trigger_depth() > 0);
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        """,
        f"""
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
        DROP POLICY by_trigger ON {table};
        DROP POLICY owner ON {table};
        REVOKE ALL ON {table} FROM {WEB};
        """,
    )


def reach(function: str, key: str, course: str) -> Rule:
    """`function(key)` says whether the row that has this key belongs to one of one's own courses.

    It asks as the owner of the tables, past their policies: a policy that led through those of all tables
    between would be planned and judged anew at each step. Tables are named with their schema, because such a
    function may not be led elsewhere by a search path.
    """
    return Rule(
        f"""
        CREATE FUNCTION {function}({key}) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER AS
        $$BEGIN RETURN public.course_is_mine(({course})); END$$;
        """,
        f"DROP FUNCTION {function}({key});",
    )
