"""A trial through the acts, as the borgerkonsulent makes, changes and closes it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from plans.actions.trials import add_trial, change_trial, close_trial
from plans.models import Trial
from tests.factories import (
    TODAY,
    assign,
    konsulent_of,
    make_user,
)

LAST_DAY = TODAY + timedelta(weeks=3)
AFTER = LAST_DAY + timedelta(days=1)
State = Trial.State


def begin(goal, **changed):
    fields = {
        "question": "Hjælper det at begynde kl. 10?",
        "what": "To formiddage.",
        "looks_at": "fremmøde",
        "starts_on": TODAY,
        "stops_on": LAST_DAY,
        "domain": goal.domain,
        "level": goal.level,
        "today": TODAY,
        "by": konsulent_of(goal.plan.course),
    }
    fields |= {"responsible": fields["by"]} | changed
    return add_trial(goal, **fields)


def change(trial, today=TODAY, **fields):
    return change_trial(
        trial, **{"version": trial.version, "today": today, "by": konsulent_of(trial.plan.course)} | fields
    )


def close(trial, outcome="stopped", learned="Nej, det var bussen.", today=TODAY, **fields):
    told = {"outcome": outcome, "learned": learned, "version": trial.version, "today": today}
    return close_trial(trial, **{**told, "by": konsulent_of(trial.plan.course)} | fields)


def refused(act, *arguments, **fields):
    with pytest.raises(ValidationError) as refusal:
        act(*arguments, **fields)
    return " ".join(refusal.value.messages)


def team_member(plan):
    anna = make_user()
    assign(anna, plan.course)
    return anna
