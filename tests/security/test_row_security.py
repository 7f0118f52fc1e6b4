"""D17: the database itself lets nobody past one's own courses, whatever the code forgets to ask."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, STATISTICS, acting_as, opening, serving_as
from borgerforloeb.casework import tasks as consent_tasks
from borgerforloeb.citizens.models import Course, NetworkPerson
from borgerforloeb.notices.tasks import deliver
from plans import tasks
from plans.models import Note, Plan
from roles.models import Assignment, Membership, Role
from roles.rights import BY_TRIGGER, PROTECTED, RIGHTS
from tests.factories import LONG_AGO, assign, caseworker_of, make_course, make_plan, make_user
from tests.security.world import asked_as, make_full_course

pytestmark = pytest.mark.django_db


def rows(*tables: str) -> dict[str, int]:
    """Asked without any filter, as code would that has forgotten one."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables or PROTECTED:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


NOTHING = dict.fromkeys(PROTECTED, 0)


def test_every_protected_table_has_a_row_to_hide():
    make_full_course()

    assert [table for table, number in rows().items() if number == 0] == []


def test_without_a_context_there_is_nothing():
    make_full_course()

    for nobody in (None, AnonymousUser()):
        with acting_as(nobody):
            assert rows() == NOTHING


def test_a_stranger_sees_nothing_and_a_colleague_all_of_it():
    course = make_full_course()
    everything = rows()
    make_course(caseworker=(stranger := make_user("Stig Fremmed")))

    with acting_as(caseworker_of(course)):
        assert rows() == everything | {
            "citizens_course": 1,
            "roles_assignment": 2,
            "citizens_courseperson": 1,
        }
    with acting_as(stranger):
        own = {table: number for table, number in rows().items() if number}
    # A lesson is nobody's; which trial it came from is hidden like the rest.
    assert own == {"citizens_course": 1, "citizens_courseperson": 1, "roles_assignment": 2, "plans_lesson": 1}


TODAY = timezone.localdate


@pytest.mark.parametrize(
    ("dates", "is_open"),
    [
        ({"starts_on": LONG_AGO}, True),
        ({"starts_on": LONG_AGO, "ends_on": LONG_AGO + timedelta(days=1)}, False),
        ({"starts_on": TODAY()}, True),
        ({"starts_on": TODAY() + timedelta(days=1)}, False),
        ({"starts_on": LONG_AGO, "ends_on": TODAY()}, False),
        ({"starts_on": LONG_AGO, "ends_on": TODAY() + timedelta(days=1)}, True),
        ({"starts_on": LONG_AGO, "expires_at": timezone.now() - timedelta(seconds=1)}, False),
        ({"starts_on": LONG_AGO, "expires_at": timezone.now() + timedelta(hours=1)}, True),
    ],
)
def test_an_assignment_opens_for_as_long_as_it_is_in_force(dates, is_open):
    course, mette = make_course(), make_user("Mette")
    assign(mette, course, Role.TEAM_MEMBER, **dates)

    with acting_as(mette):
        assert Course.objects.count() == is_open
    assert Assignment.objects.in_force().filter(user=mette).exists() == is_open


def test_a_day_begins_at_midnight_here():
    summer = assign(make_user(), make_course(), starts_on=LONG_AGO.replace(month=7), ends_on=None)

    assert Membership.objects.get(pk=summer.pk).starts_at.utcoffset() == timedelta(0)
    assert Membership.objects.get(pk=summer.pk).starts_at.hour == 22


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_who_leaves_may_finish_what_was_begun_and_sees_nothing_afterwards():
    with transaction.atomic():
        course, mette = make_course(), make_user("Mette")
        held = assign(mette, course, Role.TEAM_MEMBER)

    with acting_as(mette):
        Assignment.objects.filter(pk=held.pk).update(ends_on=TODAY())
        assert Course.objects.count() == 1
    with acting_as(mette):
        assert Course.objects.count() == 0


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_reaches_the_next_transaction_on_the_connection():
    with transaction.atomic():
        course = make_course()
    with acting_as(caseworker_of(course)):
        assert Course.objects.count() == 1

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user, current_setting('app.user_id', true)")
        assert cursor.fetchone() in {(True, ""), (True, None)}
        cursor.execute("SET ROLE app_web")
    try:
        assert Course.objects.count() == 0
    finally:
        connection.close()


def test_it_is_taken_back_where_the_transaction_goes_on():
    course = make_course()
    with acting_as(caseworker_of(course)):
        opening(course.pk)
        with serving_as(STATISTICS):
            assert Course.objects.count() == 1
        assert Course.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user = session_user, current_setting('app.user_id'), "
            "current_setting('app.opening')"
        )
        assert cursor.fetchone() == (True, "", "")


def test_a_failure_takes_it_back_too():
    with pytest.raises(DatabaseError), acting_as(make_user()), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone() == (True,)


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except ProgrammingError as error:
        return "row-level security" in str(error) or "permission denied" in str(error)
    return False


def test_nothing_is_written_into_a_course_of_others():
    mine, theirs = make_full_course(), make_full_course()
    me = caseworker_of(mine)
    goal, person = theirs.plan.goals.get(), theirs.persons.get()
    own = mine.network.get()
    note = {"text": "x", "about_on": LONG_AGO, "written_by": me, "person": person}

    with acting_as(me):
        assert refused(lambda: Note.objects.create(goal=goal, **note))
        assert refused(lambda: Plan.objects.create(course=theirs, number=7))
        assert refused(lambda: assign(me, theirs, starts_on=LONG_AGO))
        # Nor can one's own be moved there, or theirs be changed.
        assert refused(lambda: NetworkPerson.objects.filter(pk=own.pk).update(course=theirs))
        assert NetworkPerson.objects.filter(course=theirs).update(name="x") == 0
        assert not refused(lambda: Note.objects.create(goal=mine.plan.goals.get(), **note))


def test_a_service_reads_what_its_task_needs_and_changes_nothing():
    course = make_full_course()
    # Of a goal for later it is the day that is read.
    agreements = {"plans_agreement": 1, "plans_followup": 1, "plans_goal": 1}

    with serving_as(REMINDERS):
        assert rows(*agreements) == agreements
        assert rows("plans_note", "documents_storeddocument") == {
            "plans_note": 0,
            "documents_storeddocument": 0,
        }
        assert Course.objects.filter(pk=course.pk).update(name="x") == 0
        assert refused(lambda: Plan.objects.create(course=course, number=7))
    with serving_as(STATISTICS):
        assert rows("plans_agreement", "plans_note") == {"plans_agreement": 0, "plans_note": 0}
    with serving_as("somebody"):
        assert rows() == NOTHING


@pytest.mark.parametrize("table", [table for table, rights in RIGHTS.items() if rights == BY_TRIGGER])
def test_history_is_written_by_triggers_alone_and_read_by_nobody(table):
    with acting_as(make_user()), connection.cursor() as cursor:
        assert refused(lambda: cursor.execute(f"SELECT FROM {table}"))
        assert refused(
            lambda: cursor.execute(f"INSERT INTO {table} (pgh_created_at, pgh_label) VALUES (now(), 'x')")
        )


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT FROM roles_membership",
        "SELECT FROM django_migrations",
        "INSERT INTO roles_membership (assignment_id, user_id, starts_at) SELECT 1, 1, now()",
        "DELETE FROM citizens_course",
        "DELETE FROM audit_auditevent",
        "UPDATE audit_auditevent SET action = ''",
        "TRUNCATE plans_note",
        "ALTER TABLE plans_note DISABLE ROW LEVEL SECURITY",
        "DROP POLICY member ON plans_note",
        "CREATE TABLE mine ()",
    ],
)
def test_the_web_has_no_right_to(sql):
    with pytest.raises(DatabaseError) as error, acting_as(make_user()), connection.cursor() as cursor:
        cursor.execute(sql)
    assert "permission denied" in str(error.value) or "must be owner" in str(error.value)


def test_every_request_is_asked_as_the_web_on_behalf_of_who_asks(client):
    course = make_plan().course
    katrine = caseworker_of(course)
    client.force_login(katrine)

    with asked_as() as asked:
        assert client.get(reverse("plans:plan", args=[course.pk])).status_code == 200

    of_cases = [who for sql, who in asked if "citizens_course" in sql or "plans_" in sql]
    assert len(of_cases) > 3
    assert set(of_cases) == {("app_web", str(katrine.pk))}


@pytest.mark.parametrize("task", [tasks.find_due, consent_tasks.find_due, deliver])
def test_every_task_is_asked_as_the_web_on_behalf_of_nobody(task):
    make_full_course()

    with asked_as() as asked:
        task()

    assert {who for sql, who in asked if "SAVEPOINT" not in sql} == {("app_web", "")}
