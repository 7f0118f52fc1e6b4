"""A safeguard through the acts, as the borgerkonsulent agrees on it, keeps it and ends it."""

from datetime import timedelta

from plans.actions.safeguards import (
    add_safeguard,
    change_safeguard,
    end_safeguard,
    keep_safeguard,
    resume_safeguard,
)
from tests.factories import TODAY, konsulent_of, main_person

DAY = timedelta(days=1)
REVIEW = TODAY + timedelta(weeks=3)
LAST_DAY = TODAY + timedelta(weeks=6)


def agree(plan, **changed):
    by = changed.pop("by", konsulent_of(plan.course))
    fields = {
        "what": "Ring ikke før kl. 10.",
        "why": "Hun sover dårligt.",
        "agreed_with": "Freja",
        "responsible": konsulent_of(plan.course),
        "review_on": REVIEW,
        "until_on": LAST_DAY,
        "person": main_person(plan.course),
    }
    return add_safeguard(plan, **{"today": TODAY} | fields | changed, by=by)


def change(row, **fields):
    by = konsulent_of(row.plan.course)
    return change_safeguard(row, **{"version": row.version, "today": TODAY, "by": by} | fields)


def keep(row, **fields):
    told = {"review_on": REVIEW + DAY, "until_on": None, "version": row.version, "today": TODAY}
    return keep_safeguard(row, **{**told, "by": konsulent_of(row.plan.course)} | fields)


def end(row, **fields):
    told = {"why": "Freja vil gerne ringes op.", "version": row.version, "today": TODAY}
    return end_safeguard(row, **{**told, "by": konsulent_of(row.plan.course)} | fields)


def resume(row, **fields):
    return resume_safeguard(row, **{"version": row.version, "by": konsulent_of(row.plan.course)} | fields)
