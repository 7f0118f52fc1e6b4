"""The pages: who comes in, what is shown, what is logged."""

from datetime import date

import pytest
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import (
    Citizen,
    CoursePerson,
    FamilyRelation,
)
from roles.models import Assignment, Role
from tests.casework.pages import FOR_ALL, IN_A_COURSE, LEADS_BACK, address, ask, queries, words
from tests.factories import (
    assign,
    caseworker_of,
    main_person,
    make_citizen,
    make_consent,
    make_course,
    make_network_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", IN_A_COURSE)
def test_a_stranger_finds_nothing(client, family, name):
    client.force_login(make_user("Stig"))
    url = address(name, family)

    assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}
    assert ask(client, name, family).status_code == 404
    assert AuditEvent.objects.filter(action="access.refused").exists()


@pytest.mark.parametrize("name", IN_A_COURSE)
def test_signed_out_is_sent_to_sign_in(client, family, name):
    response = ask(client, name, family)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", IN_A_COURSE)
def test_one_of_the_team_reads_and_changes_nothing(client, family, name):
    client.force_login(family.assignments.get(role=Role.TEAM_MEMBER).user)

    assert ask(client, name, family).status_code == (200 if name in FOR_ALL else 403)
    if name not in FOR_ALL:
        assert client.post(address(name, family)).status_code == 403


@pytest.mark.parametrize("name", [name for name in IN_A_COURSE if name not in ("resume", "reopen")])
def test_the_caseworker_comes_everywhere_and_each_opening_is_logged(client, family, name):
    client.force_login(caseworker_of(family))

    response = ask(client, name, family)

    assert response.status_code == (302 if name in LEADS_BACK else 200)
    event = AuditEvent.objects.filter(kind="view").get()
    assert (event.course_id, set(event.person_ids)) == (
        family.pk,
        set(family.persons.values_list("pk", flat=True)),
    )
    assert event.basis.startswith("coordinating_caseworker:")


@pytest.mark.parametrize(
    "name",
    [
        "citizen_edit",
        "number_give",
        "reveal_number",
        "reveal_address",
        "protect",
        "lift_ask",
        "lift",
        "lift_withdraw",
        "network_edit",
        "network_end",
        "relation_end",
        "role_end",
        "role_deputy",
        "block_lift",
        "consent_withdraw",
        "consent_join",
        "consent_renew",
        "consent_print",
        "law_end",
        "member_end",
    ],
)
def test_a_row_of_another_course_is_not_found_through_ones_own(client, family, name):
    other = make_course(citizens=[make_citizen("En"), make_citizen("To")])
    client.force_login(caseworker_of(other))
    url = address(name, family).replace(str(family.pk), str(other.pk))

    assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}


def test_who_knows_one_member_sees_nothing_of_the_other(client, family):
    mother, son = family.persons.order_by("memberships__id")
    teacher = make_user("Lærer")
    assign(teacher, family, person=son)
    client.force_login(caseworker_of(family))
    assert "Ida Mosters Ven" in words(ask(client, "people", family))
    assert "min store hemmelighed" in words(ask(client, "consents", family))

    client.force_login(teacher)
    people, consents = words(ask(client, "people", family)), words(ask(client, "consents", family))

    assert "Yusuf" in people
    for secret in ("Amina", "620488", "Ida Mosters Ven", "forældremyndighed", "min store hemmelighed"):
        assert secret not in people + consents
    assert AuditEvent.objects.filter(actor_id=teacher.pk, kind="view").first().person_ids == [son.pk]
    listed = words(client.get(reverse("casework:course_list")))
    assert "Yusuf" in listed
    assert "Amina" not in listed


def test_the_same_mother_in_another_course_does_not_open_her_here(client, family):
    """An assignment elsewhere that reaches a person gives nothing in a course where it does not."""
    mother, son = family.persons.order_by("memberships__id")
    teacher = make_user("Lærer")
    assign(teacher, family, person=son)
    assign(teacher, make_course(citizens=[mother], kind="adult"))
    client.force_login(teacher)

    assert "Amina" not in words(ask(client, "people", family))


def test_a_number_is_masked_until_it_is_asked_for_and_shown_once(client, family):
    client.force_login(caseworker_of(family))
    assert "620488-••••" in words(ask(client, "people", family))
    assert "4124" not in words(ask(client, "people", family))

    response = ask(client, "reveal_number", family)

    assert "620488-4124" in words(response)
    assert "no-store" in response["Cache-Control"]
    event = AuditEvent.objects.get(kind="reveal")
    assert (event.action, event.person_ids) == ("number.revealed", [main_person(family).pk])
    assert client.get(address("reveal_number", family)).status_code == 405
    assert "4124" not in words(ask(client, "people", family))


def test_a_protected_address_is_shown_nowhere_but_where_it_is_asked_for(client, family):
    Citizen.objects.filter(pk=main_person(family).pk).update(protected_address=True, address="Hemmelig vej 1")
    client.force_login(caseworker_of(family))

    for name in ("people", "citizen_edit", "consents"):
        assert "Hemmelig vej" not in words(ask(client, name, family))
    assert "Navne- og adressebeskyttet" in words(ask(client, "people", family))
    assert "Hemmelig vej 1" in words(ask(client, "reveal_address", family))
    assert AuditEvent.objects.get(kind="reveal").action == "address.revealed"


def ask_people(client, course):
    return client.get(reverse("casework:people", args=[course.pk]))


def test_the_history_of_roles_says_who_and_why(client, family):
    katrine = caseworker_of(family)
    old = assign(
        make_user("Per Gammel"), family, ends_on=date(2026, 3, 1), end_reason="Nyt arbejde", ended_by=katrine
    )
    client.force_login(katrine)

    page = words(ask_people(client, family))

    assert "Tidligere (1)" in page
    assert old.user.name in page
    assert "Nyt arbejde" in page
    assert "kontaktpersoner" in page


def test_empty_pages_say_what_to_do(client):
    course = make_course()
    client.force_login(caseworker_of(course))

    assert "Intet samtykke gælder lige nu" in words(
        client.get(reverse("casework:consents", args=[course.pk]))
    )
    assert "Ingen endnu" in words(ask_people(client, course))
    client.force_login(make_user("Ny"))
    assert "Du har ingen forløb endnu" in words(client.get(reverse("casework:course_list")))


def test_people_and_consents_cost_the_same_with_3_and_with_300(client, family):
    client.force_login(caseworker_of(family))
    urls = [address("people", family), address("consents", family), address("consent_add", family)]
    few = [queries(client, url) for url in urls]

    katrine, mother = caseworker_of(family), main_person(family)
    for index in range(100):
        make_network_person(family, f"Ven {index}")
        make_consent(family, expires_on=date(2100, 1, 1), domains=["social"], information=f"nr. {index}")
        assign(katrine, family, function=f"{index}")
        child = make_citizen(f"Barn{index}")
        CoursePerson.objects.create(
            course=family, citizen=child, part="child", starts_on=family.opened_on, added_by=katrine
        )
        FamilyRelation.objects.create(citizen=mother, relative=child, kind="parent")
    many = [queries(client, url) for url in urls]

    assert many == few
    assert max(many) <= 12
    assert Assignment.objects.filter(course=family).count() == 103
