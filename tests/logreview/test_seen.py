"""Hvem har set min sag?: every row of the log is told once, without names, and the look is logged."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.actions import RequestMark, record, told_as_one
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.logreview.seen import ELSEWHERE, events_about, lines_by_day, looks
from roles.models import Role
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    unit = make_unit("Voksen og handicap")
    return make_course(caseworker=make_user("Katrine Dahl", unit=unit), unit=unit)


def opened(course, by, action="plan.viewed", **fields):
    fields = {
        "course_id": course.pk,
        "persons": [main_person(course).pk],
        "basis": "borgerkonsulent:7",
    } | fields
    return record(action, kind=Kind.VIEW, by=by, **fields)


def told(course):
    today = timezone.localdate()
    return looks(course, events_about(course, main_person(course), today - timedelta(days=1), today))


def page(course):
    return reverse("seen:seen", args=[course.pk, main_person(course).pk])


def test_the_page_tells_function_and_purpose_and_no_name(client, course):
    opened(course, caseworker_of(course))
    client.force_login(konsulent_of(course))

    text = client.get(page(course)).content.decode()

    assert "Sagsbehandler, Voksen og handicap" in text
    assert "er borgerkonsulent i forløbet" in text
    assert "Katrine Dahl" not in text


def test_every_row_of_the_log_is_told_and_no_other(course):
    person, colleague = main_person(course), caseworker_of(course)
    for _ in range(60):
        opened(course, colleague)
    opened(course, colleague, persons=[])
    opened(course, make_user("Stig Fremmed"), course_id=None)
    opened(make_course(citizens=[person]), make_user("Uffe Udefra"))
    opened(course, colleague, persons=[make_citizen("En anden").pk])

    raw = [
        row
        for row in AuditEvent.objects.all()
        if (row.course_id == course.pk and (person.pk in row.person_ids or not row.person_ids))
        or (row.course_id is None and person.pk in row.person_ids)
    ]

    found = told(course)
    assert len(found) == len(raw) == 62
    assert sum(line.times for _, lines in lines_by_day(found) for line in lines) == 62


def test_a_page_has_fifty_and_the_next_has_the_rest(client, course):
    for _ in range(70):
        opened(course, caseworker_of(course))
    client.force_login(caseworker_of(course))
    # Before the sign-in and this page were logged.
    first = client.get(page(course))
    second = client.get(page(course) + first.context["older"])

    shown = [sum(len(rows) for _, rows in answer.context["days"]) for answer in (first, second)]
    assert shown == [50, 21]
    assert first.context["total"] == 71


def test_where_somebody_from_outside_works_is_not_told(course):
    unit = make_unit("Misbrugscentret")
    opened(course, make_user("Stig", unit=unit, title="behandler"), course_id=None)

    assert [look.function for look in told(course)] == [f"Medarbejder, {ELSEWHERE}"]


def test_the_unit_is_the_one_of_that_time(course):
    colleague = caseworker_of(course)
    opened(course, colleague)
    colleague.unit = make_unit("Et andet sted")
    colleague.title = "leder"
    colleague.save()

    assert [look.function for look in told(course)] == ["Sagsbehandler, Voksen og handicap"]


def test_a_look_is_logged_with_the_person(client, course):
    client.force_login(caseworker_of(course))

    client.get(page(course))

    event = AuditEvent.objects.get(action="seen.opened")
    assert (event.kind, event.course_id, event.person_ids) == ("view", course.pk, [main_person(course).pk])


def test_other_days_are_not_told(client, course):
    opened(course, caseworker_of(course))
    client.force_login(caseworker_of(course))

    answer = client.get(page(course), {"from_day": "01.01.2026", "to_day": "02.01.2026"})

    assert (answer.context["total"], answer.context["days"]) == (0, [])


def test_a_wrong_period_is_told_in_the_form(client, course):
    client.force_login(caseworker_of(course))

    answer = client.get(page(course), {"from_day": "02.01.2026", "to_day": "01.01.2026"})

    assert "Vælg samme dag som i" in answer.content.decode()


def test_the_paper_is_logged_with_its_rows(client, course):
    opened(course, caseworker_of(course))
    client.force_login(caseworker_of(course))

    answer = client.post(page(course) + "print/", {"recipient": "own"}, follow=True)

    assert answer["Content-Type"] == "application/pdf"
    # The opening before, and that the paper was asked for.
    row = Disclosure.objects.get(status="released")
    assert (row.paper, row.items[0]["count"]) == ("seen", 2)
    assert AuditEvent.objects.get(action="disclosure.released").details["paper"] == "seen"


def test_the_team_may_not_tell_nor_print(client, course):
    sanne = make_user("Sanne Krogh")
    assign(sanne, course, Role.TEAM_MEMBER)
    client.force_login(sanne)

    assert client.get(page(course)).status_code == 403
    assert client.post(page(course) + "print/", {"recipient": "own"}).status_code == 403
    assert not Disclosure.objects.exists()


def test_the_team_does_not_open_the_copy_either(client, course):
    sanne = make_user("Sanne Krogh")
    assign(sanne, course, Role.TEAM_MEMBER)
    client.force_login(caseworker_of(course))
    client.post(page(course) + "print/", {"recipient": "own"})
    copy = reverse("disclosures:copy", args=[course.pk, Disclosure.objects.get().pk])
    assert client.get(copy).status_code == 200

    client.force_login(sanne)

    assert client.get(copy).status_code == 403


def test_who_looks_after_the_log_does_so_and_does_not_take_part_in_the_work(course):
    vera = make_user("Vera Kontrol", title="logkontrollant")
    opened(course, vera, action="review.opened", basis="")

    assert [look.purpose for look in told(course)] == ["kontrollerer, at ingen kigger uden grund"]


def test_an_undone_look_says_so(course):
    with told_as_one(RequestMark("en forespørgsel")):
        event = opened(course, caseworker_of(course))
        record("request.undone", kind=Kind.SYSTEM, by=None, outcome="undone", events=[event.pk])

    assert [look.undone for look in told(course)] == [True]
