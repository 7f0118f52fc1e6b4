"""Looking outside one's own courses, and asking: nobody learns by it whether there is a course."""

import logging
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.casework import tasks
from borgerforloeb.casework.reminders import find_due
from borgerforloeb.citizens.numbers import lookup_key
from borgerforloeb.notices.models import Notice
from roles import actions
from roles.actions.requests import MOST_IN_AN_HOUR, TooMany
from roles.models import AccessRequest, OutsideSearch, Role
from roles.permissions import visible_courses
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    give_number,
    konsulent_of,
    main_person,
    make_course,
    make_user,
)
from tests.roles.on_duty import look_for, now

pytestmark = pytest.mark.django_db
WHY = "Borgeren er henvist til mig fra jobcentret."
GIVEN = {"role": Role.TEAM_MEMBER, "domains": ["social"], "ends_on": None, "answer": "Skal være med."}


def ask(user, course=None, **changes):
    return actions.ask_for_access(look_for(user, course), reason=WHY, by=user, **({"at": now()} | changes))


def test_an_exact_number_leads_to_the_open_course():
    stig, freja = make_user("Stig"), None
    old = make_course(status="closed", closed_on=timezone.localdate(), closing="job")
    freja = main_person(old)
    give_number(freja)
    course = make_course(citizens=[freja])

    by_cpr = actions.search_outside("cpr", "7112994123", at=now(), by=stig)
    by_number = actions.search_outside("number", old.number, at=now(), by=stig)

    assert (by_cpr.course, by_number.course) == (course, old)


def test_a_number_leads_to_no_course_of_another_citizen():
    """Nor to one that the citizen has left."""
    course, left = make_course(), make_course()
    freja = main_person(course)
    give_number(freja)
    left.memberships.create(
        citizen=freja, part="other", starts_on=left.opened_on, ends_on=TODAY, added_by=caseworker_of(left)
    )
    make_course(opened_on=TODAY)

    search = actions.search_outside("cpr", "7112994123", at=now(), by=make_user("Stig"))

    assert search.course == course


@pytest.mark.parametrize("capability", [Capability.LEADER, Capability.LOG_REVIEWER, Capability.ADMINISTRATOR])
def test_who_looks_a_number_up(capability):
    """For a form that asks for one, as the caseworkers', the administrators' and the reviewers' do."""
    user = make_user(capabilities=[capability])
    if capability == Capability.LEADER:
        with pytest.raises(PermissionDenied):
            actions.look_up("cpr", "7112994123", at=now(), by=user)
    else:
        assert actions.look_up("cpr", "7112994123", at=now(), by=user).course is None


@pytest.mark.parametrize(
    ("by_what", "sought"), [("cpr", "7112990000"), ("cpr", "0000000000"), ("number", "1999-0001")]
)
def test_what_is_not_there_is_stored_all_the_same(by_what, sought):
    make_course()

    search = actions.search_outside(by_what, sought, at=now(), by=make_user("Stig"))

    assert search.course is None
    assert OutsideSearch.objects.get() == search


def test_a_search_is_logged_by_its_keyed_hash():
    course = make_course()
    give_number(main_person(course))
    stig = make_user("Stig")

    actions.search_outside("cpr", "7112994123", at=now(), by=stig)

    event = AuditEvent.objects.get(action="outside.searched")
    assert (event.kind, event.actor_id, event.course_id) == (Kind.SEARCH, stig.pk, course.pk)
    assert event.details == {"criterion_kind": "cpr", "criterion": lookup_key("7112994123")}
    assert "711299" not in str(vars(event)) + str(vars(OutsideSearch.objects.get()))


def test_the_twenty_first_in_an_hour_is_refused_and_alarms(caplog):
    stig, anna, at = make_user("Stig"), make_user("Anna"), now()
    for minute in range(MOST_IN_AN_HOUR):
        actions.search_outside("number", "1999-0001", at=at + timedelta(minutes=minute), by=stig)

    with caplog.at_level(logging.ERROR, logger="borgerforloeb.alarm"), pytest.raises(TooMany):
        actions.search_outside("number", "1999-0001", at=at + timedelta(minutes=59), by=stig)

    assert len(caplog.records) == 1
    actions.search_outside("number", "1999-0001", at=at, by=anna)
    actions.search_outside("number", "1999-0001", at=at + timedelta(minutes=61), by=stig)


@pytest.mark.parametrize("capability", [Capability.LEADER, Capability.LOG_REVIEWER, Capability.ADMINISTRATOR])
def test_only_who_works_with_citizens_searches_and_asks(capability):
    stig = make_user("Stig", capabilities=[capability])

    with pytest.raises(PermissionDenied):
        actions.search_outside("number", "1999-0001", at=now(), by=stig)
    with pytest.raises(PermissionDenied):
        ask(stig)


def test_a_request_is_stored_and_logged_whether_there_is_a_course_or_not():
    stig, course = make_user("Stig"), make_course()

    found, not_found = (
        ask(stig, course),
        actions.ask_for_access(look_for(stig, None, "another"), reason=WHY, at=now(), by=stig),
    )

    assert (found.course, not_found.course) == (course, None)
    assert found.due_on == not_found.due_on
    assert AuditEvent.objects.filter(action="access.asked", actor_id=stig.pk).count() == 2
    assert not visible_courses(stig).exists()


@pytest.mark.parametrize("exists", [True, False])
def test_one_asks_once_and_with_a_reason(exists):
    stig, course = make_user("Stig"), make_course() if exists else None
    with pytest.raises(ValidationError) as short:
        actions.ask_for_access(look_for(stig, course), reason="Hurtigt", at=now(), by=stig)
    ask(stig, course)

    with pytest.raises(ValidationError) as twice:
        ask(stig, course)

    assert short.value.messages == ["Skriv mindst 20 tegn om, hvorfor du beder om det."]
    assert twice.value.messages == ["Du har allerede bedt om adgang til det. Du får svar inden fristen."]


def test_nobody_asks_by_another_s_search():
    search = look_for(make_user("Stig"), make_course())

    with pytest.raises(PermissionDenied):
        actions.ask_for_access(search, reason=WHY, at=now(), by=make_user("Anna"))


def test_the_coordinator_hears_of_it_and_grants():
    stig, course, today = make_user("Stig"), make_course(), timezone.localdate()
    asked, katrine = ask(stig, course), caseworker_of(course)
    find_due(today)
    assert Notice.objects.for_user(katrine).get().kind == "access_asked"

    asked = actions.grant_access(asked, on=today, by=katrine, **GIVEN)
    find_due(today)

    assert list(visible_courses(stig)) == [course]
    assert (asked.assignment.role, asked.assignment.domains) == (Role.TEAM_MEMBER, ["social"])
    assert asked.told(today) == "givet"
    assert not Notice.objects.for_user(katrine).exists()
    assert Notice.objects.for_user(stig).get().kind == "access_answered"
    assert AuditEvent.objects.get(action="access.granted").actor_id == katrine.pk


def test_it_can_be_given_until_a_day():
    stig, course, today = make_user("Stig"), make_course(), timezone.localdate()

    asked = actions.grant_access(
        ask(stig, course),
        on=today,
        by=caseworker_of(course),
        **(GIVEN | {"ends_on": today + timedelta(days=9)}),
    )

    assert asked.assignment.ends_on == today + timedelta(days=9)


def test_a_no_sounds_the_same_on_the_same_day_whatever_was_behind_it():
    """Declined, never looked at, and nothing there at all."""
    stig, today = make_user("Stig"), timezone.localdate()
    course, silent = make_course(), make_course()
    requests = [
        actions.ask_for_access(look_for(stig, one, f"{n}"), reason=WHY, at=now(), by=stig)
        for n, one in enumerate((course, silent, None))
    ]
    actions.decline_access(requests[0], answer="Er ikke aftalt.", on=today, by=caseworker_of(course))

    def heard(day):
        find_due(day)
        told = Notice.objects.for_user(stig).values_list("kind", "due_on", "course_id", "path").distinct()
        return (
            {one.told(day) for one in AccessRequest.objects.all()},
            told.count(),
            Notice.objects.for_user(stig).count(),
        )

    due_on = requests[0].due_on
    assert heard(due_on - timedelta(days=1)) == ({"venter"}, 0, 0)
    assert heard(due_on) == ({"ikke givet"}, 1, 3)


def test_a_decline_needs_words_and_is_logged():
    course, today = make_course(), timezone.localdate()
    asked, katrine = ask(make_user("Stig"), course), caseworker_of(course)
    with pytest.raises(ValidationError):
        actions.decline_access(asked, answer=" ", on=today, by=katrine)

    actions.decline_access(asked, answer="Er ikke aftalt.", on=today, by=katrine)

    assert AuditEvent.objects.get(action="access.declined").details == {"user": asked.asker_id}
    with pytest.raises(ValidationError):
        actions.decline_access(asked, answer="Igen.", on=today, by=katrine)


def test_nobody_else_decides():
    stig, course, today = make_user("Stig"), make_course(), timezone.localdate()
    asked = ask(stig, course)
    assign(make_user("Sanne"), course)

    for other in (stig, konsulent_of(course), course.assignments.latest("id").user):
        with pytest.raises(PermissionDenied):
            actions.grant_access(asked, on=today, by=other, **GIVEN)
        with pytest.raises(PermissionDenied):
            actions.decline_access(asked, answer="Nej.", on=today, by=other)
    assert not visible_courses(stig).exists()


def test_the_two_roles_that_hold_a_course_are_not_given_by_request():
    course, today = make_course(), timezone.localdate()
    asked = ask(make_user("Stig"), course)

    with pytest.raises(ValidationError):
        actions.grant_access(
            asked,
            on=today,
            by=caseworker_of(course),
            **(GIVEN | {"role": Role.COORDINATING_CASEWORKER}),
        )


def test_a_request_for_nothing_is_decided_by_nobody():
    asked = ask(make_user("Stig"))

    with pytest.raises(PermissionDenied):
        actions.decline_access(asked, answer="Nej.", on=timezone.localdate(), by=make_user("Katrine"))


def test_what_was_looked_for_is_forgotten_after_its_term_and_the_log_says_how_much():
    anna = make_user()
    for days in (182, 184, 400):
        kept = look_for(anna)
        OutsideSearch.objects.filter(pk=kept.pk).update(at=now() - timedelta(days=days))

    assert [tasks.forget_outside_searches() for _ in range(2)] == [2, 0]

    assert OutsideSearch.objects.count() == 1
    assert AuditEvent.objects.get(action="outside.forgotten").details == {"rows": 2}


def test_the_term_is_a_setting(settings):
    settings.OUTSIDE_SEARCHES_KEPT = timedelta(days=1)
    OutsideSearch.objects.filter(pk=look_for(make_user()).pk).update(at=now() - timedelta(days=2))

    assert tasks.forget_outside_searches() == 1
