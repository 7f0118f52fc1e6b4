"""Limits and flags: changed by the right ones, with a day and a reason, and told in the log."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.logreview.actions import change_rule, end_flag, set_flag
from borgerforloeb.logreview.models import Flag, ReviewRule
from tests.factories import make_course, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 18)


@pytest.fixture
def vera():
    return make_user("Vera Kontrol", capabilities=[Capability.LOG_REVIEWER])


@pytest.fixture
def frederik():
    return make_user("Frederik Nørup", capabilities=[Capability.ADMINISTRATOR])


@pytest.fixture
def course():
    return make_course()


def rule(code="many"):
    text = "så mange" if code in ("many", "sample") else ""
    return ReviewRule.objects.update_or_create(code=code, defaults={"threshold": 30, "text": text})[0]


def change(found, by, **fields):
    given = {"is_on": True, "threshold": 50, "why": "Sommerferie.", "on": TODAY}
    return change_rule(found, by=by, **given | fields)


def flag(course, by, **fields):
    given = {"why": "Omtalt i avisen.", "until": TODAY + timedelta(days=30), "on": TODAY}
    return set_flag(course.number, by=by, **given | fields)


def test_a_limit_is_changed_with_a_day_and_a_reason(vera):
    change(rule(), vera)

    found = ReviewRule.objects.get(code="many")
    assert (found.threshold, found.why, found.changed_on, found.changed_by) == (
        50,
        "Sommerferie.",
        TODAY,
        vera,
    )
    event = AuditEvent.objects.get(action="review.rule_changed")
    assert (event.reason, event.details["was"], event.details["threshold"]) == ("Sommerferie.", 30, 50)


def test_by_a_reviewer_alone(frederik):
    for user in (frederik, make_user()):
        with pytest.raises(PermissionDenied):
            change(rule(), user)


@pytest.mark.parametrize(("code", "fields"), [("many", {"why": " "}), ("sample", {"threshold": 101})])
def test_not_without_a_reason_and_no_more_than_all(vera, code, fields):
    with pytest.raises(ValidationError):
        change(rule(code), vera, **fields)

    assert ReviewRule.objects.get(code=code).threshold == 30


def test_the_pages_of_the_rules(client, vera):
    rule()
    client.force_login(vera)
    page = reverse("logreview:rule", args=["many"])

    assert "Usædvanligt mange" in client.get(reverse("logreview:rules")).content.decode()
    answer = client.post(page, {"is_on": "on", "threshold": "45", "why": "Flere ansatte."})

    assert answer.url == reverse("logreview:rules")
    assert ReviewRule.objects.get(code="many").threshold == 45
    assert "Flere ansatte." in client.get(answer.url).content.decode()


def test_a_rule_without_a_limit_is_only_on_or_off(client, vera):
    rule("night")
    client.force_login(vera)
    page = reverse("logreview:rule", args=["night"])

    assert "threshold" not in client.get(page).content.decode()
    client.post(page, {"why": "Vi har natarbejde."})

    found = ReviewRule.objects.get(code="night")
    assert (found.is_on, found.threshold) == (False, 30)


@pytest.mark.parametrize("capability", [Capability.LOG_REVIEWER, Capability.ADMINISTRATOR])
def test_a_course_is_looked_at_until_a_day(course, capability):
    user = make_user(capabilities=[capability])

    made = flag(course, user)

    assert (made.course, made.course_number, made.set_by, made.set_on) == (course, course.number, user, TODAY)
    event = AuditEvent.objects.get(action="review.flag_set")
    assert (event.course_id, event.details, event.reason) == (course.pk, {"until": "2026-12-18"}, "")


def test_nobody_else_flags_or_takes_away(course, vera):
    made = flag(course, vera)
    for capability in set(Capability) - {Capability.LOG_REVIEWER, Capability.ADMINISTRATOR}:
        user = make_user(capabilities=[capability])
        with pytest.raises(PermissionDenied):
            flag(course, user)
        with pytest.raises(PermissionDenied):
            end_flag(made, why="Slut.", on=TODAY, by=user)


def test_what_makes_no_flag(course, vera):
    with pytest.raises(ValidationError):
        set_flag("1999-0001", why="Avisen.", until=TODAY, on=TODAY, by=vera)
    for fields in ({"why": " "}, {"until": TODAY - timedelta(days=1)}):
        with pytest.raises(ValidationError):
            flag(course, vera, **fields)
    flag(course, vera)
    with pytest.raises(ValidationError):
        flag(course, vera)

    assert Flag.objects.count() == 1


def test_it_is_taken_away_once_with_a_reason(course, vera, frederik):
    made = flag(course, vera)
    with pytest.raises(ValidationError):
        end_flag(made, why=" ", on=TODAY, by=frederik)

    end_flag(made, why="Ingen omtale mere.", on=TODAY, by=frederik)

    made.refresh_from_db()
    assert (made.ended_on, made.ended_by, made.end_reason) == (TODAY, frederik, "Ingen omtale mere.")
    assert not Flag.objects.in_force(TODAY).exists()
    assert AuditEvent.objects.filter(action="review.flag_ended", course_id=course.pk).exists()
    with pytest.raises(ValidationError):
        end_flag(made, why="Igen.", on=TODAY, by=vera)


def test_from_flag_to_end_on_the_pages_without_the_citizen(client, course, frederik):
    client.force_login(frederik)
    page, until = reverse("logreview:flags"), timezone.localdate() + timedelta(days=9)
    fields = {"number": course.number, "why": "Omtalt i avisen.", "until": until.isoformat()}

    assert client.post(page, fields).url == page
    text = client.get(page).content.decode()
    assert course.number in text
    assert course.name not in text
    end = reverse("logreview:flag_end", args=[Flag.objects.get().pk])
    assert client.post(end, {"why": "Ingen omtale mere."}).url == page
    assert client.get(end).status_code == 404


def test_a_number_that_no_course_has_is_told_in_the_form(client, vera):
    client.force_login(vera)
    fields = {"number": "1999-0001", "why": "Avisen.", "until": timezone.localdate().isoformat()}

    assert "Der er ikke noget forløb" in client.post(reverse("logreview:flags"), fields).content.decode()
