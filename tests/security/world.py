"""One course with a row in every protected table, made as the owner makes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from borgerforloeb.batches.models import PrintBatch, PrintJob
from borgerforloeb.citizens.models import Course, ProtectionLift
from borgerforloeb.disclosures.models import Disclosure, Finding
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.drafts.models import Draft, Holding, Presence
from borgerforloeb.law.models import Requirement
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from networkmeetings.models import AgendaItem, MeetingDecision, Participant
from outcomes.models import TrinAssessment
from plans.models import (
    Acceptance,
    AdjustmentRequest,
    AgreementLook,
    EmployerContact,
    FollowUp,
    GoalAnswer,
    Intervention,
    Lesson,
    LessonOrigin,
    Measurement,
    MovedText,
    Note,
    Placement,
    PlacementHours,
    PlanVersion,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from roles.models import OutsideSearch, SharingBasis
from tests.decisions.world import make_decision
from tests.factories import (
    LONG_AGO,
    TODAY,
    caseworker_of,
    main_person,
    make_agreement,
    make_consent,
    make_course,
    make_meeting,
    make_network_person,
    make_plan,
    make_section,
)
from tests.lawlens.world import make_circumstance


def make_full_course() -> Course:
    course = make_course()
    by, person = caseworker_of(course), main_person(course)
    make_network_person(course)
    make_consent(course)
    SharingBasis.objects.create(
        course=course,
        person=person,
        domain="health",
        to_user=by,
        kind="law",
        section=make_section(f"§ 85 {course.number}"),
        why="Samlet plan.",
        starts_on=LONG_AGO,
        made_by=by,
    )
    TrinAssessment.objects.create(
        course=course, person=person, trin=2, reason="Aftalt.", assessed_by=by, assessed_on=LONG_AGO
    )
    StoredDocument.objects.create(
        kind="plan",
        owner_key=str(course.pk),
        course_id=course.pk,
        title="Plan",
        content=b"x",
        sha256="x",
        pages=1,
        made_at=timezone.now(),
    )
    to = {"to": "authority", "recipient": "Retten", "basis": "§ 1", "edition": "authority"}
    given = Disclosure.objects.create(
        course=course, about=person, what="Plan", source="x", made_by=by, made_at=timezone.now(), **to
    )
    Finding.objects.create(disclosure=given, kind="name", where="dreams", start=0, length=3, lookup="x")
    batch = PrintBatch.objects.create(user=by, count=1, started_at=timezone.now())
    PrintJob.objects.create(batch=batch, course=course)
    ProtectionLift.objects.create(
        course=course, citizen=person, reason="Er flyttet.", asked_by=by, asked_on=LONG_AGO, due_on=LONG_AGO
    )
    OutsideSearch.objects.create(user=by, at=timezone.now(), by="cpr", criterion="x")
    Draft.objects.create(
        user=by, form=uuid4(), address="/plan/", course_id=course.pk, sealed="x", saved_at=timezone.now()
    )
    Holding.objects.create(user=by, course_id=course.pk, address="/plan/", until=timezone.now())
    Presence.objects.create(user=by, course_id=course.pk, until=timezone.now())
    make_decision(course)
    _fill_plan(make_plan(course), by, person)
    _fill_meeting(make_meeting(course), person)
    _fill_law(course.plan, by, person)
    return course


def _fill_plan(plan, by, person) -> None:
    goal = plan.goals.get()
    SubGoal.objects.create(goal=goal, text="Et skridt", citizen=person)
    Intervention.objects.create(goal=goal, title="Bostøtte", provider=by)
    Note.objects.create(goal=goal, text="Det gik.", about_on=LONG_AGO, written_by=by, person=person)
    asked = {"kind": "words", "after": "Jeg åbner min post", "why": "Så kort.", "proposed_at": timezone.now()}
    AdjustmentRequest.objects.create(plan=plan, goal=goal, proposed_by=by, **asked)
    Measurement.objects.create(plan=plan, goal=goal, kind="citizen", value=4, on=LONG_AGO, noted_by=by)
    tried = {"question": "Hjælper det?", "what": "To formiddage.", "looks_at": "Fremmøde", "responsible": by}
    trial = Trial.objects.create(plan=plan, goal=goal, starts_on=LONG_AGO, stops_on=LONG_AGO, **tried)
    learned = {
        "tried": "To formiddage.",
        "learned": "Ja.",
        "weeks": 3,
        "cost": "nothing",
        "outcome": "stopped",
    }
    lesson = Lesson.objects.create(question="Hjælper det?", proposed_by=by, proposed_on=LONG_AGO, **learned)
    LessonOrigin.objects.create(plan=plan, trial=trial, lesson=lesson)
    at_work = {"plan": plan, "person": person, "company": "Planteskolen", "noted_by": by}
    placement = Placement.objects.create(goal=goal, starts_on=LONG_AGO, **at_work)
    PlacementHours.objects.create(placement=placement, from_on=LONG_AGO, hours=6)
    EmployerContact.objects.create(on=LONG_AGO, **at_work)
    hours = {"weekday": 1, "starts_at": time(10), "ends_at": time(11), "starts_on": LONG_AGO}
    WeeklySlot.objects.create(plan=plan, goal=goal, person=person, what="Bostøtte", noted_by=by, **hours)
    left = {"what": "Ring ikke før kl. 10.", "why": "Hun sover.", "agreed_with": "hende", "review_on": TODAY}
    left |= {"agreed_on": LONG_AGO, "responsible": by, "noted_by": by}
    Safeguard.objects.create(plan=plan, person=person, **left)
    said = {"approved_on": LONG_AGO, "approved_way": "aloud", "approval_noted_by": by}
    part = StoryPart.objects.create(
        plan=plan, person=person, heading="Skolen", text="Ni år.", noted_by=by, **said
    )
    again = {"plan": plan, "part": part, "person": person, "on": LONG_AGO, "noted_by": by}
    StoryAsked.objects.create(asked_by="jobcentret", **again)
    moved = {"kind": "note", "key": 0, "why": "citizen", "readers": 0, "moved_by": by}
    MovedText.objects.create(course=plan.course, way="away", moved_at=timezone.now(), **moved)
    promised = make_agreement(plan, condition="hun passer sin skole", reward_kr=300)
    AgreementLook.objects.create(agreement=promised, on=LONG_AGO, kept="yes", noted_by=by)
    followup = FollowUp.objects.create(plan=plan, due_on=TODAY, reason="Rytme.", responsible=by)
    followup.sections.add(make_section(f"§ 141 {plan.pk}"))
    version = PlanVersion.objects.create(
        plan=plan, number=1, answered_on=LONG_AGO, content={}, sha256="x", frozen_by=by
    )
    Acceptance.objects.create(
        version=version, person=person, answer="yes", way="talk", answered_on=LONG_AGO, recorded_by=by
    )
    GoalAnswer.objects.create(version=version, person=person, goal=goal, answer="yes")


def _fill_law(plan, by, person) -> None:
    make_circumstance(plan.course)
    about, day = {"plan": plan, "person": person}, TODAY
    said = {"said_by": person, "capacity": "self", "way": "oral", "said_on": day, "recorded_by": by}
    OnePlanYes.objects.create(**about, **said)
    ReplacedPlan.objects.create(**about, name="Måleskema", replaced_on=day, recorded_by=by)
    requirement = Requirement.objects.filter(check_by="confirmed")[0]
    said = {"words": "Talt om.", "confirmed_by": by, "confirmed_on": day}
    Confirmation.objects.create(**about, requirement=requirement, **said)


def _fill_meeting(meeting, person) -> None:
    item = AgendaItem.objects.create(meeting=meeting, text="Punkt", position=1, person=person)
    MeetingDecision.objects.create(meeting=meeting, item=item, text="Aftalt", person=person)
    Participant.objects.create(meeting=meeting, citizen=person)


@contextmanager
def asked_as() -> Iterator[list[tuple[str, tuple[str, str]]]]:
    """Each statement with the database's role, and whom it was asked for."""
    asked = []

    def note(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        who = "select current_user::text, current_setting('app.user_id', true)"
        asked.append((sql, context["connection"].connection.execute(who).fetchone()))
        return answer

    with connection.execute_wrapper(note):
        yield asked
