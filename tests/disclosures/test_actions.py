from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.models import Citizen, FamilyRelation
from borgerforloeb.disclosures.actions import approve, ask_for_second, decide, look_again, release, stop
from borgerforloeb.disclosures.models import Disclosure, Finding
from plans.models import Goal
from tests.disclosures.family import (
    AT,
    decide_all,
    give,
    in_hiding,
    package,
    recipient,
    recipients,
    told,
    words,
)
from tests.factories import assign, main_person, make_plan, make_user
from tests.proofs import FRESH, NEVER, OLD

pytestmark = pytest.mark.django_db


def now(world, row, to, act, by=None, proof=FRESH):
    """Release or approve with package and recipient as they are at this moment."""
    by = by or world.katrine
    to = recipient(world.course, row.made_by, to.pk, about=Citizen(pk=to.about))
    content = package(world.course, row.made_by, to)
    given = {"at": AT} if act is release else {"proof": proof}
    return act(row, content, to, by=by, **given)


def refused(words_in_it):
    return pytest.raises(ValidationError, match=words_in_it)


def test_the_citizens_own_edition_goes_out_at_once_with_its_row_and_its_copy():
    plan = make_plan()
    freja = main_person(plan.course)
    world = type("World", (), {"course": plan.course, "katrine": plan.course.assignments.first().user})

    row, _ = give(world, freja.pk)

    assert (row.status, row.recipient, row.edition, row.basis) == (
        "released", "Freja Lindqvist Holm", "citizen", "Sin egen plan",
    )  # fmt: skip
    assert [part in words(row) for part in ("udleveret til", f"nr. {row.number}", "UDKAST")] == [True] * 3
    assert row.document.is_intact()
    assert {item["person"] for item in row.items} == {str(freja.pk)}
    assert "Jeg vil" not in str(row.items)
    event = AuditEvent.objects.get(action="disclosure.released")
    assert (event.kind, event.actor_id, event.person_ids) == (Kind.PRINT, world.katrine.pk, [freja.pk])


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("custody", [True, False])
def test_the_other_parent_reads_of_the_child_alone_and_never_where_it_is(protected, custody):
    world = in_hiding(protected=protected, custody=custody)

    row, to = give(world, world.samir.pk)
    assert row.status == "draft"
    with refused("Tag stilling"):
        now(world, row, to, release)
    decide_all(row, by=world.katrine)
    row = now(world, row, to, release)

    assert row.edition == ("custody" if custody else "parent")
    unprotected = ["Skovvænget", "Sakskøbing", "Hegnsskolen", "Solstrålen"]
    assert [token for token in told(row) if protected or token not in unprotected] == []
    assert "[udeladt]" in words(row)
    assert "Yusuf" in words(row)
    assert "Amina" not in words(row)


def test_a_parent_without_custody_is_never_told_where_also_when_somebody_says_it_may_stand():
    world = in_hiding()
    row, _ = give(world, world.samir.pk)

    with refused("uden forældremyndighed"):
        decide_all(row, "stand", by=world.katrine, why="Han ved det.")


def test_two_people_look_before_a_protected_place_goes_to_somebody_else():
    world = in_hiding(custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, "stand", by=world.katrine, why="Aftalt med Amina.")

    with refused("En kollega skal også godkende"):
        now(world, row, to, release)
    row = ask_for_second(row, proof=FRESH, by=world.katrine)
    with refused("En anden end dig"):
        now(world, row, to, approve)
    stranger = make_user("Fremmed")
    with pytest.raises(PermissionDenied):
        now(world, row, to, approve, by=stranger)
    now(world, row, to, approve, by=world.jonas)
    row = now(world, row, to, release)

    assert (row.made_by, row.approved_by, row.status) == (world.katrine, world.jonas, "released")
    assert "Skovvænget" in words(row)
    acts = AuditEvent.objects.filter(action__startswith="disclosure.").values_list("action", "actor_id")
    assert ("disclosure.approved", world.jonas.pk) in acts
    assert ("disclosure.released", world.katrine.pk) in acts


@pytest.mark.parametrize("proof", [NEVER, OLD])
def test_neither_of_the_two_does_it_without_a_fresh_proof(proof):
    world = in_hiding(custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, "stand", by=world.katrine, why="Aftalt.")

    with refused("Bekræft først"):
        ask_for_second(row, proof=proof, by=world.katrine)
    row = ask_for_second(row, proof=FRESH, by=world.katrine)
    with refused("Bekræft først"):
        now(world, row, to, approve, by=world.jonas, proof=proof)

    row.refresh_from_db()
    assert (row.status, row.approved_by) == ("waiting", None)


def test_one_who_decided_that_it_may_stand_is_not_the_second():
    world = in_hiding(custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, "stand", by=world.jonas, why="Aftalt.")
    row = ask_for_second(row, proof=FRESH, by=world.katrine)

    with refused("En anden end dig"):
        now(world, row, to, approve, by=world.jonas)


def test_a_changed_decision_needs_a_new_approval():
    world = in_hiding(custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, "stand", by=world.katrine, why="Aftalt.")
    row = now(world, ask_for_second(row, proof=FRESH, by=world.katrine), to, approve, by=world.jonas)

    row = decide_all(row, "stand", by=world.katrine, why="Noget andet.")

    assert row.approved_by is None
    with refused("En kollega"):
        now(world, row, to, release)


def test_a_new_protection_stops_what_waits():
    world = in_hiding(protected=False, custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, by=world.katrine)

    Citizen.objects.filter(pk=world.yusuf.pk).update(protected_address=True)
    with refused("Beskyttelse eller personer er ændret"):
        now(world, row, to, release)
    to = recipient(world.course, world.katrine, world.samir.pk)
    row = look_again(row, package(world.course, world.katrine, to), to, by=world.katrine)

    with refused("Tag stilling"):
        now(world, row, to, release)
    assert row.findings.filter(kind="institution", decision="").exists()


def test_a_changed_text_stops_what_waits():
    world = in_hiding(custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, by=world.katrine)

    Goal.objects.filter(title="Yusuf spiller bold").update(title="Yusuf spiller bold hver mandag")

    with refused("Indholdet er ændret"):
        now(world, row, to, release)


def test_lost_custody_makes_it_another_edition():
    world = in_hiding(custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, by=world.katrine)

    FamilyRelation.objects.filter(citizen=world.samir, kind="parent").update(has_custody=False)

    with refused("en anden udgave"):
        now(world, row, to, release)


def test_a_grown_child_has_no_parent_who_gets_its_plan():
    world = in_hiding(custody=True)
    Citizen.objects.filter(pk=world.yusuf.pk).update(born_on="2008-01-01")

    [samir] = [
        one
        for one in recipients(world.course, world.katrine)
        if one.pk == world.samir.pk and one.about == world.yusuf.pk
    ]

    assert samir.basis == ""
    with refused("Har ingen ret"):
        give(world, world.samir.pk, about=world.yusuf)
    assert not Disclosure.objects.exists()


def test_a_network_person_gets_the_own_promise_and_nothing_else():
    world = in_hiding()
    row, to = give(world, world.network.pk)
    decide_all(row, by=world.katrine)
    row = now(world, row, to, release)

    text = words(row)
    assert "Læser højt for" in text
    assert "spiller bold" not in text
    assert "Yusuf" not in text
    assert [token for token in told(row) if token != "Pia"] == []


def test_a_colleague_gets_what_both_may_read():
    world = in_hiding(protected=False)
    nurse = make_user("Lone Sund")
    assign(nurse, world.course, domains=["health"])

    row, to = give(world, nurse.pk)
    decide_all(row, by=world.katrine)
    row = now(world, row, to, release)

    assert "Aminas søvn hos lægen" not in words(row)
    assert "Yusuf" in words(row)


def test_released_and_stopped_never_change():
    world = in_hiding(custody=True)
    first, to = give(world, world.samir.pk)
    decide_all(first, by=world.katrine)
    first = now(world, first, to, release)
    second, _ = give(world, world.samir.pk)
    second = stop(second, why="Samir ville alligevel ikke.", by=world.katrine)

    for row in (first, second):
        for change in (
            lambda row=row: Disclosure.objects.filter(pk=row.pk).update(recipient="En anden"),
            lambda row=row: Finding.objects.filter(disclosure=row).update(
                decision="", why="", decided_by=None
            ),
            lambda row=row: Finding.objects.filter(disclosure=row).delete(),
            lambda row=row: Disclosure.objects.filter(pk=row.pk).delete(),
        ):
            with pytest.raises(Error), transaction.atomic():
                change()
        with refused("afsluttet"):
            now(world, row, to, release)


def test_a_finding_keeps_no_word():
    world = in_hiding()
    row, _ = give(world, world.samir.pk)

    kept = str(list(Finding.objects.filter(disclosure=row).values()))

    assert row.findings.count() > 5
    assert [token for token in ("Skov", "Hegns", "Sol", "Pia", "2987", "7112") if token in kept] == []


@pytest.mark.parametrize("role", ["emergency", "reader"])
def test_who_reads_for_a_while_gives_nothing_out(role):
    world = in_hiding()
    row, to = give(world, world.samir.pk)
    guest = make_user("Vagt")
    assign(
        guest,
        world.course,
        role,
        domains=[],
        reason="Akut besøg i dag",
        expires_at=timezone.now() + timedelta(hours=1),
    )

    for act in (
        lambda: give(world, world.samir.pk, by=guest),
        lambda: decide_all(row, by=guest),
        lambda: now(world, row, to, release, by=guest),
        lambda: stop(row, why="Nej", by=guest),
        lambda: ask_for_second(row, proof=FRESH, by=guest),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_is_refused_by_form():
    world = in_hiding()
    row, _ = give(world, world.samir.pk)
    finding = row.findings.first()

    with refused("Skriv, hvorfor"):
        decide(row, {finding.pk: ("stand", " ")}, by=world.katrine)
    with refused("Skriv, hvorfor"):
        stop(row, why=" ", by=world.katrine)
    with refused("Tag stilling"):
        ask_for_second(row, proof=FRESH, by=world.katrine)
