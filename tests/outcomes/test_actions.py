from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from outcomes.actions import assess_trin
from outcomes.models import TrinAssessment
from roles.models import Role
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)

pytestmark = pytest.mark.django_db


def assess(course, **fields):
    given = {
        "person_id": main_person(course).pk,
        "trin": 2,
        "assessed_on": TODAY,
        "reason": "Freja møder stabilt.",
        "by": caseworker_of(course),
        "on": TODAY,
    }
    return assess_trin(course, **(given | fields))


def test_a_judgement_is_kept_with_its_day_and_reason():
    course = make_course()

    assess(course, trin=2, assessed_on=LONG_AGO, by=konsulent_of(course))
    assess(course, trin=1, reason="Sover dårligt igen.")

    rows = TrinAssessment.objects.order_by("assessed_on").values_list("trin", "assessed_on", "reason")
    assert list(rows) == [(2, LONG_AGO, "Freja møder stabilt."), (1, TODAY, "Sover dårligt igen.")]
    events = AuditEvent.objects.order_by("id")
    assert [event.action for event in events] == ["trin.assessed"] * 2
    assert events[0].person_ids == [main_person(course).pk]
    assert events[0].details == {}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"assessed_on": TODAY + timedelta(days=1)}, "fremtiden"),
        ({"assessed_on": LONG_AGO - timedelta(days=1)}, "Forløbet begyndte først 14. januar 2026"),
        ({"trin": 4}, "trin"),
        ({"reason": ""}, "Dette felt"),
    ],
)
def test_what_is_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        assess(make_course(), **fields)

    assert not TrinAssessment.objects.exists()
    assert not AuditEvent.objects.exists()


def test_one_judgement_a_day_of_one_who_is_in_the_course():
    course = make_course()
    assess(course)

    with pytest.raises(ValidationError, match="allerede en vurdering den dag"):
        assess(course, trin=3)
    with pytest.raises(ValidationError, match="ikke med i forløbet den dag"):
        assess(course, person_id=make_citizen("Bo", "Dam").pk)
    assert TrinAssessment.objects.count() == 1


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.CASEWORKER, None])
def test_only_the_two_who_are_close_assess(role):
    course, anna = make_course(), make_user()
    if role:
        assign(anna, course, role)

    with pytest.raises(PermissionDenied):
        assess(course, by=anna)


def test_a_judgement_is_seen_by_those_who_work_with_the_person():
    maja, emil = make_citizen("Maja", "Krogh"), make_citizen("Emil", "Krogh")
    course = make_course(citizens=[maja, emil])
    anna = make_user()
    assign(anna, course, person=emil)
    of_maja, of_emil = assess(course, person_id=maja.pk), assess(course, person_id=emil.pk)

    assert set(TrinAssessment.objects.visible_to(caseworker_of(course))) == {of_maja, of_emil}
    assert set(TrinAssessment.objects.visible_to(anna)) == {of_emil}
    assert not TrinAssessment.objects.visible_to(make_user()).exists()


def test_a_closed_course_is_not_assessed():
    course = make_course()
    course.status, course.closed_on, course.closing = "closed", TODAY, "job"
    course.save()

    with pytest.raises(PermissionDenied):
        assess(course)
