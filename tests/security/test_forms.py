"""Another course's object is as one that nobody has made, and hidden fields are few (D2, D6)."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.forms import HiddenInput
from django.urls import reverse

from borgerforloeb.accounts.models import Session
from borgerforloeb.citizens.models import CitizenNumber
from tests.access.test_matrix import arguments_of, rows
from tests.access.world import make_world

pytestmark = pytest.mark.django_db

OBJECTS = {
    "citizen_id", "member_id", "relation_id", "person_id", "assignment_id", "block_id", "consent_id",
    "basis_id", "goal_id", "later_id", "subgoal_id", "intervention_id", "agreement_id", "meeting_id",
    "item_id", "participant_id",
}  # fmt: skip


@pytest.fixture
def world():
    return make_world()


def make_another_world():
    """Beside the first, in which whatever there can be only one of makes room."""
    CitizenNumber.objects.update(lookup=uuid4().hex)
    Session.objects.filter(session_key="hers").update(session_key="theirs")
    return make_world()


def address_of(world, name):
    return reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})


def forms_of_the_site() -> list[str]:
    """Every address that answers the coordinator's POST."""
    return [
        row["address"]
        for row in rows()
        if not row["coordinator"].endswith(("/405", "/404", "/403"))
        and not row["address"].startswith(("account", "mfa_", "openid", "saml"))
    ]


def below() -> list[str]:
    """Addresses of something in a course that a coordinator opens: with two arguments, or of a meeting."""
    return [
        row["address"]
        for row in rows()
        if len(set(arguments_of(row["address"])) & OBJECTS) > 0
        and not row["coordinator"].startswith(("404/405", "403"))
    ]


def test_another_courses_object_is_as_one_that_does_not_exist(client, world):
    """What stands in another is answered under one's own, byte for byte, as what nobody has made."""
    client.force_login(world.visitors["coordinator"])
    elsewhere, told_apart = make_another_world(), {}
    for name in below():
        own = {key: world.arguments[key] for key in arguments_of(name)}
        theirs = own | {key: elsewhere.arguments[key] for key in own if key in OBJECTS}
        absent = own | {key: _absent(own[key]) for key in own if key in OBJECTS}
        with transaction.atomic():
            answers = [client.get(reverse(name, kwargs=kwargs)) for kwargs in (theirs, absent)]
            transaction.set_rollback(True)
        same = answers[0].content == answers[1].content
        if {answer.status_code for answer in answers} - {404, 405} or not same:
            told_apart[name] = [answer.status_code for answer in answers]

    assert told_apart == {}


def _absent(value):
    return uuid4() if isinstance(value, UUID) else 2_000_000_000


def test_every_hidden_field_is_a_version_or_a_key_that_is_checked(client, world):
    """A hidden id is as free to change as any other: only those named here are offered."""
    client.force_login(world.visitors["coordinator"])
    hidden = set()
    for name in forms_of_the_site():
        with transaction.atomic():
            answer = client.get(address_of(world, name))
            transaction.set_rollback(True)
        form = answer.context.get("form") if answer.context else None
        hidden |= {bound.name for bound in form or () if isinstance(bound.field.widget, HiddenInput)}

    assert hidden <= {"version", "followup", "key", "next", "seen"}
