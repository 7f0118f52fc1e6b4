"""An employee who is a citizen here too: noted and corrected by an administrator, never by oneself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from roles import actions
from roles.models import StaffCitizen
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    caseworker_of,
    give_number,
    main_person,
    make_citizen,
    make_course,
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

    event = AuditEvent.objects.get(action="staff_citizen.noted")
    assert (event.person_ids, event.details) == ([citizen.pk], {"user": user.pk})
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


def test_an_administrator_notes_who_is_a_citizen_and_openings_are_marked(client):
    course = make_course()
    admin, mette = make_user("Adam", capabilities=[Capability.ADMINISTRATOR]), make_user("Mette Vang")
    give_number(main_person(course), "711299-4123")
    page = reverse("casework:staff_citizens")
    client.force_login(admin)
    unknown = client.post(page, {"user": mette.pk, "number": "711299-4999"}).content.decode()
    assert "Ingen borger her har det nummer." in unknown

    answer = client.post(page, {"user": mette.pk, "number": "711299-4123"}, follow=True).content.decode()

    assert "Mette Vang" in answer
    assert main_person(course).last_name not in answer
    client.force_login(caseworker_of(course))
    client.get(reverse("casework:people", args=[course.pk]))
    event = AuditEvent.objects.get(action="people.opened")
    assert event.details["staff_citizen"] is True
    client.get(reverse("casework:people", args=[make_course(caseworker=caseworker_of(course)).pk]))
    assert "staff_citizen" not in AuditEvent.objects.filter(action="people.opened").latest("id").details
    client.force_login(admin)
    [note] = client.get(page).context["noted"]
    end = reverse("casework:staff_citizen_end", args=[note.pk])
    assert "Mette Vang" in client.get(end).content.decode()
    client.post(end, {"reason": " "})
    assert len(client.get(page).context["noted"]) == 1
    assert client.post(end, {"reason": "Forkert nummer."}).url == page
    assert client.get(page).context["noted"] == []
    assert access_to(caseworker_of(course), course.pk).marks == {}
