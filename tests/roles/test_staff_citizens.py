"""An employee who is a citizen here too: noted and corrected by an administrator, never by oneself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from roles import actions
from roles.models import StaffCitizen
from tests.factories import (
    TODAY,
    make_citizen,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_only_an_administrator_notes_that_an_employee_is_a_citizen():
    user, citizen = make_user("Mette"), make_citizen("Mette")
    admin = make_user("Adam", capabilities=[Capability.ADMINISTRATOR])

    for by in (user, make_user(capabilities=[Capability.LEADER])):
        with pytest.raises(PermissionDenied):
            actions.note_staff_citizen(user=user, citizen=citizen, on=TODAY, by=by)
    noted = actions.note_staff_citizen(user=user, citizen=citizen, on=TODAY, by=admin)

    with pytest.raises(ValidationError, match="allerede"):
        actions.note_staff_citizen(user=user, citizen=citizen, on=TODAY, by=admin)
    with pytest.raises(PermissionDenied):
        actions.end_staff_citizen(noted, reason="Forkert nummer.", on=TODAY, by=user)
    own = actions.note_staff_citizen(user=admin, citizen=make_citizen("Adam"), on=TODAY, by=admin)
    with pytest.raises(PermissionDenied):
        actions.end_staff_citizen(own, reason="Forkert nummer.", on=TODAY, by=admin)
    actions.end_staff_citizen(noted, reason="Forkert nummer.", on=TODAY, by=admin)
    with pytest.raises(ValidationError, match="allerede"):
        actions.end_staff_citizen(noted, reason="Forkert nummer.", on=TODAY, by=admin)


def test_a_barrier_is_lifted_with_a_reason_that_the_log_tells():
    admin = make_user("Adam", capabilities=[Capability.ADMINISTRATOR])
    noted = actions.note_staff_citizen(user=make_user("Mette"), citizen=make_citizen(), on=TODAY, by=admin)

    with pytest.raises(ValidationError, match="hvori fejlen bestod"):
        actions.end_staff_citizen(noted, reason=" ", on=TODAY, by=admin)
    assert StaffCitizen.objects.in_force().exists()
    ended = actions.end_staff_citizen(noted, reason=" Forkert nummer. ", on=TODAY, by=admin)

    assert (ended.end_reason, ended.ended_by) == ("Forkert nummer.", admin)
    event = AuditEvent.objects.get(action="staff_citizen.ended")
    assert (event.reason, event.person_ids) == ("Forkert nummer.", [noted.citizen_id])
