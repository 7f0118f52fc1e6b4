"""The engine of *Ugen*: what clashes, who is alone, and whose work all waits, on values alone."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.week import Aim, Kind, Slot, Thing, alone, clashes, health_first, things_of
from tests.plans.weeks import AUTUMN, LONG_AGO, MO, MONDAY, SA, SPRING, SU, TU, WE, local, slot, week


def found(*slots, day=MONDAY):
    shown = week(day)
    return [(local(c.begins), local(c.ends), c.whats) for c in clashes(things_of(slots, shown), shown)]


@pytest.mark.parametrize(
    ("slots", "told"),
    [
        pytest.param([("A", TU, "9.00", "10.00"), ("B", TU, "10.00", "11.00")], [], id="touching ends"),
        pytest.param(
            [("A", TU, "9.00", "10.01"), ("B", TU, "10.00", "11.00")],
            [("Tue 10.00", "Tue 10.01", ("A", "B"))],
            id="one minute",
        ),
        pytest.param([("A", TU, "9.00", "10.00"), ("B", WE, "9.00", "10.00")], [], id="other days"),
        pytest.param(
            [("A", TU, "8.00", "16.00"), ("B", TU, "9.00", "10.00")],
            [("Tue 09.00", "Tue 10.00", ("A", "B"))],
            id="one within the other",
        ),
        pytest.param(
            [("A", TU, "8.00", "12.00"), ("B", TU, "9.00", "10.00"), ("C", TU, "10.00", "11.00")],
            [("Tue 09.00", "Tue 10.00", ("A", "B")), ("Tue 10.00", "Tue 11.00", ("A", "C"))],
            id="two within one, one after the other",
        ),
        pytest.param(
            [("A", TU, "8.00", "12.00"), ("B", TU, "9.00", "11.00"), ("C", TU, "10.00", "12.00")],
            [("Tue 09.00", "Tue 12.00", ("A", "B", "C"))],
            id="three at once are told once",
        ),
        pytest.param(
            [("Nat", TU, "22.00", "6.00"), ("Læge", WE, "5.30", "7.00")],
            [("Wed 05.30", "Wed 06.00", ("Nat", "Læge"))],
            id="over midnight",
        ),
        pytest.param([("Nat", TU, "22.00", "0.00"), ("B", WE, "0.00", "1.00")], [], id="until midnight"),
        pytest.param(
            [("Døgn", SA, "8.00", "8.00"), ("B", SU, "7.00", "9.00")],
            [("Sun 07.00", "Sun 08.00", ("Døgn", "B"))],
            id="all day round",
        ),
        pytest.param(
            [("Nat", SU, "22.00", "6.00"), ("B", MO, "5.00", "7.00")],
            [("Mon 05.00", "Mon 06.00", ("Nat", "B"))],
            id="from the Sunday before, once",
        ),
        pytest.param(
            [("A", TU, "9.00", "10.00"), ("A", TU, "9.00", "10.00")], [("Tue 09.00", "Tue 10.00", ("A",))]
        ),
    ],
)
def test_what_is_at_the_same_time_clashes(slots, told):
    assert found(*(slot(*one) for one in slots)) == told


def test_two_persons_do_not_clash():
    assert found(slot("A", TU, "9.00", "10.00"), slot("B", TU, "9.00", "10.00", person="bo")) == []


@pytest.mark.parametrize(
    ("days", "clashing"),
    [
        ({"ends_on": MONDAY}, 0),
        ({"ends_on": MONDAY + timedelta(days=1)}, 1),
        ({"starts_on": MONDAY + timedelta(days=1)}, 1),
        ({"starts_on": MONDAY + timedelta(days=2)}, 0),
    ],
)
def test_what_has_ended_or_not_begun_is_not_there(days, clashing):
    assert len(found(slot("A", TU, "9.00", "10.00", **days), slot("B", TU, "9.00", "10.00"))) == clashing


def test_a_childs_need_of_an_adult_is_no_appointment_and_a_free_choice_is_one():
    need = slot("Hjemme", TU, "9.00", "10.00", kind=Kind.CHILD)
    choice = slot("Kor", TU, "9.00", "10.00", kind=Kind.CHOICE)
    work = slot("Vagt", TU, "9.00", "10.00")

    assert found(need, work) == []
    assert len(found(choice, work)) == 1


def test_a_meeting_clashes_with_a_fixed_time():
    meeting = Thing(
        "freja",
        "Netværksmøde",
        datetime(2026, 9, 8, 7, 30, tzinfo=UTC),
        datetime(2026, 9, 8, 8, 30, tzinfo=UTC),
    )
    shown = week()

    told = clashes([*things_of([slot("Praktik", TU, "9.00", "10.00")], shown), meeting], shown)

    assert [(local(c.begins), local(c.ends)) for c in told] == [("Tue 09.30", "Tue 10.00")]


def test_an_hour_that_a_spring_night_does_not_have_is_no_time_at_all():
    assert things_of([slot("Nat", SU, "2.30", "3.00")], week(SPRING)) == []
    assert found(slot("A", SU, "1.00", "4.00"), slot("B", SU, "3.00", "5.00"), day=SPRING) == [
        ("Sun 03.00", "Sun 04.00", ("A", "B"))
    ]


def test_a_week_has_its_seven_days_on_either_side_of_the_change():
    for day, hours in ((SPRING, 167), (MONDAY, 168), (AUTUMN, 169)):
        shown = week(day + timedelta(days=6))

        assert shown.monday == day
        assert shown.ends - shown.begins == timedelta(hours=hours)


def left_alone(*slots, children=("lea",), adults=("amina",)):
    shown = week()
    told = alone(things_of(slots, shown), shown, children=children, adults=adults)
    return [(local(one.begins), local(one.ends), one.away) for one in told]


NEED = slot("Hjemme", TU, "17.00", "7.00", person="lea", kind=Kind.CHILD)
NIGHT = slot("Nattevagt", TU, "22.00", "6.00", person="amina")


def test_a_child_that_needs_an_adult_while_the_adult_works_at_night():
    assert left_alone(NEED, NIGHT) == [("Tue 22.00", "Wed 06.00", (("amina", "Nattevagt"),))]


@pytest.mark.parametrize(
    ("night", "of"),
    [
        (replace(NIGHT, at_home=True), {}),
        (replace(NIGHT, kind=Kind.CHOICE), {}),
        (replace(NIGHT, person="yusuf"), {}),
        (NIGHT, {"children": ()}),
        (NIGHT, {"adults": ()}),
        (NIGHT, {"adults": ("amina", "samir")}),
        (replace(NIGHT, starts_at=time(7), ends_at=time(17)), {}),
    ],
)
def test_a_child_is_not_alone_when_somebody_is_or_can_be_there(night, of):
    assert left_alone(NEED, night, **of) == []


def test_a_child_is_alone_only_while_both_are_out():
    other = slot("Kursus", TU, "20.00", "23.00", person="samir")

    told = left_alone(NEED, NIGHT, other, adults=("amina", "samir"))

    assert told == [("Tue 22.00", "Tue 23.00", (("amina", "Nattevagt"), ("samir", "Kursus")))]


def test_two_things_after_each_other_are_one_absence():
    work = [
        slot("Vagt", TU, "17.00", "18.00", person="amina"),
        slot("Kursus", TU, "18.00", "19.00", person="amina"),
    ]

    assert [one[:2] for one in left_alone(NEED, *work)] == [("Tue 17.00", "Tue 19.00")]


WORK_LATER, HEALTH_NOW = Aim("freja", True, False, False), Aim("freja", False, True, True)


@pytest.mark.parametrize(
    ("aims", "asked"),
    [
        ([WORK_LATER, HEALTH_NOW], ["freja"]),
        ([WORK_LATER, replace(WORK_LATER, is_now=True), HEALTH_NOW], []),
        ([WORK_LATER], []),
        ([HEALTH_NOW], []),
        ([WORK_LATER, replace(HEALTH_NOW, is_now=False)], []),
        ([WORK_LATER, replace(HEALTH_NOW, person="bo")], []),
        ([], []),
    ],
)
def test_health_now_and_all_work_later_is_asked_about(aims, asked):
    assert health_first(aims) == asked


slots = st.builds(
    Slot,
    person=st.sampled_from(["freja", "bo"]),
    what=st.sampled_from("ABCDE"),
    weekday=st.integers(1, 7),
    starts_at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    ends_at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    starts_on=st.just(LONG_AGO),
    kind=st.sampled_from(list(Kind)),
)


@given(st.lists(slots, max_size=8), st.sampled_from([SPRING, MONDAY, AUTUMN]), st.integers(0, 7 * 24 * 60))
def test_each_minute_clashes_when_somebody_is_at_two_things_in_it(several, day, minute):
    shown = week(day)
    things = things_of(several, shown)
    at = shown.begins + timedelta(minutes=minute, seconds=30)
    going = {
        person: sum(t.begins < at < t.ends for t in things if t.person == person and t.kind != Kind.CHILD)
        for person in ("freja", "bo")
    }

    told = {c.person for c in clashes(things, shown) if c.begins < at < c.ends}

    assert told == {person for person, number in going.items() if number > 1 and at < shown.ends}


@given(st.lists(slots, max_size=8), st.sampled_from([SPRING, MONDAY, AUTUMN]))
def test_what_a_reader_may_not_see_changes_nothing_but_by_being_gone(several, day):
    """Whoever reads fewer slots is told of no clash that those alone do not make."""
    shown = week(day)
    fewer = clashes(things_of(several[:-1], shown), shown)
    every = clashes(things_of(several, shown), shown)

    for one in fewer:
        assert any(o.begins <= one.begins and one.ends <= o.ends and o.person == one.person for o in every)
