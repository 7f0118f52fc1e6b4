"""The log page: for log reviewers alone, newest first, and read only by being logged itself."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from tests.factories import make_user
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def birthe(client):
    user = make_user("Birthe Munk", capabilities=[Capability.LOG_REVIEWER], title="logkontrollant")
    client.force_login(user)
    return user


def page(client, **query):
    return client.get(reverse("audit:log"), query)


def shown(answer) -> list[str]:
    return [row.what for row in answer.context["rows"]]


@pytest.mark.parametrize("capability", [name for name in Capability if name != Capability.LOG_REVIEWER])
def test_nobody_else_may_read_it(client, capability):
    client.force_login(make_user(capabilities=[capability]))

    assert page(client).status_code == 403
    assert AuditEvent.objects.filter(action="access.refused", kind=Kind.REFUSAL).count() == 1


def test_it_says_who_what_and_on_what_basis(client, birthe):
    anna = make_user("Anna Mus", title="sagsbehandler")
    record(
        "plan.opened",
        kind=Kind.VIEW,
        by=anna,
        course_id=uuid4(),
        persons=[uuid4()],
        basis="borgerkonsulent:12",
    )

    content = page(client).content.decode()

    assert "Anna Mus, sagsbehandler" in content
    assert "Planen åbnet" in content
    assert '<td data-title="Grundlag">borgerkonsulent</td>' in content


def test_reading_is_itself_logged_without_what_was_written(client, birthe):
    person = uuid4()
    page(client, who="Anna Mus", person=person)

    event = AuditEvent.objects.get(action="log.read")
    assert (event.actor_id, event.kind, event.person_ids) == (birthe.pk, Kind.LIST, [person])
    assert event.details == {"filters": ["person", "who"], "rows": 0}


def test_each_filter_leaves_out_the_rest(client, birthe):
    anna, bo = make_user("Anna Mus"), make_user("Bo Vad", username="bo")
    course, person = uuid4(), uuid4()
    record("plan.opened", kind=Kind.VIEW, by=anna, course_id=course)
    record("goal.added", by=bo, persons=[person])

    assert shown(page(client, who="anna")) == ["Planen åbnet"]
    assert shown(page(client, who="BO")) == ["Mål tilføjet"]
    assert shown(page(client, kind="view")) == ["Planen åbnet"]
    assert shown(page(client, course=course)) == ["Planen åbnet"]
    assert shown(page(client, person=person)) == ["Mål tilføjet"]


def at(moment: datetime, action: str = "plan.opened") -> None:
    AuditEvent.objects.create(at=moment, action=action, kind=Kind.VIEW)


def test_days_are_local_and_both_included(client, birthe):
    # Midnight in Copenhagen is 22.00 UTC the day before in summer.
    at(datetime(2026, 6, 9, 21, 59, tzinfo=UTC), "course.opened")
    at(datetime(2026, 6, 9, 22, 0, tzinfo=UTC), "plan.opened")
    at(datetime(2026, 6, 10, 21, 59, tzinfo=UTC), "goal.added")
    at(datetime(2026, 6, 10, 22, 0, tzinfo=UTC), "note.written")

    assert shown(page(client, from_day="10.6.2026", to_day="10.6.2026")) == ["Mål tilføjet", "Planen åbnet"]


def test_the_last_week_is_shown_unless_days_are_given(client, birthe):
    at(timezone.now() - timedelta(days=8), "course.opened")
    at(timezone.now() - timedelta(days=5), "plan.opened")

    assert shown(page(client, kind="view")) == ["Planen åbnet"]


@pytest.mark.parametrize(
    "query", [{"from_day": "31.2.2026"}, {"from_day": "2.9.2026", "to_day": "1.9.2026"}, {"course": "x"}]
)
def test_a_filter_that_makes_no_sense_is_said_and_shows_nothing(client, birthe, query):
    at(timezone.now())

    answer = page(client, **query)

    assert answer.status_code == 200
    assert answer.content.decode().count("alert-error") == 1
    assert shown(answer) == []


@pytest.mark.parametrize(
    "query",
    [
        {"from_day": "1.1.0001", "to_day": "31.12.9999"},
        {"before": "9" * 40},
        {"before": "x"},
        {"before": "9" * 16 + "-" + "9" * 18},
    ],
)
def test_odd_values_do_no_harm(client, birthe, query):
    at(timezone.now())

    assert shown(page(client, kind="view", **query)) == ["Planen åbnet"]


def test_fifty_are_shown_and_the_older_are_one_step_away(client, birthe):
    for number in range(60):
        at(timezone.now(), "plan.opened" if number >= 10 else "course.opened")

    first = page(client, kind="view")
    second = client.get(reverse("audit:log") + first.context["older"])

    assert shown(first) == ["Planen åbnet"] * 50
    assert shown(second) == ["Forløb åbnet"] * 10
    assert "kind=view" in first.context["older"]
    assert second.context["older"] == ""


def test_the_page_costs_the_same_at_3_and_at_300(client, birthe):
    counts = []
    for number in (3, 297):
        for _ in range(number):
            record("plan.opened", kind=Kind.VIEW, by=birthe, course_id=uuid4(), persons=[uuid4()])
        page(client)
        with all_queries() as queries:
            page(client)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12
