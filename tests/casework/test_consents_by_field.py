"""The words of a consent are for who may read the fields it speaks of; the two hear that it is there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.citizens.models import Consent
from borgerforloeb.pages.queries import ending_consents
from plans.marks import drafted
from plans.models import Plan
from plans.reading import readable
from plans.snapshot import snapshot
from roles.models import Role
from roles.permissions import access_to, is_told, may_read_all
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    konsulent_of,
    make_basis,
    make_citizen,
    make_consent,
    make_course,
    make_user,
)
from tests.roles.family import hold

pytestmark = pytest.mark.django_db
WORDS = "distriktspsykiatrien"
# None of these stands in the title of a page.
ALL_WORDS = (WORDS, "søvnbehandling", "den rette støtte", "Privathospitalet")


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def consent(course):
    """Of health, explained by somebody who has left; the two of the course work in social and job."""
    today = timezone.localdate()
    return make_consent(
        course,
        explained_by=make_user("Lise"),
        to_whom="Privathospitalet",
        expires_on=today + timedelta(days=9),
    )


def page(client, name, consent, *keys) -> str:
    return client.get(reverse(f"casework:{name}", args=[consent.course_id, *keys])).content.decode()


def shown(text) -> bool:
    found = {word in text for word in ALL_WORDS}
    assert len(found) == 1
    return found.pop()


def test_the_two_hear_that_it_is_there_and_for_how_long(client, consent, course):
    client.force_login(konsulent_of(course))

    text = page(client, "consents", consent)

    assert not shown(text)
    assert "Sundhed" in text
    assert "Teksten er lukket for dig" in text
    # Whoever is told by the citizen that it is taken back can note it.
    assert f"{consent.pk}/withdraw/" in text
    for name in ("renew", "join", "print"):
        assert f"{consent.pk}/{name}/" not in text


def test_others_without_the_field_hear_nothing(client, consent, course):
    user = make_user("Sanne")
    assign(user, course)
    client.force_login(user)

    text = page(client, "consents", consent)

    assert not shown(text)
    assert f"samtykke-{consent.pk}" not in text


@pytest.mark.parametrize("how", ["field", "law", "explained"])
def test_who_may_read_the_field_or_said_the_words_reads_it(client, consent, course, how):
    user = make_user("Birgit")
    assign(user, course, domains=["health"] if how == "field" else ["social"])
    if how == "law":
        make_basis(course)
    if how == "explained":
        Consent.objects.update(explained_by=user)
    client.force_login(user)

    assert shown(page(client, "consents", consent))


def test_all_the_fields_are_needed_and_in_one_assignment(client, consent, course):
    Consent.objects.update(domains=["health", "school"])
    user = make_user("Birgit")
    assign(user, course, domains=["health"])
    assign(user, course, Role.CASEWORKER, domains=["school"])
    client.force_login(user)
    assert not shown(page(client, "consents", consent))

    assign(user, course, function="begge", domains=["health", "school"])

    assert shown(page(client, "consents", consent))


@pytest.mark.parametrize("name", ["consent_join", "consent_renew", "consent_print"])
def test_its_own_pages_are_not_there_for_who_may_not_read_it(client, consent, course, name):
    client.force_login(konsulent_of(course))

    answer = client.get(reverse(f"casework:{name}", args=[course.pk, consent.pk]))

    assert answer.status_code == 404


def test_it_can_be_taken_back_unread(client, consent, course):
    client.force_login(konsulent_of(course))
    address = reverse("casework:consent_withdraw", args=[course.pk, consent.pk])
    assert not shown(client.get(address).content.decode())

    client.post(address)

    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()
    assert consent.information.startswith("min søvnbehandling")


def test_who_explained_to_one_reads_what_the_other_was_told(client, course):
    first = make_consent(course, explained_by=make_user("Lise"), to_whom="Privathospitalet")
    make_consent(
        course,
        part_of=first,
        given_by=make_citizen("Far"),
        capacity="guardian",
        to_whom="Privathospitalet",
        explained_by=konsulent_of(course),
    )
    client.force_login(konsulent_of(course))

    assert shown(page(client, "consents", first))


def test_the_matrix_tells_that_a_field_is_open_and_not_to_whom(client, consent, course):
    client.force_login(konsulent_of(course))
    text = page(client, "sharing", consent)
    assert not shown_name(text)
    assert "Lukket for dig" in text

    assign(konsulent_of(course), course, domains=["health"])

    assert shown_name(page(client, "sharing", consent))


def shown_name(text) -> bool:
    return "Privathospitalet" in text


def test_why_a_law_opens_a_field_is_for_those_who_read_it(client, course):
    basis = make_basis(course, to_domain="economy")
    helper = make_user("Claus")
    assign(helper, course, domains=["economy"])
    read = []
    for user in (helper, konsulent_of(course)):
        client.force_login(user)
        text = page(client, "sharing", basis)
        assert basis.section.number in text
        read.append(basis.why in text)

    assert read == [True, False]


def test_my_work_tells_that_it_runs_out(client, consent, course):
    client.force_login(caseworker_of(course))

    text = client.get(reverse("pages:worklist")).content.decode()

    assert "Samtykke udløber" in text
    assert not shown(text)


def test_the_question_of_the_worklist_and_the_gate_agree(consent, course):
    """In SQL and in Python, for each way to come to a course."""
    today = timezone.localdate()
    users = []
    for number, (role, domains) in enumerate(
        [(role, fields) for role in Role if role not in ("coordinating_caseworker", "borgerkonsulent")
         for fields in (["social"], ["health"])]
    ):  # fmt: skip
        users.append(make_user(f"Medarbejder {number}"))
        hold(users[-1], course, role, domains=domains)
    make_basis(course, to_user=users[0])
    answers = []
    for user in [*users, caseworker_of(course), konsulent_of(course)]:
        access = access_to(user, course.pk)
        readable = Consent.objects.filter(may_read_all(user, person="citizen_id", domains="domains")).exists()
        told = Consent.objects.filter(is_told(user)).exists()
        found = ending_consents(user, courses=[course.pk], today=today, until=today + timedelta(days=30))

        assert readable is access.may_read_all(consent.citizen_id, consent.domains)
        assert told is access.may("record_consent")
        assert [row.may_read for row in found] == ([readable] if readable or told else [])
        answers.append((readable, told))

    assert set(answers) == {(True, False), (False, False), (True, True), (False, True)}


def test_a_frozen_plan_tells_of_it_to_the_same(consent, course):
    facts = drafted(snapshot(Plan.objects.create(course=course), on=LONG_AGO))
    nurse = make_user("Birgit")
    assign(nurse, course, domains=["health"])
    assert [row["domains"] for row in facts["consents"]] == [["health"]]

    read = [
        len(readable(facts, access_to(user, course.pk))["consents"]) for user in (nurse, konsulent_of(course))
    ]
    assert read == [1, 0]
    # From before the fields stood in a version: closed, unless one reads all of them.
    del facts["consents"][0]["domains"]
    assert readable(facts, access_to(nurse, course.pk))["consents"] == []
