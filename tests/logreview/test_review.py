"""Asking, answering and judging: each works once, for the right person, and stands in the log."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.logreview import tasks
from borgerforloeb.logreview.actions import answer_review, ask_employee, judge_review
from borgerforloeb.logreview.models import ReviewCase
from borgerforloeb.notices.models import Notice
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)


@pytest.fixture
def vera():
    return make_user("Vera Kontrol", capabilities=[Capability.LOG_REVIEWER])


@pytest.fixture
def anna():
    return make_user("Anna Mus")


def make_case(user, **fields):
    return ReviewCase.objects.create(
        key=f"night:{user.pk}",
        rule="night",
        user=user,
        first_at=NOW,
        last_at=NOW,
        found_on=date(2026, 11, 19),
        **fields,
    )


@pytest.fixture
def case(anna):
    return make_case(anna)


@pytest.fixture
def asked(case, vera):
    return ask_employee(case, by=vera, at=NOW)


def logged(action):
    return AuditEvent.objects.filter(action=action).count()


def test_the_employee_is_asked_and_told(asked, anna, vera):
    assert (asked.asked_at, asked.asked_by) == (NOW, vera)
    assert Notice.objects.for_user(anna).count() == 1
    assert logged("review.asked") == 1


def test_nobody_is_asked_twice(asked, vera):
    with pytest.raises(ValidationError):
        ask_employee(asked, by=vera, at=NOW)


def test_only_a_reviewer_asks(case, anna):
    with pytest.raises(PermissionDenied):
        ask_employee(case, by=make_user(), at=NOW)


def test_the_answer_is_kept_and_the_notice_settled(asked, anna):
    answer_review(asked, answer="Vagten ringede.", by=anna, at=NOW)

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == ("Vagten ringede.", NOW)
    assert Notice.objects.for_user(anna).count() == 0
    assert logged("review.answered") == 1


def test_nobody_answers_for_another_or_unasked_or_twice(case, anna, vera):
    with pytest.raises(PermissionDenied):
        answer_review(case, answer="Nej.", by=vera, at=NOW)
    with pytest.raises(ValidationError):
        answer_review(case, answer="Nej.", by=anna, at=NOW)
    ask_employee(case, by=vera, at=NOW)
    answer_review(case, answer="Ja.", by=anna, at=NOW)
    with pytest.raises(ValidationError):
        answer_review(case, answer="Alligevel ikke.", by=anna, at=NOW)


def test_a_verdict_closes_the_case(case, vera):
    judge_review(case, verdict="breach", words="Ingen opgave.", by=vera, at=NOW)

    case.refresh_from_db()
    assert (case.verdict, case.verdict_by, case.closed_at) == ("breach", vera, NOW)
    assert AuditEvent.objects.get(action="review.judged").details["verdict"] == "breach"


def test_a_verdict_needs_words_another_person_and_an_open_case(case, vera):
    with pytest.raises(ValidationError):
        judge_review(case, verdict="talk", words=" ", by=vera, at=NOW)
    with pytest.raises(PermissionDenied):
        judge_review(make_case(vera), verdict="ok", words="", by=vera, at=NOW)
    judge_review(case, verdict="ok", words="", by=vera, at=NOW)
    with pytest.raises(ValidationError):
        judge_review(case, verdict="ok", words="", by=vera, at=NOW)


def test_who_is_kept_out_is_not_told_by_the_question(client, anna, vera):
    """That there is something shut would tell of the wish, and of the course."""
    found = make_case(anna)
    found.rule = "barred"
    found.save()
    ask_employee(found, by=vera, at=NOW)
    client.force_login(anna)

    for page in (reverse("logreview:answers"), reverse("logreview:answer", args=[found.pk])):
        text = client.get(page).content.decode()
        assert "Søgt eller forsøgt uden for egne forløb" in text
        assert "lukket" not in text
    assert Notice.objects.get().course_id.int == 0


def test_a_late_answer_is_marked_in_the_queue(client, asked, vera):
    ReviewCase.objects.filter(pk=asked.pk).update(asked_at=NOW - timedelta(days=400))
    client.force_login(vera)

    for page in (reverse("logreview:queue"), reverse("logreview:case", args=[asked.pk])):
        assert "kulle have svaret" in client.get(page).content.decode()


def test_the_next_page_of_the_queue_keeps_the_filter(client, vera):
    for number in range(51):
        make_case(make_user(f"Kollega {number}"))
    client.force_login(vera)

    text = client.get(reverse("logreview:queue"), {"rule": "night"}).content.decode()

    assert "?rule=night&amp;side=2" in text


def test_from_question_to_verdict_on_the_pages(client, case, anna, vera):
    page = reverse("logreview:case", args=[case.pk])
    client.force_login(vera)
    for _ in range(2):
        assert client.post(page, {"ask": "1"}).url == page
    client.force_login(anna)
    client.post(reverse("logreview:answer", args=[case.pk]), {"answer": "Vagten ringede."})
    client.force_login(vera)
    assert "Vagten ringede." in client.get(page).content.decode()

    client.post(page, {"verdict": "ok", "words": ""})

    case.refresh_from_db()
    assert case.verdict == "ok"
    assert case.user.name not in client.get(reverse("logreview:queue")).content.decode()
    assert "1" in client.get(reverse("logreview:statistics")).content.decode()


def test_a_reviewer_s_own_case_is_for_another(client, vera):
    client.force_login(vera)

    assert client.get(reverse("logreview:case", args=[make_case(vera).pk])).status_code == 404


def test_the_nightly_task_runs_as_the_web_s_role():
    assert tasks.find_for_review() == 0
    assert logged("review.searched") == 1
