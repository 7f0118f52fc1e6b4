"""A version shows to each reader what the live rows would: the same gate, told twice and compared."""

from itertools import product

import pytest

from borgerforloeb.citizens.models import Domain, Level
from plans.marks import drafted
from plans.models import Agreement, Goal, Intervention, Note
from plans.reading import draft_as_read, readable
from plans.snapshot import snapshot
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    make_agreement,
    make_citizen,
    make_consent,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import make_intervention, make_note

pytestmark = pytest.mark.django_db


REACHES = pytest.mark.parametrize(
    "reach",
    [
        {"domains": []},
        {"domains": ["social"]},
        {"domains": ["health", "school"]},
        {"domains": ["social"], "sees_shielded": True},
        {"domains": ["social"], "about": "Yusuf"},
    ],
)


@REACHES
def test_a_frozen_goal_is_read_by_the_same_people_as_a_live_one(reach):
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, son]))
    for person, domain, level in product((None, mother, son), Domain.values, Level.values):
        make_goal(plan, person=person, domain=domain, level=level)
    reader = make_user("Læser")
    fields = {name: value for name, value in reach.items() if name != "about"}
    assign(reader, plan.course, person=son if "about" in reach else None, **fields)

    access = access_to(reader, plan.course_id)
    frozen = readable(drafted(snapshot(plan, on=TODAY)), access)

    live = Goal.objects.visible_to(reader).filter(plan=plan)
    assert {row["id"] for row in frozen["goals"]} == set(live.values_list("pk", flat=True))
    assert set(live) == set(plan.goals.filter(access.rows()))
    assert len(frozen["goals"]) < plan.goals.count()


@REACHES
def test_the_draft_shows_the_rows_that_the_gate_lets_through(reach):
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, son]))
    open_goal = make_goal(plan, "Alle kan læse det", person=None, domain="common", level="common")
    for person, domain, level in product((None, mother, son), Domain.values, Level.values):
        whose = {"person": person, "domain": domain, "level": level}
        make_goal(plan, **whose)
        make_intervention(open_goal, **whose)
        make_note(open_goal, **whose)
        make_agreement(plan, **whose)
    reader = make_user("Læser")
    fields = {name: value for name, value in reach.items() if name != "about"}
    assign(reader, plan.course, person=son if "about" in reach else None, **fields)

    draft = draft_as_read(plan, reader, access_to(reader, plan.course_id), set())

    (goal,) = [row for row in draft.goals if row["id"] == open_goal.pk]
    notes = Note.objects.visible_to(reader)
    latest = notes.exclude(level=Level.SHIELDED).latest("about_on", "pk")
    assert _keys(draft.goals) == _pks(Goal, reader)
    assert _keys(goal["help_rows"]) == _pks(Intervention, reader)
    assert _keys(draft.agreements) == _pks(Agreement, reader)
    assert (goal["note_count"], goal["note"]["id"]) == (notes.count(), latest.pk)


def _keys(rows):
    return {row["id"] for row in rows}


def _pks(model, reader):
    return set(model.objects.visible_to(reader).values_list("pk", flat=True))


def test_who_has_no_assignment_reads_no_row():
    plan = make_plan()

    access = access_to(make_user("Stig Fremmed"), plan.course_id)

    assert not plan.goals.filter(access.rows()).exists()


def test_a_reader_of_one_member_is_not_told_of_the_others():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, son]))
    teacher = make_user("Lærer")
    assign(teacher, plan.course, person=son)

    frozen = readable(drafted(snapshot(plan, on=TODAY)), access_to(teacher, plan.course_id))

    assert [person["first_name"] for person in frozen["persons"]] == ["Yusuf"]
    assert frozen["sections"] == []


def test_a_frozen_consent_is_read_by_who_has_each_of_its_fields():
    plan = make_plan()
    make_consent(plan.course, domains=["health", "school"])
    now = drafted(snapshot(plan, on=TODAY))
    # From before its fields stood in it: it may have spoken of any of them.
    old = now | {"consents": [{"person": row["person"]} for row in now["consents"]]}
    read = []
    for domains in ([], ["health"], ["health", "school"], Domain.values):
        reader = make_user()
        assign(reader, plan.course, domains=domains)
        access = access_to(reader, plan.course_id)
        read.append([len(readable(facts, access)["consents"]) for facts in (now, old)])

    assert read == [[0, 0], [0, 0], [1, 0], [1, 1]]
