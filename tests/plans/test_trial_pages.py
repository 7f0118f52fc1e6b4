"""Trials on the goal's card and on their own page, and the forms that begin and change them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions.trials import change_trial, close_trial
from plans.models import Trial
from roles.permissions import Access
from tests.factories import assign, caseworker_of, make_goal, make_user
from tests.plans.factories import HTMX, url
from tests.plans.trials_now import closed, posted, shown, tried

pytestmark = pytest.mark.django_db


def test_the_card_tells_what_is_tried_and_what_has_no_result(client, plan, goal, jonas):
    tried(goal)
    tried(goal, "Er det bedre ude?", begun=3, left=-1)
    closed(goal)

    page = shown(client, plan)

    assert page.count("<strong>Vi prøver:</strong>") == 2
    assert "Hjælper det at begynde kl. 10?" in page
    assert '<span class="bf-status is-half">i gang</span>' in page
    assert '<span class="bf-status is-late">mangler resultat</span>' in page
    assert "Hjalp det?" not in page
    assert url(plan, "trial_add", goal.pk) in page


def test_the_page_tells_of_all_those_that_wait_first(client, plan, goal, jonas):
    closed(goal, outcome="widened")
    tried(goal, "Går det i regnvejr?", begun=-1, left=2, effort="to madpakker")
    tried(goal, "Er det bedre ude?", begun=3, left=-1)
    tried(goal)

    page = shown(client, plan, "trials")

    order = ["Er det bedre ude?", "Hjælper det at begynde kl. 10?", "Går det i regnvejr?", "Hjalp det?"]
    places = [page.index(f">{question}</h2>") for question in order]
    assert places == sorted(places)
    for words in ("mangler resultat", "i gang", "planlagt", "udvides", "to madpakker", "det var bussen"):
        assert words in page
    event = AuditEvent.objects.get(action="plan.trials_opened")
    assert event.course_id == plan.course_id


def test_a_plan_without_trials_says_what_to_do(client, plan, jonas):
    assert "Der er ikke prøvet noget endnu." in shown(client, plan, "trials")


def test_the_list_is_paged(client, plan, goal, jonas):
    for number in range(51):
        tried(goal, f"Forsøg {number}?", left=number % 9)

    assert "Side 1 af 2" in shown(client, plan, "trials")
    assert client.get(url(plan, "trials"), {"side": 2}).content.decode().count("<article") == 1


def test_what_is_closed_to_the_reader_is_nowhere(client, plan, goal, jonas):
    hidden = tried(goal, "Skjult forsøg?", level="shielded")
    below = tried(make_goal(plan, "Skjult mål", level="shielded"), "Under et skjult mål?")

    for page in (shown(client, plan), shown(client, plan, "trials")):
        assert "Skjult forsøg?" not in page
        assert "Under et skjult mål?" not in page
    for trial in (hidden, below):
        for name in ("trial_edit", "trial_close"):
            assert client.get(url(plan, name, trial.pk)).status_code == 404
        assert client.post(url(plan, "trial_reopen", trial.pk), {"version": 1}).status_code == 404


def test_a_trial_is_begun_on_the_card(client, plan, goal, jonas):
    address = url(plan, "trial_add", goal.pk)
    form = client.get(address, headers=HTMX).content.decode()
    assert "cost_cap" not in form

    answered = client.post(address, posted(responsible=jonas.pk), headers=HTMX)

    assert answered.status_code == 200
    assert answered["HX-Retarget"] == f"#maal-{goal.pk}"
    assert "Hjælper bussen?" in answered.content.decode()
    assert Trial.objects.get().responsible == jonas


def test_the_coordinator_sets_and_sees_the_cap_and_the_konsulent_does_not(client, plan, goal, jonas):
    client.force_login(caseworker_of(plan.course))
    client.post(url(plan, "trial_add", goal.pk), posted(responsible=jonas.pk, cost_cap="2400"))
    assert "2.400" in shown(client, plan, "trials")

    client.force_login(jonas)
    trial = Trial.objects.get()
    assert "2.400" not in shown(client, plan, "trials")
    client.post(url(plan, "trial_edit", trial.pk), posted(trial, cost_cap="9"))

    trial.refresh_from_db()
    assert (trial.cost_cap, trial.what) == (2400, "Bus i stedet for taxa.")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stops_on": "2020-01-01"}, "Dagen er gået"),
        ({"stops_on": "2999-01-01"}, "højst 13 uger"),
        ({"question": ""}, "Udfyld"),
    ],
)
def test_what_cannot_be_is_told_in_the_form_and_nothing_is_lost(client, plan, goal, jonas, fields, words):
    answered = client.post(url(plan, "trial_add", goal.pk), posted(responsible=jonas.pk, **fields))

    page = answered.content.decode()
    assert answered.status_code == 422
    assert words in page
    assert "Bus i stedet for taxa." in page
    assert not Trial.objects.exists()


def test_a_stale_change_shows_both_texts(client, plan, goal, jonas):
    trial = tried(goal, domain="social", level="common")
    other = caseworker_of(plan.course)
    change_trial(trial, version=1, today=timezone.localdate(), by=other, what="Tre formiddage.")

    answered = client.post(url(plan, "trial_edit", trial.pk), posted(trial, question=trial.question))

    page = answered.content.decode()
    assert answered.status_code == 409
    assert "Tre formiddage." in page
    assert "Bus i stedet for taxa." in page
    # The writer has now seen the other text, and saves on purpose.
    assert 'name="version" value="2"' in page


def test_a_change_leads_back_to_the_list(client, plan, goal, jonas):
    trial = tried(goal)

    answered = client.post(url(plan, "trial_edit", trial.pk), posted(trial, starts_on=trial.starts_on))

    assert answered.url == f"{url(plan, 'trials')}#p{trial.pk}"
    assert AuditEvent.objects.filter(action="trial.edit_opened", domain=goal.domain).exists()


def test_of_one_that_is_over_only_the_readers_are_changed(client, plan, goal, jonas):
    trial = tried(goal, begun=3, left=-1)
    address = url(plan, "trial_edit", trial.pk)
    assert "stops_on" not in client.get(address).content.decode()

    client.post(address, {"what": "Noget andet.", "domain": "social", "level": "domain", "version": 1})

    trial.refresh_from_db()
    assert (trial.level, trial.what) == ("domain", "To formiddage i tre uger.")


def test_a_team_member_reads_and_does_nothing(client, plan, goal):
    anna = make_user()
    assign(anna, plan.course)
    client.force_login(anna)
    trial = tried(goal)
    closed(goal)

    page = shown(client, plan, "trials")

    assert "Hjælper det at begynde kl. 10?" in page
    for word in ("Skriv, hvordan det gik", "Fortryd", ">Ret<", "/edit/"):
        assert word not in page
    assert client.get(url(plan, "trial_add", goal.pk)).status_code == 403
    for name in ("trial_edit", "trial_close", "trial_reopen"):
        assert client.post(url(plan, name, trial.pk), {"version": 1}).status_code == 403


@pytest.mark.parametrize("ended", ["by its date", "by a colleague"])
def test_words_are_not_lost_when_it_ended_while_they_were_written(client, plan, goal, jonas, ended):
    trial = tried(goal)
    today = timezone.localdate()
    given = posted(trial, what="Tog i stedet.", starts_on=trial.starts_on.isoformat())
    if ended == "by its date":
        Trial.objects.update(stops_on=today - timedelta(days=1))
    else:
        close_trial(
            trial, version=1, outcome="stopped", learned="Nej.", today=today, by=caseworker_of(plan.course)
        )

    answer = client.post(url(plan, "trial_edit", trial.pk), given)
    again = client.post(url(plan, "trial_edit", trial.pk), given | {"version": 2})

    assert answer.status_code == (422 if ended == "by its date" else 409)
    assert "Tog i stedet." in answer.content.decode()
    assert again.status_code in (409, 422)
    assert "Tog i stedet." in again.content.decode()
    assert Trial.objects.get().what != "Tog i stedet."


def test_what_was_closed_to_one_who_waited_is_not_shown(client, plan, goal, jonas, monkeypatch):
    """Another save came first, and raised who may read it while this one waited for the lock."""
    trial = tried(goal)
    monkeypatch.setattr(Access, "may_read", lambda access, person, domain, level: level != "shielded")

    def came_first(row, **fields):
        row.level, row.what = "shielded", "Kun for få."
        raise Stale(row)

    monkeypatch.setattr("plans.views.trials.actions.change_trial", came_first)

    answer = client.post(url(plan, "trial_edit", trial.pk), posted(trial))

    assert answer.status_code == 404
    assert "Kun for få." not in answer.content.decode()
