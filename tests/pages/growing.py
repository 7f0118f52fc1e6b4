"""A course that grows by as many rows of each kind as one likes."""

from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.models import (
    Citizen,
    Consent,
    Course,
    CoursePerson,
    FamilyRelation,
    NetworkPerson,
)
from borgerforloeb.decisions.models import Decision
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.language.models import HeavyWord
from borgerforloeb.logreview.models import Flag, ReviewCase
from borgerforloeb.notices.models import Notice
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant
from outcomes.models import TrinAssessment
from plans.models import (
    Acceptance,
    AdjustmentRequest,
    Agreement,
    AgreementLook,
    EmployerContact,
    FollowUp,
    Goal,
    Intervention,
    Lesson,
    LessonOrigin,
    Measurement,
    MovedText,
    Note,
    Placement,
    PlacementHours,
    Plan,
    PlanSection,
    PlanVersion,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from plans.snapshot import snapshot
from roles.models import (
    AccessRequest,
    AccessReview,
    Assignment,
    Block,
    EmergencyAccess,
    Role,
    SharingBasis,
    StaffCitizen,
)
from tests.factories import (
    LONG_AGO,
    caseworker_of,
    konsulent_of,
    main_person,
    make_section,
)

# No family is larger, and each of them is a choice in several selects of a page.
LARGEST_FAMILY = 30
LATER = datetime(2100, 1, 1, 9, tzinfo=UTC)


def grow(course, meetings, numbers):
    """Of each kind of row one more per number, written past the actions: only their number counts here."""
    people = _people(course, numbers)
    _surroundings(course, people, numbers)
    _decisions(course, people, numbers)
    _plan_rows(course.plan, people, numbers)
    _versions(course.plan, people, numbers)
    for meeting in meetings:
        _meeting_rows(meeting, people, numbers)
    _other_courses(course, numbers)
    AuditEvent.objects.bulk_create(
        AuditEvent(action="plan.opened", kind=Kind.VIEW, course_id=course.pk, actor="Jonas", person_ids=[])
        for _ in numbers
    )
    # As the server does by itself in time: taken for empty, the tables would be joined row by row.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(course, numbers):
    """As many persons as numbers, those beyond the largest family said again."""
    people = Citizen.objects.bulk_create(
        Citizen(first_names=f"Barn {n}", last_name="Holm") for n in numbers if n < LARGEST_FAMILY
    )
    by = caseworker_of(course)
    CoursePerson.objects.bulk_create(
        CoursePerson(course=course, citizen=one, part="child", starts_on=LONG_AGO, added_by=by)
        for one in people
    )
    main = main_person(course)
    FamilyRelation.objects.bulk_create(
        FamilyRelation(citizen=main, relative=one, kind="parent", has_custody=True) for one in people
    )
    return [people[n % len(people)] for n in range(len(numbers))]


def _decisions(course, people, numbers):
    by, section = caseworker_of(course), make_section(f"§ 84, {numbers[0]}")
    made = {"status": "decided", "reasons": "Derfor.", "decided_on": LONG_AGO, "decided_by": by}
    made |= {"course": course, "section": section, "what": "Støtte", "written_by": by}
    Decision.objects.bulk_create(
        Decision(person=one, outcome=outcome, **made) for one in people for outcome in ("granted", "refused")
    )


def _surroundings(course, people, numbers):
    by = caseworker_of(course)
    users = User.objects.bulk_create(
        User(username=f"kollega-{n}", name=f"Kollega {n}", capabilities=["provider"]) for n in numbers
    )
    same = {"course": course, "role": Role.TEAM_MEMBER, "starts_on": LONG_AGO, "appointed_by": by}
    Assignment.objects.bulk_create(Assignment(user=user, reason="Kender dem.", **same) for user in users)
    NetworkPerson.objects.bulk_create(
        NetworkPerson(course=course, citizen=one, side="private", name=f"Ven af {one}", relation="ven")
        for one in people
    )
    words = dict.fromkeys(["information", "from_whom", "to_whom", "purpose", "consequence_of_no"], "ord")
    days = {"given_on": timezone.localdate(), "expires_on": timezone.localdate() + timedelta(days=20)}
    Consent.objects.bulk_create(
        Consent(
            course=course, citizen=one, given_by=one, domains=["social"], explained_by=by, **words, **days
        )
        for one in people
    )
    to = {"to": "authority", "recipient": "Retten", "basis": "§ 1", "edition": "authority", "made_at": LATER}
    Disclosure.objects.bulk_create(
        Disclosure(course=course, about=one, what="Plan", source="x", made_by=by, **to) for one in people
    )
    basis = {"course": course, "domain": "health", "kind": "consent", "why": "x", "starts_on": LONG_AGO}
    basis |= {"consent": Consent.objects.filter(course=course).first(), "made_by": by}
    SharingBasis.objects.bulk_create(
        SharingBasis(person=one, to_user=user, **basis) for one, user in zip(people, users, strict=True)
    )
    pairs = list(zip(people, users, strict=True))
    Block.objects.bulk_create(
        Block(citizen=one, user=user, why="x", set_by=by, set_on=LONG_AGO) for one, user in pairs
    )
    StaffCitizen.objects.bulk_create(
        StaffCitizen(user=user, citizen=one, noted_by=by, noted_on=LONG_AGO) for one, user in pairs
    )
    _from_outside(course, users, numbers)
    given_up = {"dead": True, "attempts": 5, "failed_with": "TimeoutError", "laid_aside_at": LATER}
    given_up |= {"kind": "agreement_due", "due_on": LONG_AGO, "course_id": course.pk}
    Notice.objects.bulk_create(Notice(recipient=user, **given_up) for user in users)
    HeavyWord.objects.bulk_create(HeavyWord(heavy=f"tungt {n}", plain="let") for n in numbers)
    judged = {"course": course, "trin": 2, "reason": "x", "assessed_by": by}
    TrinAssessment.objects.bulk_create(
        TrinAssessment(person=one, assessed_on=LONG_AGO + timedelta(days=n), **judged)
        for n, one in zip(numbers, people, strict=True)
    )


def _from_outside(course, users, numbers):
    """Who opened it by nødadgang, who asks to be let in, and what the one who looks has asked for."""
    now, by = timezone.now(), caseworker_of(course)
    held = {"course": course, "role": Role.EMERGENCY, "starts_on": LONG_AGO, "expires_at": now, "reason": "x"}
    opened = Assignment.objects.bulk_create(
        Assignment(user=user, appointed_by=user, **held) for user in users
    )
    told = {"course": course, "course_number": course.number, "unit": course.unit, "reason_code": "life"}
    times = {"proved_at": now, "opened_at": now, "expires_at": now, "due_on": LONG_AGO}
    EmergencyAccess.objects.bulk_create(
        EmergencyAccess(assignment=one, user=one.user, reason="x", **told, **times) for one in opened
    )
    _reviewed(course, users, by, now)
    asked = {"course": course, "reason": "x", "asked_at": now, "due_on": timezone.localdate()}
    AccessRequest.objects.bulk_create(
        AccessRequest(asker=asker, criterion=n, **asked)
        for n, user in zip(numbers, users, strict=True)
        for asker in (user, by)
    )


def _reviewed(course, users, by, now):
    """Finds of colleagues that wait, and that were a breach; what one is asked oneself; flags."""
    same = {"rule": "night", "first_at": now, "last_at": now, "found_on": LONG_AGO}
    breach = {"verdict": "breach", "verdict_by": by, "closed_at": now}
    cases = [ReviewCase(key=f"open:{user.pk}", user=user, **same) for user in users]
    cases += [ReviewCase(key=f"breach:{user.pk}", user=user, **same, **breach) for user in users]
    cases += [ReviewCase(key=f"asked:{user.pk}", user=by, asked_at=now, **same) for user in users]
    ReviewCase.objects.bulk_create(cases)
    looked = {"looked_on": LONG_AGO, "looked_by": by, "accesses": 1}
    AccessReview.objects.bulk_create(AccessReview(user=user, **looked) for user in users)
    about = {"course": course, "course_number": course.number, "set_on": LONG_AGO, "until": LATER.date()}
    Flag.objects.bulk_create(Flag(set_by=user, why="x", **about) for user in users)


def _plan_rows(plan, people, numbers):
    by, section = konsulent_of(plan.course), make_section(f"§ {numbers[0]}")
    PlanSection.objects.bulk_create(
        PlanSection(plan=plan, kind="difficulties", text="Et hus", person=one) for one in set(people)
    )
    goals = Goal.objects.bulk_create(
        Goal(plan=plan, title=f"Mål {one}", position=n, person=one)
        for n, one in zip(numbers, people, strict=True)
    )
    SubGoal.objects.bulk_create(SubGoal(goal=goal, text="Et skridt") for goal in goals)
    Intervention.objects.bulk_create(
        Intervention(goal=goal, title="Bostøtte", section=section, provider=by) for goal in goals
    )
    told = {"text": "Det gik.", "about_on": LONG_AGO}
    same = [told | {"goal": goal, "person": goal.person} for goal in goals]
    notes = Note.objects.bulk_create(Note(written_by=by, **one) for one in same)
    below = zip(notes, same, strict=True)
    Note.objects.bulk_create(Note(written_by=by, addendum_to=note, **one) for note, one in below)
    drafted = {"written_by": caseworker_of(plan.course), "signed_at": None}
    Note.objects.bulk_create(Note(**drafted, **one) for one in same)
    asked = {"plan": plan, "kind": "words", "after": "Ro", "why": "x", "proposed_by": by}
    asked |= {"proposed_at": LATER}
    answered = {"status": "declined", "reason": "x", "answered_by": by, "answered_at": LATER}
    AdjustmentRequest.objects.bulk_create(
        AdjustmentRequest(goal=goal, **asked, **said) for goal in goals for said in ({}, answered)
    )
    # Many on one goal and of one person, each on a day of its own.
    whose = [{"goal": plan.goals.order_by("pk")[0], "kind": "citizen"}, {"kind": "hours"}]
    told = {"plan": plan, "person": main_person(plan.course), "value": 4, "noted_by": by}
    days = [LONG_AGO - timedelta(days=n) for n in numbers]
    Measurement.objects.bulk_create(Measurement(on=day, **told, **row) for day in days for row in whose)
    tried = {"plan": plan, "question": "Hjælper det?", "what": "To dage.", "looks_at": "Fremmøde"}
    tried |= {"responsible": by, "starts_on": LONG_AGO, "stops_on": LONG_AGO}
    Trial.objects.bulk_create(Trial(goal=goal, person=goal.person, **tried) for goal in goals)
    tried |= {"outcome": "stopped", "learned": "Ja.", "closed_on": LONG_AGO, "closed_by": by}
    ended = Trial.objects.bulk_create(Trial(goal=goal, person=goal.person, **tried) for goal in goals)
    said = {"tried": "To dage.", "learned": "Ja.", "weeks": 2, "cost": "nothing", "outcome": "stopped"}
    said |= {"question": "Hjælper det?", "proposed_by": by, "proposed_on": LONG_AGO}
    said |= {"state": "approved", "judged_by": caseworker_of(plan.course), "judged_on": LONG_AGO}
    lessons = Lesson.objects.bulk_create(Lesson(**said) for _ in numbers)
    LessonOrigin.objects.bulk_create(
        LessonOrigin(plan=plan, trial=trial, lesson=lesson)
        for trial, lesson in zip(ended, lessons, strict=True)
    )
    told = {"plan": plan, "person": main_person(plan.course), "noted_by": by, "company": "Planteskolen"}
    placed = {"starts_on": LONG_AGO, "goal": whose[0]["goal"], "responsible": by} | told
    placements = Placement.objects.bulk_create(Placement(**placed) for _ in numbers)
    PlacementHours.objects.bulk_create(
        PlacementHours(placement=one, from_on=LONG_AGO, hours=6) for one in placements
    )
    EmployerContact.objects.bulk_create(EmployerContact(on=day, **told) for day in days)
    told |= {"goal": whose[0]["goal"], "what": "Praktik", "weekday": 1, "user": by, "starts_on": LONG_AGO}
    told |= {"starts_at": time(9), "ends_at": time(10)}
    del told["company"]
    WeeklySlot.objects.bulk_create(WeeklySlot(**told) for _ in numbers)
    left = {"plan": plan, "what": "Ring ikke før kl. 10.", "why": "x", "agreed_with": "x", "noted_by": by}
    left |= {"agreed_on": LONG_AGO, "review_on": LATER.date(), "responsible": by}
    Safeguard.objects.bulk_create(Safeguard(**left) for _ in numbers)
    told = {"plan": plan, "person": main_person(plan.course), "noted_by": by}
    said = {"approved_on": LONG_AGO, "approved_way": "aloud", "approval_noted_by": by}
    parts = StoryPart.objects.bulk_create(
        StoryPart(heading="Skolen", text="Ni år.", **told, **said) for _ in numbers
    )
    again = {"asked_by": "jobcentret", "on": LONG_AGO} | told
    StoryAsked.objects.bulk_create(StoryAsked(part=part, **again) for part in parts)
    moved = {"course": plan.course, "way": "away", "key": 0, "why": "citizen", "readers": 0}
    moved |= {"moved_at": LATER, "moved_by": by}
    MovedText.objects.bulk_create(MovedText(kind="note", goal=goal, **moved) for goal in goals)
    promised = {"plan": plan, "user": caseworker_of(plan.course), "agreed_by": by}
    promised |= {"due_on": LONG_AGO, "agreed_on": LONG_AGO}
    promised |= {"condition": "bussen kører", "reward_kr": 300}
    there = Agreement.objects.bulk_create(Agreement(what=f"Ringer {n}", **promised) for n in numbers)
    seen = {"agreement": there[0], "kept": "yes", "noted_by": by}
    AgreementLook.objects.bulk_create(AgreementLook(on=day, **seen) for day in days)


def _versions(plan, people, numbers):
    by, content = caseworker_of(plan.course), snapshot(Plan.objects.get(pk=plan.pk), on=LONG_AGO)
    versions = PlanVersion.objects.bulk_create(
        PlanVersion(
            plan=plan,
            number=n + 1,
            answered_on=LONG_AGO,
            # Long only once: it is the number of versions that is asked about here.
            content=content if n == numbers[-1] else content | {"goals": [], "persons": []},
            sha256="x",
            frozen_by=by,
        )
        for n in numbers
    )
    Acceptance.objects.bulk_create(
        Acceptance(
            version=version, person=one, answer="yes", way="talk", answered_on=LONG_AGO, recorded_by=by
        )
        for version, one in zip(versions, people, strict=True)
    )
    Plan.objects.filter(pk=plan.pk).update(number=numbers[-1] + 2)


def _meeting_rows(meeting, people, numbers):
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, text=f"Punkt {n}", position=n, person=one, notes="Sagt")
        for n, one in zip(numbers, people, strict=True)
    )
    Participant.objects.bulk_create(Participant(meeting=meeting, citizen=one) for one in set(people))
    moved = {"course": meeting.course, "way": "away", "key": 0, "why": "citizen", "readers": 0}
    moved |= {"kind": "point", "meeting_id": meeting.pk, "moved_at": LATER}
    by = caseworker_of(meeting.course)
    MovedText.objects.bulk_create(MovedText(moved_by=by, **moved) for _ in numbers)
    free = Agreement.objects.filter(plan=meeting.course.plan, decision=None)[: len(items)]
    MeetingDecision.objects.bulk_create(
        MeetingDecision(meeting=meeting, item=item, text="Aftalt", agreement=agreement)
        for item, agreement in zip(items, free, strict=False)
    )


def _other_courses(course, numbers):
    """As many courses of the same two, each with its plan, its follow-up and its meetings."""
    by, konsulent = caseworker_of(course), konsulent_of(course)
    same = {"kind": "adult", "unit": course.unit, "entry_reason": "x", "first_contact_on": LONG_AGO}
    courses = Course.objects.bulk_create(
        Course(name=f"Person {n}", number=f"1999-{n}", opened_on=LONG_AGO, **same) for n in numbers
    )
    held = {"starts_on": LONG_AGO, "appointed_by": by, "reason": "x"}
    pairs = [(by, Role.COORDINATING_CASEWORKER), (konsulent, Role.BORGERKONSULENT)]
    Assignment.objects.bulk_create(
        Assignment(course=one, user=user, role=role, **held) for one in courses for user, role in pairs
    )
    people = Citizen.objects.bulk_create(Citizen(first_names="Per", last_name="Holm") for _ in courses)
    CoursePerson.objects.bulk_create(
        CoursePerson(course=one, citizen=citizen, starts_on=LONG_AGO, added_by=by)
        for one, citizen in zip(courses, people, strict=True)
    )
    plans = Plan.objects.bulk_create(Plan(course=one) for one in courses)
    FollowUp.objects.bulk_create(
        FollowUp(plan=plan, due_on=LONG_AGO, reason="x", responsible=by) for plan in plans
    )
    now = timezone.now()
    times = {"starts_at": now, "ends_at": now + timedelta(hours=1), "place": "Her", "called_by": by}
    NetworkMeeting.objects.bulk_create(
        NetworkMeeting(course=where, **times) for one in courses for where in (one, course)
    )
