"""The citizen's yes to sharing, and taking it back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import consents
from borgerforloeb.citizens.models import Consent
from tests.factories import (
    TODAY,
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_consent,
    make_course,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXTS = {
    "information": "min søvnbehandling: dato, aftaler, anbefalinger",
    "from_whom": "distriktspsykiatrien",
    "to_whom": "Katrine Dahl",
    "purpose": "at finde den rette støtte",
    "consequence_of_no": "det kan tage længere tid",
}

ORAL = {"given_way": "oral", "oral_note": "Freja sagde ja på biblioteket."}


def give(course, **changes):
    fields = {
        "citizen": main_person(course),
        "domains": ["health"],
        "given_on": TODAY,
        "given_way": "signature",
        "today": TODAY,
        "by": konsulent_of(course),
    }
    return consents.record_consent(course, **(fields | TEXTS | changes))


def test_a_health_consent_lasts_a_year_unless_shorter():
    course = make_course()

    consent = give(course)

    assert consent.expires_on == date(2027, 9, 2)
    assert consent.explained_by == konsulent_of(course)
    assert Consent.objects.in_force(date(2027, 9, 2)).exists()
    assert not Consent.objects.in_force(date(2027, 9, 3)).exists()
    event = AuditEvent.objects.get()
    assert event.action == "consent.recorded"
    assert event.details == {"domains": ["health"], "way": "signature", "capacity": "self"}
    assert event.person_ids == [main_person(course).pk]


@pytest.mark.parametrize(
    ("given_on", "latest"),
    [
        (date(2026, 9, 2), date(2027, 9, 2)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_never_longer_than_a_year_for_health(given_on, latest):
    course = make_course()

    with pytest.raises(ValidationError, match="12 måneder"):
        give(course, given_on=given_on, today=given_on, expires_on=latest + timedelta(days=1))
    assert give(course, given_on=given_on, today=given_on, expires_on=latest).expires_on == latest


def test_other_fields_may_last_longer_and_be_given_orally():
    consent = give(make_course(), **ORAL | {"domains": ["employment"], "expires_on": date(2029, 1, 1)})

    assert consent.expires_on == date(2029, 1, 1)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("expires_on", {"domains": ["social"]}),
        ("given_way", {"given_way": "oral", "oral_note": "Sagt på biblioteket."}),
        ("oral_note", {"domains": ["social"], "expires_on": TODAY, "given_way": "oral"}),
        ("interpreter", {"interpreter_way": "phone"}),
        ("interpreter_way", {"interpreter": "Samira Haddad, arabisk"}),
        ("how_to_withdraw", {"how_to_withdraw": ""}),
        ("given_on", {"given_on": TODAY + timedelta(days=1)}),
        ("domains", {"domains": [], "expires_on": TODAY}),
        ("domains", {"domains": ["gossip"], "expires_on": TODAY}),
        ("information", {"information": ""}),
        ("from_whom", {"from_whom": ""}),
        ("to_whom", {"to_whom": ""}),
        ("purpose", {"purpose": ""}),
        ("consequence_of_no", {"consequence_of_no": ""}),
        ("__all__", {"expires_on": TODAY - timedelta(days=1)}),
    ],
)
def test_what_is_no_consent(field, changes):
    with pytest.raises(ValidationError) as refusal:
        give(make_course(), **changes)

    assert field in refusal.value.message_dict
    assert not Consent.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_double_submit_has_one_effect():
    course = make_course()
    give(course)

    with pytest.raises(ValidationError, match="allerede"):
        give(course)
    assert Consent.objects.count() == 1


def test_a_consent_is_withdrawn_once_and_holds_no_longer():
    course = make_course()
    consent = make_consent(course)

    consents.withdraw_consent(consent, on=TODAY, by=konsulent_of(course))

    assert not Consent.objects.in_force(TODAY).exists()
    assert Consent.objects.in_force(TODAY - timedelta(days=1)).exists()
    assert AuditEvent.objects.get().action == "consent.withdrawn"
    with pytest.raises(ValidationError, match="allerede"):
        consents.withdraw_consent(consent, on=TODAY, by=konsulent_of(course))
    assert give(course, **TEXTS).withdrawn_on is None


def test_who_records_and_withdraws_nothing():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    course = make_course(citizens=[mother, son])
    team, teacher = make_user("Team"), make_user("Lærer")
    assign(team, course)
    assign(teacher, course, person=son)
    consent = make_consent(course)

    for by in (make_user("Stig"), team, teacher):
        with pytest.raises(PermissionDenied):
            give(course, by=by)
        with pytest.raises(PermissionDenied):
            consents.withdraw_consent(consent, on=TODAY, by=by)
    with pytest.raises(PermissionDenied):
        give(course, citizen=make_citizen("Fremmed"))
