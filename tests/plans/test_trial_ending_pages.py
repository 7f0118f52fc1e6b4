"""How a trial is ended on its page, how that is undone, and the help or the next trial that comes of it."""

import pytest

from plans.models import Trial
from tests.plans.factories import url
from tests.plans.trials_now import closed, posted, shown, tried

pytestmark = pytest.mark.django_db


def test_one_is_closed_and_the_end_is_undone(client, plan, goal, jonas):
    trial = tried(goal, begun=3, left=-1)
    address = url(plan, "trial_close", trial.pk)
    told = {"learned": "Ja, to dage er nok.", "outcome": "stopped", "version": 1}
    assert client.post(address, told | {"learned": ""}).status_code == 422

    assert client.post(address, told).url == f"{url(plan, 'trials')}#p{trial.pk}"
    assert "Ja, to dage er nok." in shown(client, plan, "trials")
    assert client.get(address).status_code == 404
    client.post(url(plan, "trial_reopen", trial.pk), {"version": 2})

    trial.refresh_from_db()
    assert trial.outcome == ""
    assert "Ja, to dage er nok." in shown(client, plan, "trial_close", trial.pk)


def test_an_undoing_from_an_old_page_changes_nothing(client, plan, goal, jonas):
    trial = closed(goal)

    for sent in ({"version": 7}, {}):
        page = client.post(url(plan, "trial_reopen", trial.pk), sent, follow=True).content.decode()
        assert "siden du så den" in page

    trial.refresh_from_db()
    assert trial.outcome == "stopped"


def test_an_undoing_that_is_refused_says_why(client, plan, goal, jonas):
    page = client.post(url(plan, "trial_reopen", tried(goal).pk), {"version": 1}, follow=True)

    assert "ikke afsluttet" in page.content.decode()


def test_it_becomes_help_on_the_goal(client, plan, goal, jonas):
    trial = tried(goal)
    told = {"learned": "Ja.", "outcome": "help", "version": 1}
    address = url(plan, "trial_close", trial.pk)
    assert "hvad indsatsen skal hedde" in client.post(address, told).content.decode()

    client.post(address, told | {"title": "Fast makker"})

    assert "Fast makker" in shown(client, plan)
    assert goal.interventions.get().status == "idea"


def test_one_that_is_widened_leads_to_the_next(client, plan, goal, jonas):
    first = closed(goal, outcome="widened", level="common", domain="social")
    address = f"{url(plan, 'trial_add', goal.pk)}?continues={first.pk}"
    assert address in shown(client, plan, "trials")
    assert "Hjalp det?" in client.get(address).content.decode()

    answered = client.post(address, posted(responsible=jonas.pk))

    assert answered.url == url(plan, "trials")
    assert Trial.objects.get(question="Hjælper bussen?").continues == first
    page = shown(client, plan, "trials")
    assert address not in page
    assert "bygger videre på en tidligere" in page


@pytest.mark.parametrize("wanted", ["0", "x", "9" * 30, "-1"])
def test_the_next_one_goes_on_from_nothing_unknown(client, plan, goal, jonas, wanted):
    assert client.get(url(plan, "trial_add", goal.pk), {"continues": wanted}).status_code == 404
