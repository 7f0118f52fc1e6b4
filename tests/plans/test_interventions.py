"""What is done to reach a goal, and who may grant or refuse it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions import interventions as actions
from plans.forms.interventions import sections_in_force
from roles.models import Role
from tests.decisions.world import make_decision
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_section,
    make_user,
)
from tests.plans.factories import answer, make_intervention, take_to_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas(goal):
    return konsulent_of(goal.plan.course)


@pytest.fixture
def katrine(goal):
    return caseworker_of(goal.plan.course)


def test_an_idea_needs_no_section(goal, jonas):
    row = actions.add_intervention(
        goal,
        title="Snusepraktik",
        hours_per_week=Decimal("6.5"),
        provider_name="Planteskolen",
        on=TODAY,
        by=jonas,
    )

    row.refresh_from_db()
    assert (row.status, row.section, row.hours_per_week, row.who) == (
        "idea",
        None,
        Decimal("6.50"),
        "Planteskolen",
    )
    assert AuditEvent.objects.get().details == {"status": "idea"}


def test_the_same_sent_twice_is_one(goal, jonas):
    first = actions.add_intervention(goal, title="Snusepraktik", on=TODAY, by=jonas)

    assert actions.add_intervention(goal, title="Snusepraktik", on=TODAY, by=jonas) == first


@pytest.mark.parametrize("status", ["granted", "refused"])
def test_only_those_who_decide_grant_and_refuse(goal, jonas, katrine, status):
    row = make_intervention(goal, section=make_section())

    with pytest.raises(PermissionDenied):
        actions.set_status(row, status=status, section=row.section, version=0, on=TODAY, by=jonas)
    with pytest.raises(PermissionDenied):
        actions.change_intervention(row, version=0, status=status, on=TODAY, by=jonas)
    make_decision(goal.plan.course, section=row.section, status="told", outcome=status)
    actions.set_status(row, status=status, section=row.section, version=0, on=TODAY, by=katrine)

    row.refresh_from_db()
    assert row.status == status


def test_a_decision_names_its_section(goal, katrine):
    row = make_intervention(goal)

    with pytest.raises(ValidationError, match="Vælg en paragraf"):
        actions.set_status(row, status="granted", section=None, version=0, on=TODAY, by=katrine)


def test_a_caseworker_of_the_team_decides_without_writing_the_plan(goal):
    row = make_intervention(goal, section=make_section())
    lone = make_user("Lone")
    assign(lone, goal.plan.course, Role.CASEWORKER)
    make_decision(goal.plan.course, section=row.section, status="told")

    actions.set_status(row, status="granted", section=row.section, version=0, on=TODAY, by=lone)

    with pytest.raises(PermissionDenied):
        actions.change_intervention(row, version=1, title="X", on=TODAY, by=lone)


def test_what_happens_is_said_while_the_plan_is_agreed(goal, jonas):
    row = make_intervention(goal, section=make_section(), status="granted")
    make_decision(goal.plan.course, section=row.section, status="told")
    take_to_talk(goal.plan)
    answer(goal.plan)

    actions.set_status(row, status="running", section=row.section, version=0, on=TODAY, by=jonas)

    row.refresh_from_db()
    assert row.status == "running"
    event = AuditEvent.objects.get(action="plan.intervention_status")
    assert event.details == {"status": "running", "fields": ["status"]}
    with pytest.raises(ValidationError, match="Lav en ny kladde"):
        actions.change_intervention(row, version=1, title="X", on=TODAY, by=jonas)


def test_only_those_who_see_costs_write_them(goal, jonas, katrine):
    row = make_intervention(goal)

    with pytest.raises(PermissionDenied):
        actions.change_intervention(row, version=0, yearly_cost=172_000, on=TODAY, by=jonas)
    actions.change_intervention(row, version=0, yearly_cost=172_000, on=TODAY, by=katrine)

    row.refresh_from_db()
    assert row.yearly_cost == 172_000


def test_a_period_does_not_end_before_it_begins(goal, jonas):
    with pytest.raises(ValidationError, match="kan ikke slutte"):
        actions.add_intervention(
            goal, title="X", starts_on=TODAY, ends_on=TODAY - timedelta(days=1), on=TODAY, by=jonas
        )


def test_a_stale_save_is_refused(goal, jonas):
    row = make_intervention(goal)
    actions.change_intervention(row, version=0, title="Den første", on=TODAY, by=jonas)

    with pytest.raises(Stale):
        actions.change_intervention(row, version=0, title="Den anden", on=TODAY, by=jonas)


def test_an_idea_can_be_taken_back_and_nothing_else(goal, jonas):
    idea, running = make_intervention(goal, "Idé"), make_intervention(goal, "Kører", status="running")

    actions.remove_intervention(idea, by=jonas)
    with pytest.raises(ValidationError, match="Kun en idé"):
        actions.remove_intervention(running, by=jonas)

    assert list(goal.interventions.all()) == [running]
    assert AuditEvent.objects.get().action == "plan.intervention_removed"


def test_a_team_member_writes_nothing(goal):
    row = make_intervention(goal)
    anna = make_user()
    assign(anna, goal.plan.course)

    acts = [
        lambda: actions.add_intervention(goal, title="X", on=TODAY, by=anna),
        lambda: actions.change_intervention(row, version=0, title="X", on=TODAY, by=anna),
        lambda: actions.set_status(row, status="running", section=None, version=0, on=TODAY, by=anna),
        lambda: actions.remove_intervention(row, by=anna),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_sections_are_those_in_force_and_the_one_that_stands_there():
    today = TODAY
    now = make_section("§ 900")
    ended = make_section("§ 901", valid_to=today - timedelta(days=1))
    coming = make_section("§ 902", valid_from=today + timedelta(days=1))

    offered = set(sections_in_force(today))

    assert now in offered
    assert not {ended, coming} & offered
    assert ended in sections_in_force(today, ended.pk)
