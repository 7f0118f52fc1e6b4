"""Who has access to what is looked through by somebody else every half year, and that is kept (D16)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from roles.actions.looking import look_through
from roles.holders import LOOKED_AT_EVERY, accesses_of, employees, holders
from roles.models import AccessReview, Assignment, Block, Role
from tests.factories import LONG_AGO, assign, caseworker_of, main_person, make_course, make_user

pytestmark = pytest.mark.django_db

LIST = "access:everybody"


@pytest.fixture
def frederik():
    return make_user("Frederik Nørup", capabilities=[Capability.ADMINISTRATOR])


@pytest.fixture
def vera():
    return make_user("Vera Kontrol", capabilities=[Capability.LOG_REVIEWER])


@pytest.fixture
def course():
    return make_course()


def page_of(user):
    return reverse("access:employee", args=[user.pk])


def told(viewer):
    """As the web asks, that is as a role that owns nothing."""
    with acting_as(viewer):
        return {one.name: one for one in employees(viewer, today=timezone.localdate())}


def look(employee, by, **fields):
    return look_through(employee, by=by, **{"note": "", "on": timezone.localdate()} | fields)


def test_everybody_who_can_open_something_is_told_with_how_much_and_since_when(frederik, vera, course):
    today = timezone.localdate()
    ib = make_user("Ib Ny")
    assign(ib, course, Role.TEAM_MEMBER, starts_on=today, domains=["health"])
    assign(make_user("Åse Sluttet"), course, Role.TEAM_MEMBER, starts_on=LONG_AGO, ends_on=today)
    gone = make_user("Gert Væk", capabilities=[Capability.LEADER], is_active=False)
    make_user("Uden Noget")

    found = told(frederik)

    assert {"Frederik Nørup", "Vera Kontrol", "Ib Ny"} <= found.keys()
    assert found.keys().isdisjoint({"Åse Sluttet", "Uden Noget", gone.name})
    assert (found["Ib Ny"].accesses, found["Ib Ny"].since, found["Ib Ny"].looked_on) == (1, today, None)
    assert found["Vera Kontrol"].capabilities == ["logkontrollant"]
    assert list(found) == list(told(vera))


def test_it_counts_what_the_report_from_the_rows_counts(frederik, course):
    for _ in range(3):
        make_course(caseworker=caseworker_of(course))
    today = timezone.localdate()

    found = employees(frederik, today=today)

    counted = {one.pk: one.accesses for one in found if one.accesses}
    report = [one.assignment.user_id for one in holders(today=today)]
    assert counted == {user: report.count(user) for user in set(report)}


def test_what_is_old_is_due_until_somebody_has_looked(frederik, course):
    today, katrine = timezone.localdate(), caseworker_of(course)
    new = make_user("Ib Ny")
    assign(new, course, Role.TEAM_MEMBER, starts_on=today)

    def due():
        return {name for name, one in told(frederik).items() if one.is_due(today)}

    assert due() >= {katrine.name, "Frederik Nørup"}
    assert "Ib Ny" not in due()
    look(katrine, frederik)
    assert katrine.name not in due()
    AccessReview.objects.update(looked_on=today - LOOKED_AT_EVERY)
    assert katrine.name in due()
    Assignment.objects.filter(user=new).update(starts_on=today - LOOKED_AT_EVERY)
    assert "Ib Ny" in due()


def test_a_course_that_is_closed_to_the_one_who_looks_is_neither_counted_nor_shown(frederik, vera, course):
    katrine = caseworker_of(course)
    Block.objects.create(citizen=main_person(course), user=frederik, why="x", set_by=katrine, set_on=LONG_AGO)
    today = timezone.localdate()

    assert accesses_of(katrine, viewer=frederik, today=today) == []
    assert katrine.name not in {one.name for one in told(frederik).values() if one.accesses}
    assert [one.number for one in accesses_of(katrine, viewer=vera, today=today)] == [course.number]


def test_the_database_tells_it_to_nobody_else(course):
    today = timezone.localdate()
    for capability in set(Capability) - {Capability.ADMINISTRATOR, Capability.LOG_REVIEWER}:
        nosy = make_user(capabilities=[capability])
        assert accesses_of(caseworker_of(course), viewer=nosy, today=today) == []
        with pytest.raises(PermissionDenied):
            look(caseworker_of(course), nosy)
    closed = make_user(capabilities=[Capability.ADMINISTRATOR], is_active=False)
    assert accesses_of(caseworker_of(course), viewer=closed, today=today) == []


def test_an_administrator_opens_nothing_whatever_she_was_given(frederik, vera, course):
    """As the gate says; what she was given is not told as hers to open."""
    katrine = caseworker_of(course)
    katrine.capabilities = [Capability.ADMINISTRATOR]
    katrine.save()

    assert told(vera)[katrine.name].accesses == 0


def test_it_is_kept_with_who_when_and_a_note(frederik, course):
    katrine = caseworker_of(course)

    made = look(katrine, frederik, note=" Passer. ")

    assert (made.user, made.looked_by, made.accesses, made.note) == (katrine, frederik, 1, "Passer.")
    event = AuditEvent.objects.get(action="access.looked_through")
    assert event.details == {"user": katrine.pk, "rows": 1}
    assert told(frederik)[katrine.name].looked_by == "Frederik Nørup"
    with pytest.raises(ValidationError, match="allerede gennemgået i dag"):
        look(katrine, frederik)
    look(katrine, frederik, on=timezone.localdate() + timedelta(days=1))


def test_nobody_looks_through_her_own(client, frederik):
    with pytest.raises(PermissionDenied):
        look(frederik, frederik)
    client.force_login(frederik)

    assert "Dine egne adgange gennemgår en kollega." in client.get(page_of(frederik)).content.decode()
    assert client.post(page_of(frederik), {"note": ""}).status_code == 403


def test_from_the_list_to_one_click(client, frederik, course):
    katrine, name = caseworker_of(course), main_person(course).first_name
    client.force_login(frederik)
    listed = client.get(reverse(LIST), {"due": "on"}).content.decode()
    assert katrine.name in listed
    assert "Skal gennemgås" in listed
    page = client.get(page_of(katrine)).content.decode()
    assert course.number in page
    assert "over et halvt år" in page
    assert name not in listed + page

    assert client.post(page_of(katrine), {"note": "Passer."}).url == reverse(LIST)
    assert "du har gennemgået adgangene" in client.get(reverse(LIST)).content.decode()

    assert katrine.name not in client.get(reverse(LIST), {"due": "on"}).content.decode()
    page = client.get(page_of(katrine)).content.decode()
    assert "Passer." in page
    assert "allerede gennemgået" in client.post(page_of(katrine), {"note": ""}).content.decode()
    assert AuditEvent.objects.filter(action="access.listed").count() == 3


def test_when_all_is_looked_through_the_list_says_so(client, frederik):
    vera = make_user("Vera Kontrol", capabilities=[Capability.LOG_REVIEWER])
    look(vera, frederik), look(frederik, vera)
    client.force_login(frederik)

    assert "Alle er gennemgået" in client.get(reverse(LIST), {"due": "on"}).content.decode()


def test_what_was_looked_through_is_never_changed_by_the_web(frederik, course):
    made = look(caseworker_of(course), frederik)

    with acting_as(frederik), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        AccessReview.objects.filter(pk=made.pk).update(note="Noget andet.")
