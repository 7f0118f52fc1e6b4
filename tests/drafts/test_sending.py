"""A form that is sent has one effect, and what was half written in it goes with what it saved (D43)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction
from django.test import Client

from borgerforloeb.drafts.models import Draft
from plans.models import Goal, Note, SubGoal
from tests.drafts.writing import HTMX, keep, kept_in, key_of, texts
from tests.factories import caseworker_of, konsulent_of, make_meeting, make_plan
from tests.plans.factories import goal_fields, url

NOTE = {"text": "Freja ringede selv.", "about_on": "1.9.2026", "level": "common"}


@pytest.fixture
def address(plan, jonas):
    return url(plan, "note_add", plan.goals.get().pk)


@pytest.mark.django_db
def test_a_save_takes_the_draft_with_it(client, address):
    key = key_of(client, address)
    keep(client, key, text=NOTE["text"])

    assert client.post(address, NOTE | {"kept": key}).status_code == 302

    assert Note.objects.count() == 1
    assert texts() == []


@pytest.mark.django_db
def test_what_is_refused_keeps_its_draft_and_its_number(client, address):
    key = key_of(client, address)
    keep(client, key, text=NOTE["text"])

    refused = client.post(address, NOTE | {"kept": key, "about_on": "i overmorgen"})

    assert refused.status_code == 422
    assert texts() == [{"text": NOTE["text"]}]
    assert kept_in(refused) == key
    assert client.post(address, NOTE | {"kept": kept_in(refused)}).status_code == 302
    assert texts() == []


@pytest.mark.django_db
def test_a_draft_that_comes_after_the_save_is_not_opened_again(client, address):
    key = key_of(client, address)
    client.post(address, NOTE | {"kept": key})

    late = keep(client, key, text=NOTE["text"])

    assert (late.status_code, late.content) == (200, b"")
    assert texts() == []


@pytest.mark.django_db
def test_the_same_form_sent_twice_has_one_effect_and_the_same_answer(client, plan, jonas):
    steps = url(plan, "subgoals", plan.goals.get().pk)
    fields = {"text": "Åbner e-Boks", "kept": key_of(client, steps)}

    first = client.post(steps, fields)
    SubGoal.objects.all().delete()  # so that the act itself would not find its like
    again = client.post(steps, fields)

    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert not SubGoal.objects.exists()
    assert client.post(steps, fields, headers=HTMX)["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_other_words_from_the_same_form_are_no_resend(client, plan, jonas):
    """Back in the browser, mended, and sent: nothing of it may be lost."""
    steps = url(plan, "subgoals", plan.goals.get().pk)
    key = key_of(client, steps)

    for text in ("Åbner e-Boks", "Betaler huslejen"):
        client.post(steps, {"text": text, "kept": key})

    assert sorted(SubGoal.objects.values_list("text", flat=True)) == ["Betaler huslejen", "Åbner e-Boks"]


@pytest.mark.django_db
def test_a_redirect_that_saved_nothing_leaves_the_draft(client, plan, jonas):
    """A colleague cancelled the meeting meanwhile."""
    meeting = make_meeting(plan.course)
    hold = f"/meetings/{meeting.pk}/hold/"
    key = key_of(client, hold)
    keep(client, key, shared_understanding="Vi er enige om praktik.")
    type(meeting).objects.update(status="cancelled", cancel_reason="Syg.")

    answer = client.post(hold, {"shared_understanding": "Vi er enige om praktik.", "kept": key})

    assert answer.status_code == 302
    assert texts() == [{"shared_understanding": "Vi er enige om praktik."}]


@pytest.mark.django_db
def test_somebody_elses_number_changes_nothing(client, plan, address):
    key, katrine = key_of(client, address), Client()
    katrine.force_login(caseworker_of(plan.course))

    assert katrine.post(address, NOTE | {"kept": key}).status_code == 302

    assert Note.objects.count() == 1
    assert not Draft.objects.exclude(sent_at=None).exists()


def all_at_once(*acts):
    gate = Barrier(len(acts))

    def act(one):
        try:
            gate.wait(10)
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(act, acts))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_a_double_click_has_one_effect():
    with transaction.atomic():
        plan = make_plan()
    jonas = signed_in(konsulent_of(plan.course))
    steps = url(plan, "subgoals", plan.goals.get().pk)
    # The act itself finds its like; with another number it would be let through.
    key, cookies = key_of(jonas, steps), jonas.cookies

    def click():
        client = Client()
        client.cookies = cookies
        return client.post(steps, {"text": "Åbner e-Boks", "kept": key})

    answers = all_at_once(click, click, click)

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, answers[0].url)}
    assert SubGoal.objects.count() == 1


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(3))
def test_two_who_save_one_section_at_once_the_second_sees_both_texts(number):
    """D42: whoever comes second, nothing of either is lost, and the draft of the second stays."""
    with transaction.atomic():
        plan = make_plan()
    goal = plan.goals.get()
    edit = url(plan, "goal_edit", goal.pk)
    people = [signed_in(konsulent_of(plan.course)), signed_in(caseworker_of(plan.course))]
    words = ["Jonas skriver det her.", "Katrine skriver noget andet."]
    keys = [key_of(client, edit) for client in people]
    for client, key, text in zip(people, keys, words, strict=True):
        keep(client, key, **goal_fields(goal, why=text))

    answers = all_at_once(
        *(
            lambda client=client, key=key, text=text: client.post(
                edit, goal_fields(goal, why=text) | {"kept": key}
            )
            for client, key, text in zip(people, keys, words, strict=True)
        )
    )

    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [302, 409]
    late = statuses.index(409)
    page = answers[late].content.decode()
    assert all(text in page for text in words)
    assert Goal.objects.get().why == words[1 - late]
    assert [draft["why"] for draft in texts()] == [words[late]]
