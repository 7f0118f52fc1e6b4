"""D18: with any part of the wall missing health is red, and nothing starts."""

import json
import logging

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from roles import guard
from tests.factories import make_user

pytestmark = pytest.mark.django_db

HOLES = {
    "a policy is dropped": "DROP POLICY member ON plans_note",
    "a policy lets all through": "ALTER POLICY member ON plans_note USING (true)",
    "a policy lets all be written": "ALTER POLICY member ON plans_note WITH CHECK (true)",
    "a policy is for everybody": "ALTER POLICY service ON plans_plan TO PUBLIC",
    "a policy is added": "CREATE POLICY more ON plans_note TO app_web USING (true)",
    "a policy is added elsewhere": "CREATE POLICY more ON law_act USING (true)",
    "row security is off": "ALTER TABLE citizens_course DISABLE ROW LEVEL SECURITY",
    "force is off": "ALTER TABLE citizens_course NO FORCE ROW LEVEL SECURITY",
    "too much is granted": "GRANT DELETE ON citizens_course TO app_web",
    "truncate is granted": "GRANT TRUNCATE ON audit_auditevent TO app_web",
    "everybody is granted": "GRANT SELECT ON roles_membership TO PUBLIC",
    "a column is granted": "GRANT UPDATE (action) ON audit_auditevent TO app_web",
    "too little is granted": "REVOKE INSERT ON audit_auditevent FROM app_web",
    "a partition is granted": "GRANT DELETE ON audit_auditevent_other TO app_web",
    "a trigger of the log is disabled": "ALTER TABLE audit_auditevent DISABLE TRIGGER USER",
    "a trigger of history is disabled": "ALTER TABLE plans_note DISABLE TRIGGER USER",
    "membership is not kept": "ALTER TABLE roles_assignment DISABLE TRIGGER keep_membership",
    "membership is not kept at all": "DROP TRIGGER keep_membership ON roles_assignment",
    "the role owns a table": "CREATE TABLE mine (); GRANT ALL ON SCHEMA public TO app_web; "
    "ALTER TABLE mine OWNER TO app_web",
    "a function says yes": "CREATE OR REPLACE FUNCTION meeting_is_mine(bigint) RETURNS boolean LANGUAGE sql "
    "STABLE SECURITY DEFINER AS 'SELECT true'",
    "a barrier holds nobody": "CREATE OR REPLACE FUNCTION roles_barred_courses(employee bigint) "
    "RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT '{}'::uuid[] $$",
    "a view forgets siblings": "CREATE OR REPLACE VIEW roles_barred AS SELECT * FROM roles_barred_rules() "
    "WHERE rule <> 'sibling'",
    "a rule of the barriers is forgotten": "CREATE OR REPLACE FUNCTION roles_barred_rules() RETURNS TABLE "
    "(user_id bigint, citizen_id uuid, rule text) LANGUAGE sql STABLE AS "
    "$$ SELECT user_id, citizen_id, 'own_case' FROM roles_staffcitizen $$",
    "a function passes by": "CREATE FUNCTION more() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "a function is there twice": "CREATE FUNCTION my_courses(of_all boolean) RETURNS uuid[] LANGUAGE sql "
    "AS $$ SELECT '{}'::uuid[] $$",
    "a function runs as another": "ALTER FUNCTION course_is_mine(uuid) SECURITY INVOKER",
    "history runs as the owner": "DO $$ BEGIN EXECUTE 'ALTER FUNCTION ' || (SELECT tgfoid::regprocedure FROM "
    "pg_trigger WHERE tgname LIKE 'pgtrigger_version_is_frozen%' LIMIT 1) || ' SECURITY DEFINER'; END $$",
}


def health(client) -> tuple[int, dict]:
    answer = client.get("/health/")
    return answer.status_code, json.loads(answer.content)


def test_the_wall_stands(client):
    assert guard.faults() == []
    assert health(client) == (200, {"status": "ok"})
    assert run_checks(databases=["default"]) == []
    guard.refuse_to_start_without()


def test_somebody_has_said_of_every_table_what_the_web_may_do_with_it():
    """Give the right in the migration (`allow`, `protect`), and say it again in roles/rights.py."""
    assert guard.undecided() == set()


@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_turns_health_red_and_nothing_starts(client, caplog, hole):
    with connection.cursor() as cursor:
        cursor.execute(HOLES[hole])

    with caplog.at_level(logging.ERROR, logger="borgerforloeb.alarm"):
        assert health(client) == (503, {"status": "red"})
    assert caplog.text
    assert [message.id for message in run_checks(databases=["default"])]
    with pytest.raises(ImproperlyConfigured):
        guard.refuse_to_start_without()


def test_a_role_that_can_do_more_than_it_was_given_is_found():
    """Of roles that every server has: only a superuser may give the web's own role as much."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(rolname) FROM pg_roles WHERE rolsuper AND rolbypassrls AND rolcanlogin")
        [mighty] = cursor.fetchone()

    found = {
        fault.removeprefix(f"the role {role} ")
        for role in (mighty, "pg_monitor")
        for fault in guard.faults_of_role(role)
    }

    assert found == set(guard.TOO_MUCH)
    assert list(guard.faults_of_role("app_nobody")) == ["the role app_nobody is missing"]


def test_in_production_whoever_owns_the_tables_may_not_serve(settings):
    settings.TESTING = settings.DEBUG = False

    assert len(guard.faults_for_those_who_serve()) == 1
    with pytest.raises(ImproperlyConfigured):
        guard.refuse_to_start_without()


def test_health_is_told_without_signing_in_and_tells_no_more(client):
    make_user()

    assert client.get("/health/").headers["Content-Type"] == "application/json"
