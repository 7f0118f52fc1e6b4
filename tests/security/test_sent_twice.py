"""What is sent twice, by an impatient hand or a browser that tries again, is done once (D43)."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import courses, family, network
from networkmeetings.actions import agenda, calling, holding, minutes
from outcomes.actions import assess_trin
from plans.actions import adjustments, agreements, followups, goals, interventions, notes, versions
from plans.models import FollowUp
from roles.actions import appoint, end_assignment
from roles.models import Role
from tests.casework.persons import written
from tests.casework.test_consents import give
from tests.casework.test_courses import open_course
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_network_person,
    make_plan,
    make_unit,
    make_user,
)
from tests.networkmeetings.made import START, called, hold
from tests.plans.following import hold as hold_followup
from tests.plans.following import plan_one
from tests.plans.proposing import proposed
from tests.security.at_once import at_once

pytestmark = [pytest.mark.usefixtures("truncatable"), pytest.mark.django_db(transaction=True)]


def press_goal(plan, by):
    return partial(goals.add_goal, plan, title="Ro om morgenen", by=by), "plan.goal_added"


def press_step(plan, by):
    return partial(goals.add_subgoal, plan.goals.get(), text="Åbner e-Boks", by=by), "plan.subgoal_added"


def press_goal_end(plan, by):
    end = partial(goals.end_goal, plan.goals.get(), status="reached", why="Det går.", on=TODAY, by=by)
    return end, "plan.goal_ended"


def press_intervention(plan, by):
    add = partial(interventions.add_intervention, plan.goals.get(), title="Praktik", on=TODAY, by=by)
    return add, "plan.intervention_added"


def press_note(plan, by):
    given = {"text": "Ringet.", "about_on": TODAY, "today": TODAY, "level": "common", "by": by}
    return partial(notes.write_note, plan.goals.get(), **given), "plan.note_written"


def press_adjustment(plan, by):
    return partial(proposed, plan.goals.get(), by=konsulent_of(plan.course)), "adjustment.made"


def press_adjustment_answer(plan, by):
    row = proposed(plan.goals.get(), by=konsulent_of(plan.course))
    given = {"status": "accepted", "result": "", "reason": "", "seen": row.before, "at": START, "by": by}
    return partial(adjustments.answer_adjustment, row, **given), "adjustment.answered"


def press_agreement(plan, by):
    given = {"what": "Ringer", "agreed_on": TODAY, "due_on": TODAY, "user": by, "by": by}
    return partial(agreements.add_agreement, plan, **given), "plan.agreement_added"


def press_done(plan, by):
    return partial(
        agreements.complete_agreement, make_agreement(plan), on=TODAY, by=by
    ), "plan.agreement_ended"


def press_talk(plan, by):
    return partial(versions.take_to_talk, plan, on=TODAY, by=by), "plan.taken_to_talk"


def press_answer(plan, by):
    versions.take_to_talk(plan, on=TODAY, by=by)
    answers = [(main_person(plan.course), "yes", "Ja.")]
    accept = partial(versions.accept_plan, plan, answers=answers, way="talk", answered_on=TODAY, by=by)
    return accept, "plan.answered"


def press_follow_up(plan, by):
    given = {"due_on": TODAY, "reason": "Vores rytme.", "sections": [], "responsible": by, "by": by}
    return partial(followups.plan_follow_up, plan, today=TODAY, **given), None


def press_held(plan, by):
    return partial(hold_followup, plan_one(plan), by=by), "plan.follow_up_held"


def press_team(plan, by):
    sanne = make_user("Sanne Krogh")
    given = {"user": sanne, "role": Role.TEAM_MEMBER, "starts_on": TODAY, "reason": "Kender hende.", "by": by}
    return partial(appoint, plan.course, **given), "role.appointed"


def press_new_konsulent(plan, by):
    given = {
        "user": make_user("Sanne"),
        "role": Role.BORGERKONSULENT,
        "starts_on": TODAY,
        "reason": "x",
        "by": by,
    }
    return partial(appoint, plan.course, **given), "role.appointed"


def press_team_end(plan, by):
    row = assign(make_user("Sanne Krogh"), plan.course)
    return partial(
        end_assignment, row, ends_on=TODAY + timedelta(days=1), reason="Færdig.", by=by
    ), "role.ended"


def press_consent(plan, by):
    return partial(give, plan.course, by=by), "consent.recorded"


def press_network(plan, by):
    given = {
        "citizen": main_person(plan.course),
        "name": "Ida",
        "relation": "søster",
        "side": "private",
        "by": by,
    }
    return partial(network.add_network_person, plan.course, **given), "network.added"


def press_network_end(plan, by):
    row = make_network_person(plan.course)
    return partial(network.end_network_person, row, ended_on=TODAY, by=by), "network.ended"


def press_meeting(plan, by):
    return partial(called, plan.course, by=by), "meeting.created"


def press_called(plan, by):
    return partial(
        calling.mark_called, called(plan.course, by=konsulent_of(plan.course)), by=by, on=TODAY
    ), "meeting.called"


def press_point(plan, by):
    return partial(agenda.add_item, called(plan.course), text="Bolig", by_citizen=True, by=by), "agenda.added"


def press_decision(plan, by):
    row = called(plan.course)
    given = {
        "what": "Cykler",
        "who": f"user:{by.pk}",
        "due_on": TODAY,
        "due_words": "",
        "by": by,
        "on": TODAY,
    }
    return partial(holding.decide, row, **given), "meeting.decided"


def press_meeting_end(plan, by):
    return partial(hold, called(plan.course), by=by), "meeting.held"


def press_minutes(plan, by):
    row = hold(called(plan.course))
    return partial(minutes.share_minutes, row, version=row.version, by=by, at=START), "minutes.shared"


def press_trin(plan, by):
    given = {
        "person_id": main_person(plan.course).pk,
        "trin": 2,
        "assessed_on": TODAY,
        "reason": "x",
        "by": by,
    }
    return partial(assess_trin, plan.course, on=TODAY, **given), "trin.assessed"


def press_pause(plan, by):
    given = {"reason": "Rejse.", "paused_on": TODAY, "today": TODAY, "by": by}
    return partial(courses.pause_course, plan.course, **given), "course.paused"


def press_open(plan, by):
    given = {"unit": make_unit(), "konsulent": courses.Chosen(konsulent_of(plan.course), "Tættest på.")}
    return partial(open_course, by, person=written("Mikkel", "Dam"), **given), "course.created"


PRESSED = [act for name, act in list(globals().items()) if name.startswith("press_")]


@pytest.mark.parametrize("pressed", PRESSED, ids=lambda one: one.__name__.removeprefix("press_"))
def test_what_is_sent_twice_is_done_once(pressed):
    with transaction.atomic():
        plan = make_plan()
        act, told = pressed(plan, caseworker_of(plan.course))
    before = set(AuditEvent.objects.values_list("pk", flat=True))

    results = at_once(act, act)

    assert [result for result in results if not isinstance(result, Exception)]
    events = AuditEvent.objects.exclude(pk__in=before).exclude(action__contains="undone")
    if told is not None:
        assert [event.action for event in events].count(told) == 1
    else:
        assert FollowUp.objects.count() == 1


def test_a_child_is_added_to_a_family_once():
    with transaction.atomic():
        course = make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf")])
    given = {"person": written("Lea", "Said", number=None), "part": "child", "starts_on": TODAY}
    add = partial(family.add_member, course, by=caseworker_of(course), **given)

    at_once(add, add)

    assert course.memberships.count() == 3
