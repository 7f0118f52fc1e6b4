"""Fixed times in the week: written, changed, ended and undone, and taken back when they were wrong."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from plans.actions.weekly_slots import add_slot, change_slot, end_slot, take_back_slot
from plans.models import WeeklySlot
from plans.queries import places_of
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, take_to_talk
from tests.plans.weekly import make_slot

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)


def add(plan, **fields):
    told = {"person": main_person(plan.course), "what": "Bostøtte", "weekday": 1, "starts_on": MONDAY}
    told |= {"starts_at": time(10), "ends_at": time(11), "today": TODAY, "by": konsulent_of(plan.course)}
    return add_slot(plan, **told | fields)


def change(row, **fields):
    told = {"version": row.version, "today": TODAY, "by": konsulent_of(row.plan.course)}
    return change_slot(row, **told | fields)


def end(row, **fields):
    told = {"ends_on": MONDAY, "version": row.version, "by": konsulent_of(row.plan.course)}
    return end_slot(row, **told | fields)


def take_back(row, **fields):
    told = {"why": "Forkert borger.", "on": TODAY, "by": konsulent_of(row.plan.course)}
    return take_back_slot(row, **told | fields)


ACTS = [add, change, end, take_back]


def do(act, plan, **fields):
    return act(plan if act is add else make_slot(plan), **fields)


def told(action):
    event = AuditEvent.objects.get(action=action)
    return event.details, event.domain, event.level, event.person_ids


def test_a_slot_is_written_and_told_in_the_log_without_its_words(plan):
    row = add(plan, kind="choice", place="Foreningshuset", domain="social", level="domain")

    assert (row.version, row.kind, row.place) == (1, "choice", "Foreningshuset")
    assert told("weekly_slot.added") == (
        {"kind_of": "choice"}, "social", "domain", [main_person(plan.course).pk]
    )  # fmt: skip


def test_two_equal_submits_make_one_row(plan):
    assert add(plan) == add(plan)
    assert add(plan, level="domain") != add(plan)
    assert WeeklySlot.objects.count() == 2


def test_a_change_is_told_by_its_fields(plan):
    row = change(make_slot(plan), what="Hjemmebesøg", at_home=True)

    row.refresh_from_db()
    assert (row.what, row.at_home, row.version) == ("Hjemmebesøg", True, 2)
    assert told("weekly_slot.changed")[0] == {"kind_of": "demand", "fields": ["what", "at_home"]}


def test_an_end_is_undone_by_having_no_day(plan):
    row = end(make_slot(plan))
    assert row.ends_on == MONDAY
    assert told("weekly_slot.ended")[0] == {"kind_of": "demand"}

    assert end(row, ends_on=None).ends_on is None
    assert AuditEvent.objects.filter(action="weekly_slot.resumed").count() == 1


def test_what_was_wrong_stays_with_the_reason(plan):
    row = take_back(make_slot(plan))

    assert (row.taken_back_why, row.taken_back_on) == ("Forkert borger.", TODAY)
    assert not WeeklySlot.objects.standing().exists()
    assert told("weekly_slot.taken_back")[0] == {"kind_of": "demand"}


@pytest.mark.parametrize("act", [change, end, take_back])
def test_what_is_taken_back_is_changed_no_more(plan, act):
    row = take_back(make_slot(plan))

    with pytest.raises(ValidationError, match="Tiden er taget tilbage."):
        act(row)


@pytest.mark.parametrize("why", ["", "  "])
def test_a_taking_back_takes_a_reason(plan, why):
    with pytest.raises(ValidationError, match="Skriv et ord om hvorfor."):
        take_back(make_slot(plan), why=why)

    assert WeeklySlot.objects.standing().count() == 1


@pytest.mark.parametrize("act", [add, change])
def test_a_goal_of_another_plan_or_another_person_is_refused(plan, act):
    elsewhere = make_goal(make_plan(make_course()))
    with pytest.raises(ValidationError, match="Vælg et mål i den samme plan."):
        do(act, plan, goal=elsewhere)

    with pytest.raises(ValidationError, match="Målet handler om en anden."):
        do(act, plan, goal=make_goal(plan, person=make_citizen("Bo")))


@pytest.mark.parametrize("act", [add, change, end])
def test_a_last_day_before_the_first_is_refused(plan, act):
    row = {"starts_on": MONDAY} if act is add else {}
    with pytest.raises(ValidationError, match="før den første"):
        do(act, plan, ends_on=LONG_AGO - timedelta(days=1), **row)


@pytest.mark.parametrize(
    ("weekday", "last", "refused"), [(3, 1, True), (3, 2, False), (1, 0, False), (7, 5, True)]
)
def test_a_period_without_the_weekday_is_refused(plan, weekday, last, refused):
    fields = {"weekday": weekday, "ends_on": MONDAY + timedelta(days=last)}

    if refused:
        with pytest.raises(ValidationError, match="mellem den første og den sidste dag"):
            add(plan, **fields)
    else:
        assert add(plan, **fields).weekday == weekday


@pytest.mark.parametrize("act", [add, change])
def test_somebody_who_is_not_in_the_course_is_met_by_nobody(plan, act):
    with pytest.raises(ValidationError, match="Vælg en, der er med i forløbet."):
        do(act, plan, user=make_user("Fremmed"))

    assert do(act, plan, user=konsulent_of(plan.course)).user == konsulent_of(plan.course)


def test_who_has_left_stays_until_somebody_else_is_chosen(plan):
    row = make_slot(plan, user=make_user("Er stoppet"))

    assert change(row, user=row.user, what="Samtale").what == "Samtale"


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_write_the_plan_may_not_write_the_week(plan, act):
    member = make_user("Sanne")
    assign(member, plan.course, domains=["employment", "social"])

    with pytest.raises(PermissionDenied):
        do(act, plan, by=member)

    assert not AuditEvent.objects.filter(action__startswith="weekly_slot").exists()


@pytest.mark.parametrize("act", ACTS)
def test_a_closed_course_is_written_no_more(plan, act):
    row = plan if act is add else make_slot(plan)
    Course.objects.update(status=Course.Status.CLOSED, closed_on=TODAY, closing=Course.Closing.JOB)

    with pytest.raises(PermissionDenied):
        act(row)


@pytest.mark.parametrize("act", ACTS)
def test_the_week_is_written_while_the_plan_is_agreed(plan, act):
    """It is lived from day to day, and no part of what was said yes to."""
    take_to_talk(plan)
    answer(plan)
    plan.refresh_from_db()

    assert do(act, plan).pk


@pytest.mark.parametrize("act", [change, end, take_back])
def test_who_may_not_read_it_may_not_write_it(plan, act):
    konsulent_of(plan.course).assignments.update(sees_shielded=False, domains=["social"])
    hidden = [make_slot(plan, level="shielded"), make_slot(plan, level="domain", domain="health")]
    hidden.append(make_slot(plan, goal=make_goal(plan, level="shielded")))

    for row in hidden:
        with pytest.raises(PermissionDenied):
            act(row)


def test_nobody_hides_from_themselves_what_they_write(plan):
    konsulent_of(plan.course).assignments.update(sees_shielded=False)

    for act in (add, change):
        with pytest.raises(ValidationError, match="som du ikke selv må læse"):
            do(act, plan, level="shielded")


def test_what_is_shielded_is_opened_to_no_more(plan):
    konsulent_of(plan.course).assignments.update(sees_shielded=True)

    with pytest.raises(ValidationError, match="Skærmet tekst bliver ved med at være skærmet"):
        change(make_slot(plan, level="shielded"), level="common")


@pytest.mark.parametrize("act", [change, end])
def test_a_late_save_is_told_of_the_other(plan, act):
    row = make_slot(plan)

    with pytest.raises(Stale):
        act(row, version=row.version - 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"weekday": 0},
        {"weekday": 8},
        {"person": None},
        {"ends_on": LONG_AGO - timedelta(days=1)},
        {"contact_name": "Karsten", "user": "konsulent"},
        {"taken_back_on": TODAY},
    ],
)
def test_the_database_refuses_what_cannot_be(plan, fields):
    if "user" in fields:
        fields = fields | {"user": konsulent_of(plan.course)}

    with pytest.raises(IntegrityError), transaction.atomic():
        make_slot(plan, **fields)


def test_a_place_is_looked_for_in_what_is_given_out_about_somebody_protected(plan):
    make_slot(plan, place="Foreningshuset")
    make_slot(plan, place="")

    assert places_of(plan) == ("Foreningshuset",)
