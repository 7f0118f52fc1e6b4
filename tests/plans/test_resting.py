"""Help that a law gives begins when a decision grants it, and runs on under the rule it was granted by."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.decisions.models import Decision
from plans.actions import interventions as actions
from roles.models import Role
from tests.decisions.world import make_decision
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_citizen,
    make_course,
    make_plan,
    make_section,
    make_user,
)
from tests.plans.factories import make_intervention

pytestmark = pytest.mark.django_db

WORDS = ("afgørelsen mangler", "afgørelsen er ophørt", "afgørelsen er afløst", "gælder ikke efter")


@pytest.fixture
def section():
    return make_section()


def begin(row, section, status="running", **fields):
    usual = {"version": row.version, "on": TODAY, "by": caseworker_of(row.goal.plan.course)}
    return actions.set_status(row, status=status, section=section, **usual | fields)


def decided(goal, section, **fields):
    return make_decision(goal.plan.course, section=section, **{"status": "told"} | fields)


@pytest.mark.parametrize("status", ["granted", "running", "refused"])
def test_nothing_begins_without_a_decision(goal, section, status):
    with pytest.raises(ValidationError, match="afgørelse"):
        begin(make_intervention(goal), section, status)


@pytest.mark.parametrize("status", ["granted", "running"])
def test_it_rests_on_the_newest_that_grants_it(goal, section, status):
    decided(goal, section, what="Den gamle")
    newest = decided(goal, section, decided_on=TODAY, told_on=TODAY)
    decided(goal, make_section("§ 97"), decided_on=TODAY, told_on=TODAY)

    row = begin(make_intervention(goal), section, status)

    assert (row.status, row.decision, row.section) == (status, newest, section)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"outcome": "refused"},
        {"ends_on": TODAY - timedelta(days=1)},
        {"starts_on": TODAY + timedelta(days=1)},
    ],
)
def test_what_does_not_grant_it_today_begins_nothing(goal, section, fields):
    decided(goal, section, **fields)
    row = make_intervention(goal)

    with pytest.raises(ValidationError, match="gælder i dag"):
        begin(row, section)
    row.refresh_from_db()
    assert (row.status, row.decision) == ("idea", None)


def test_a_decision_that_one_may_not_read_is_not_found(goal, section):
    lone = make_user("Lone Myndighed")
    assign(lone, goal.plan.course, Role.CASEWORKER, domains=["employment"])
    decided(goal, section, domain="health", level="domain")

    with pytest.raises(ValidationError, match="ingen afgørelse"):
        begin(make_intervention(goal), section, "granted", by=lone)


def test_what_begins_next_month_is_granted_today(goal, section):
    later = decided(goal, section, starts_on=TODAY + timedelta(days=20))

    assert begin(make_intervention(goal), section, "granted").decision == later


def test_a_refusal_has_its_decision_too(goal, section):
    refusal = decided(goal, section, outcome="refused")

    assert begin(make_intervention(goal), section, "refused").decision == refusal


def test_another_persons_decision_grants_nothing(section):
    freja, ida = make_citizen(), make_citizen("Ida")
    goal = make_plan(make_course(citizens=[freja, ida])).goals.get()
    decided(goal, section, person=ida)

    with pytest.raises(ValidationError):
        begin(make_intervention(goal, person=freja), section)
    # What is for the whole family rests on the decision of any of them.
    assert begin(make_intervention(goal, person=None), section).decision.person == ida


def test_what_was_granted_under_an_older_rule_runs_on_under_that(goal):
    """Its section ended 30 June; the decision did not."""
    old = make_section("kap. 19", valid_from=LONG_AGO, valid_to=TODAY - timedelta(days=1))
    new = make_section("kap. 19", valid_from=TODAY, title="nu uden ressourceforløb")
    granted = decided(goal, old)

    row = begin(make_intervention(goal), new)

    assert (row.decision, row.section) == (granted, old)


def test_a_chosen_decision_names_the_section(goal, section):
    first = decided(goal, section, what="Den ene")
    decided(goal, section, what="Den anden", decided_on=TODAY, told_on=TODAY)

    row = begin(make_intervention(goal), None, decision=first)

    assert (row.decision, row.section) == (first, section)


def test_a_chosen_decision_that_says_something_else_is_refused(goal, section):
    decided(goal, section)
    refusal = decided(goal, section, outcome="refused", what="Mere")

    with pytest.raises(ValidationError, match="siger ikke det"):
        begin(make_intervention(goal), section, decision=refusal)


@pytest.mark.parametrize(
    ("granted", "wanted", "said"),
    [
        ({"hours_per_week": 4}, {"hours_per_week": Decimal("4.5")}, "4 timer om ugen"),
        ({"starts_on": LONG_AGO}, {"starts_on": LONG_AGO - timedelta(days=1)}, "gælder fra"),
        ({"ends_on": TODAY}, {"ends_on": TODAY + timedelta(days=1)}, "til og med"),
    ],
)
def test_no_more_than_was_granted(goal, section, granted, wanted, said):
    decided(goal, section, **granted)

    with pytest.raises(ValidationError, match=said):
        begin(make_intervention(goal, **wanted), section)


def test_the_wording_of_what_runs_is_changed_although_its_decision_is_over(goal, section):
    over = decided(goal, section, ends_on=TODAY - timedelta(days=1))
    row = make_intervention(goal, section=section, status="running", decision=over)
    change = {"on": TODAY, "by": konsulent_of(goal.plan.course)}

    row = actions.change_intervention(row, version=0, title="Bostøtte to gange", **change)
    with pytest.raises(ValidationError, match="gælder i dag"):
        actions.change_intervention(row, version=1, hours_per_week=2, **change)


def test_what_is_open_to_all_or_under_no_section_needs_none(goal):
    free = make_section("psykiatri", code="SUL", short_name="sundhedsloven", needs_decision=False)

    assert begin(make_intervention(goal, "Søvnforløb"), free).decision is None
    assert begin(make_intervention(goal, "Naboen"), None).decision is None


@pytest.mark.parametrize(
    ("status", "ends_in_days", "said"),
    [
        ("running", None, "afgørelsen mangler"),
        ("granted", None, "afgørelsen mangler"),
        ("running", -1, "afgørelsen er ophørt"),
        ("running", 0, ""),
        ("ended", None, ""),
    ],
)
def test_the_card_says_when_nothing_grants_it_any_more(client, goal, status, ends_in_days, said):
    """The section's own end says nothing of what a decision granted under it."""
    ended = make_section("§ 86", valid_from=LONG_AGO, valid_to=TODAY - timedelta(days=1))
    last = timezone.localdate() + timedelta(days=ends_in_days or 0)
    row = None if ends_in_days is None else decided(goal, ended, ends_on=last)
    make_intervention(goal, section=ended, status=status, decision=row)

    assert missing_on_the_card(client, goal) == said


def test_the_card_says_when_another_decision_took_its_place(client, goal, section):
    old = decided(goal, section)
    make_intervention(goal, section=section, status="running", decision=old)
    new = make_decision(goal.plan.course, section=section, replaces=old)

    assert missing_on_the_card(client, goal) == ""
    Decision.objects.filter(pk=new.pk).update(status="decided", decided_on=TODAY, decided_by=new.written_by)
    assert missing_on_the_card(client, goal) == "afgørelsen er afløst"


def missing_on_the_card(client, goal):
    client.force_login(konsulent_of(goal.plan.course))
    page = client.get(reverse("plans:plan", args=[goal.plan.course_id])).content.decode()
    return next((words for words in WORDS if words in page), "")


@pytest.mark.parametrize("status", ["granted", "running"])
def test_who_does_not_decide_takes_no_help_past_its_decision(goal, section, status):
    """Under no section, or one that is open to all, nothing would bound it any more."""
    free = make_section("psykiatri", code="SUL", short_name="sundhedsloven", needs_decision=False)
    row = make_intervention(goal, section=section, status=status, decision=decided(goal, section))
    jonas = konsulent_of(goal.plan.course)

    for other in (None, free):
        with pytest.raises(PermissionDenied):
            begin(row, other, by=jonas)
        with pytest.raises(PermissionDenied):
            actions.change_intervention(row, version=0, section=other, hours_per_week=30, on=TODAY, by=jonas)
    assert begin(row, free).decision is None


def test_what_nobody_wrote_is_as_much_as_was_granted(goal, section):
    granted = decided(goal, section, hours_per_week=4, ends_on=TODAY + timedelta(days=90))

    row = begin(make_intervention(goal), section)

    assert (row.hours_per_week, row.ends_on) == (4, granted.ends_on)


def test_what_is_granted_once_is_given_once(goal, section):
    granted = decided(goal, section, hours_per_week=4)
    make_intervention(goal, "Bostøtte mandag", section=section, status="running", decision=granted,
                      hours_per_week=3)  # fmt: skip

    with pytest.raises(ValidationError, match="3 timer er givet til andet"):
        begin(make_intervention(goal, "Bostøtte fredag", hours_per_week=2), section)
    assert begin(make_intervention(goal, "Bostøtte lørdag"), section).hours_per_week == 1
