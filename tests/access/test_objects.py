"""What is closed, barred, over, elsewhere or shielded answers as what nobody has made, to the byte (D2)."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.citizens.models import Course
from networkmeetings.models import AgendaItem
from plans.models import (
    Agreement,
    EmployerContact,
    Goal,
    Intervention,
    Placement,
    Safeguard,
    StoryAsked,
    StoryPart,
    WeeklySlot,
)
from roles.models import Assignment, Block
from tests.access.test_matrix import addresses, arguments_of
from tests.access.world import make_world
from tests.factories import LONG_AGO, main_person

pytestmark = pytest.mark.django_db


def _closed(world):
    day = {"closed_on": timezone.localdate(), "closing": "job"}
    Course.objects.filter(pk=world.course.pk).update(status="closed", **day)
    return world.visitors["stranger"]


def _of_another_unit(world):
    return world.visitors["other_unit"]


def _over(world):
    """Who worked there until yesterday."""
    team = world.visitors["team"]
    Assignment.objects.filter(user=team).update(ends_on=timezone.localdate())
    return team


def _barred(world):
    """Who works there, and whom the citizen does not want."""
    team, by = world.visitors["team"], world.visitors["coordinator"]
    Block.objects.create(citizen=main_person(world.course), user=team, why="x", set_by=by, set_on=LONG_AGO)
    return team


def _on_duty(world):
    return world.visitors["duty"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("hide", [_closed, _of_another_unit, _over, _barred, _on_duty])
def test_a_course_that_is_hidden_is_as_one_that_is_not_there(client, hide, method):
    world = make_world()
    client.force_login(hide(world))
    told_apart = {}
    for name in addresses():
        if "course_id" in arguments_of(name):
            given = {key: world.arguments[key] for key in arguments_of(name)}
            absent = given | {key: uuid4() for key, value in given.items() if isinstance(value, UUID)}
            told_apart |= compared(client, method, name, given, absent)

    assert told_apart == {}


def compared(client, method, name, given, absent) -> dict[str, list[int]]:
    """Nothing when both answer alike, with 404 or with 405 before anything is looked up."""
    with transaction.atomic():
        answers = [getattr(client, method)(reverse(name, kwargs=kwargs)) for kwargs in (given, absent)]
        same = answers[0].content == answers[1].content
        transaction.set_rollback(True)
    statuses = [answer.status_code for answer in answers]
    return {} if same and set(statuses) <= {404} or statuses == [405, 405] else {name: statuses}


SHIELDED = {
    "goal_id": Goal,
    "later_id": Goal,
    "intervention_id": Intervention,
    "agreement_id": Agreement,
    "placement_id": Placement,
    "safeguard_id": Safeguard,
    "story_id": StoryPart,
    "asked_id": StoryAsked,
    "contact_id": EmployerContact,
    "slot_id": WeeklySlot,
    "item_id": AgendaItem,
}


# A step has no level of its own, nor has a look at an agreement.
WITH_ANOTHER = {"subgoal_id", "look_id"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_text_that_is_shielded_is_as_one_that_is_not_there(client, method):
    """To the coordinator herself, who is not named at it."""
    world, told_apart = make_world(), {}
    for model in SHIELDED.values():
        model.objects.update(level="shielded")
    client.force_login(world.visitors["coordinator"])
    for name in addresses():
        given = {key: world.arguments[key] for key in arguments_of(name)}
        if hidden := set(given) & (SHIELDED.keys() | WITH_ANOTHER):
            absent = given | dict.fromkeys(hidden, 2_000_000_000)
            told_apart |= compared(client, method, name, given, absent)

    assert told_apart == {}
