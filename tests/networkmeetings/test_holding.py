from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from networkmeetings.actions import agenda, holding, minutes, participants
from networkmeetings.dates import read_when
from networkmeetings.models import MeetingDecision, NetworkMeeting
from plans.models import Agreement
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_course,
    make_network_person,
    make_plan,
    make_user,
)
from tests.networkmeetings.made import START, called, citizen_in, hold, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return called(make_plan().course)


@pytest.fixture
def jonas(meeting):
    return konsulent_of(meeting.course)


def decide(meeting, by, **fields):
    given = {
        "what": "ringer til kommunekassen",
        "who": f"user:{by.pk}",
        "due_on": date(2026, 9, 9),
        "due_words": "",
        "by": by,
        "on": TODAY,
    }
    return holding.decide(meeting, **(given | fields))


def test_a_decision_is_an_agreement_of_the_plan_at_once(meeting, jonas):
    decision = decide(meeting, jonas)

    agreement = Agreement.objects.get()
    assert decision.agreement == agreement
    assert (agreement.who, agreement.what, agreement.due_on) == (
        "Jonas Bech",
        "ringer til kommunekassen",
        date(2026, 9, 9),
    )
    assert (agreement.plan, agreement.agreed_on) == (meeting.course.plan, TODAY)
    assert logged()[1:] == ["plan.agreement_added", "meeting.decided"]


def test_said_twice_it_is_one_agreement(meeting, jonas):
    assert decide(meeting, jonas) == decide(meeting, jonas)
    assert (Agreement.objects.count(), MeetingDecision.objects.count()) == (1, 1)


def test_a_decision_is_read_by_whoever_may_read_its_point(meeting, jonas):
    item = agenda.add_item(meeting, text="Gæld", by_citizen=False, domain="social", level="domain", by=jonas)
    anna = make_user()
    assign(anna, meeting.course, domains=["employment"])

    decision = decide(meeting, jonas, item=item)

    assert (decision.level, decision.agreement.level) == ("domain", "domain")
    assert not MeetingDecision.objects.visible_to(anna).exists()
    assert not Agreement.objects.visible_to(anna).exists()


def test_a_decision_needs_a_plan_and_somebody_of_the_course():
    course = make_course()
    meeting, jonas = called(course), konsulent_of(course)

    with pytest.raises(ValidationError, match="ingen plan"):
        decide(meeting, jonas)
    make_plan(course)
    with pytest.raises(ValidationError, match="hører til forløbet"):
        decide(meeting, jonas, who=f"user:{make_user().pk}")
    assert not Agreement.objects.exists()


def test_hold_drafts_the_minutes_from_what_was_said(meeting, jonas):
    ida = make_network_person(meeting.course)
    participants.invite(meeting, who=f"network_person:{ida.pk}", reason="", by=jonas, on=TODAY)
    item = agenda.add_item(meeting, text="Hvad er lykkedes?", by_citizen=True, raised_by="Freja", by=jonas)
    agenda.note_item(item, notes="Freja sover bedre.", done=True, version=0, by=jonas)
    agenda.add_item(meeting, text="Penge", by_citizen=False, by=jonas)
    decide(meeting, jonas)

    hold(
        meeting,
        attendance={
            row.pk: "excused" if row.network_person_id else "attended" for row in meeting.participants.all()
        },
        shared_understanding="Freja vil i praktik.",
        disagreements="Hvornår.",
    )

    meeting.refresh_from_db()
    assert (meeting.status, meeting.citizen_present, meeting.minutes_status) == ("held", True, "draft")
    assert meeting.minutes == (
        "Netværksmøde 2. september 2026 kl. 10.00–11.00, Biblioteket, lokale 2\n\n"
        "Til stede: Freja Lindqvist Holm, Jonas Bech\n\n"
        "Kunne ikke være med: Ida Lindqvist Holm\n\n"
        "1. Hvad er lykkedes? (Freja)\nFreja sover bedre.\n\n"
        "2. Penge\nNåede vi ikke.\n\n"
        "Det er vi enige om\nFreja vil i praktik.\n\n"
        "Det er vi uenige om\nHvornår.\n\n"
        "Aftaler\n– Jonas Bech: ringer til kommunekassen (inden 9. september 2026)"
    )
    assert AuditEvent.objects.get(action="meeting.held").details == {
        "citizen_present": True,
        "came": 2,
        "invited": 3,
    }


def test_what_only_some_may_read_does_not_flow_into_the_minutes(meeting, jonas):
    narrow = [
        {"domain": "social", "level": "domain", "text": "Gælden"},
        {"person_id": main_person(meeting.course).pk, "text": "Om Freja"},
    ]
    for fields in narrow:
        item = agenda.add_item(meeting, by_citizen=False, by=jonas, **fields)
        agenda.note_item(item, notes="Hemmeligt", done=True, version=0, by=jonas)
        decide(meeting, jonas, item=item, what=f"gør noget ved {item.text}")

    minutes_text = hold(meeting).minutes

    assert not any(word in minutes_text for word in ("Gælden", "Om Freja", "Hemmeligt", "gør noget"))


def test_hold_refuses_without_attendance(meeting):
    freja = citizen_in(meeting)
    others = {row.pk: "attended" for row in meeting.participants.exclude(pk=freja.pk)}

    with pytest.raises(ValidationError, match="Noter, hvem der deltog"):
        hold(meeting, attendance={})
    with pytest.raises(ValidationError, match="Noter, om borgeren deltog"):
        hold(meeting, attendance=others)

    meeting.refresh_from_db()
    assert meeting.status == "preparing"
    assert "meeting.held" not in logged()


@pytest.mark.parametrize("attendance", ["excused", "absent", "substitute"])
def test_without_the_citizen_it_takes_a_reason(meeting, attendance):
    freja = citizen_in(meeting)
    noted = {row.pk: "attended" for row in meeting.participants.all()} | {freja.pk: attendance}

    with pytest.raises(ValidationError, match="uden borgeren") as refusal:
        hold(meeting, attendance=noted, absence_reason="   ")
    assert list(refusal.value.error_dict) == ["absence_reason"]
    held = hold(meeting, attendance=noted, absence_reason="Freja er indlagt og ved det.")

    assert (held.citizen_present, held.absence_reason) == (False, "Freja er indlagt og ved det.")
    assert "holdt uden borgeren: Freja er indlagt" in held.minutes


def test_a_meeting_is_not_held_before_its_day_nor_twice_nor_by_a_team_member(meeting):
    anna = make_user()
    assign(anna, meeting.course)

    with pytest.raises(ValidationError, match="Mødet er først 2. september 2026"):
        hold(meeting, on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        hold(meeting, by=anna)
    hold(meeting)
    with pytest.raises(ValidationError, match="afsluttet"):
        hold(meeting)

    assert logged().count("meeting.held") == 1


def test_minutes_are_rewritten_until_they_are_shared_and_never_after(meeting, jonas):
    held = hold(meeting)
    at = timezone.make_aware(timezone.datetime(2026, 9, 2, 12, 0))

    minutes.write_minutes(held, minutes="Vi talte om planter.", version=held.version, by=jonas)
    with pytest.raises(Stale) as stale:
        minutes.write_minutes(held, minutes="Noget andet", version=held.version, by=jonas)
    assert stale.value.stored.minutes == "Vi talte om planter."
    with pytest.raises(ValidationError, match="tomt"):
        minutes.write_minutes(held, minutes=" ", version=held.version + 1, by=jonas)
    with pytest.raises(Stale):
        minutes.share_minutes(held, version=held.version, by=jonas, at=at)
    minutes.share_minutes(held, version=held.version + 1, by=jonas, at=at)
    with pytest.raises(ValidationError, match="delt og kan ikke ændres"):
        minutes.write_minutes(held, minutes="Bagefter", version=held.version + 2, by=jonas)
    with pytest.raises(ValidationError, match="delt og kan ikke ændres"):
        minutes.share_minutes(held, version=held.version + 2, by=jonas, at=at)

    held.refresh_from_db()
    assert (held.minutes, held.minutes_status, held.minutes_shared_at) == (
        "Vi talte om planter.",
        "shared",
        at,
    )
    assert logged()[-2:] == ["minutes.saved", "minutes.shared"]


def test_minutes_are_not_shared_before_the_meeting_nor_by_a_team_member(meeting, jonas):
    anna = make_user()
    assign(anna, meeting.course)

    with pytest.raises(ValidationError, match="ikke holdt endnu"):
        minutes.share_minutes(meeting, version=0, by=jonas, at=START)
    held = hold(meeting)
    with pytest.raises(PermissionDenied):
        minutes.share_minutes(held, version=held.version, by=anna, at=START)
    with pytest.raises(PermissionDenied):
        minutes.write_minutes(held, minutes="Mit", version=held.version, by=anna)


def test_the_database_keeps_shared_minutes_as_they_were(meeting, jonas):
    held = hold(meeting)
    minutes.share_minutes(held, version=held.version, by=jonas, at=START)

    for fields in ({"minutes": "Andet"}, {"minutes_status": "draft"}):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            NetworkMeeting.objects.filter(pk=held.pk).update(**fields)


def test_a_closed_course_lets_nobody_change_its_meetings(meeting):
    course = meeting.course
    course.status, course.closed_on, course.closing = "closed", TODAY, "job"
    course.save()

    with pytest.raises(PermissionDenied):
        hold(meeting, by=caseworker_of(course))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2. september", (date(2026, 9, 2), "")),
        ("den 1. september", (date(2027, 9, 1), "")),
        ("9/9", (date(2026, 9, 9), "")),
        ("9.9.26", (date(2026, 9, 9), "")),
        ("9-10-2026", (date(2026, 10, 9), "")),
        ("31. februar", (None, "31. februar")),
        ("2. og 7. september", (None, "2. og 7. september")),
        (" hver mandag ", (None, "hver mandag")),
    ],
)
def test_read_when(said, meant):
    assert read_when(said, TODAY) == meant
