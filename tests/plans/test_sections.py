"""The texts of the plan, the citizen's own words among them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions.sections import write_section
from plans.models import Plan
from tests.factories import TODAY, assign, konsulent_of, main_person, make_course, make_plan, make_user
from tests.plans.factories import answer, take_to_talk

pytestmark = pytest.mark.django_db

DREAM = "Jeg vil gerne stå op til noget, der betyder noget."


def _write(plan, text=DREAM, *, by=None, **fields):
    fields.setdefault("kind", "dreams")
    fields.setdefault("version", 0)
    fields.setdefault("person", main_person(plan.course))
    return write_section(plan, text=text, by=by or konsulent_of(plan.course), **fields)


@pytest.fixture
def plan():
    return Plan.objects.create(course=make_course())


def test_a_section_is_written_and_logged_without_its_words(plan):
    section = _write(plan, said_on=TODAY, written_with="Jonas")

    section.refresh_from_db()
    event = AuditEvent.objects.get()
    assert (section.text, section.said_on, section.written_with, section.version) == (
        DREAM,
        TODAY,
        "Jonas",
        1,
    )
    assert event.details == {"section": "dreams", "fields": ["text", "said_on", "written_with"]}
    assert event.person_ids == [main_person(plan.course).pk]


def test_a_section_is_rewritten(plan):
    first = _write(plan)

    second = _write(plan, "Jeg vil have min egen lejlighed.", version=1)

    assert first.pk == second.pk
    assert plan.sections.get().text == "Jeg vil have min egen lejlighed."


def test_two_who_write_at_once_lose_nothing(plan):
    _write(plan)

    with pytest.raises(Stale) as caught:
        _write(plan, "Noget andet", version=0)

    assert caught.value.stored.text == DREAM


def test_a_section_is_written_for_one_person_and_for_the_family(plan):
    _write(plan, kind="end_goal")
    _write(plan, kind="end_goal", person=None)

    assert plan.sections.count() == 2


def test_what_may_not_be_read_is_not_written_over(plan):
    _write(plan)
    plan.sections.update(level="shielded")

    with pytest.raises(PermissionDenied):
        _write(plan, "Noget andet", version=1)


def test_nobody_hides_a_text_from_themselves(plan):
    with pytest.raises(ValidationError, match="selv må læse"):
        _write(plan, level="shielded")

    assert not plan.sections.exists()


@pytest.mark.parametrize("level", ["common", "domain"])
def test_what_was_shielded_is_not_opened_to_more_by_one_alone(plan, level):
    konsulent_of(plan.course).assignments.update(sees_shielded=True)
    _write(plan, level="shielded")

    with pytest.raises(ValidationError, match="bliver ved med at være skærmet"):
        _write(plan, "Noget andet", version=1, level=level)

    _write(plan, "Noget andet", version=1, level="shielded")
    assert plan.sections.get().level == "shielded"


def test_an_agreed_plan_is_not_written():
    plan = take_to_talk(make_plan())
    answer(plan)

    with pytest.raises(ValidationError, match="Lav en ny kladde"):
        _write(plan, kind="purpose")


def test_a_team_member_does_not_write(plan):
    anna = make_user()
    assign(anna, plan.course)

    with pytest.raises(PermissionDenied):
        _write(plan, by=anna)
    assert not AuditEvent.objects.exists()
