"""The page that takes words of an earlier version back: shown, chosen, refused in words, closed to others."""

import pytest
from django.urls import reverse

from roles.models import Role
from tests.factories import assign, caseworker_of, make_user
from tests.plans.rewritten import OLD_DREAM, OLD_TITLE, parts_of, rewritten_plan, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return rewritten_plan()


def url(plan, number=1):
    return reverse("plans:reopen", args=[plan.course_id, number])


def test_the_page_shows_both_texts_with_a_tick_and_takes_the_chosen_back(client, plan):
    client.force_login(caseworker_of(plan.course))
    dream, goal = parts_of(plan)

    page = client.get(url(plan))
    html = page.content.decode()
    answered = client.post(url(plan), {"parts": [goal.key], "seen": page.context["form"]["seen"].value()})

    assert (html.count('name="parts"'), html.count(" checked")) == (2, 0)
    assert "<del>Andet</del>" in html
    assert OLD_TITLE in html
    assert answered.status_code == 302
    assert plan.goals.get().title == OLD_TITLE
    assert plan.sections.get(kind="dreams").text == "Andet"


@pytest.mark.parametrize(
    ("parts", "told"), [([], "Vælg mindst ét"), (["goals 0"], "Det står i planen igen")], ids=str
)
def test_a_refusal_keeps_the_ticks(client, plan, parts, told):
    client.force_login(caseworker_of(plan.course))

    answered = client.post(url(plan), {"parts": parts, "seen": "x"})

    assert answered.status_code == 422
    assert told in answered.content.decode()
    assert " checked" not in answered.content.decode()


def test_a_late_choice_is_asked_for_again_beside_the_words_of_now(client, plan):
    client.force_login(caseworker_of(plan.course))
    seen = client.get(url(plan)).context["form"]["seen"].value()
    plan.sections.filter(kind="dreams").update(text="Imens")
    given = {"parts": [part.key for part in parts_of(plan)], "seen": seen}

    first = client.post(url(plan), given)
    again = client.post(url(plan), given | {"seen": first.context["form"]["seen"].value()})

    assert first.status_code == 422
    assert "<del>Imens</del>" in first.content.decode()
    assert again.status_code == 302
    assert plan.sections.get(kind="dreams").text == OLD_DREAM


def test_a_version_that_the_plan_still_is_has_nothing_to_take_back(client, plan):
    taken(plan)
    client.force_login(caseworker_of(plan.course))

    html = client.get(url(plan)).content.decode()

    assert "Alt, der kan hentes tilbage" in html
    assert 'name="parts"' not in html


def test_an_unknown_version_is_not_found(client, plan):
    client.force_login(caseworker_of(plan.course))

    assert client.get(url(plan, 9)).status_code == 404


def test_a_team_member_is_offered_no_way_there(client, plan):
    member = make_user("Jonas")
    assign(member, plan.course, Role.TEAM_MEMBER)
    client.force_login(member)
    pages = [client.get(reverse("plans:versions", args=[plan.course_id]))]
    pages.append(client.get(reverse("plans:version", args=[plan.course_id, 1])))

    assert all("/reopen/" not in page.content.decode() for page in pages)
    assert client.get(url(plan)).status_code == 403
