"""Is the second wall there, whole? Asked at start, by `manage.py check --database default`, and by /health/.

Such walls fall when one is switched off for an hour and not on again; so nothing starts without it.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from borgerforloeb.accounts.row_security import WEB
from roles.rights import (
    AS_OWNER,
    AS_WHO_ASKS,
    BODIES,
    BY_TRIGGER,
    PROTECTED,
    RIGHTS,
    SHUT,
    TRIGGERS,
    VIEW_WORDS,
)

OWNER = "the owner"  # whatever the owner of the table is called here
PARTITIONS = "audit_auditevent_"  # reached through the whole table alone

alarm = logging.getLogger("borgerforloeb.alarm")

ROLE = """
    SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreatedb, rolcreaterole, rolreplication,
        EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid),
        EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
    FROM pg_roles WHERE rolname = %s
"""
TOO_MUCH = (
    "is superuser",
    "passes by row security",
    "may sign in",
    "may make databases",
    "may make roles",
    "may replicate",
    "is in another role",
    "owns something",
)
# Letters as in roles.rights, small for some columns alone; what no table needs (truncate, trigger) is an X.
TABLES = """
    SELECT class.relname, class.relrowsecurity AND class.relforcerowsecurity, (
        SELECT COALESCE(string_agg(DISTINCT CASE
            WHEN given.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') THEN 'X'
            WHEN given.whole THEN left(given.privilege_type, 1)
            ELSE lower(left(given.privilege_type, 1)) END, ''), '')
        FROM (
            SELECT true AS whole, (aclexplode(class.relacl)).*
            UNION ALL
            SELECT false, (aclexplode(part.attacl)).* FROM pg_attribute part WHERE part.attrelid = class.oid
        ) given
        WHERE given.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %s))
    )
    FROM pg_class class
    WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'p', 'v', 'm', 'f')
"""
POLICIES = """
    SELECT tablename, policyname, permissive, cmd, roles::text[], COALESCE(qual, ''),
        COALESCE(with_check, ''), tableowner
    FROM pg_policies JOIN pg_tables USING (schemaname, tablename) WHERE schemaname = 'public'
"""
ENABLED = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
"""
FUNCTIONS = """
    SELECT proname, md5(prosrc), prosecdef FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE pg_depend.classid = 'pg_proc'::regclass AND pg_depend.objid = pg_proc.oid AND deptype = 'e'
    )
"""
VIEWS = """
    SELECT relname, regexp_replace(pg_get_viewdef(oid, true), '[[:space:];]+', ' ', 'g') FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
"""
MIGHTY = """
    SELECT EXISTS (
        SELECT FROM pg_roles WHERE rolname = session_user AND (rolsuper OR rolbypassrls)
    ) OR EXISTS (
        SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND pg_has_role(session_user, relowner, 'MEMBER')
    )
"""


def faults() -> list[str]:
    """What is missing, or is there that should not be; nothing when the wall stands."""
    return [*faults_of_role(), *_tables(), *_policies(), *_triggers(), *_views(), *_functions()]


def faults_for_those_who_serve() -> list[str]:
    """Web and worker in production must also have signed in as somebody who cannot take the wall down."""
    if settings.DEBUG or settings.TESTING or not _rows(MIGHTY)[0][0]:
        return faults()
    return [*faults(), "the database user owns tables, is superuser or passes by row security"]


def is_whole() -> bool:
    """No details to whoever asks; they go to the operator."""
    found = faults_for_those_who_serve()
    for fault in found:
        alarm.error("row security: %s", fault)
    return not found


def refuse_to_start_without() -> None:
    if not is_whole():
        raise ImproperlyConfigured(
            "Databasens rækkesikkerhed mangler noget. Se loggen og docs/operations.md."
        )


@register(Tags.database)
def check(databases: Any = None, **_: Any) -> list[CheckMessage]:
    if not databases or "default" not in databases or _migrations_wait():
        return []
    return [Error(fault, id="roles.E001") for fault in faults()]


def _migrations_wait() -> bool:
    """Before they have run there is no wall to look at; `migrate` itself asks first of all."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False  # web and worker may not read which have run
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def faults_of_role(name: str = WEB) -> Iterator[str]:
    found = _rows(ROLE, name)
    if not found:
        yield f"the role {name} is missing"
    else:
        yield from (
            f"the role {name} {what}" for what, is_so in zip(TOO_MUCH, found[0], strict=True) if is_so
        )


def _tables() -> Iterator[str]:
    known = {name: (shut, set(rights)) for name, shut, rights in _rows(TABLES, WEB)}
    for name, (forced, rights) in known.items():
        if rights != set(RIGHTS.get(name, "")):
            yield f"{name}: the rights are {''.join(sorted(rights)) or 'none'}"
        if not forced and _has_policies(name):
            yield f"{name}: row security is not enabled and forced"
    for name in sorted(PROTECTED.keys() - known.keys()):
        yield f"{name} is missing"


def undecided() -> set[str]:
    """Tables of which nobody has said what web and worker may do with them; they may do nothing."""
    names = {name for name, _, _ in _rows(TABLES, WEB)}
    return {name for name in names if name not in RIGHTS.keys() | SHUT and not name.startswith(PARTITIONS)}


def _has_policies(table: str) -> bool:
    return table in PROTECTED or RIGHTS.get(table) == BY_TRIGGER


def _policies() -> Iterator[str]:
    found = {}
    for table, name, *rest, owner in _rows(POLICIES):
        found[table, name] = (*rest[:2], [role if role != owner else OWNER for role in rest[2]], *rest[3:])
    wanted = dict(_wanted_policies())
    for table, name in sorted(found.keys() | wanted.keys()):
        if found.get((table, name)) != wanted.get((table, name)):
            yield f"{table}: the policy {name} is not as it should be"


def _wanted_policies() -> Iterator[tuple[tuple[str, str], tuple[Any, ...]]]:
    for table, rights in RIGHTS.items():
        if _has_policies(table):
            yield (table, "owner"), ("PERMISSIVE", "ALL", [OWNER], "true", "")
        if rights == BY_TRIGGER:
            yield (table, "by_trigger"), ("PERMISSIVE", "INSERT", [WEB], "", "(pg_trigger_depth() > 0)")
    for table, (mine, services) in PROTECTED.items():
        yield (table, "member"), ("PERMISSIVE", "ALL", [WEB], mine, mine)
        if services:
            names = ", ".join(f"'{service}'::text" for service in services)
            serving = f"serves(VARIADIC ARRAY[{names}])"
            yield (table, "service"), ("PERMISSIVE", "SELECT", [WEB], serving, "")


def _triggers() -> Iterator[str]:
    enabled = set(_rows(ENABLED))
    registered = {
        (model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()
    }
    for table, name in sorted((registered | TRIGGERS) - enabled):
        yield f"{table}: the trigger {name} is missing or disabled"


def _views() -> Iterator[str]:
    """Other versions of the database name each column together with where it is from."""
    said = {name: re.sub(r"\w+\.", "", words).strip() for name, words in _rows(VIEWS)}
    for name, words in VIEW_WORDS.items():
        if said.get(name) != words:
            yield f"the view {name} is not as it should be"


def _functions() -> Iterator[str]:
    rows = _rows(FUNCTIONS)
    found = {name: (body, as_owner) for name, body, as_owner in rows}
    for name, body in BODIES.items():
        if found.get(name) != (body, name not in AS_WHO_ASKS):
            yield f"the function {name} is not as it should be"
        if [row[0] for row in rows].count(name) > 1:
            yield f"the function {name} is there with other arguments too"
    for name, (_, as_owner) in sorted(found.items()):
        if name not in BODIES and as_owner != name.startswith(AS_OWNER):
            yield f"the function {name} does not run as the one that it should"
