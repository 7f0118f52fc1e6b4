"""Trials that run or ended as seen from the real day, and what their forms send."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import caseworker_of
from tests.plans.factories import make_trial, url

WEEK = timedelta(weeks=1)


def tried(goal, question="Hjælper det at begynde kl. 10?", begun=1, left=1, **fields):
    """Begun and with so many weeks left, as seen from the real day."""
    today = timezone.localdate()
    return make_trial(goal, question, starts_on=today - begun * WEEK, stops_on=today + left * WEEK, **fields)


def closed(goal, question="Hjalp det?", outcome="stopped", **fields):
    by, today = caseworker_of(goal.plan.course), timezone.localdate()
    told = {"outcome": outcome, "learned": "Nej, det var bussen.", "closed_on": today, "closed_by": by}
    return tried(goal, question, **told | fields)


def shown(client, *address):
    return client.get(url(*address)).content.decode()


def posted(trial=None, **changed):
    today = timezone.localdate()
    fields = {
        "question": "Hjælper bussen?",
        "what": "Bus i stedet for taxa.",
        "looks_at": "fremmøde",
        "starts_on": today.isoformat(),
        "stops_on": (today + 2 * WEEK).isoformat(),
        "domain": "social",
        "level": "common",
    }
    if trial is not None:
        fields |= {"version": trial.version, "responsible": trial.responsible_id}
    return fields | changed
