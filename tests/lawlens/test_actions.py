"""What people note on Lovlinsen: who may, what is refused, what the log is told, and twice is once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Circumstance
from borgerforloeb.law.models import PlanKind, Requirement, Situation
from borgerforloeb.lawlens.actions import circumstances, plans
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from roles.models import Role
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_plan,
    make_user,
)
from tests.lawlens.world import make_circumstance
from tests.roles.family import relate

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(make_course())


def situation(code="aktivitetsparat"):
    return Situation.objects.get(code=code)


def note(plan, **changed):
    fields = {"citizen": main_person(plan.course), "situation": situation(), "starts_on": LONG_AGO}
    fields["by"] = caseworker_of(plan.course)
    return circumstances.note_circumstance(plan.course, **fields | changed)


def say_yes(plan, **changed):
    person = main_person(plan.course)
    fields = {"person": person, "said_by": person, "way": "oral", "said_on": TODAY, "today": TODAY}
    return plans.say_yes_to_one_plan(plan, **fields | {"by": konsulent_of(plan.course)} | changed)


def replace(plan, **changed):
    fields = {"person": main_person(plan.course), "kind": None, "name": "Måleskema", "system": "herberget"}
    fields |= {"replaced_on": TODAY, "by": caseworker_of(plan.course)}
    return plans.replace_plan(plan, **fields | changed)


def confirm(plan, **changed):
    requirement = Requirement.objects.filter(check_by="confirmed").first()
    fields = {"requirement": requirement, "person": main_person(plan.course), "words": "Talt om på mødet."}
    return plans.confirm(plan, **fields | {"on": TODAY, "by": caseworker_of(plan.course)} | changed)


def outsiders(plan):
    """Somebody who works in the course and does not hold its plan, and somebody who is not in it."""
    team = make_user("Sanne Krogh")
    assign(team, plan.course, Role.TEAM_MEMBER)
    return team, make_user("Stig Fremmed")


@pytest.mark.parametrize("act", [note, say_yes, replace, confirm])
def test_only_those_who_hold_the_plan_note_it(plan, act):
    for by in outsiders(plan):
        with pytest.raises(PermissionDenied):
            act(plan, by=by)


@pytest.mark.parametrize("act", [note, say_yes, replace, confirm])
def test_a_person_of_another_course_is_refused(plan, act):
    elsewhere = make_citizen("Bo")
    changed = {"citizen": elsewhere} if act is note else {"person": elsewhere}

    with pytest.raises(PermissionDenied):
        act(plan, **changed)


@pytest.mark.parametrize(
    ("act", "model"),
    [(note, Circumstance), (say_yes, OnePlanYes), (replace, ReplacedPlan), (confirm, Confirmation)],
)
def test_what_is_sent_twice_is_noted_once(plan, act, model):
    assert act(plan) == act(plan)
    assert model.objects.count() == 1


def test_a_circumstance_stands_in_its_own_field_and_the_log_tells_which(plan):
    noted = note(plan, source="Fagsystemet for ydelser")

    assert (noted.domain, noted.level, noted.person) == ("employment", "domain", main_person(plan.course))
    event = AuditEvent.objects.get(action="circumstance.noted")
    assert (event.details["situation"], event.domain, event.level) == (
        "aktivitetsparat",
        "employment",
        "domain",
    )
    assert event.person_ids == [main_person(plan.course).pk]


def test_nobody_notes_what_she_may_not_read_herself(plan):
    konsulent = konsulent_of(plan.course)
    konsulent.assignments.update(domains=["social"])

    with pytest.raises(ValidationError, match="ikke selv må læse"):
        note(plan, by=konsulent)
    assert note(plan, by=konsulent, situation=situation("sociale_problemer"))


def test_a_circumstance_ends_once_and_not_before_it_began(plan):
    noted, by = make_circumstance(plan.course), caseworker_of(plan.course)

    with pytest.raises(ValidationError, match="før det begynder"):
        circumstances.end_circumstance(noted, ends_on=LONG_AGO - timedelta(days=1), by=by)
    circumstances.end_circumstance(noted, ends_on=TODAY, by=by)
    with pytest.raises(ValidationError, match="allerede ophørt"):
        circumstances.end_circumstance(noted, ends_on=TODAY, by=by)
    for stranger in outsiders(plan):
        with pytest.raises(PermissionDenied):
            circumstances.end_circumstance(noted, ends_on=TODAY, by=stranger)

    assert AuditEvent.objects.filter(action="circumstance.ended").count() == 1


def test_the_same_is_not_noted_twice_while_it_holds(plan):
    note(plan)

    with pytest.raises(ValidationError, match="allerede noteret"):
        note(plan, starts_on=TODAY)


def test_a_grown_person_says_yes_alone_and_takes_it_back(plan):
    yes, by = say_yes(plan), konsulent_of(plan.course)

    assert yes.capacity == "self"
    assert OnePlanYes.objects.standing().get() == yes
    plans.take_back_one_plan(yes, on=TODAY, by=by)
    assert not OnePlanYes.objects.standing().exists()
    with pytest.raises(ValidationError, match="allerede trukket tilbage"):
        plans.take_back_one_plan(yes, on=TODAY, by=by)
    assert say_yes(plan) != yes
    told = ["one_plan.agreed", "one_plan.withdrawn", "one_plan.agreed"]
    assert (
        list(AuditEvent.objects.filter(action__startswith="one_plan").values_list("action", flat=True))
        == told
    )


def test_a_yes_is_not_given_in_the_future_or_by_somebody_else(plan):
    with pytest.raises(ValidationError, match="fremtiden"):
        say_yes(plan, said_on=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="kan ikke sige ja for"):
        say_yes(plan, said_by=make_citizen("Bo"))


@pytest.mark.parametrize(("age", "may"), [(15, False), (16, True), (17, True)])
def test_one_plan_from_sixteen(age, may):
    young = make_citizen("Yusuf", born_on=TODAY.replace(year=TODAY.year - age, day=1))
    mother = make_citizen("Amina", born_on=date(1985, 5, 1))
    plan = make_plan(make_course(citizens=[mother, young]))
    relate(mother, "parent", young, has_custody=True)

    if not may:
        with pytest.raises(ValidationError, match="Først fra 16 år"):
            say_yes(plan, person=young, said_by=young)
        return
    assert say_yes(plan, person=young, said_by=young).capacity == "self"
    assert say_yes(plan, person=young, said_by=mother).capacity == "custody_holder"


def test_a_replaced_plan_is_one_of_the_laws_or_named_and_can_stand_again(plan):
    kind = PlanKind.objects.get(code="handleplan_voksne")
    replaced, named = replace(plan, kind=kind, name=""), replace(plan)

    assert (replaced.name, named.name) == ("Handleplan for voksne", "Måleskema")
    with pytest.raises(ValidationError, match="allerede noteret"):
        replace(plan, kind=kind, name="", system="et andet sted")
    by = caseworker_of(plan.course)
    plans.plan_stands_again(replaced, on=TODAY, why="Borgeren ville det.", by=by)
    with pytest.raises(ValidationError, match="allerede for sig"):
        plans.plan_stands_again(replaced, on=TODAY, why="Igen.", by=by)
    assert list(ReplacedPlan.objects.standing()) == [named]
    assert AuditEvent.objects.get(action="replaced_plan.taken_back").target.endswith(str(replaced.pk))


def test_only_what_people_alone_can_see_is_confirmed(plan):
    seen_by_the_plan = Requirement.objects.exclude(check_by="confirmed").first()

    with pytest.raises(ValidationError, match="skrive det i planen"):
        confirm(plan, requirement=seen_by_the_plan)
    said = confirm(plan)
    with pytest.raises(ValidationError, match="allerede bekræftet"):
        confirm(plan, words="Noget andet.")
    plans.take_back_confirmation(said, on=TODAY, by=konsulent_of(plan.course))
    assert confirm(plan, words="Noget andet.")
