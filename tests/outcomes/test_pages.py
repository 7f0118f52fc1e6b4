import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from outcomes.models import TrinAssessment
from tests.factories import (
    assign,
    caseworker_of,
    main_person,
    make_citizen,
    make_course,
    make_meeting,
    make_unit,
    make_user,
)
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
OVERVIEW = "/overview/"


def queries(client, address):
    with all_queries() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def results_of(course):
    return reverse("outcomes:results", args=[course.pk])


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def leader():
    return make_user("Birthe Munk", title="centerchef", capabilities=[Capability.LEADER])


def test_results_show_the_way_and_all_of_the_history(client, course):
    katrine = caseworker_of(course)
    client.force_login(katrine)
    address = reverse("outcomes:assess", args=[course.pk])
    person = str(main_person(course).pk)
    said = {"person": person, "assessed_on": "1.2.2026", "trin": "2", "reason": "Møder stabilt."}

    wrong = client.post(address, said | {"assessed_on": "1.2.2199"})
    right = client.post(address, said)
    client.post(address, said | {"assessed_on": "1.4.2026", "trin": "1", "reason": "Sover dårligt igen."})
    page = client.get(results_of(course)).content.decode()

    assert wrong.status_code == 422
    assert "En vurdering kan ikke ligge i fremtiden." in wrong.content.decode()
    assert right.url == results_of(course)
    assert all(
        words in page for words in ("Møder stabilt.", "Sover dårligt igen.", "tilbage", "første vurdering")
    )
    assert "Trin 1 – her er Freja nu" in page
    assert "Praktik i gang eller inden 3 måneder" in page


def test_a_stranger_finds_nothing_and_a_team_member_only_reads(client, course):
    anna = make_user()
    addresses = [results_of(course), reverse("outcomes:assess", args=[course.pk])]
    client.force_login(anna)
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(addresses[1]).status_code == 404

    assign(anna, course)
    assert [client.get(address).status_code for address in addresses] == [200, 403]
    assert client.post(addresses[1]).status_code == 403
    assert "Vurdér trin" not in client.get(addresses[0]).content.decode()


def test_the_sibling_is_not_there_for_whoever_works_with_one_child(client):
    maja, emil = make_citizen("Maja", "Krogh"), make_citizen("Emil", "Krogh")
    family, anna = make_course(citizens=[maja, emil]), make_user()
    assign(anna, family, person=emil)
    client.force_login(anna)

    page = client.get(results_of(family)).content.decode()

    assert "Emils vej" in page
    assert "Maja" not in page
    event = AuditEvent.objects.get(action="results.opened")
    assert (event.kind, event.person_ids) == ("view", [emil.pk])


@pytest.mark.parametrize(
    "capability",
    [Capability.CASEWORKER, Capability.ADMINISTRATOR, Capability.LOG_REVIEWER, Capability.PROVIDER],
)
def test_the_figures_are_for_leaders(client, capability):
    client.force_login(make_user(capabilities=[capability]))

    assert client.get(OVERVIEW).status_code == 403


def test_the_leaders_page_holds_figures_and_no_names(client, leader):
    staff = {"caseworker": make_user("Katrine Dahl"), "konsulent": make_user("Jonas Bech")}
    for number in range(6):
        made = make_course(
            citizens=[make_citizen("Freja", f"Nr{number}")], entry_reason="Hemmelig grund", **staff
        )
        TrinAssessment.objects.create(
            course=made,
            person=main_person(made),
            trin=3,
            assessed_on=made.opened_on,
            reason="Hemmelig tekst",
            assessed_by=staff["caseworker"],
        )
    client.force_login(leader)

    page = client.get(OVERVIEW).content.decode()

    assert "100 % (6 af 6) er på trin 3." in page
    assert not [name for name in ("Freja", "Katrine", "Hemmelig", "Nr1") if name in page]
    event = AuditEvent.objects.get(action="overview.opened")
    assert (event.person_ids, event.details) == ([], {"unit": "", "course_kind": ""})


def test_the_filter_takes_only_what_it_offers(client, leader, course):
    client.force_login(leader)
    unit = make_unit("Sundhed")

    assert client.get(OVERVIEW, {"enhed": unit.pk, "slags": "youth"}).status_code == 200
    empty = client.get(OVERVIEW, {"enhed": unit.pk}).content.decode()
    wrong = client.get(OVERVIEW, {"enhed": "99999"})

    assert "Ingen borgere er i forløb her." in empty
    assert wrong.status_code == 422


def test_few_queries_whatever_the_size(client, leader, course):
    katrine = caseworker_of(course)
    addresses = [(katrine, results_of(course)), (leader, OVERVIEW)]
    few = [_as(client, user, address) for user, address in addresses]
    _make_much(course, katrine)

    many = [_as(client, user, address) for user, address in addresses]

    assert many == few
    assert max(few) <= 12


def _as(client, user, address):
    client.force_login(user)
    return queries(client, address)


def _make_much(course, katrine):
    staff = {"caseworker": katrine, "konsulent": katrine}
    for number in range(100):
        made = make_course(
            citizens=[make_citizen("Bo", f"Nr {number}")], unit=make_unit(f"Enhed {number % 9}"), **staff
        )
        make_meeting(made, status="held", citizen_present=True, starts_at=timezone.now())
    day = course.opened_on
    TrinAssessment.objects.bulk_create(
        TrinAssessment(
            course=course,
            person=main_person(course),
            trin=1 + number % 3,
            assessed_on=day + timezone.timedelta(days=number),
            reason="x",
            assessed_by=katrine,
        )
        for number in range(200)
    )
