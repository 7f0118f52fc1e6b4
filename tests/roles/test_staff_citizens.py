"""An employee who is a citizen here too: noted and corrected by an administrator, never by oneself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.accounts.models import Capability
from roles import actions
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
        actions.end_staff_citizen(noted, on=TODAY, by=user)
    own = actions.note_staff_citizen(user=admin, citizen=make_citizen("Adam"), on=TODAY, by=admin)
    with pytest.raises(PermissionDenied):
        actions.end_staff_citizen(own, on=TODAY, by=admin)
    actions.end_staff_citizen(noted, on=TODAY, by=admin)
    with pytest.raises(ValidationError, match="allerede"):
        actions.end_staff_citizen(noted, on=TODAY, by=admin)
