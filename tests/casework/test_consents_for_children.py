"""Who says yes for a child: each who has custody, with the child's own view; from 15 the young person too."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions.consents import join_consent, record_consent, withdraw_consent
from borgerforloeb.casework.answerers import must_answer, relations_that_answer
from borgerforloeb.citizens.models import Consent, FamilyRelation
from tests.casework.test_consents import ORAL, TEXTS
from tests.factories import TODAY, assign, konsulent_of, make_citizen, make_course, make_user

pytestmark = pytest.mark.django_db
VIEW = {"childs_view": "Det er fint, bare mor er med."}


class House:
    """A child of nine, a youth of sixteen, and two who have custody; the father is not in the course."""

    def __init__(self):
        self.mother, self.father = make_citizen("Amina", "Said"), make_citizen("Karim", "Said")
        self.child = make_citizen("Lea", "Said", born_on=date(2017, 3, 4))
        self.youth = make_citizen("Yusuf", "Said", born_on=date(2010, 5, 1))
        self.course = make_course(citizens=[self.mother, self.child, self.youth])
        for holder in (self.mother, self.father):
            for young in (self.child, self.youth):
                FamilyRelation.objects.create(citizen=holder, relative=young, kind="parent", has_custody=True)

    def give(self, about, by, **changes):
        fields = {
            "citizen": about,
            "given_by": by,
            "domains": ["school"],
            "given_on": TODAY,
            "given_way": "signature",
            "expires_on": TODAY + timedelta(days=300),
            "today": TODAY,
            "by": konsulent_of(self.course),
        }
        return record_consent(self.course, **fields | TEXTS | changes)

    def join(self, consent, given_by, **changes):
        fields = {"given_on": TODAY, "today": TODAY, "given_way": "signature"}
        fields |= {"by": konsulent_of(self.course), "given_by": given_by}
        return join_consent(consent, **fields | changes)


@pytest.fixture
def house():
    return House()


def holds():
    return Consent.objects.in_force(TODAY).exists()


def test_both_who_have_custody_say_yes_before_anything_is_shared(house):
    first = house.give(house.child, house.mother, **VIEW)
    assert (first.capacity, holds()) == ("custody_holder", False)

    second = house.join(first, house.father, **ORAL | VIEW)

    assert holds()
    assert (second.part_of, second.information) == (first, first.information)
    assert (second.given_by, second.explained_by) == (house.father, konsulent_of(house.course))
    event = AuditEvent.objects.order_by("id").last()
    assert (event.action, event.person_ids) == ("consent.joined", [house.child.pk])
    assert event.details == {"domains": ["school"], "way": "oral", "capacity": "custody_holder"}


def test_one_of_them_takes_it_back_for_both(house):
    first = house.give(house.child, house.mother, **VIEW)
    second = house.join(first, house.father, **VIEW)

    withdraw_consent(second, on=TODAY, by=konsulent_of(house.course))

    assert not holds()
    house.join(first, house.father, **VIEW)
    assert holds()


def test_a_young_person_of_16_says_yes_in_person_and_so_do_they(house):
    first = house.give(house.youth, house.youth)
    house.join(first, house.mother)
    assert not holds()

    house.join(first, house.father)
    assert holds()


@pytest.mark.parametrize(
    ("about", "by", "field"),
    [
        ("child", "child", "given_by"),
        ("child", "youth", "given_by"),
        ("youth", "child", "given_by"),
        ("mother", "father", "given_by"),
    ],
)
def test_who_cannot_say_yes(house, about, by, field):
    with pytest.raises(ValidationError) as refusal:
        house.give(getattr(house, about), getattr(house, by), **VIEW)

    assert field in refusal.value.message_dict
    assert not Consent.objects.exists()


def test_the_childs_own_view_is_asked_of_both(house):
    with pytest.raises(ValidationError, match="barnets eget syn"):
        house.give(house.child, house.mother)
    first = house.give(house.child, house.mother, **VIEW)
    with pytest.raises(ValidationError, match="barnets eget syn"):
        house.join(first, house.father)


def test_somebody_has_to_have_custody(house):
    FamilyRelation.objects.update(has_custody=False)

    with pytest.raises(ValidationError, match="forældremyndigheden"):
        house.give(house.youth, house.youth)


def test_nobody_says_yes_twice_or_to_what_is_over(house):
    first = house.give(house.child, house.mother, **VIEW)
    with pytest.raises(ValidationError, match="allerede sagt ja"):
        house.join(first, house.mother, **VIEW)
    house.join(first, house.father, **VIEW)
    with pytest.raises(ValidationError, match="allerede sagt ja"):
        house.join(first, house.father, **VIEW)
    withdraw_consent(first, on=TODAY, by=konsulent_of(house.course))
    with pytest.raises(ValidationError, match="gælder ikke længere"):
        house.join(first, house.father, **VIEW)


def test_who_may_not_join(house):
    first, team = house.give(house.child, house.mother, **VIEW), make_user("Team")
    assign(team, house.course)

    for by in (make_user("Stig"), team):
        with pytest.raises(PermissionDenied):
            house.join(first, house.father, by=by, **VIEW)


@pytest.mark.parametrize("born_on", [date(2017, 3, 4), date(2010, 5, 1), date(2008, 9, 2), None])
@pytest.mark.parametrize("asked_on", [date(2025, 1, 1), date(2025, 10, 1), TODAY])
def test_who_is_missing_is_told_as_the_database_judges(house, born_on, asked_on):
    """Give the yes of one more each time: it holds exactly when the page says that nobody is missing."""
    house.youth.born_on = born_on
    house.youth.save()
    relations = relations_that_answer([house.youth.pk])
    asked = {"citizen": house.youth, "domains": ["school"], "given_way": "signature", "given_on": asked_on}
    asked |= {"course": house.course, "explained_by": konsulent_of(house.course), **TEXTS}
    asked |= {"expires_on": date(2027, 1, 1)}
    first = Consent.objects.create(given_by=house.mother, capacity="custody_holder", **asked)
    said = {house.mother.pk}

    for one in (house.youth, house.father, None):
        missing = [who for who in must_answer(house.youth, TODAY, asked_on, relations) if who.pk not in said]
        assert holds() is (missing == [])
        if one is not None:
            capacity = "self" if one == house.youth else "custody_holder"
            Consent.objects.create(given_by=one, capacity=capacity, part_of=first, **asked)
            said.add(one.pk)
