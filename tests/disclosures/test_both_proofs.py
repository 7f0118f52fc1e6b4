"""A protected address takes two employees: one and the same never gives both proofs."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.citizens.models import Citizen
from borgerforloeb.disclosures.actions import approve, ask_for_second
from borgerforloeb.disclosures.models import Disclosure
from roles.models import Assignment
from tests.disclosures.family import decide_all, give, in_hiding, package, recipient
from tests.proofs import FRESH

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return in_hiding(custody=True)


@pytest.fixture
def given(world):
    """Made by Katrine, who let it stand."""
    row, to = give(world, world.samir.pk)
    return decide_all(row, "stand", by=world.katrine, why="Aftalt."), to


def second(world, row, to, by):
    to = recipient(world.course, row.made_by, to.pk, about=Citizen(pk=to.about))
    return approve(row, package(world.course, row.made_by, to), to, proof=FRESH, by=by)


def test_only_who_let_it_stand_asks_for_the_second(world, given):
    """Neither preparing nor deciding needs a proof, so whoever did them must give the first."""
    row, _ = given
    with pytest.raises(ValidationError, match="skal bede om godkendelsen"):
        ask_for_second(row, proof=FRESH, by=world.jonas)

    assert ask_for_second(row, proof=FRESH, by=world.katrine).asked_by == world.katrine


def test_who_decided_that_something_may_stand_may_ask_too(world):
    row, _ = give(world, world.samir.pk)
    decide_all(row, "stand", by=world.jonas, why="Aftalt.")

    assert ask_for_second(row, proof=FRESH, by=world.jonas).asked_by == world.jonas


def test_who_asked_is_not_the_second(world, given):
    row, to = given
    ask_for_second(row, proof=FRESH, by=world.katrine)
    Disclosure.objects.filter(pk=row.pk).update(asked_by=world.jonas)

    with pytest.raises(ValidationError, match="En anden end dig"):
        second(world, row, to, world.jonas)


def test_a_changed_decision_is_asked_for_anew(world, given):
    row, _ = given
    ask_for_second(row, proof=FRESH, by=world.katrine)

    row = decide_all(row, "stand", by=world.katrine, why="Noget andet.")

    assert (row.status, row.asked_by) == ("draft", None)


def test_who_cannot_read_all_of_it_does_not_ask(world, given):
    row, _ = given
    items = [*row.items, {"person": str(world.yusuf.pk), "domain": "health", "level": "shielded"}]
    Disclosure.objects.filter(pk=row.pk).update(items=items)
    Assignment.objects.filter(user=world.katrine).update(sees_shielded=False)

    with pytest.raises(PermissionDenied):
        ask_for_second(row, proof=FRESH, by=world.katrine)


def test_the_page_offers_the_button_that_works(client, world):
    client.force_login(world.katrine)
    key = f"citizen:{world.samir.pk}:{world.yusuf.pk}"
    client.post(reverse("pages:give_plan", args=[world.course.pk]), {"recipient": key})
    row = decide_all(Disclosure.objects.get(), "stand", by=world.katrine, why="Aftalt.")
    page = reverse("pages:disclosure", args=[world.course.pk, row.pk])
    client.force_login(world.jonas)
    shown = client.get(page).content.decode()
    assert "Bed en kollega godkende" not in shown
    assert "beder om godkendelse" in shown
    client.force_login(world.katrine)
    assert "Bed en kollega godkende" in client.get(page).content.decode()
    ask_for_second(row, proof=FRESH, by=world.katrine)
    assert "Godkend</button>" not in client.get(page).content.decode()
    client.force_login(world.jonas)
    assert "Godkend</button>" in client.get(page).content.decode()
