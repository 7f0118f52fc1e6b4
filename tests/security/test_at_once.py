"""Two who write in the same at the same moment: one is told, and no letter is lost (D42)."""

from functools import partial

import pytest
from django.db import transaction
from django.urls import reverse

from borgerforloeb.casework.actions import network, persons
from borgerforloeb.citizens.models import Stale
from networkmeetings.actions import agenda, calling, minutes
from plans.actions import agreements, goals, interventions, sections
from plans.models import PlanSection
from tests.factories import (
    TODAY,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_network_person,
    make_plan,
)
from tests.networkmeetings.made import called, hold
from tests.plans.factories import make_intervention
from tests.security.at_once import at_once

pytestmark = [pytest.mark.usefixtures("truncatable"), pytest.mark.django_db(transaction=True)]

MINE, THEIRS = "Som Jonas skrev det.", "Som Katrine skrev det."


def section(plan, by):
    return partial(
        sections.write_section, plan, kind="dreams", person=main_person(plan.course), version=0, by=by
    )


def new_section(plan, by):
    return partial(
        sections.write_section, plan, kind="own_solution", person=main_person(plan.course), version=0, by=by
    )


def goal(plan, by):
    row = plan.goals.get()
    change = partial(goals.change_goal, row, version=row.version, by=by)
    return lambda text: change(title=text)


def intervention(plan, by):
    row = plan.goals.get().interventions.first() or make_intervention(plan.goals.get())
    change = partial(interventions.change_intervention, row, version=row.version, on=TODAY, by=by)
    return lambda text: change(title=text)


def agreement(plan, by):
    row = plan.agreements.first() or make_agreement(plan)
    change = partial(agreements.change_agreement, row, version=row.version, by=by)
    return lambda text: change(what=text)


def meeting(plan, by):
    row = plan.course.meetings.first() or called(plan.course)
    times = {"starts_at": row.starts_at, "ends_at": row.ends_at, "title": row.title}
    change = partial(calling.change_meeting, row, version=row.version, by=by, **times)
    return lambda text: change(place=text)


def point(plan, by):
    held = plan.course.meetings.first() or called(plan.course)
    row = held.agenda.first() or agenda.add_item(held, text="Penge", by_citizen=False, by=by)
    return lambda text: agenda.note_item(row, notes=text, done=True, version=row.version, by=by)


def the_minutes(plan, by):
    row = plan.course.meetings.first() or hold(called(plan.course))
    return lambda text: minutes.write_minutes(row, minutes=text, version=row.version, by=by)


def citizen(plan, by):
    row = main_person(plan.course)
    change = partial(persons.edit_citizen, row, course=plan.course, version=row.version, by=by)
    return lambda text: change(first_names=text)


def network_person(plan, by):
    row = plan.course.network.first() or make_network_person(plan.course)
    change = partial(network.edit_network_person, row, version=row.version, by=by)
    return lambda text: change(contribution=text)


# How it is written, and where it then stands.
WRITING = {
    section: "text",
    new_section: "text",
    goal: "title",
    intervention: "title",
    agreement: "what",
    meeting: "place",
    point: "notes",
    the_minutes: "minutes",
    citizen: "first_names",
    network_person: "contribution",
}


@pytest.mark.parametrize("writing", WRITING, ids=lambda one: one.__name__)
def test_the_second_is_told_and_gets_both_texts(writing):
    with transaction.atomic():
        plan = make_plan()
        jonas, katrine = konsulent_of(plan.course), caseworker_of(plan.course)
        acts = [writing(plan, jonas), writing(plan, katrine)]
    send = [
        lambda act=act, text=text: _write(act, text) for act, text in zip(acts, (MINE, THEIRS), strict=True)
    ]

    results = at_once(*send)

    [refused] = [result for result in results if isinstance(result, Stale)]
    [saved] = [result for result in results if not isinstance(result, Exception)]
    field = WRITING[writing]
    winner = getattr(saved, field)
    saved.refresh_from_db()
    assert winner in (MINE, THEIRS)
    assert getattr(saved, field) == getattr(refused.stored, field) == winner


def _write(act, text):
    return act(text=text) if isinstance(act, partial) else act(text)


def test_on_the_pages_the_second_gets_409_with_both(client, django_user_model):
    with transaction.atomic():
        plan = make_plan()
    url = reverse("plans:section_edit", args=[plan.course_id, "dreams"])
    before = PlanSection.objects.get(plan=plan, kind="dreams")
    answers = {}
    for text, by in ((MINE, konsulent_of(plan.course)), (THEIRS, caseworker_of(plan.course))):
        client.force_login(by)
        given = {"text": text, "version": before.version, "domain": "common", "level": "common"}
        answers[text] = client.post(url, given)

    before.refresh_from_db()
    assert (answers[MINE].status_code, answers[THEIRS].status_code) == (302, 409)
    assert before.text == MINE
    assert all(text in answers[THEIRS].content.decode() for text in (MINE, THEIRS))
