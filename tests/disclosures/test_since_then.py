"""What has changed since a paper was prepared, decided or given: the ground, the decider, the protected."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from borgerforloeb.citizens.models import Citizen, Consent
from borgerforloeb.disclosures.actions import ask_for_second, look_again, prepare, release
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.disclosures.recipients import around, as_now, authority, possible
from borgerforloeb.pages.giving import given_plan, promising
from roles.permissions import access_to
from tests.disclosures.family import AT, TEACHER, decide_all, give, in_hiding, package, recipient
from tests.factories import TODAY, make_consent, make_section
from tests.proofs import FRESH

pytestmark = pytest.mark.django_db


def agree(world, **fields):
    """Given by Amina, whose network the teacher belongs to."""
    days = {"given_on": TODAY, "expires_on": TODAY + timedelta(days=99)}
    told = {"to_whom": TEACHER, "domains": ["social"]}
    return make_consent(world.course, citizen=world.amina, **days | told | fields)


def withdraw(consent, by):
    Consent.objects.filter(pk=consent.pk).update(withdrawn_on=TODAY, withdrawn_to=by)


@pytest.fixture
def world():
    """A professional is given something on a consent; a second consent names the same person."""
    world = in_hiding(protected=False)
    world.consent = agree(world)
    world.row, _ = give(world, world.network.pk)
    decide_all(world.row, by=world.katrine)
    world.row.refresh_from_db()
    return world


def let_go(world):
    to = recipient(world.course, world.katrine, world.network.pk)
    return release(world.row, package(world.course, world.katrine, to), to, by=world.katrine, at=AT)


def test_it_is_released_on_the_ground_that_it_was_prepared_on(world):
    assert world.row.consent == world.consent

    assert let_go(world).status == "released"


def test_another_consent_than_the_one_that_was_looked_at_holds_it_back_until_it_is_looked_at_again(world):
    other = agree(world, given_on=TODAY - timedelta(days=2))
    withdraw(world.consent, world.katrine)

    with pytest.raises(ValidationError, match="Grundlaget er et andet"):
        let_go(world)

    to = recipient(world.course, world.katrine, world.network.pk)
    content = package(world.course, world.katrine, to)
    again = look_again(world.row, content, to, by=world.katrine)
    assert (again.consent, again.basis) == (other, to.basis)
    assert let_go(world).consent == other


def test_an_approval_does_not_follow_to_another_ground(world):
    Disclosure.objects.filter(pk=world.row.pk).update(status="waiting", approved_by=world.jonas)
    agree(world, given_on=TODAY - timedelta(days=2))
    withdraw(world.consent, world.katrine)
    to = recipient(world.course, world.katrine, world.network.pk)

    again = look_again(world.row, package(world.course, world.katrine, to), to, by=world.katrine)

    assert (again.status, again.approved_by) == ("draft", None)


def test_a_consent_that_was_taken_back_is_said_and_looking_again_mends_nothing(world):
    withdraw(world.consent, world.katrine)
    world.plan.agreements.update(network_person=None, citizen=world.amina)
    people = around(world.course, access_to(world.katrine, world.course.pk), TODAY, promising(world.plan))
    gone = as_now(world.row, people, possible(people))

    for act, more in ((release, {"at": AT}), (look_again, {})):
        with pytest.raises(ValidationError, match="ikke længere ret"):
            act(world.row, None, gone, by=world.katrine, **more)


def test_another_section_is_another_ground():
    world = in_hiding(protected=False)
    access = access_to(world.katrine, world.course.pk)
    people = around(world.course, access, TODAY, promising(world.plan))
    one, other = (
        authority("Regionen", people, section=make_section(number), why="Behandling.")
        for number in ("§ 1", "§ 2")
    )

    def content(to):
        return given_plan(world.plan, to, sender=world.katrine, access=access, today=TODAY)

    row = prepare(world.course, content(one), one, by=world.katrine, at=AT)
    decide_all(row, by=world.katrine)

    with pytest.raises(ValidationError, match="Grundlaget er et andet"):
        release(row, content(other), other, by=world.katrine, at=AT)
    assert release(row, content(one), one, by=world.katrine, at=AT).section == one.section


def test_whoever_decided_first_stays_until_something_else_is_decided():
    world = in_hiding(custody=True)
    world.row, _ = give(world, world.samir.pk)
    for decision, why in (("remove", ""), ("stand", "Det ved de.")):
        decide_all(world.row, decision, by=world.katrine, why=why)

        decide_all(world.row, decision, by=world.jonas, why=f" {why} ")

        assert set(world.row.findings.values_list("decided_by", flat=True)) == {world.katrine.pk}
    decide_all(world.row, "stand", by=world.jonas, why="Noget andet.")
    assert set(world.row.findings.values_list("decided_by", flat=True)) == {world.jonas.pk}


def test_deciding_the_same_once_more_keeps_what_waits_for_a_colleague():
    world = in_hiding(custody=True)
    row, _ = give(world, world.samir.pk)
    decide_all(row, by=world.katrine)
    ask_for_second(row, proof=FRESH, by=world.katrine)

    assert decide_all(row, by=world.jonas).status == "waiting"


class TestACopyFromBeforeAProtection:
    @pytest.fixture
    def given(self, world):
        return let_go(world)

    def opened(self, client, world, user):
        client.force_login(user)
        return client.get(reverse("disclosures:copy", args=[world.course.pk, world.row.pk])).status_code

    def test_is_open_to_those_who_may_read_it_until_then(self, client, world, given):
        assert given.protected == []
        assert self.opened(client, world, world.jonas) == 200

    @pytest.mark.parametrize("who", ["amina", "yusuf", "samir"])
    def test_is_then_for_who_may_see_where_they_live(self, client, world, given, who):
        Citizen.objects.filter(pk=getattr(world, who).pk).update(protected_address=True)

        assert self.opened(client, world, world.jonas) == 403
        assert self.opened(client, world, world.katrine) == 200

    def test_the_ledger_and_its_page_say_why(self, client, world, given):
        Citizen.objects.filter(pk=world.yusuf.pk).update(protected_address=True)
        client.force_login(world.jonas)
        address = reverse("disclosures:copy", args=[world.course.pk, given.pk])

        ledger = client.get(reverse("disclosures:ledger", args=[world.course.pk])).content.decode()
        page = client.get(reverse("pages:disclosure", args=[world.course.pk, given.pk])).content.decode()

        assert "Lavet, før nogen blev adressebeskyttet" in ledger
        assert "Den koordinerende sagsbehandler kan åbne den" in page
        assert address not in ledger + page

    def test_one_that_was_screened_for_it_stays_open(self, client):
        world = in_hiding()
        world.row, to = give(world, world.samir.pk)
        decide_all(world.row, by=world.katrine)
        content = package(world.course, world.katrine, to)
        row = release(world.row, content, to, by=world.katrine, at=AT)

        assert set(row.protected) == {world.amina.pk, world.yusuf.pk}
        assert self.opened(client, world, world.jonas) == self.opened(client, world, world.katrine)
