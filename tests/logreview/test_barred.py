"""What is closed to the reviewer herself is looked at by a colleague: log, finds, figures, flags."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.logreview.actions import ask_employee, end_flag, judge_review, set_flag
from borgerforloeb.logreview.models import Flag, ReviewCase, ReviewRule
from borgerforloeb.logreview.queries import statistics
from borgerforloeb.notices.models import Notice
from roles.gate import barred_to
from roles.models import StaffCitizen
from tests.factories import LONG_AGO, main_person, make_citizen, make_course, make_user
from tests.roles import test_broken_rule
from tests.roles.test_barriers_everywhere import RULES

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)
DAY = date(2026, 11, 19)
REVIEWER, ADMINISTRATOR = Capability.LOG_REVIEWER, Capability.ADMINISTRATOR


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def vera():
    """A citizen of the municipality too, as yet of no course."""
    user = make_user("Vera Kontrol", capabilities=[REVIEWER])
    note = {"citizen": make_citizen("Vera"), "noted_by": make_user(), "noted_on": LONG_AGO}
    StaffCitizen.objects.create(user=user, **note)
    return user


@pytest.fixture
def bodil():
    return make_user("Bodil Kollega", capabilities=[REVIEWER])


def bar(user, course, rule="block"):
    RULES[rule](user, StaffCitizen.objects.get(user=user).citizen, main_person(course))


def make_case(key="x", **fields):
    found = {"rule": "night", "user": make_user("Anna Mus"), "first_at": NOW, "last_at": NOW}
    return ReviewCase.objects.create(key=key, found_on=DAY, **found | fields)


def make_flag(course, by):
    return set_flag(course.number, why="Avisen.", until=timezone.localdate(), on=timezone.localdate(), by=by)


def told(client, reader, course, **query) -> list[str]:
    client.force_login(reader)
    return [
        row.what for row in client.get(reverse("audit:log"), {"course": course.pk} | query).context["rows"]
    ]


def opened(client, reader, name, *args) -> int:
    client.force_login(reader)
    return client.get(reverse(name, args=args)).status_code


def listed(client, reader) -> int:
    client.force_login(reader)
    page = client.get(reverse("logreview:queue"))
    assert page.context["waiting"] == len(page.context["rows"])
    return page.context["waiting"]


@pytest.mark.parametrize("rule", RULES)
def test_each_barrier_keeps_the_log_and_the_find_from_her_and_from_nobody_else(
    client, course, vera, bodil, rule
):
    record("plan.opened", kind=Kind.VIEW, by=bodil, course_id=course.pk)
    record("goal.added", by=bodil, course_id=course.pk, persons=[main_person(course).pk])
    case = make_case(course_id=course.pk)
    assert listed(client, vera) == 1

    bar(vera, course, rule)

    assert told(client, vera, course) == []
    assert listed(client, vera) == 0
    assert opened(client, vera, "logreview:case", case.pk) == 404
    assert "Mål tilføjet" in told(client, bodil, course, kind="change")
    assert listed(client, bodil) == 1
    assert opened(client, bodil, "logreview:case", case.pk) == 200


def test_nor_a_row_that_names_the_person_and_no_course(client, course, vera, bodil):
    bar(vera, course)
    record("number.revealed", kind=Kind.REVEAL, by=bodil, persons=[main_person(course).pk])
    make_case(person_ids=[main_person(course).pk])

    for reader, seen in ((vera, 0), (bodil, 1)):
        client.force_login(reader)
        shown = client.get(reverse("audit:log"), {"kind": "reveal"}).context["rows"]
        assert len(shown) == listed(client, reader) == seen


def test_a_find_of_many_courses_shows_the_rows_of_the_others(client, course, vera, bodil):
    other = make_course()
    events = [record("plan.opened", kind=Kind.VIEW, by=bodil, course_id=one.pk) for one in (course, other)]
    case = make_case(rule="many", event_ids=[event.pk for event in events])
    bar(vera, course)

    for reader, seen in ((vera, [other.pk]), (bodil, [other.pk, course.pk])):
        client.force_login(reader)
        rows = client.get(reverse("logreview:case", args=[case.pk])).context["rows"]
        assert [row.event.course_id for row in rows] == seen


def test_she_neither_asks_nor_judges(client, course, vera, bodil):
    case = make_case(course_id=course.pk)
    bar(vera, course)

    with pytest.raises(PermissionDenied):
        ask_employee(case, by=vera, at=NOW)
    with pytest.raises(PermissionDenied):
        judge_review(case, verdict="ok", words="", by=vera, at=NOW)
    client.force_login(vera)
    assert client.post(reverse("logreview:case", args=[case.pk]), {"verdict": "ok"}).status_code == 404
    case.refresh_from_db()
    assert not case.verdict
    judge_review(case, verdict="ok", words="", by=bodil, at=NOW)


def test_the_figures_and_the_menu_do_not_count_it(client, course, vera, bodil):
    for code in ReviewRule.Code:
        ReviewRule.objects.update_or_create(code=code, defaults={"threshold": 2})
    for number in range(6):
        make_case(f"night:{number}", course_id=course.pk if number < 1 else None)
    bar(vera, course)

    def found(reader):
        return next(row.found for row in statistics(DAY, DAY, user=reader) if "natten" in row.words)

    assert (found(vera), found(bodil)) == ("5", "6")
    client.force_login(vera)
    page = client.get(reverse("logreview:statistics"), {"to_day": DAY.isoformat()})
    assert {link.word: link.count for link in page.context["frame"].nav}["Logkontrol"] == 5


def test_an_administrator_hears_of_no_breach_in_what_is_closed_to_her(client, course, vera, bodil):
    vera.capabilities = [ADMINISTRATOR]
    vera.save()
    frederik = make_user("Frederik Nørup", capabilities=[ADMINISTRATOR])
    bar(vera, course)
    judge_review(make_case(course_id=course.pk), verdict="breach", words="Nej.", by=bodil, at=NOW)
    judge_review(make_case("y"), verdict="breach", words="Nej.", by=bodil, at=NOW)

    assert Notice.objects.filter(recipient=vera).count() == 1
    assert Notice.objects.filter(recipient=frederik).count() == 2
    for reader, seen in ((vera, 1), (frederik, 2)):
        client.force_login(reader)
        assert client.get(reverse("logreview:breaches")).context["page"].paginator.count == seen


def test_a_course_that_is_closed_to_her_has_no_flag_and_gets_none(client, course, vera, bodil):
    flag = make_flag(course, bodil)
    bar(vera, course)

    client.force_login(vera)
    assert course.number not in client.get(reverse("logreview:flags")).content.decode()
    assert opened(client, vera, "logreview:flag_end", flag.pk) == 404
    with pytest.raises(PermissionDenied):
        end_flag(flag, why="Slut.", on=timezone.localdate(), by=vera)
    # The same words as for a number that no course has, whether there is a flag or not.
    for _ in range(2):
        with pytest.raises(ValidationError, match="Der er ikke noget forløb med det nummer"):
            make_flag(course, vera)
        Flag.objects.update(ended_on=DAY, ended_by=bodil, end_reason="x", set_on=DAY)
    assert opened(client, bodil, "logreview:flags") == 200


def test_a_rule_that_knows_no_answer_shows_nothing(client, course, vera):
    case = make_case(course_id=course.pk)
    flag = make_flag(course, vera)
    with connection.cursor() as cursor:
        cursor.execute(test_broken_rule.TestABrokenRule.LOSE)

    assert not ReviewCase.objects.for_reviewer(vera).filter(pk=case.pk).exists()
    assert not Flag.objects.open_to(vera).filter(pk=flag.pk).exists()
    with pytest.raises(PermissionDenied):
        barred_to(vera)
    assert opened(client, vera, "audit:log") == 403


def test_a_rule_that_breaks_shows_nothing(course, vera):
    make_case(course_id=course.pk)
    with connection.cursor() as cursor:
        cursor.execute(test_broken_rule.TestABrokenRule.BREAK)

    for question in (lambda: barred_to(vera), lambda: list(ReviewCase.objects.for_reviewer(vera))):
        with pytest.raises(DatabaseError), transaction.atomic():
            question()
