"""The people around a citizen."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import network
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
    ida = network.edit_network_person(ida, by=jonas, contribution="Kører med til første møde")
    assert AuditEvent.objects.get(action="network.edited").details["fields"] == ["contribution"]
    network.end_network_person(ida, ended_on=TODAY, by=jonas)

    ida.refresh_from_db()
    assert (ida.contribution, ida.ended_on) == ("Kører med til første møde", TODAY)
    with pytest.raises(ValidationError, match="ikke længere"):
        network.edit_network_person(ida, by=jonas, name="Ea")
    with pytest.raises(ValidationError, match="ikke længere"):
        network.end_network_person(ida, ended_on=TODAY, by=jonas)


def test_who_may_not_touch_the_network(family_course):
    ida = make_network_person(family_course)
    for by in outsiders(family_course):
        with pytest.raises(PermissionDenied):
            network.add_network_person(family_course, citizen=main_person(family_course), by=by, name="x")
        with pytest.raises(PermissionDenied):
            network.edit_network_person(ida, by=by, name="x")
        with pytest.raises(PermissionDenied):
            network.end_network_person(ida, ended_on=TODAY, by=by)
    with pytest.raises(ValidationError):
        network.edit_network_person(ida, by=caseworker_of(family_course), name="")
