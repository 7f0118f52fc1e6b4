"""A save that came late is answered with both texts put together: nothing of either is lost (409)."""

import re
from html import unescape

import pytest
from django.test import Client

from borgerforloeb.drafts.both import SIGNER
from plans.models import Agreement, Goal
from tests.drafts.writing import HTMX, keep, kept_in, texts
from tests.factories import caseworker_of, konsulent_of, make_agreement
from tests.plans.factories import goal_fields, url

pytestmark = pytest.mark.django_db
BASE = re.compile(r'name="base" value="([^"]+)"')
WHY = "Jeg bor hjemme. Jeg sover dårligt. Jeg vil gerne have et job."


def base_in(page) -> str:
    return unescape(BASE.search(page.content.decode())[1])


def value_of(page, name: str) -> str:
    """What stands in a field of the form that came back."""
    field = page.context["form"][name]
    return str(field.value())


@pytest.fixture
def goal(plan, jonas):
    plan.goals.update(why=WHY)
    return plan.goals.get()


@pytest.fixture
def katrine(plan):
    client = Client()
    client.force_login(caseworker_of(plan.course))
    return client


@pytest.fixture
def late(client, katrine, goal):
    """Jonas opened the form, Katrine saved, and now he sends what he wrote."""
    address = url(goal.plan, "goal_edit", goal.pk)

    def save(hers, his, **more):
        opened = client.get(address)
        assert katrine.post(address, goal_fields(goal, **hers)).status_code == 302
        return client.post(address, goal_fields(goal, **his) | {"base": base_in(opened)}, **more)

    return save


def test_changes_that_do_not_touch_stand_in_the_field_together(client, goal, late):
    hers, his = WHY.replace("dårligt", "bedre"), f"{WHY} Jeg kan lide planter."

    answer = late({"why": hers}, {"why": his})

    together = f"{hers} Jeg kan lide planter."
    assert answer.status_code == 409
    assert value_of(answer, "why") == together
    assert "Felterne herunder har det hele" in answer.content.decode()
    assert Goal.objects.get().why == hers
    again = goal_fields(goal, why=together, version=value_of(answer, "version")) | {"base": base_in(answer)}
    assert client.post(url(goal.plan, "goal_edit", goal.pk), again).status_code == 302
    assert Goal.objects.get().why == together


def test_it_says_who_wrote_what(late, goal):
    answer = late({"why": WHY.replace("dårligt", "bedre")}, {"why": f"{WHY} Jeg kan lide planter."})

    text = answer.content.decode()
    who = caseworker_of(goal.plan.course).name
    assert re.search(rf"Fra {who}:</strong> <span[^>]*>Jeg sover bedre\.", text)
    assert re.search(r"Fra dig:</strong> <span[^>]*> Jeg kan lide planter\.", text)


def test_what_both_changed_is_marked_and_not_saved_before_it_is_chosen(client, goal, late):
    answer = late({"why": WHY.replace("dårligt", "bedre")}, {"why": WHY.replace("dårligt", "værre")})

    marked = value_of(answer, "why")
    assert "⟦Gemt imens: Jeg sover bedre.⟧ ⟦Du skrev: Jeg sover værre.⟧" in marked
    assert "Noget har I begge skrevet" in answer.content.decode()
    again = goal_fields(goal, why=marked, version=1) | {"base": base_in(answer)}
    refused = client.post(url(goal.plan, "goal_edit", goal.pk), again)
    assert refused.status_code == 422
    assert "Her står stadig to tekster" in refused.content.decode()
    assert value_of(refused, "why") == marked
    assert Goal.objects.get().why == WHY.replace("dårligt", "bedre")


def test_what_the_late_one_did_not_touch_is_not_written_over(client, goal, late):
    """Today's whole form would take a colleague's date and status back to what they were."""
    answer = late({"why": WHY, "status": "started", "review_on": "1.10.2026"}, {"why": "Kort."})

    assert value_of(answer, "status") == "started"
    assert value_of(answer, "review_on") == "1.10.2026"
    assert value_of(answer, "why") == "Kort."
    assert "Du havde ikke rettet det" in answer.content.decode()
    fields = {name: value_of(answer, name) for name in ("status", "review_on", "why", "version")}
    assert client.post(url(goal.plan, "goal_edit", goal.pk), goal_fields(goal) | fields).status_code == 302
    saved = Goal.objects.get()
    assert (saved.status, saved.review_on.isoformat(), saved.why) == ("started", "2026-10-01", "Kort.")


def test_a_value_that_both_changed_keeps_the_late_ones_and_shows_the_other(late):
    answer = late({"review_on": "1.10.2026"}, {"review_on": "2.10.2026"})

    text = answer.content.decode()
    assert value_of(answer, "review_on") == "2.10.2026"
    assert "1.10.2026" in text
    assert "Skal det andet stå, så ret feltet" in text


def test_without_what_it_began_with_one_s_own_stands_in_the_field(client, katrine, goal):
    address = url(goal.plan, "goal_edit", goal.pk)
    katrine.post(address, goal_fields(goal, why="Hendes."))

    for base in ({}, {"base": "noget andet"}, {"base": SIGNER.sign_object(["why"])}):
        answer = client.post(address, goal_fields(goal, why="Hans.") | base)

        assert answer.status_code == 409
        assert value_of(answer, "why") == "Hans."
        assert "Hendes." in answer.content.decode()


def test_a_third_save_in_between_is_put_together_with_the_proposal(client, katrine, goal, late):
    address = url(goal.plan, "goal_edit", goal.pk)
    first = late({"why": f"{WHY} Hun ringede."}, {"why": f"Jeg hedder Freja. {WHY}"})
    katrine.post(address, goal_fields(goal, why=f"{WHY} Hun ringede igen.", version=1))

    second = client.post(
        address, goal_fields(goal, why=value_of(first, "why"), version=1) | {"base": base_in(first)}
    )

    assert second.status_code == 409
    assert value_of(second, "why") == f"Jeg hedder Freja. {WHY} Hun ringede igen."


def test_an_error_in_between_loses_nothing_of_what_it_began_with(client, katrine, goal):
    address = url(goal.plan, "goal_edit", goal.pk)
    opened = client.get(address)
    wrong = client.post(address, goal_fields(goal, title="", why=f"{WHY} Og.") | {"base": base_in(opened)})
    katrine.post(address, goal_fields(goal, why=WHY.replace("dårligt", "bedre")))

    answer = client.post(address, goal_fields(goal, why=f"{WHY} Og.") | {"base": base_in(wrong)})

    assert value_of(answer, "why") == WHY.replace("dårligt", "bedre") + " Og."


def test_what_a_form_began_with_is_no_half_written_text(client, goal):
    """Nor would a list of what one has written show it as words."""
    opened = client.get(url(goal.plan, "goal_edit", goal.pk))

    keep(client, kept_in(opened), why="Mine ord", base=base_in(opened))

    assert texts() == [{"why": "Mine ord"}]


def test_with_script_the_form_comes_back_in_its_place(late):
    answer = late({"why": f"{WHY} Hun."}, {"why": f"Han. {WHY}"}, headers=HTMX)

    assert answer.status_code == 409
    assert value_of(answer, "why") == f"Han. {WHY} Hun."
    assert "<html" not in answer.content.decode()


def test_who_holds_an_agreement_is_not_written_over(client, katrine, plan, jonas):
    agreement = make_agreement(plan, user=konsulent_of(plan.course), due_words="nu")
    address = url(plan, "agreement_edit", agreement.pk)
    opened = client.get(address)
    fields = {
        name: str(opened.context["form"][name].value())
        for name in ("who", "what", "due_words", "domain", "level", "version")
    }
    moved = fields | {"who": f"user:{caseworker_of(plan.course).pk}"}
    assert katrine.post(address, moved).status_code == 302

    answer = client.post(address, fields | {"what": "Noget andet", "base": base_in(opened)})

    assert answer.status_code == 409
    assert value_of(answer, "who") == moved["who"]
    assert value_of(answer, "what") == "Noget andet"
    assert Agreement.objects.get().user == caseworker_of(plan.course)
