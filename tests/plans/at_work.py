"""Somebody at work through the acts, as the borgerkonsulent notes, changes, ends and takes it back."""

from datetime import date
from decimal import Decimal

from plans.actions.placements import (
    add_placement,
    change_placement,
    end_placement,
    set_hours,
    take_back_placement,
)
from tests.factories import TODAY, konsulent_of, main_person

WEEK_43, WEEK_48, OVER = date(2026, 10, 19), date(2026, 11, 23), date(2026, 12, 18)
RISING = [(TODAY, Decimal(6)), (WEEK_43, Decimal(10)), (WEEK_48, Decimal(15))]


def add(plan, **fields):
    told = {"person": main_person(plan.course), "company": "Planteskolen", "starts_on": TODAY}
    return add_placement(plan, **told | {"by": konsulent_of(plan.course)} | fields)


def hours(row, steps=RISING, **fields):
    return set_hours(
        row, steps=steps, **{"version": row.version, "by": konsulent_of(row.plan.course)} | fields
    )


def change(row, **fields):
    return change_placement(row, **{"version": row.version, "by": konsulent_of(row.plan.course)} | fields)


def end(row, **fields):
    told = {"ended_on": TODAY, "outcome": "job", "version": row.version, "today": TODAY}
    return end_placement(row, **told | {"by": konsulent_of(row.plan.course)} | fields)


def take_back(row, **fields):
    told = {"why": "Forkert borger.", "on": TODAY, "by": konsulent_of(row.plan.course)}
    return take_back_placement(row, **told | fields)
