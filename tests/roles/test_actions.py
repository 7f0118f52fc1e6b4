"""Appointing, replacing and ending; and the database's own word that an open course has its two."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from roles import actions
from roles.models import Assignment, Role
from roles.permissions import visible_courses
from tests.factories import assign, caseworker_of, konsulent_of, make_citizen, make_course, make_user

pytestmark = pytest.mark.django_db

START = date(2026, 6, 1)


def appoint(course, **changes):
    fields = {
        "role": Role.TEAM_MEMBER,
        "starts_on": START,
        "reason": "Kender borgeren.",
        "by": caseworker_of(course),
    }
    fields |= changes
    fields.setdefault("user", make_user("Sanne Krogh", capabilities=[Capability.PROVIDER]))
    return actions.appoint(course, **fields)


def check_constraints_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def broken(change) -> bool:
    """Whether the database itself refuses, when the transaction is judged."""
    try:
        with transaction.atomic():
            change()
            check_constraints_now()
    except IntegrityError:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return False


def test_a_team_member_is_appointed_with_who_and_why_and_sees_the_course():
    course = make_course()
    sanne = make_user("Sanne Krogh", capabilities=[Capability.PROVIDER])

    assignment = appoint(
        course,
        user=sanne,
        function="personlig jobvejleder",
        domains=["employment"],
        citizen_wish="Ja, gerne Sanne.",
    )

    assert (assignment.appointed_by, assignment.reason) == (caseworker_of(course), "Kender borgeren.")
    assert list(visible_courses(sanne)) == [course]
    event = AuditEvent.objects.get(action="role.appointed")
    assert (event.course_id, event.details["role"], event.details["user"]) == (
        course.pk,
        "team_member",
        sanne.pk,
    )
    assert event.basis.startswith("coordinating_caseworker:")
    assert "Sanne" not in str(event.details)


@pytest.mark.parametrize(
    ("role", "holder_of", "capability"),
    [
        (Role.COORDINATING_CASEWORKER, caseworker_of, Capability.CASEWORKER),
        (Role.BORGERKONSULENT, konsulent_of, Capability.PROVIDER),
    ],
)
def test_a_single_role_is_replaced_on_the_day_that_the_new_one_begins(role, holder_of, capability):
    course = make_course()
    before, new = holder_of(course), make_user("Ny", capabilities=[capability])

    appoint(course, user=new, role=role)

    check_constraints_now()
    assert holder_of(course) == new
    ended = Assignment.objects.get(course=course, user=before, role=role)
    assert (ended.ends_on, ended.ended_by is not None) == (START, True)
    on = Assignment.objects.filter(course=course, role=role)
    assert on.in_force(START).get().user == new
    assert on.in_force(START - timedelta(days=1)).get().user == before


def test_access_passes_to_the_new_one_at_once():
    course, today = make_course(), timezone.localdate()
    before, new = caseworker_of(course), make_user("Ny")

    appoint(course, user=new, role=Role.COORDINATING_CASEWORKER, starts_on=today)

    assert not visible_courses(before).exists()
    assert visible_courses(new).exists()


def test_one_person_may_hold_several_roles():
    course = make_course()
    jonas = konsulent_of(course)

    appoint(course, user=jonas, function="bostøtte")
    appoint(course, user=jonas, function="mentor")

    assert course.assignments.in_force(START).filter(user=jonas).count() == 3


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("user", {"user": {"is_active": False}}),
        ("user", {"user": {"capabilities": [Capability.LEADER]}}),
        ("user", {"user": {"capabilities": [Capability.ADMINISTRATOR]}}),
        ("user", {"user": {"capabilities": [Capability.PROVIDER]}, "role": Role.COORDINATING_CASEWORKER}),
        ("user", {"user": {"capabilities": [Capability.PROVIDER]}, "role": Role.CASEWORKER}),
        ("starts_on", {"starts_on": date(2025, 1, 1)}),
        ("starts_on", {"starts_on": date(2025, 1, 1), "role": Role.COORDINATING_CASEWORKER}),
        ("reason", {"reason": ""}),
        ("role", {"role": "king"}),
        ("domains", {"domains": ["gossip"]}),
    ],
)
def test_what_is_refused(field, changes):
    course = make_course()
    if "user" in changes:
        changes = changes | {"user": make_user("Per", **changes["user"])}
    else:
        changes = changes | {"user": make_user("Per")}

    with pytest.raises(ValidationError) as refusal:
        appoint(course, **changes)

    assert field in refusal.value.message_dict
    assert course.assignments.count() == 2
    assert not AuditEvent.objects.exists()


def test_a_role_about_one_person_needs_a_person_of_the_course():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    course = make_course(citizens=[mother, son])

    assert appoint(course, person=son).person == son
    with pytest.raises(ValidationError, match="ikke med i forløbet"):
        appoint(course, person=make_citizen("Fremmed"))
    with pytest.raises(ValidationError, match="hele forløbet"):
        appoint(course, person=son, role=Role.BORGERKONSULENT)


def test_the_same_role_twice_has_one_effect():
    course = make_course()
    sanne = make_user("Sanne", capabilities=[Capability.PROVIDER])
    appoint(course, user=sanne)

    with pytest.raises(ValidationError, match="allerede"):
        appoint(course, user=sanne)
    with pytest.raises(ValidationError, match="allerede"):
        appoint(course, user=konsulent_of(course), role=Role.BORGERKONSULENT)

    assert course.assignments.count() == 3


def test_the_new_one_cannot_begin_before_the_one_to_be_replaced():
    course = make_course()
    appoint(course, user=make_user("Næste"), role=Role.COORDINATING_CASEWORKER, by=caseworker_of(course))

    with pytest.raises(PermissionDenied):
        appoint(course, user=make_user("Tidligere"), role=Role.BORGERKONSULENT, by=make_user())
    with pytest.raises(ValidationError, match="afløses"):
        appoint(
            course,
            user=make_user("Tidligere"),
            role=Role.COORDINATING_CASEWORKER,
            starts_on=START - timedelta(days=1),
        )


def test_nobody_appoints_without_the_permission_not_even_oneself():
    course = make_course()
    stranger, team = make_user("Stig"), make_user("Team")
    assign(team, course)

    for by in (stranger, team, konsulent_of(course)):
        with pytest.raises(PermissionDenied):
            appoint(course, user=by, role=Role.CASEWORKER, by=by)

    assert not AuditEvent.objects.exists()


def test_a_closed_course_gets_nobody_new():
    course = make_course()
    Course.objects.filter(pk=course.pk).update(status="closed", closed_on=START, closing="job")

    with pytest.raises(PermissionDenied):
        appoint(course)


def test_a_role_is_ended_with_a_reason_and_access_ends_that_day():
    course, today = make_course(), timezone.localdate()
    sanne = make_user("Sanne")
    assignment = assign(sanne, course)

    actions.end_assignment(assignment, ends_on=today, reason="Praktikken er slut.", by=caseworker_of(course))

    assignment.refresh_from_db()
    assert (assignment.ends_on, assignment.ended_by) == (today, caseworker_of(course))
    assert not visible_courses(sanne).exists()
    assert AuditEvent.objects.get(action="role.ended").course_id == course.pk
    with pytest.raises(ValidationError, match="allerede"):
        actions.end_assignment(assignment, ends_on=today, reason="Igen.", by=caseworker_of(course))


@pytest.mark.parametrize("role", [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT])
def test_the_last_of_a_single_role_cannot_be_ended(role):
    course = make_course()
    assignment = course.assignments.get(role=role)

    with pytest.raises(ValidationError, match="altid"):
        actions.end_assignment(assignment, ends_on=START, reason="Flytter.", by=caseworker_of(course))

    assert not AuditEvent.objects.exists()


def test_only_the_caseworker_ends_roles():
    course = make_course()
    assignment = assign(make_user("Sanne"), course)

    for by in (make_user("Stig"), konsulent_of(course), assignment.user):
        with pytest.raises(PermissionDenied):
            actions.end_assignment(assignment, ends_on=START, reason="", by=by)


def test_the_first_two_are_given_once_and_by_a_caseworker():
    course = make_course()
    two = {"caseworker": Assignment(user=make_user()), "konsulent": Assignment(user=make_user())}

    with pytest.raises(PermissionDenied):
        actions.appoint_first_two(course, by=konsulent_of(course), **two)
    with pytest.raises(ValidationError, match="allerede sine to"):
        actions.appoint_first_two(course, by=caseworker_of(course), **two)


@pytest.mark.parametrize("role", [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT])
def test_no_sql_leaves_an_open_course_without_one_of_its_two(role):
    course = make_course()
    held = Assignment.objects.filter(course=course, role=role)

    assert broken(lambda: held.update(ends_on=START))
    assert broken(lambda: held.update(role=Role.TEAM_MEMBER))
    assert broken(lambda: held.delete())
    assert broken(lambda: held.update(course=make_course()))
    assert broken(lambda: assign(make_user("To"), course, role))
    assert broken(
        lambda: assign(make_user("To"), course, role, starts_on=START, ends_on=START + timedelta(days=9))
    )
    assert not broken(lambda: assign(make_user("Før"), course, role, ends_on=course.opened_on))


def test_no_sql_opens_a_course_without_its_two():
    course = make_course()
    bare = {"kind": "adult", "name": "Uden", "unit": course.unit, "entry_reason": "x", "number": "2026-x"}
    dates = {"opened_on": START, "first_contact_on": START}

    assert broken(lambda: Course.objects.create(**bare, **dates))

    # Judged while it is open and has its two; what follows is another transaction.
    assert not broken(lambda: None)
    check_constraints_now()
    Course.objects.filter(pk=course.pk).update(status="closed", closed_on=START, closing="job")
    course.assignments.filter(role=Role.BORGERKONSULENT).update(ends_on=START)
    assert broken(
        lambda: Course.objects.filter(pk=course.pk).update(status="running", closed_on=None, closing="")
    )
