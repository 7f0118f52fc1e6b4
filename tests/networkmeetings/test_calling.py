from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import CoursePerson, Stale
from networkmeetings.actions import calling, participants
from networkmeetings.models import NetworkMeeting
from roles.models import Role
from tests.factories import (
    TODAY,
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_network_person,
    make_user,
)
from tests.networkmeetings.made import START, called, hold, logged

pytestmark = pytest.mark.django_db


def test_the_citizen_takes_part_from_the_start_and_so_does_the_caller():
    course = make_course()

    meeting = called(course)

    assert [(row.name, row.approval) for row in meeting.participants.all()] == [
        ("Freja Lindqvist Holm", "yes"),
        ("Jonas Bech", "unknown"),
    ]
    assert meeting.status == "preparing"
    event = AuditEvent.objects.get()
    assert (event.action, event.person_ids) == ("meeting.created", [main_person(course).pk])


def test_the_children_of_a_family_are_asked_by_somebody_not_by_themselves():
    course = make_course(citizens=[make_citizen("Maja", "Krogh"), make_citizen("Emil", "Krogh")])
    father = make_citizen("Bo", "Krogh")
    CoursePerson.objects.create(
        course=course, citizen=father, part="parent", starts_on=TODAY, added_by=konsulent_of(course)
    )

    meeting = called(course)

    assert [row.name for row in meeting.participants.exclude(citizen=None)] == ["Maja Krogh", "Bo Krogh"]


def test_a_meeting_needs_a_beginning_before_its_end_within_the_course():
    course = make_course()

    with pytest.raises(ValidationError, match="Mødet kan ikke slutte"):
        called(course, ends_at=START - timedelta(hours=1))
    with pytest.raises(ValidationError, match="før forløbets begyndelse"):
        called(course, starts_at=START - timedelta(days=600))
    assert not NetworkMeeting.objects.exists()
    assert logged() == []


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.CASEWORKER, None])
def test_only_the_two_who_are_close_call_a_meeting(role):
    course = make_course()
    anna = make_user()
    if role:
        assign(anna, course, role)

    with pytest.raises(PermissionDenied):
        called(course, by=anna)
    assert not NetworkMeeting.objects.exists()


def test_change_writes_what_changed_and_a_stale_save_overwrites_nothing():
    course = make_course()
    meeting, jonas = called(course), konsulent_of(course)
    new = {"title": "Netværksmøde", "starts_at": START, "ends_at": meeting.ends_at, "place": "Hos Freja"}

    calling.change_meeting(meeting, version=0, by=jonas, **new)
    with pytest.raises(Stale) as stale:
        calling.change_meeting(meeting, version=0, by=jonas, **(new | {"place": "Rådhuset"}))

    assert stale.value.stored.place == "Hos Freja"
    assert AuditEvent.objects.get(action="meeting.changed").details == {"fields": ["place"]}


def test_mark_called_once_with_the_day():
    course = make_course()
    meeting, jonas = called(course), konsulent_of(course)

    meeting = calling.mark_called(meeting, by=jonas, on=TODAY)
    with pytest.raises(ValidationError):
        calling.mark_called(meeting, by=jonas, on=TODAY + timedelta(days=1))

    meeting.refresh_from_db()
    assert (meeting.status, meeting.called_on) == ("called", TODAY)
    assert logged() == ["meeting.created", "meeting.called"]


def test_cancel_needs_a_reason_and_ends_the_meeting():
    course = make_course()
    meeting, jonas = called(course), konsulent_of(course)

    with pytest.raises(ValidationError, match="hvorfor mødet er aflyst"):
        calling.cancel_meeting(meeting, reason="", by=jonas)
    calling.cancel_meeting(meeting, reason="Freja er syg.", by=jonas)
    with pytest.raises(ValidationError, match="aflyst og kan ikke ændres"):
        calling.mark_called(meeting, by=jonas, on=TODAY)

    assert logged() == ["meeting.created", "meeting.cancelled"]


def test_a_held_meeting_is_neither_moved_nor_cancelled():
    course = make_course()
    meeting = hold(called(course))

    with pytest.raises(ValidationError, match="afsluttet"):
        calling.cancel_meeting(meeting, reason="Alligevel ikke", by=konsulent_of(course))


def test_invite_is_limited_to_the_people_of_the_course():
    course, other = make_course(), make_course(citizens=[make_citizen("Bo", "Dam")])
    meeting, jonas = called(course), konsulent_of(course)
    ida, strange = make_network_person(course), make_network_person(other, "Per Fremmed")

    participants.invite(
        meeting, who=f"network_person:{ida.pk}", reason="Hun kender bussen.", by=jonas, on=TODAY
    )
    strangers = [
        f"network_person:{strange.pk}",
        f"citizen:{main_person(other).pk}",
        f"user:{make_user().pk}",
        "",
    ]
    for who in strangers:
        with pytest.raises(ValidationError, match="hører til forløbet"):
            participants.invite(meeting, who=who, reason="", by=jonas, on=TODAY)
    with pytest.raises(ValidationError, match="allerede på listen"):
        participants.invite(meeting, who=f"network_person:{ida.pk}", reason="", by=jonas, on=TODAY)

    assert meeting.participants.count() == 3
    assert logged()[-1] == "participant.added"


def test_whoever_has_left_the_team_is_not_asked():
    course = make_course()
    meeting, anna = called(course), make_user()
    assign(anna, course, ends_on=TODAY)

    with pytest.raises(ValidationError, match="hører til forløbet"):
        participants.invite(meeting, who=f"user:{anna.pk}", reason="", by=konsulent_of(course), on=TODAY)


def test_the_citizens_answer_is_noted_and_the_citizen_stays_on_the_list():
    course = make_course()
    meeting, jonas = called(course), konsulent_of(course)
    freja, himself = meeting.participants.all()

    participants.note_approval(himself, approval="no", by=jonas)
    with pytest.raises(ValidationError, match="borgerens møde"):
        participants.remove_participant(freja, by=jonas)
    participants.remove_participant(himself, by=jonas)

    assert [row.name for row in meeting.participants.all()] == ["Freja Lindqvist Holm"]
    assert logged()[1:] == ["participant.answered", "participant.removed"]


@pytest.mark.parametrize("act", ["invite", "note_approval", "remove_participant", "note_attendance"])
def test_a_team_member_changes_no_list(act):
    course = make_course()
    meeting, anna = called(course), make_user()
    assign(anna, course)
    freja = meeting.participants.first()
    calls = {
        "invite": lambda: participants.invite(meeting, who="", reason="", by=anna, on=TODAY),
        "note_approval": lambda: participants.note_approval(freja, approval="no", by=anna),
        "remove_participant": lambda: participants.remove_participant(freja, by=anna),
        "note_attendance": lambda: participants.note_attendance(meeting, attendance={}, by=anna),
    }

    with pytest.raises(PermissionDenied):
        calls[act]()


def test_the_database_itself_refuses_what_the_forms_refuse():
    meeting = called(make_course())
    broken = [
        {"status": "held", "citizen_present": False, "absence_reason": ""},
        {"status": "held", "citizen_present": None},
        {"status": "cancelled"},
        {"minutes_status": "shared"},
    ]

    for fields in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            NetworkMeeting.objects.filter(pk=meeting.pk).update(**fields)
