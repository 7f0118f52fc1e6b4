"""Every form in which a number leads to somebody: each look-up is counted, and logged by its hash."""

import logging
from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.casework.forms.barriers import StaffCitizenForm
from borgerforloeb.casework.forms.courses import OpenCourseForm, WrittenPersonForm
from borgerforloeb.casework.forms.fields import NumberField
from borgerforloeb.casework.forms.outside import OutsideForm, ReadingForm
from borgerforloeb.casework.forms.people import MemberForm, NumberForm
from borgerforloeb.casework.views.numbers import WAIT
from borgerforloeb.citizens.models import CitizenNumber, Course, CoursePerson
from borgerforloeb.citizens.numbers import lookup_key
from borgerforloeb.logreview.forms import FlagForm
from borgerforloeb.logreview.models import Flag
from roles import actions
from roles.actions.requests import MOST_IN_AN_HOUR
from roles.models import OutsideSearch, StaffCitizen
from tests.factories import (
    caseworker_of,
    give_number,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)

pytestmark = pytest.mark.django_db
KNOWN, FREE = "711299-4123", "710599-4125"
TESTED = {
    OpenCourseForm,
    MemberForm,
    NumberForm,
    StaffCitizenForm,
    FlagForm,
    # test_outside.py and test_opened_for_a_while.py
    OutsideForm,
    ReadingForm,
    # of the first two
    WrittenPersonForm,
}


class World:
    """A family's course, one stranger whose number is known, and each form as it is sent."""

    def __init__(self) -> None:
        self.course = make_course(kind="family", citizens=[make_citizen("Freja", "Lund")])
        self.stranger = make_citizen("Amina", "Said")
        give_number(self.stranger, KNOWN)
        self.katrine, self.today = caseworker_of(self.course), timezone.localdate()
        self.admin = make_user("Adam", capabilities=[Capability.ADMINISTRATOR])

    def opening(self, number):
        return self.katrine, reverse("casework:open"), {
            "kind": "adult", "number": number, "first_names": "Bo", "last_name": "Skrev",
            "entry_reason": "Vil samle trådene.", "first_contact_on": str(self.today),
            "opened_on": str(self.today), "unit": self.course.unit_id, "end_goal": "undecided",
            "domains": ["social"], "konsulent": konsulent_of(self.course).pk,
            "konsulent_domains": ["social"], "reason": "Kender ham.",
        }  # fmt: skip

    def member(self, number):
        return self.katrine, reverse("casework:member_add", args=[self.course.pk]), {
            "number": number, "first_names": "Bo", "last_name": "Skrev", "part": "child",
            "starts_on": str(self.today),
        }  # fmt: skip

    def number(self, number):
        args = [self.course.pk, main_person(self.course).pk]
        fields = {"number": number, "valid_from": str(self.today)}
        return self.katrine, reverse("casework:number_give", args=args), fields

    def staff(self, number):
        fields = {"user": self.katrine.pk, "number": number}
        return self.admin, reverse("casework:staff_citizens"), fields

    def flag(self, number):
        until = str(self.today + timedelta(days=30))
        fields = {"number": number, "why": "Omtalt i avisen.", "until": until}
        return self.admin, reverse("logreview:flags"), fields

    def done(self) -> int:
        counted = (Course, CoursePerson, CitizenNumber, StaffCitizen, Flag)
        return sum(model.objects.count() for model in counted)


# For each form: a number that leads nowhere there, and one that does what is asked.
FORMS = {
    "opening": (KNOWN, FREE),
    "member": (KNOWN, FREE),
    "number": (KNOWN, FREE),
    "staff": (FREE, KNOWN),
    "flag": ("1999-0001", None),
}


@pytest.fixture
def world():
    return World()


def sent(client, world, form, number):
    user, address, fields = getattr(world, form)(number)
    client.force_login(user)
    return user, client.post(address, fields)


def key_of(form, number):
    return lookup_key(number if form == "flag" else number.replace("-", ""))


@pytest.mark.parametrize("form", FORMS)
def test_a_failed_try_is_counted_and_leaves_its_hash(client, world, form):
    number, before = FORMS[form][0], world.done()

    user, answer = sent(client, world, form, number)

    assert answer.status_code == 200
    assert world.done() == before
    looked, nowhere = AuditEvent.objects.filter(details__has_key="criterion").order_by("pk")
    assert (looked.action, nowhere.action) == ("number.looked_up", "number.led_nowhere")
    for event in (looked, nowhere):
        assert (event.kind, event.actor_id) == (Kind.SEARCH, user.pk)
        assert event.details["criterion"] == key_of(form, number)
    assert nowhere.details["hits"] == 0
    counted = OutsideSearch.objects.get()
    assert (counted.user, counted.criterion, counted.course) == (user, key_of(form, number), None)
    told = str([vars(event) for event in AuditEvent.objects.all()]) + str(vars(counted))
    assert number not in told
    assert number.replace("-", "") not in told


@pytest.mark.parametrize("form", FORMS)
def test_one_that_leads_somewhere_is_counted_as_well(client, world, form):
    number, before = FORMS[form][1] or world.course.number, world.done()

    user, answer = sent(client, world, form, number)

    assert answer.status_code == 302
    assert world.done() > before
    assert OutsideSearch.objects.filter(user=user, criterion=key_of(form, number)).count() == 1
    assert not AuditEvent.objects.filter(action="number.led_nowhere").exists()


@pytest.mark.parametrize("form", FORMS)
def test_the_twenty_first_in_an_hour_is_refused_alarms_and_loses_nothing(client, world, form, caplog):
    number, before = FORMS[form][1] or world.course.number, world.done()
    user, _, fields = getattr(world, form)(number)
    searches = [
        OutsideSearch(user=user, at=timezone.now(), by="cpr", criterion=f"{n}")
        for n in range(MOST_IN_AN_HOUR)
    ]
    OutsideSearch.objects.bulk_create(searches)

    with caplog.at_level(logging.ERROR, logger="borgerforloeb.alarm"):
        _, answer = sent(client, world, form, number)

    page = answer.content.decode()
    assert answer.status_code == 429
    assert "more than 20 times in an hour" in caplog.text
    assert world.done() == before
    assert WAIT in page
    for name, value in fields.items():
        if isinstance(value, str) and name not in ("kind", "part", "end_goal"):
            assert value in page, name
    assert OutsideSearch.objects.count() == MOST_IN_AN_HOUR
    OutsideSearch.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert sent(client, world, form, number)[1].status_code == 302


def test_without_a_number_nothing_is_looked_up(client, world):
    _, answer = sent(client, world, "member", "")

    assert answer.status_code == 302
    assert not OutsideSearch.objects.exists()


def test_only_who_has_such_a_form_looks_up():
    leader = make_user("Lene", capabilities=[Capability.LEADER])

    with pytest.raises(PermissionDenied):
        actions.look_up("cpr", "7112994123", at=timezone.now(), by=leader)


def test_no_form_with_a_number_is_forgotten():
    """A new one is given to `attempt_by_number`, and stands in TESTED."""

    def below(form):
        return {form}.union(*map(below, form.__subclasses__()))

    def takes(form):
        fields = getattr(form, "base_fields", {})
        told = ("Forløbsnummer", "CPR-nummer eller forløbsnummer")
        return any(isinstance(field, NumberField) or field.label in told for field in fields.values())

    ours = {form for form in below(forms.Form) if form.__module__.startswith("borgerforloeb.")}
    assert {form for form in ours if takes(form)} == TESTED
