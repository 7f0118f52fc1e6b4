"""What the forms of the pages do."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import (
    Citizen,
    Consent,
    Course,
    CoursePerson,
    FamilyRelation,
    NetworkPerson,
)
from tests.casework.pages import address, ask, words
from tests.factories import (
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def citizen_form(citizen, **changes):
    fields = (
        "version",
        "first_names",
        "last_name",
        "phone",
        "email",
        "address",
        "postcode",
        "city",
        "language",
    )
    return {name: getattr(citizen, name) for name in fields} | changes


def test_an_unseen_address_stays_when_something_else_is_saved(client, family):
    mother = main_person(family)
    Citizen.objects.filter(pk=mother.pk).update(
        protected_address=True, address="Hemmelig vej 1", city="Farum"
    )
    client.force_login(caseworker_of(family))

    for protection in ({"protected_address": "on"}, {}):
        mother.refresh_from_db()
        data = citizen_form(mother, address="", postcode="", city="", phone=f"{mother.version}") | protection
        assert client.post(address("citizen_edit", family), data).status_code == 302

    mother.refresh_from_db()
    assert (mother.address, mother.city, mother.version) == ("Hemmelig vej 1", "Farum", 2)


def test_a_stale_save_answers_409_with_both_and_can_be_saved_again(client, family):
    mother = main_person(family)
    Citizen.objects.filter(pk=mother.pk).update(version=3, phone="11 11 11 11")
    client.force_login(caseworker_of(family))

    response = client.post(address("citizen_edit", family), citizen_form(mother, phone="22 22 22 22"))

    assert response.status_code == 409
    assert "11 11 11 11" in words(response)
    assert "22 22 22 22" in words(response)
    again = response.context["form"]
    data = citizen_form(mother, phone="22 22 22 22", version=again["version"].value())
    assert client.post(address("citizen_edit", family), data).status_code == 302
    mother.refresh_from_db()
    assert (mother.phone, mother.version) == ("22 22 22 22", 4)


def test_a_stale_save_in_the_network_answers_409_with_both_and_can_be_saved_again(client, family):
    ida = family.network.get()
    family.network.update(version=3, phone="11 11 11 11")
    client.force_login(caseworker_of(family))
    url = reverse("casework:network_edit", args=[family.pk, ida.pk])
    data = {"side": "professional", "name": ida.name, "relation": ida.relation, "phone": "22 22 22 22"}

    response = client.post(url, data | {"version": 2})

    assert response.status_code == 409
    assert all(text in words(response) for text in ("11 11 11 11", "22 22 22 22", "fagperson"))
    version = response.context["form"]["version"].value()
    assert client.post(url, data | {"version": version}).status_code == 302
    ida.refresh_from_db()
    assert (ida.phone, ida.side, ida.version) == ("22 22 22 22", "professional", 4)


def open_form(**changes):
    jonas = make_user("Jonas Bech", capabilities=[Capability.PROVIDER])
    return {
        "kind": "adult", "number": "711299-4123", "first_names": "Freja", "last_name": "Lindqvist Holm",
        "entry_reason": "Fire planer.", "first_contact_on": "1.9.2026", "opened_on": "2.9.2026",
        "unit": make_unit().pk, "end_goal": "job", "domains": ["social"], "konsulent": jonas.pk,
        "konsulent_domains": ["social"], "reason": "Tættest på.",
    } | changes  # fmt: skip


def test_a_course_is_opened_from_the_form(client):
    katrine = make_user("Katrine Dahl")
    client.force_login(katrine)
    assert client.get(reverse("casework:open")).status_code == 200

    response = client.post(reverse("casework:open"), open_form())

    course = Course.objects.get()
    assert response.url == course.get_absolute_url()
    assert caseworker_of(course) == katrine
    assert client.post(
        reverse("casework:open"), open_form(kind="family", number="020290-1234")
    ).url == reverse("casework:people", args=[Course.objects.get(kind="family").pk])


def test_what_is_wrong_stands_at_its_field_and_in_danish(client):
    client.force_login(make_user())

    response = client.post(reverse("casework:open"), open_form(number="12", first_contact_on="3.9.2026"))

    assert set(response.context["form"].errors) == {"number"}
    assert "<title>Fejl:" in words(response)
    response = client.post(reverse("casework:open"), open_form(first_contact_on="3.9.2026"))
    assert "før den første kontakt" in words(response)
    assert AuditEvent.objects.filter(action="number.led_nowhere", details__hits=0).exists()
    assert not Course.objects.exists()


@pytest.mark.parametrize("capability", [Capability.PROVIDER, Capability.LEADER])
def test_only_a_caseworker_sees_the_form_that_opens(client, capability):
    client.force_login(make_user(capabilities=[capability]))

    assert client.get(reverse("casework:open")).status_code == 403
    assert reverse("casework:open") not in words(client.get(reverse("casework:course_list")))


def test_pause_resume_close_reopen(client):
    course = make_course()
    client.force_login(caseworker_of(course))

    def post(name, **data):
        assert client.post(reverse(f"casework:{name}", args=[course.pk]), data).status_code == 302
        course.refresh_from_db()
        return course.status

    assert post("pause", paused_on="1.3.2026", reason="Indlagt") == "paused"
    assert post("resume") == "running"
    assert post("close", closing="job", closed_on="1.9.2026", reason="I job") == "closed"
    assert client.get(reverse("casework:member_add", args=[course.pk])).status_code in (200, 403)
    assert client.get(reverse("casework:people", args=[course.pk])).status_code == 200
    assert post("reopen") == "running"
    assert client.post(reverse("casework:reopen", args=[course.pk])).status_code == 200


def test_family_and_network_from_their_forms(client, family):
    client.force_login(caseworker_of(family))
    mother, son = family.persons.order_by("memberships__id")

    def post(url_name, row=None, **data):
        url = reverse(f"casework:{url_name}", args=[family.pk] + ([row] if row else []))
        response = client.post(url, data)
        assert response.status_code == 302, response.context["form"].errors

    post("member_add", first_names="Lea", last_name="Said", part="child", starts_on="2.9.2026")
    lea = CoursePerson.objects.get(citizen__first_names="Lea")
    post("relation_add", citizen=son.pk, relative=lea.citizen_id, kind="sibling", lives_together="on")
    siblings = FamilyRelation.objects.get(kind="sibling")
    post("relation_end", siblings.pk, ends_on="2.9.2026")
    post("network_add", side="private", citizen=mother.pk, name="Ida", relation="søster")
    ida = NetworkPerson.objects.get(name="Ida")
    post("network_edit", ida.pk, version=0, side="private", name="Ida H", relation="søster")
    post("network_end", ida.pk, ends_on="2.9.2026")
    post("member_end", lea.pk, ends_on="2.9.2026")
    post("number_give", mother.pk, number="020288-1234", valid_from="2.9.2026")

    for row in (siblings, ida, lea):
        row.refresh_from_db()
    assert siblings.ends_on == ida.ended_on == lea.ends_on == date(2026, 9, 2)
    assert ida.name == "Ida H"
    assert mother.numbers.in_force().get().date_part == "020288"


def test_no_choice_leads_outside_the_course(client, family):
    stranger = make_citizen("Fremmed")
    client.force_login(caseworker_of(family))

    for name, field in (("network_add", "citizen"), ("relation_add", "relative"), ("consent_add", "citizen"),
                        ("role_appoint", "person")):  # fmt: skip
        assert "Fremmed" not in words(ask(client, name, family))
        assert field in client.post(address(name, family), {field: stranger.pk}).context["form"].errors


def test_roles_from_their_forms(client, family):
    katrine, new = caseworker_of(family), make_user("Ny Sagsbehandler")
    client.force_login(katrine)
    today = timezone.localdate().strftime("%d.%m.%Y")

    ended = client.post(address("role_end", family), {"ends_on": today, "reason": "Færdig"})
    assert ended.url == reverse("casework:people", args=[family.pk])
    data = {"role": "coordinating_caseworker", "user": new.pk, "starts_on": today, "reason": "Nyt job"}
    response = client.post(address_of_roles(family), data)

    # Who hands over the course has no longer anything to do in it.
    assert response.url == reverse("casework:course_list")
    assert caseworker_of(family) == new
    assert ask_people(client, family).status_code == 404


def address_of_roles(course):
    return reverse("casework:role_appoint", args=[course.pk])


def ask_people(client, course):
    return client.get(reverse("casework:people", args=[course.pk]))


def consent_form(**changes):
    return {
        "domains": ["health"], "information": "min søvnbehandling", "from_whom": "distriktspsykiatrien",
        "to_whom": "Katrine Dahl", "purpose": "at finde støtte", "consequence_of_no": "det tager længere tid",
        "given_on": "2.9.2026", "given_way": "signature", "expires_on": "2.9.2027",
    } | changes  # fmt: skip


def test_a_consent_is_read_aloud_noted_shown_and_withdrawn(client):
    course = make_course()
    client.force_login(konsulent_of(course))
    new = reverse("casework:consent_add", args=[course.pk])
    data = consent_form(citizen=main_person(course).pk)

    aloud = words(client.post(new, data | {"preview": "1"}))
    assert "Jeg siger ja til, at Katrine Dahl må få" in aloud
    assert not Consent.objects.exists()
    assert "12 måneder" in words(client.post(new, data | {"expires_on": "3.9.2027"}))
    assert client.post(new, data).status_code == 302

    consent = Consent.objects.get()
    overview = reverse("casework:consents", args=[course.pk])
    withdraw = reverse("casework:consent_withdraw", args=[course.pk, consent.pk])
    assert withdraw in words(client.get(overview))
    assert client.get(withdraw).status_code == 200
    consent.refresh_from_db()
    assert consent.withdrawn_on is None
    assert client.post(withdraw).status_code == 302
    assert "trukket tilbage" in words(client.get(overview))
    assert client.post(withdraw).status_code == 404
