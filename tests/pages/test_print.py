from datetime import date, timedelta
from io import BytesIO

import pdfplumber
import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent, Kind
from outcomes.models import TrinAssessment
from plans.actions.versions import accept_plan, take_to_talk
from tests.factories import caseworker_of, main_person, make_course, make_meeting, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    course = make_course()
    anna = caseworker_of(course)
    told = {"course": course, "person": main_person(course), "reason": "Ny.", "assessed_by": anna}
    TrinAssessment.objects.create(trin=1, assessed_on=date(2026, 2, 2), **told)
    TrinAssessment.objects.create(trin=2, assessed_on=date(2026, 5, 27), **told)
    make_meeting(course, title="Netværksmøde", starts_at=timezone.now() + timedelta(days=9), status="called")
    return make_plan(course)


def printed(client, plan, edition="citizen", **query):
    return client.get(reverse("pages:print", args=[plan.course_id, edition]), query)


def words_of(response) -> str:
    with pdfplumber.open(BytesIO(response.content)) as pdf:
        return " ".join((page.extract_text() or "").replace("\n", " ") for page in pdf.pages)


def test_a_draft_shows_the_way_and_the_days_that_come(client, plan):
    client.force_login(caseworker_of(plan.course))

    response = printed(client, plan)

    words = words_of(response)
    assert response["Content-Type"] == "application/pdf"
    for part in ("UDKAST", "Jeg vil gerne stå op til noget.", "Trin 2", "27. maj 2026", "Netværksmøde kl."):
        assert part in words
    event = AuditEvent.objects.get(kind=Kind.PRINT)
    assert event.details["edition"] == "citizen"


def test_an_answered_version_speaks_as_on_its_day_and_is_the_same_file_again(client, plan):
    anna = caseworker_of(plan.course)
    answered_on = date(2026, 6, 1)
    take_to_talk(plan, on=answered_on, by=anna)
    accept_plan(
        plan, answers=[(main_person(plan.course), "yes", "Ja.")], way="talk", answered_on=answered_on, by=anna
    )
    client.force_login(anna)

    first = printed(client, plan, version=1)
    TrinAssessment.objects.create(
        course=plan.course,
        person=main_person(plan.course),
        trin=3,
        assessed_on=date(2026, 8, 1),
        reason="Ny.",
        assessed_by=anna,
    )
    again = printed(client, plan, version=1)

    assert "UDKAST" not in words_of(first)
    assert first.content == again.content


@pytest.mark.parametrize(("edition", "version"), [("other", None), ("citizen", "7"), ("citizen", "²")])
def test_what_is_not_there_is_not_printed(client, plan, edition, version):
    client.force_login(caseworker_of(plan.course))

    response = printed(client, plan, edition, **({"version": version} if version else {}))

    assert response.status_code == 404
    assert not AuditEvent.objects.filter(kind=Kind.PRINT).exists()


def test_a_stranger_prints_nothing(client, plan):
    client.force_login(make_user("Stig"))

    assert printed(client, plan).status_code == 404
