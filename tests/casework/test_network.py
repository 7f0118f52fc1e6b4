"""The people around a citizen."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import network
from borgerforloeb.citizens.models import Stale
from tests.casework.persons import outsiders
from tests.factories import (
    TODAY,
    caseworker_of,
    konsulent_of,
    main_person,
    make_course,
    make_network_person,
)

pytestmark = pytest.mark.django_db


def test_a_network_person_is_added_changed_and_ended():
    course = make_course()
    jonas = konsulent_of(course)
    fields = {"side": "private", "name": "Ida", "relation": "søster", "phone": "12 34 56 78"}

    ida = network.add_network_person(course, citizen=main_person(course), by=jonas, **fields)
    with pytest.raises(ValidationError, match="allerede"):
        network.add_network_person(course, citizen=main_person(course), by=jonas, **fields)
    ida = network.edit_network_person(ida, version=0, by=jonas, contribution="Kører med til første møde")
    assert AuditEvent.objects.get(action="network.edited").details["fields"] == ["contribution"]
    network.end_network_person(ida, ended_on=TODAY, by=jonas)

    ida.refresh_from_db()
    assert (ida.contribution, ida.ended_on, ida.version) == ("Kører med til første møde", TODAY, 1)
    with pytest.raises(ValidationError, match="ikke længere"):
        network.edit_network_person(ida, version=1, by=jonas, name="Ea")
    with pytest.raises(ValidationError, match="ikke længere"):
        network.end_network_person(ida, ended_on=TODAY, by=jonas)


def test_who_may_not_touch_the_network(family_course):
    ida = make_network_person(family_course)
    for by in outsiders(family_course):
        with pytest.raises(PermissionDenied):
            network.add_network_person(family_course, citizen=main_person(family_course), by=by, name="x")
        with pytest.raises(PermissionDenied):
            network.edit_network_person(ida, version=0, by=by, name="x")
        with pytest.raises(PermissionDenied):
            network.end_network_person(ida, ended_on=TODAY, by=by)
    with pytest.raises(ValidationError):
        network.edit_network_person(ida, version=0, by=caseworker_of(family_course), name="")


def test_what_is_already_so_is_no_change():
    ida = make_network_person(make_course())

    again = network.edit_network_person(ida, version=0, by=konsulent_of(ida.course), name=ida.name)

    assert again.version == 0
    assert not AuditEvent.objects.filter(action="network.edited").exists()


def test_who_saw_an_older_version_is_told_and_overwrites_nothing():
    ida = make_network_person(make_course())
    network.edit_network_person(ida, version=0, by=konsulent_of(ida.course), phone="11 11 11 11")

    with pytest.raises(Stale) as told:
        network.edit_network_person(ida, version=0, by=caseworker_of(ida.course), phone="22 22 22 22")

    assert told.value.stored.phone == "11 11 11 11"
