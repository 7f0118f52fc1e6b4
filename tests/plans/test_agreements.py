"""Who does what by when."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions import agreements as actions
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_network_person,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, take_to_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def jonas(plan):
    return konsulent_of(plan.course)


def _add(plan, by, **fields):
    return actions.add_agreement(plan, what="Ringer til boligstøtten", agreed_on=TODAY, by=by, **fields)


@pytest.mark.parametrize("kind", ["user", "citizen", "network_person"])
def test_anyone_around_the_citizen_can_have_an_agreement(plan, jonas, kind):
    holders = {
        "user": jonas,
        "citizen": main_person(plan.course),
        "network_person": make_network_person(plan.course),
    }

    agreement = _add(plan, jonas, **{kind: holders[kind]}, due_words="hver mandag")

    assert agreement.who == holders[kind].name
    assert AuditEvent.objects.get().action == "plan.agreement_added"


def test_an_agreement_has_exactly_one_holder(plan, jonas):
    with pytest.raises(ValidationError, match="Vælg én"):
        _add(plan, jonas)
    with pytest.raises(ValidationError, match="Vælg én"):
        _add(plan, jonas, user=jonas, citizen=main_person(plan.course))


def test_the_same_sent_twice_is_one(plan, jonas):
    first = _add(plan, jonas, user=jonas, due_on=TODAY)

    assert _add(plan, jonas, user=jonas, due_on=TODAY) == first
    assert AuditEvent.objects.count() == 1


def test_what_was_called_off_may_be_agreed_anew(plan, jonas):
    first = _add(plan, jonas, user=jonas, due_on=TODAY)
    actions.cancel_agreement(first, outcome="Jonas var syg.", by=jonas)

    again = _add(plan, jonas, user=jonas, due_on=TODAY)

    assert again != first
    assert plan.agreements.open().get() == again


def test_agreements_are_made_and_kept_between_two_versions(plan, jonas):
    take_to_talk(plan)
    answer(plan)

    agreement = _add(plan, jonas, user=jonas)
    actions.complete_agreement(agreement, on=TODAY, outcome="Det lykkedes.", by=jonas)

    agreement.refresh_from_db()
    assert (agreement.status, agreement.done_on, agreement.outcome) == ("done", TODAY, "Det lykkedes.")


def test_the_wording_of_an_agreement_waits_for_a_draft(plan, jonas):
    agreement = make_agreement(plan)
    take_to_talk(plan)
    answer(plan)

    with pytest.raises(ValidationError, match="Lav en ny kladde"):
        actions.change_agreement(agreement, version=0, what="X", by=jonas)


def test_an_agreement_is_changed(plan, jonas):
    agreement = make_agreement(plan)

    actions.change_agreement(agreement, version=0, due_on=TODAY + timedelta(days=7), by=jonas)

    agreement.refresh_from_db()
    assert (agreement.due_on, agreement.version) == (TODAY + timedelta(days=7), 1)
    event = AuditEvent.objects.get(action="plan.agreement_changed")
    assert event.details["fields"] == ["due_on"]
    with pytest.raises(Stale):
        actions.change_agreement(agreement, version=0, what="X", by=jonas)


def test_an_agreement_ends_once(plan, jonas):
    agreement = make_agreement(plan)
    actions.cancel_agreement(agreement, outcome="Freja klarede det selv.", by=jonas)

    with pytest.raises(ValidationError, match="allerede aflyst"):
        actions.complete_agreement(agreement, on=TODAY, by=jonas)


def test_a_cancelled_agreement_says_why(plan, jonas):
    with pytest.raises(ValidationError, match="hvorfor"):
        actions.cancel_agreement(make_agreement(plan), outcome=" ", by=jonas)


def test_a_team_member_makes_no_agreement(plan):
    agreement = make_agreement(plan)
    anna = make_user()
    assign(anna, plan.course)

    acts = [
        lambda: _add(plan, anna, user=caseworker_of(plan.course)),
        lambda: actions.change_agreement(agreement, version=0, what="X", by=anna),
        lambda: actions.complete_agreement(agreement, on=TODAY, by=anna),
        lambda: actions.cancel_agreement(agreement, outcome="X", by=anna),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert not AuditEvent.objects.exists()
