"""Who writes where: told to colleagues until a time, and never in anybody's way."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.presentation import clock
from borgerforloeb.drafts import actions, holding
from borgerforloeb.drafts.keys import SIGNER, Key
from borgerforloeb.drafts.models import Draft, Holding
from plans.models import Goal
from tests.drafts.test_sending import all_at_once, signed_in
from tests.drafts.writing import HTMX, keep, key_of
from tests.factories import caseworker_of, konsulent_of, make_course, make_plan, make_user
from tests.plans.factories import goal_fields, url
from tests.queries import all_queries

TOLD = "skriver her til kl."


@pytest.fixture
def katrine(plan):
    client = Client()
    client.force_login(caseworker_of(plan.course))
    return client


@pytest.fixture
def address(plan, jonas):
    return url(plan, "goal_edit", plan.goals.get().pk)


def holders():
    return [row.user.name for row in Holding.objects.in_force(timezone.now())]


@pytest.mark.django_db
def test_whoever_begins_to_write_holds_the_text_for_five_minutes(client, katrine, jonas, address):
    keep(client, key_of(client, address), why="Jeg skriver")

    row = Holding.objects.get()
    assert row.user == jonas
    assert timedelta(minutes=4) < row.until - timezone.now() <= timedelta(minutes=5)
    page = katrine.get(address).content.decode()
    assert f"{jonas.name} {TOLD} {clock(row.until)}" in page
    assert "Gem alligevel" in page
    assert TOLD not in client.get(address).content.decode()


@pytest.mark.django_db
def test_to_have_a_form_open_holds_nothing(client, katrine, address):
    client.get(address)

    assert not Holding.objects.exists()
    assert TOLD not in katrine.get(address).content.decode()


@pytest.mark.django_db
def test_a_row_that_is_not_there_yet_is_held_by_nobody(client, plan, jonas):
    for name, arguments in (("goal_add", []), ("note_add", [plan.goals.get().pk])):
        keep(client, key_of(client, url(plan, name, *arguments)), title="Jeg", text="Freja")

    assert Draft.objects.count() == 2
    assert not Holding.objects.exists()


@pytest.mark.django_db
def test_who_writes_beside_a_holder_is_told_and_takes_nothing(client, katrine, jonas, address):
    keep(client, key_of(client, address), why="Først")

    told = keep(katrine, key_of(katrine, address), why="Også")

    assert f"{jonas.name} {TOLD}" in told.content.decode()
    assert "Kladde gemt kl." in told.content.decode()
    assert holders() == [jonas.name]


@pytest.mark.django_db
def test_when_its_time_is_over_the_next_who_writes_holds_it(client, katrine, plan, address):
    keep(client, key_of(client, address), why="Først")
    Holding.objects.update(until=timezone.now(), passed_by=konsulent_of(plan.course))

    assert TOLD not in katrine.get(address).content.decode()
    keep(katrine, key_of(katrine, address), why="Så")

    assert holders() == [caseworker_of(plan.course).name]
    assert Holding.objects.get().passed_by is None


@pytest.mark.django_db
def test_a_save_a_discard_and_a_closed_tab_let_go(client, plan, address):
    goal = plan.goals.get()
    key = key_of(client, address)
    keep(client, key, why="Mine ord")
    assert client.post(address, goal_fields(goal, why="Mine ord") | {"kept": key}).status_code == 302
    assert not Holding.objects.exists()

    keep(client, key_of(client, address), why="Nye ord")
    client.post(f"/drafts/{Draft.objects.get(sent_at=None).form}/discard/")
    assert not Holding.objects.exists()

    key = key_of(client, address)
    keep(client, key, why="Nye ord")
    left = keep(client, key, why="Nye ord og mere", left="1", turn="1")
    assert left.status_code == 200
    assert not Holding.objects.exists()
    assert Draft.objects.filter(sent_at=None).count() == 1


@pytest.mark.django_db
def test_a_refused_save_goes_on_holding(client, plan, address):
    key = key_of(client, address)
    keep(client, key, why="Mine ord")

    client.post(address, goal_fields(plan.goals.get(), title="") | {"kept": key})

    assert len(holders()) == 1


@pytest.mark.django_db
def test_a_holder_hears_that_somebody_saved_anyway(client, katrine, plan, address):
    goal, key = plan.goals.get(), key_of(client, address)
    keep(client, key, why="Mine ord")
    hers = key_of(katrine, address)
    assert katrine.post(address, goal_fields(goal, why="Hendes") | {"kept": hers}).status_code == 302

    told = keep(client, key, why="Mine ord og mere").content.decode()

    assert f"{caseworker_of(plan.course).name} har gemt her imens" in told
    assert holders() == [konsulent_of(plan.course).name]
    late = client.post(address, goal_fields(goal, why="Mine ord") | {"kept": key})
    assert late.status_code == 409
    assert "Hendes" in late.content.decode()


@pytest.mark.django_db
def test_the_page_asks_until_the_text_is_free(client, katrine, jonas, address):
    keep(client, key_of(client, address), why="Mine ord")
    hers = key_of(katrine, address)

    waiting = katrine.post("/drafts/held/", {"kept": hers}, headers=HTMX)
    Holding.objects.all().delete()
    free = katrine.post("/drafts/held/", {"kept": hers}, headers=HTMX)

    assert waiting.content.decode().startswith(f"{jonas.name} {TOLD}")
    assert (free.status_code, free.content) == (200, b"")


@pytest.mark.django_db
def test_to_ask_is_no_sign_that_somebody_sits_there(katrine, address):
    """Who has gone home is signed out, whatever the page asks."""
    hers = key_of(katrine, address)
    row = katrine.session.model.objects.get(session_key=katrine.session.session_key)
    seen = timezone.now() - timedelta(minutes=5)
    row.seen_at = seen
    row.save()

    katrine.post("/drafts/held/", {"kept": hers}, headers=HTMX)

    row.refresh_from_db()
    assert row.seen_at == seen


@pytest.mark.django_db
def test_a_number_of_somebody_else_asks_nothing(client, katrine, address):
    assert katrine.post("/drafts/held/", {"kept": key_of(client, address)}).status_code == 404
    assert katrine.post("/drafts/held/", {}).status_code == 404


@pytest.mark.django_db
def test_a_page_from_before_is_still_its_writers(client, jonas, address):
    new = Key.read(key_of(client, address), jonas.pk)
    old = SIGNER.sign_object([new.form.hex, new.address, new.course_id.hex, jonas.pk])

    assert keep(client, old, why="Mine ord").status_code == 200
    assert Draft.objects.count() == 1
    assert not Holding.objects.exists()


@pytest.mark.django_db
def test_a_colleague_of_another_course_finds_no_holding(client, jonas, address):
    keep(client, key_of(client, address), why="Mine ord")
    stranger = make_user("En fremmed")
    make_course()

    with acting_as(stranger):
        assert not Holding.objects.exists()
    with acting_as(jonas):
        assert Holding.objects.count() == 1


@pytest.mark.django_db
def test_what_has_run_out_is_taken_away_in_the_night(client, address):
    keep(client, key_of(client, address), why="Mine ord")

    actions.forget(at=timezone.now())
    assert Holding.objects.count() == 1
    actions.forget(at=timezone.now() + timedelta(minutes=6))

    assert not Holding.objects.exists()


@pytest.mark.django_db
def test_the_form_asks_one_question_for_it(client, katrine, plan, address):
    with all_queries() as alone:
        katrine.get(address)
    keep(client, key_of(client, address), why="Mine ord")
    with all_queries() as held:
        katrine.get(address)

    assert len(held) == len(alone)


def _team(course, number):
    return [make_user(f"Kollega {one}") for one in range(number)]


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_begin_at_once_one_holds_the_text():
    with transaction.atomic():
        plan = make_plan()
        people = _team(plan.course, 20)
    address, at = url(plan, "goal_edit", plan.goals.get().pk), timezone.now()

    def begin(user):
        def act():
            with transaction.atomic():
                return holding.hold(Key.new(address, plan.course_id, user.pk, holds=True), by=user, at=at)

        return act

    won = all_at_once(*map(begin, people))

    assert sorted(won) == [False] * 19 + [True]
    assert holders() == [people[won.index(True)].name]


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_twenty_who_save_one_goal_at_once_lose_nothing():
    """One is first; the others get 409 with their own words and what was saved. No deadlock, no 500."""
    with transaction.atomic():
        plan = make_plan()
        plan.goals.update(why="Jeg bor hjemme.")
    goal = plan.goals.get()
    edit = url(plan, "goal_edit", goal.pk)
    users = [konsulent_of(plan.course), caseworker_of(plan.course)]
    people = [signed_in(users[number % 2]) for number in range(20)]
    words = [f"Jeg bor hjemme. Ord nummer {number:02} står her." for number in range(20)]
    keys = [key_of(client, edit) for client in people]

    def write(client, key, text):
        def act():
            kept = keep(client, key, why=text)
            return kept, client.post(edit, goal_fields(goal, why=text) | {"kept": key})

        return act

    answers = all_at_once(*map(write, people, keys, words))

    assert {kept.status_code for kept, _ in answers} == {200}
    statuses = [saved.status_code for _, saved in answers]
    assert sorted(statuses) == [302] + [409] * 19
    first = words[statuses.index(302)]
    stored = Goal.objects.get()
    assert (stored.why, stored.version) == (first, goal.version + 1)
    for text, (_, late) in zip(words, answers, strict=True):
        if late.status_code == 409:
            assert text in late.content.decode()
            assert first in late.content.decode()
    assert Draft.objects.filter(sent_at=None).exclude(sealed="").count() == 19
