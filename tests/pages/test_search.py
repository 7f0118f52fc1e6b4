import pytest
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.numbers import lookup_key
from tests.factories import (
    assign,
    caseworker_of,
    give_number,
    main_person,
    make_citizen,
    make_course,
    make_user,
)

pytestmark = pytest.mark.django_db


def find(client, text):
    return client.post(reverse("pages:search"), {"q": text})


@pytest.fixture
def course(client):
    course = make_course(number="2026-0042")
    give_number(main_person(course))
    client.force_login(caseworker_of(course))
    return course


@pytest.mark.parametrize(
    "text", ["freja", "HOLM", "lindqvist freja", "711299-4123", "7112994123", "2026-0042"]
)
def test_mine_is_found_by_part_of_name_number_and_cpr(client, course, text):
    page = find(client, text).content.decode()

    assert "Ét forløb" in page
    assert course.get_absolute_url() in page


@pytest.mark.parametrize("text", ["Mikkel", "711299-4124", "2026-0043", "999999-9999", "%", "_"])
def test_what_is_not_there_is_said_with_what_to_do(client, course, text):
    assert "Ingen forløb fundet" in find(client, text).content.decode()


@pytest.mark.parametrize("text", ["freja", "711299-4123", "2026-0042"])
def test_that_of_others_is_not_found(client, course, text):
    client.force_login(make_user("Stig Fremmed"))

    assert "Ingen forløb fundet" in find(client, text).content.decode()


def test_an_old_number_finds_nobody(client, course):
    number = main_person(course).numbers.get()
    number.valid_to = number.valid_from
    number.save()

    assert "Ingen forløb fundet" in find(client, "711299-4123").content.decode()


def test_a_member_of_a_family_is_found(client):
    family = make_course(citizens=[make_citizen("Amina", "Said"), make_citizen("Yusuf", "Said")])
    client.force_login(caseworker_of(family))

    page = find(client, "yusuf").content.decode()

    assert "Familien Said" in page


def test_a_family_tells_only_of_the_member_that_one_works_with(client):
    amina, yusuf = make_citizen("Amina", "Said"), make_citizen("Yusuf", "Olsen")
    family = make_course(citizens=[amina, yusuf])
    mentor = make_user("Mona Mentor")
    assign(mentor, family, person=amina)
    client.force_login(mentor)

    assert "Ingen forløb fundet" in find(client, "yusuf").content.decode()
    page = find(client, family.name).content.decode()

    assert "Amina Said" in page
    assert "Yusuf" not in page
    assert AuditEvent.objects.filter(kind=Kind.SEARCH).latest("pk").person_ids == [amina.pk]


def test_all_words_must_be_in_the_name_of_one_person(client):
    family = make_course(citizens=[make_citizen("Amina", "Said"), make_citizen("Yusuf", "Olsen")])
    client.force_login(caseworker_of(family))

    assert "Ét forløb" in find(client, "ami sai").content.decode()
    assert "Ingen forløb fundet" in find(client, "amina olsen").content.decode()


def test_the_log_holds_the_criterion_and_a_cpr_only_as_its_hash(client, course):
    find(client, "freja")
    find(client, "711299-4123")

    by_name, by_number = AuditEvent.objects.filter(kind=Kind.SEARCH).order_by("pk")

    assert by_name.details == {"criterion_kind": "name", "criterion": "freja", "hits": 1}
    assert by_number.details["criterion"] == lookup_key("7112994123")
    assert by_number.person_ids == [main_person(course).pk]


@pytest.mark.parametrize("text", ["Freja 711299-4123", "7112994123 freja", "711299 4123x", "711299-41"])
def test_nor_does_a_number_among_other_words_stand_in_the_log(client, course, text):
    client.force_login(caseworker_of(course))

    client.post(reverse("pages:search"), {"q": text})

    event = AuditEvent.objects.get(action="search.made")
    assert event.details["criterion_kind"] == "name"
    assert "711299" not in str(event.details)


def test_nothing_to_look_for_is_an_error_beside_the_field(client, course):
    answer = find(client, " ")

    assert answer.status_code == 422
    assert "Skriv et navn, et CPR-nummer eller et forløbsnummer." in answer.content.decode()


def test_no_search_by_address(client, course):
    assert "Ét forløb" not in client.get(reverse("pages:search"), {"q": "freja"}).content.decode()
