"""Forløb uden nogen, der må: the leader's pages, without a person of any course."""

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.reminders import NOBODY_MAY, find_due
from borgerforloeb.citizens.models import FamilyRelation
from borgerforloeb.notices.models import Notice
from roles.models import Block, StaffCitizen
from roles.permissions import visible_courses
from tests.factories import (
    LONG_AGO,
    TODAY,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)
from tests.queries import all_queries
from tests.roles.on_duty import make_case, make_duty, open_by_emergency

pytestmark = pytest.mark.django_db
LIST = reverse("casework:handovers")


@pytest.fixture
def barred():
    """(course, leader): the coordinator is noted as the sister of the citizen."""
    course, leader = make_case()
    katrine, self_ = caseworker_of(course), make_citizen("Katrine", "Dahl")
    StaffCitizen.objects.create(user=katrine, citizen=self_, noted_by=leader, noted_on=LONG_AGO)
    FamilyRelation.objects.create(citizen=self_, relative=main_person(course), kind="sibling")
    return course, leader


def address(course) -> str:
    held = course.assignments.get(role="coordinating_caseworker", ends_on=None)
    return reverse("casework:handover", args=[held.pk])


def names_nobody(text, course) -> bool:
    citizen = main_person(course)
    return not any(word in text for word in (citizen.first_names, citizen.last_name, str(course.pk)))


def test_the_list_tells_number_role_employee_and_reason_and_no_person(client, barred):
    course, leader = barred
    client.force_login(leader)

    text = client.get(LIST).content.decode()

    assert all(word in text for word in (course.number, "Katrine Dahl", "Må ikke have forløbet"))
    assert names_nobody(text, course)
    assert address(course) in text
    assert AuditEvent.objects.get(action="handovers.listed").details == {"number": 1, "user": None}


def test_an_employee_who_is_ill_is_found_by_name(client):
    course, leader = make_case()
    client.force_login(leader)
    assert course.number not in client.get(LIST).content.decode()

    text = client.get(LIST, {"employee": konsulent_of(course).pk}).content.decode()

    assert course.number in text
    assert names_nobody(text, course)
    stranger = client.get(LIST, {"employee": make_user("Fremmed").pk})
    assert course.number not in stranger.content.decode()


def test_the_leader_gives_it_to_another(client, barred):
    course, leader = barred
    client.force_login(leader)
    anders = make_user("Anders Toft")
    form = client.get(address(course)).content.decode()
    assert names_nobody(form, course)
    assert 'name="cause"' not in form

    given = {"user": anders.pk, "starts_on": str(timezone.localdate()), "reason": "Kender planen."}
    answer = client.post(address(course), given, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert caseworker_of(course) == anders
    assert names_nobody(answer.content.decode(), course)
    client.force_login(anders)
    work = client.get(reverse("pages:worklist")).content.decode()
    assert "Du har fået et forløb" in work
    assert course.name in work


def test_who_was_replaced_hears_it_without_the_course(client):
    course, leader = make_case()
    jonas, today = konsulent_of(course), timezone.localdate()
    held = course.assignments.get(role="borgerkonsulent", ends_on=None)
    client.force_login(leader)
    given = {"user": make_user("Bo").pk, "starts_on": str(today), "cause": "ill", "reason": "Er syg."}
    client.post(reverse("casework:handover", args=[held.pk]), given)

    client.force_login(jonas)
    work = client.get(reverse("pages:worklist")).content.decode()

    assert "Du er afløst i et forløb" in work
    assert names_nobody(work, course)


def test_a_mistaken_relation_is_corrected_from_there(client, barred):
    course, leader = barred
    client.force_login(leader)
    relation = FamilyRelation.objects.get()
    correcting = f"{address(course)}relations/{relation.pk}/"
    text = client.get(address(course)).content.decode()
    assert correcting in text
    assert "søskende til" in text
    assert names_nobody(client.get(correcting).content.decode(), course)

    client.post(correcting, {"reason": "En anden Katrine Dahl."})

    assert visible_courses(caseworker_of(course)).filter(pk=course.pk).exists()
    assert client.get(correcting).status_code == 404


def test_a_block_is_no_mistake_of_the_leaders(client):
    course, leader = make_case()
    wish = {"why": "Nej.", "set_by": konsulent_of(course), "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(course), user=caseworker_of(course), **wish)
    client.force_login(leader)

    text = client.get(address(course)).content.decode()

    assert "Er det en fejl?" not in text
    assert "Nej." not in text


def test_the_leader_is_told_until_it_is_done(client, barred):
    course, leader = barred
    today = timezone.localdate()
    assert find_due(today) == 1
    assert find_due(today) == 0
    notice = Notice.objects.get(kind=NOBODY_MAY)
    assert (notice.recipient, notice.path) == (leader, LIST)

    FamilyRelation.objects.all().delete()
    find_due(today)

    notice.refresh_from_db()
    assert notice.settled_at


def test_closed_courses_stand_below_the_open_and_are_marked(client, barred):
    """Of somebody who has moved; the open one of the barred has a later number."""
    course, leader = barred
    closed = make_course(
        unit=course.unit, number="2020-0001", status="closed", closed_on=TODAY, closing="job"
    )
    closed.assignments.update(to_hand_over_since=TODAY)
    client.force_login(leader)

    answer = client.get(LIST)

    assert (answer.context["number"], len(answer.context["without"])) == (1, 1)
    assert {row.held.number for row in answer.context["closed"]} == {"2020-0001"}
    text = answer.content.decode()
    assert text.index(course.number) < text.index("Afsluttede forløb") < text.index("2020-0001")
    held = closed.assignments.get(role="coordinating_caseworker")
    page = client.get(reverse("casework:handover", args=[held.pk])).content.decode()
    assert "hvor forløbet er afsluttet" in page
    given = {"user": make_user("Ida Ny", unit=course.unit).pk, "cause": "moved", "reason": "Flyttet."}
    given |= {"starts_on": timezone.localdate().strftime("%d.%m.%Y")}
    assert client.post(reverse("casework:handover", args=[held.pk]), given).status_code == 302
    roles = {row.held.role for row in client.get(LIST).context["closed"]}
    assert roles == {"borgerkonsulent"}


def test_it_asks_the_same_however_many(client, barred):
    course, leader = barred
    client.force_login(leader)
    client.get(LIST)
    with all_queries() as few:
        client.get(LIST)
    for _ in range(20):
        more, _ = make_case(caseworker=caseworker_of(course), citizens=[main_person(course)])
        more.unit = course.unit
        more.save()

    with all_queries() as many:
        answer = client.get(LIST)

    assert answer.context["number"] == 21
    assert len(few) == len(many) <= 12


def test_the_team_is_told_who_reads_for_a_while_and_until_when(client):
    course, _ = make_case()
    duty = make_duty()
    emergency = open_by_emergency(course, duty)
    client.force_login(konsulent_of(course))
    page = reverse("casework:people", args=[course.pk])

    text = client.get(page).content.decode()

    assert "Læser med for en tid" in text
    assert duty.name in text
    emergency.assignment.expires_at = timezone.now()
    emergency.assignment.save()

    text = client.get(page).content.decode()

    assert "Læser med for en tid" not in text
    assert duty.name in text.partition("Har læst med for en tid (1)")[2]


def test_a_block_on_the_coordinator_is_said_to_go_to_the_leader(client):
    course, _ = make_case()
    katrine, jonas = caseworker_of(course), konsulent_of(course)
    page = reverse("casework:block_add", args=[course.pk])
    wish = {"citizen": main_person(course).pk, "user": katrine.pk, "why": "Vi er naboer."}
    client.force_login(jonas)

    answer = client.post(page, wish, follow=True)

    assert "Lederen får besked" in answer.content.decode()
    client.force_login(katrine)
    own = client.post(page, wish | {"user": jonas.pk})
    assert own.status_code == 404
