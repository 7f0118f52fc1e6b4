"""Who reads a part of *Min historie*, who writes one, and who notes that somebody asked again."""

import pytest
from django.core.exceptions import PermissionDenied

from borgerforloeb.citizens.models import Course
from plans.actions.story import take_back_asked
from plans.models import StoryAsked, StoryPart
from roles.models import Role
from tests.factories import TODAY, caseworker_of, konsulent_of, make_basis, make_course, make_plan, make_user
from tests.plans.factories import make_asked, make_part
from tests.plans.telling import approve, ask_again, change, colleague, put_back, take_out, withdraw, write

pytestmark = pytest.mark.django_db


def test_before_it_is_approved_the_two_alone_read_it(plan):
    anna, part = colleague(plan), write(plan)

    for reader in (konsulent_of(plan.course), caseworker_of(plan.course)):
        assert list(StoryPart.objects.visible_to(reader)) == [part]
    assert not StoryPart.objects.visible_to(anna).exists()

    approve(part)
    assert list(StoryPart.objects.visible_to(anna)) == [part]
    assert not StoryPart.objects.visible_to(make_user()).exists()


def test_an_approved_part_is_read_by_its_marks(plan, jonas):
    part = make_part(plan, domain="health", level="domain")
    nurse, anna = colleague(plan, domains=["health"]), colleague(plan)

    assert list(StoryPart.objects.visible_to(nurse)) == [part]
    assert not StoryPart.objects.visible_to(anna).exists()
    # It holds the two to their fields as well.
    assert not StoryPart.objects.visible_to(jonas).exists()


def test_a_consent_opens_it_for_another_field_as_it_opens_the_rest(plan):
    make_part(plan, domain="health", level="domain")
    anna = colleague(plan, domains=["social"])
    assert not StoryPart.objects.visible_to(anna).exists()

    make_basis(plan.course, domain="health", to_domain="social")

    assert StoryPart.objects.visible_to(anna).exists()


def test_nothing_is_noted_of_a_part_that_one_may_not_read(plan):
    shielded = make_part(plan, level="shielded")
    elsewhere = make_part(make_plan(make_course(name="Andre")))

    for part in (shielded, elsewhere):
        with pytest.raises(PermissionDenied):
            ask_again(plan, part)


def test_who_asked_is_read_with_the_part_as_it_is_today(plan, jonas):
    part = make_part(plan)
    asked = make_asked(plan, part)
    assert list(StoryAsked.objects.visible_to(jonas)) == [asked]

    StoryPart.objects.update(level="shielded")

    assert not StoryAsked.objects.visible_to(jonas).exists()


ACTS = {
    "add": lambda part, by: write(part.plan, heading="Nyt", by=by),
    "change": lambda part, by: change(part, by=by, text="x"),
    "approve": lambda part, by: approve(part, by=by),
    "withdraw": lambda part, by: withdraw(part, by=by),
    "take out": lambda part, by: take_out(part, by=by),
    "put back": lambda part, by: put_back(part, by=by),
}
ASKING = {
    "note": lambda part, by: ask_again(part.plan, part, by=by),
    "take back": lambda part, by: take_back_asked(make_asked(part.plan, part), why="x", on=TODAY, by=by),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [None, Role.TEAM_MEMBER, Role.CASEWORKER])
def test_those_who_do_not_write_the_plan_write_no_story(plan, act, role):
    by = colleague(plan, role) if role else make_user()

    with pytest.raises(PermissionDenied):
        ACTS[act](make_part(plan), by)


@pytest.mark.parametrize("act", ASKING)
def test_a_stranger_notes_nothing(plan, act):
    with pytest.raises(PermissionDenied):
        ASKING[act](make_part(plan), make_user())


@pytest.mark.parametrize("act", ACTS | ASKING)
def test_a_closed_course_takes_nothing(plan, act):
    part = make_part(plan)
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        (ACTS | ASKING)[act](part, konsulent_of(plan.course))


@pytest.mark.parametrize("act", ["change", "approve", "withdraw", "take out", "put back"])
def test_what_is_closed_to_the_writer_is_not_written(plan, act):
    with pytest.raises(PermissionDenied):
        ACTS[act](make_part(plan, level="shielded"), konsulent_of(plan.course))
