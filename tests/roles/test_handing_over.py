"""A leader hands a course over without reading it: which courses she is shown, to whom, and what is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from roles import actions
from roles.actions.handing_over import HANDED_FROM, HANDED_TO
from roles.gate import held_under
from roles.models import Block, Role, StaffCitizen
from roles.permissions import access_to, courses_to_lead, visible_courses
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_unit,
    make_user,
)
from tests.roles.family import relate
from tests.roles.on_duty import make_case, make_leader

pytestmark = pytest.mark.django_db


def block(course, user):
    wish = {"why": "Kender mig privat.", "set_by": konsulent_of(course), "set_on": LONG_AGO}
    return Block.objects.create(citizen=main_person(course), user=user, **wish)


def held(course, role=Role.COORDINATING_CASEWORKER):
    return course.assignments.get(role=role, ends_on=None)


def give(course, leader, **changes):
    given = {
        "user": changes.pop("user", None) or make_user("Anders Toft"),
        "cause": "ill",
        "reason": "Anders har plads og kender planen.",
        "starts_on": TODAY,
        "on": TODAY,
    }
    assignment = changes.pop("assignment", None) or held(course)
    # As in a request of hers: behind the second wall, where the course is not hers.
    with acting_as(leader):
        return actions.hand_over(assignment.pk, by=leader, **(given | changes))


def make_leader_with(unit, *capabilities):
    return make_user("Lis", capabilities=capabilities, unit=unit)


def causes(leader) -> dict[str, str]:
    return {row.role: row.cause for row in held_under(leader)}


def test_a_barred_coordinator_is_found_and_the_course_given_to_another():
    course, leader = make_case()
    before = held(course)
    katrine, anders = before.user, make_user("Anders Toft")
    assert causes(leader) == {"coordinating_caseworker": "", "borgerkonsulent": ""}
    block(course, katrine)
    assert causes(leader) == {"coordinating_caseworker": "barred", "borgerkonsulent": ""}

    after = give(course, leader, user=anders, cause="barred")

    before.refresh_from_db()
    assert (after.user, after.role, after.domains) == (anders, before.role, before.domains)
    assert (before.ends_on, before.ended_by, after.starts_on) == (TODAY, leader, TODAY)
    assert after.reason == "Må ikke have forløbet: Anders har plads og kender planen."
    assert causes(leader) == {"coordinating_caseworker": "", "borgerkonsulent": ""}


@pytest.mark.parametrize("role", [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT])
def test_who_has_left_is_found_too(role):
    course, leader = make_case()
    user = held(course, role).user
    user.is_active = False
    user.save()

    assert causes(leader)[role] == "left"
    give(course, leader, assignment=held(course, role), cause="left")

    assert set(causes(leader).values()) == {""}


def test_kinship_and_ones_own_case_are_told_without_saying_which():
    course, leader = make_case()
    katrine, jonas = caseworker_of(course), konsulent_of(course)
    for user, citizen in ((katrine, make_citizen("Katrine")), (jonas, main_person(course))):
        StaffCitizen.objects.create(user=user, citizen=citizen, noted_by=leader, noted_on=LONG_AGO)
    relate(StaffCitizen.objects.get(user=katrine).citizen, "sibling", main_person(course))

    assert set(causes(leader).values()) == {"barred"}


def test_a_coming_day_is_kept_and_a_day_before_today_refused():
    course, leader = make_case()
    today = timezone.localdate()
    before = held(course)

    with pytest.raises(ValidationError, match="før i dag"):
        give(course, leader, on=today, starts_on=today - timedelta(days=1))
    after = give(course, leader, on=today, starts_on=today + timedelta(days=3))

    assert not visible_courses(after.user).exists()
    assert visible_courses(before.user).filter(pk=course.pk).exists()


def test_both_are_told_and_it_is_logged_without_words():
    course, leader = make_case()
    before = held(course)

    after = give(course, leader)

    told = {notice.kind: notice for notice in Notice.objects.all()}
    assert told[HANDED_TO].recipient == after.user
    assert told[HANDED_TO].path == f"/courses/{course.pk}/"
    # Whoever had it may not know of it any more, so nothing leads there.
    assert told[HANDED_FROM].recipient == before.user
    assert str(course.pk) not in (told[HANDED_FROM].path, str(told[HANDED_FROM].course_id))
    event = AuditEvent.objects.get(action="role.handed_over")
    assert (event.actor_id, event.course_id, event.basis) == (leader.pk, course.pk, "leader")
    assert event.details["cause"] == "ill"
    assert "Anders" not in str(event.details)


def test_the_leader_has_no_way_into_the_course_by_it():
    course, leader = make_case()

    give(course, leader)

    assert not visible_courses(leader).exists()
    assert not access_to(leader, course.pk).permissions
    with acting_as(leader):
        assert not Course.objects.exists()


def test_what_is_refused():
    course, leader = make_case()
    barred = make_user("Poul")
    block(course, barred)

    with pytest.raises(ValidationError, match="kan ikke udpeges"):
        give(course, leader, user=barred)
    with pytest.raises(ValidationError, match="allerede"):
        give(course, leader, user=caseworker_of(course))
    with pytest.raises(ValidationError, match="ikke sagsbehandler"):
        give(course, leader, user=make_user("Bo", capabilities=[Capability.PROVIDER]))
    with pytest.raises(ValidationError, match="ikke adgang"):
        give(course, leader, user=make_user("Væk", is_active=False))
    both = make_leader_with(course.unit, Capability.LEADER, Capability.CASEWORKER)
    with pytest.raises(ValidationError, match="end dig selv"):
        give(course, both, user=both)
    assert not AuditEvent.objects.exists()


def test_only_a_leader_of_the_unit_or_above_and_never_an_administrator():
    course, _ = make_case()
    strangers = [
        make_leader(make_unit("Børneområdet")),
        make_user("Uden enhed", capabilities=[Capability.LEADER]),
        caseworker_of(course),
        konsulent_of(course),
        make_leader_with(course.unit, Capability.LEADER, Capability.ADMINISTRATOR),
        make_leader_with(course.unit, Capability.LOG_REVIEWER),
    ]

    for user in strangers:
        with pytest.raises(PermissionDenied):
            give(course, user)
        assert held_under(user) == []
    for user in strangers[2:]:
        with pytest.raises(PermissionDenied):
            courses_to_lead(user)


def test_a_leader_to_whom_the_course_is_closed_does_not_see_it():
    course, leader = make_case()
    block(course, leader)

    assert held_under(leader) == []
    with pytest.raises(PermissionDenied):
        give(course, leader)


def test_neither_a_closed_course_nor_the_others_of_the_team():
    course, leader = make_case()
    helper = assign(make_user("Sanne"), course, Role.CASEWORKER)
    with pytest.raises(PermissionDenied):
        give(course, leader, assignment=helper)

    Course.objects.filter(pk=course.pk).update(status="closed", closed_on=TODAY, closing="job")

    assert held_under(leader) == []


def test_given_twice_it_is_given_once():
    course, leader = make_case()
    before = held(course)
    give(course, leader, assignment=before)

    with pytest.raises(PermissionDenied):
        give(course, leader, assignment=before, user=make_user("Lise"))

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_block_on_one_of_the_two_closes_the_course_and_waits_for_the_leader():
    course, leader = make_case()
    katrine = caseworker_of(course)

    actions.block(
        course,
        citizen=main_person(course),
        user=katrine,
        why="Vi er naboer.",
        on=TODAY,
        by=konsulent_of(course),
    )

    assert not visible_courses(katrine).exists()
    assert causes(leader) == {"coordinating_caseworker": "barred", "borgerkonsulent": ""}
    give(course, leader, cause="barred")
    assert not kept_out_of(course)


def kept_out_of(course) -> bool:
    return not visible_courses(caseworker_of(course)).filter(pk=course.pk).exists()
