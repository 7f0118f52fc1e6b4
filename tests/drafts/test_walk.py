"""A random walk of two who write in one goal (D44): what the server has said yes to can be found again."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from borgerforloeb.drafts.actions import open_draft
from borgerforloeb.drafts.models import Draft
from plans.models import Goal
from tests.drafts.writing import keep, key_of
from tests.factories import caseworker_of, konsulent_of, make_plan
from tests.plans.factories import goal_fields, url

pytestmark = pytest.mark.django_db
WRITERS, TABS = st.integers(0, 1), st.integers(0, 1)
HISTORY = Goal.pgh_event_model


@dataclass
class Kept:
    """What the server has said yes to from one form; a form writes over its own words only."""

    writer: int
    text: str


class Tab:
    """One form in one tab: what it was drawn on, and what stands in it."""

    def __init__(self, client, address):
        self.client, self.address, self.turn = client, address, 0
        self.open()

    def open(self):
        """Also after the tab was closed, or the machine died."""
        self.key, self.goal, self.instead = key_of(self.client, self.address), Goal.objects.get(), None
        self.text, self.kept, self.fetched = self.goal.why, None, None

    def fields(self):
        return goal_fields(self.goal, why=self.text)


class Writing(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        # Undone in teardown, so that each walk begins in the same world.
        self.undo = transaction.atomic()
        self.undo.__enter__()
        plan = make_plan()
        address = url(plan, "goal_edit", plan.goals.get().pk)
        self.users = [konsulent_of(plan.course), caseworker_of(plan.course)]
        self.tabs = []
        for user in self.users:
            client = Client()
            client.force_login(user)
            self.tabs.append([Tab(client, address), Tab(client, address)])
        self.acknowledged, self.saved = [], set()
        self.number = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(writer=WRITERS, tab=TABS)
    def write(self, writer, tab):
        self.number += 1
        tab = self.tabs[writer][tab]
        tab.text = f"Ord {self.number}."
        tab.turn += 1

    @rule(writer=WRITERS, tab=TABS)
    def draft_is_kept(self, writer, tab):
        tab = self.tabs[writer][tab]
        instead = {"instead": tab.instead} if tab.instead else {}
        assert keep(tab.client, tab.key, **tab.fields(), turn=str(tab.turn), **instead).content
        if tab.fetched:
            for other in self.tabs[writer]:
                other.kept = None if other.kept is tab.fetched else other.kept
            tab.kept, tab.fetched, tab.instead = tab.fetched, None, None
        if tab.kept is None:
            tab.kept = Kept(writer, tab.text)
            self.acknowledged.append(tab.kept)
        tab.kept.text = tab.text

    @rule(writer=WRITERS, tab=TABS)
    def save(self, writer, tab):
        tab = self.tabs[writer][tab]
        answer = tab.client.post(tab.address, tab.fields() | {"kept": tab.key})
        if answer.status_code == 302:
            self.saved.add(tab.text)
            self.acknowledged = [one for one in self.acknowledged if one is not tab.kept]
            tab.open()
        else:
            assert answer.status_code == 409
            page = answer.content.decode()
            assert tab.text in page
            assert Goal.objects.get().why in page
            tab.goal = Goal.objects.get()  # the form that comes back has seen the other text

    @rule(writer=WRITERS, tab=TABS)
    def close_and_open_again(self, writer, tab):
        self.tabs[writer][tab].open()

    @rule(writer=WRITERS, tab=TABS)
    def fetch_the_draft(self, writer, tab):
        tab = self.tabs[writer][tab]
        latest = Draft.objects.filter(user=self.users[writer], sent_at=None).exclude(sealed="")
        if draft := latest.order_by("-saved_at").first():
            text = dict(open_draft(draft))["why"]
            assert text == Goal.objects.get().why or text in tab.client.get(tab.address).content.decode()
            own = [one for one in self.acknowledged if (one.writer, one.text) == (writer, text)]
            tab.fetched = next((one for one in own if one is not tab.kept), None)
            tab.instead = str(draft.form) if tab.fetched else None
            tab.text = text
            tab.turn += 1

    @invariant()
    def all_that_was_acknowledged_is_found(self):
        drafts = {
            (self.users.index(row.user), dict(open_draft(row))["why"])
            for row in Draft.objects.filter(sent_at=None).exclude(sealed="")
        }
        assert {(one.writer, one.text) for one in self.acknowledged} <= drafts
        assert self.saved <= set(HISTORY.objects.values_list("why", flat=True))


def walk(steps):
    each = 30
    machine = settings(
        max_examples=steps // each,
        stateful_step_count=each,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Writing, settings=machine)


def test_nothing_that_was_acknowledged_is_lost():
    walk(90)


@pytest.mark.long
def test_nothing_that_was_acknowledged_is_lost_for_long():
    walk(900)
