"""The small world that the access matrix walks in: a course with all that a page can be about."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from borgerforloeb.accounts.actions import hold_form
from borgerforloeb.accounts.models import Capability, Session, User
from borgerforloeb.batches.models import PrintBatch, PrintJob
from borgerforloeb.casework.actions.protection import ask_to_lift, protect
from borgerforloeb.citizens.models import Course, FamilyRelation
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.drafts.models import Draft
from borgerforloeb.language.models import HeavyWord
from borgerforloeb.law.models import Requirement
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from borgerforloeb.logreview.models import Flag, ReviewCase, ReviewRule
from networkmeetings.models import AgendaItem, Participant
from plans.actions.versions import accept_plan, new_draft, take_to_talk
from plans.models import (
    AdjustmentRequest,
    AgreementLook,
    EmployerContact,
    FollowUp,
    Intervention,
    Measurement,
    MovedText,
    Note,
    Placement,
    PlacementHours,
    Plan,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from roles.actions import ask_for_access
from roles.models import Block, Role, StaffCitizen
from tests.decisions.world import give, make_decision
from tests.factories import (
    assign,
    give_number,
    main_person,
    make_agreement,
    make_basis,
    make_citizen,
    make_consent,
    make_course,
    make_goal,
    make_meeting,
    make_network_person,
    make_plan,
    make_unit,
    make_user,
)
from tests.lawlens.world import make_circumstance
from tests.notices.given_up import make_laid_aside
from tests.plans.factories import make_closed, make_lesson
from tests.proofs import FRESH
from tests.roles.on_duty import WHY, look_for, make_duty, now, open_by_emergency

# Who comes: the columns of the matrix, in its order.
VISITORS = (
    "coordinator",
    "konsulent",
    "team",
    "stranger",
    "other_unit",
    "leader",
    "log_reviewer",
    "administrator",
    "duty",
    "signed_out",
)


@dataclass
class World:
    course: Course
    visitors: dict[str, User | None]
    arguments: dict[str, Any] = field(default_factory=dict)


def make_world() -> World:
    own, other = make_unit("Voksen og handicap"), make_unit("Børneområdet")
    katrine = make_user("Katrine Dahl", unit=own)
    jonas = make_user("Jonas Bech", unit=own, capabilities=[Capability.PROVIDER], title="bostøtte")
    team = make_user("Sanne Krogh", unit=other, capabilities=[Capability.PROVIDER])
    freja, ida = make_citizen(), make_citizen("Ida")
    course = make_course(caseworker=katrine, konsulent=jonas, citizens=[freja, ida], unit=own)
    assign(team, course, Role.TEAM_MEMBER)
    visitors: dict[str, User | None] = {
        "coordinator": katrine,
        "konsulent": jonas,
        "team": team,
        "stranger": make_user("Stig Fremmed", unit=own),
        "other_unit": make_user("Bente Børn", unit=other),
        "signed_out": None,
    }
    for name in ("leader", "log_reviewer", "administrator", "duty"):
        visitors[name] = make_user(f"{name}", unit=own, capabilities=[name])
    return World(course, visitors, _arguments(course, katrine))


def _arguments(course: Course, by: User) -> dict[str, Any]:
    """A value for every argument that an address of the site can have."""
    today = timezone.localdate()
    person = protect(main_person(course), course=course, by=by)
    give_number(person)
    other = course.persons.exclude(pk=person.pk).get()
    plan = make_plan(course)
    goal = plan.goals.get()
    about = {"person": person, "domain": "social"}
    subgoal = SubGoal.objects.create(goal=goal, text="Åbner e-Boks")
    intervention = Intervention.objects.create(goal=goal, title="Bostøtte", provider=by, **about)
    note = Note.objects.create(goal=goal, text="Ringet.", about_on=today, written_by=by, **about)
    unsigned = Note.objects.create(
        goal=goal, text="Ringer i", about_on=today, written_by=by, signed_at=None, **about
    )
    FollowUp.objects.create(plan=plan, due_on=today, reason="Vores rytme.", responsible=by)
    take_to_talk(plan, on=today, by=by)
    accept_plan(plan, answers=[(person, "yes", "Ja tak.")], way="talk", answered_on=today, by=by)
    new_draft(plan, by=by)
    to = {"to": "authority", "recipient": "Retten", "basis": "§ 1", "edition": "authority"}
    outsider, wish = make_user("Poul Fremmed"), {"why": "Kender mig privat.", "set_on": today}
    meeting = make_meeting(course, starts_at=timezone.now() + timedelta(days=1))
    now = timezone.now()
    # Not of the one who is protected: of her, each paper would ask about the place.
    at_work = {"plan": plan, "person": other, "company": "Planteskolen", "noted_by": by}
    placement = Placement.objects.create(starts_on=today, **at_work)
    PlacementHours.objects.create(placement=placement, from_on=today, hours=6)
    decision = make_decision(course, status="decided")
    promised = make_agreement(plan, condition="hun står op", reward_kr=300)
    story = StoryPart.objects.create(
        plan=plan,
        person=person,
        heading="Skolen",
        text="Jeg gik der i ni år.",
        noted_by=by,
        approved_on=today,
        approved_way="aloud",
        approval_noted_by=by,
    )
    return {
        **_under_law(course, plan, by),
        "decision_id": decision.pk,
        "authority_id": give(by, decision.section).pk,
        "handle": Session.objects.create(
            session_key="hers", user=by, signed_in_at=now, seen_at=now, expire_date=now
        ).handle,
        "batch_id": _batch(course, by).pk,
        "form_id": hold_form("/profile/", [("text", "Ringet.")], by=by, at=now).pk,
        "draft": Draft.objects.create(
            user=by, form=uuid4(), address="/courses/open/", sealed="x", saved_at=now
        ).form,
        "pk": 0,  # of a passkey, which nobody has here
        "provider_id": "kommunen",
        "organization_slug": "kommunen",
        "course_id": course.pk,
        "citizen_id": person.pk,
        "lift_id": ask_to_lift(
            person,
            course=course,
            version=person.version,
            reason="Hun vil det selv.",
            proof=FRESH,
            on=today,
            by=by,
        ).pk,
        "member_id": course.memberships.get(citizen=other).pk,
        "relation_id": FamilyRelation.objects.create(citizen=person, relative=other, kind="sibling").pk,
        "person_id": make_network_person(course).pk,
        "assignment_id": assign(make_user("Ib Sagsbehandler"), course, Role.CASEWORKER).pk,
        "block_id": Block.objects.create(citizen=person, user=outsider, set_by=by, **wish).pk,
        "note_id": StaffCitizen.objects.create(
            user=outsider, citizen=make_citizen("Poul"), noted_by=by, noted_on=today
        ).pk,
        **_from_outside(course, by),
        # Of a field that all of the team have; tests/casework/test_consents_by_field.py tells of the others.
        "consent_id": make_consent(course, domains=["social"]).pk,
        "basis_id": make_basis(course).pk,
        "disclosure_id": Disclosure.objects.create(
            course=course,
            about=person,
            what="Borgerens Plan",
            source=f"plan:{plan.pk}",
            made_by=by,
            made_at=now,
            **to,
        ).pk,
        "case_id": ReviewCase.objects.create(
            key=f"night:{course.pk}",
            rule="night",
            user=by,
            first_at=now,
            last_at=now,
            found_on=today,
            asked_at=now,
        ).pk,
        "flag_id": Flag.objects.create(
            course=course, course_number=course.number, set_by=by, set_on=today, until=today, why="Pressen."
        ).pk,
        "employee_id": outsider.pk,
        "notice_id": make_laid_aside(1, recipient=outsider).pk,
        "word_id": HeavyWord.objects.get(heavy="såfremt").pk,
        "code": ReviewRule.objects.get_or_create(code="night")[0].pk,
        "kind": "dreams",
        "part": "maal",
        "edition": "citizen",
        "number": 1,
        "goal_id": goal.pk,
        "later_id": make_goal(plan, "Jeg lærer at sejle", horizon="later").pk,
        "subgoal_id": subgoal.pk,
        "written_id": note.pk,
        "unsigned_id": unsigned.pk,
        "moved_id": MovedText.objects.create(
            course=course, way="away", kind="note", key=0, why="citizen", readers=0, moved_at=now, moved_by=by
        ).pk,
        "intervention_id": intervention.pk,
        "adjustment_id": AdjustmentRequest.objects.create(
            plan=plan,
            goal=goal,
            kind="words",
            before=goal.title,
            after="Jeg åbner min post",
            why="Det er det, hun siger.",
            proposed_by=course.assignments.get(role=Role.BORGERKONSULENT).user,
            proposed_at=now,
        ).pk,
        "measurement_id": Measurement.objects.create(
            plan=plan, goal=goal, kind="citizen", value=4, on=today, noted_by=by, **goal.marks
        ).pk,
        "trial_id": Trial.objects.create(
            plan=plan,
            goal=goal,
            question="Hjælper det at begynde kl. 10?",
            what="To formiddage i tre uger.",
            looks_at="Fremmøde",
            responsible=by,
            starts_on=today,
            stops_on=today,
            **goal.marks,
        ).pk,
        "tried_id": make_closed(goal, "Hjælper en tur om morgenen?").pk,
        "lesson_id": make_lesson(make_closed(goal, "Hjælper det at ringe?")).pk,
        "placement_id": placement.pk,
        "slot_id": WeeklySlot.objects.create(
            plan=plan,
            person=other,
            what="Bostøtte",
            weekday=1,
            starts_at=time(10),
            ends_at=time(11),
            starts_on=today,
            noted_by=by,
        ).pk,
        "story_id": story.pk,
        "asked_id": StoryAsked.objects.create(
            plan=plan, part=story, person=person, asked_by="jobcentret", on=today, noted_by=by
        ).pk,
        "safeguard_id": Safeguard.objects.create(
            plan=plan,
            person=person,
            what="Ring ikke før kl. 10.",
            why="Hun sover dårligt.",
            agreed_with="hende",
            agreed_on=today,
            review_on=today,
            responsible=by,
            noted_by=by,
        ).pk,
        "contact_id": EmployerContact.objects.create(on=today, **at_work).pk,
        "agreement_id": promised.pk,
        "look_id": AgreementLook.objects.create(agreement=promised, on=today, kept="yes", noted_by=by).pk,
        "meeting_id": meeting.pk,
        "item_id": AgendaItem.objects.create(meeting=meeting, text="Praktik", **about).pk,
        "participant_id": Participant.objects.create(meeting=meeting, user=by).pk,
    }


def _batch(course: Course, by: User) -> PrintBatch:
    """Done, with a plan that could not be drawn and can be tried again."""
    now = timezone.now()
    batch = PrintBatch.objects.create(user=by, count=1, started_at=now, state="done", done_at=now)
    failed = {"state": "failed", "why": "Planen kunne ikke tegnes.", "settled_at": now}
    PrintJob.objects.create(batch=batch, course=course, **failed)
    return batch


def _under_law(course: Course, plan: Plan, by: User) -> dict[str, Any]:
    """What is noted on Lovlinsen."""
    person, today = main_person(course), timezone.localdate()
    requirement = Requirement.objects.filter(check_by="confirmed")[0]
    about = {"plan": plan, "person": person}
    said = {"said_by": person, "capacity": "self", "way": "oral", "said_on": today, "recorded_by": by}
    return {
        "circumstance_id": make_circumstance(course).pk,
        "yes_id": OnePlanYes.objects.create(**about, **said).pk,
        "replaced_id": ReplacedPlan.objects.create(
            **about, name="Måleskema", replaced_on=today, recorded_by=by
        ).pk,
        "requirement_id": requirement.pk,
        "kind_id": requirement.kind_id,
        "confirmation_id": Confirmation.objects.create(
            **about, requirement=requirement, words="Talt om.", confirmed_by=by, confirmed_on=today
        ).pk,
    }


def _from_outside(course: Course, by: User) -> dict[str, Any]:
    """What somebody on duty opened, what was looked for, and who asks to be let in."""
    duty, asker = make_duty("Marianne Kolding"), make_user("Stig Beder")
    emergency = open_by_emergency(course, duty)
    asked = ask_for_access(look_for(asker, course), reason=WHY, at=now(), by=asker)
    return {
        "emergency_id": emergency.pk,
        "access_id": emergency.assignment_id,
        "search_id": look_for(by, course).pk,
        "request_id": asked.pk,
    }
