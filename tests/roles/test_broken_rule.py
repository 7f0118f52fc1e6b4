"""A rule that raises, or knows no answer, denies; somebody is told, without a name."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.urls import reverse

from roles.gate import denies_on_error
from roles.permissions import (
    access_to,
    visible_courses,
)
from tests.factories import (
    caseworker_of,
    make_course,
)

pytestmark = pytest.mark.django_db


class TestABrokenRule:
    BREAK = """CREATE OR REPLACE FUNCTION roles_barred_courses(employee bigint) RETURNS uuid[]
        LANGUAGE plpgsql STABLE AS $$ BEGIN RAISE EXCEPTION 'Freja'; END $$"""
    LOSE = """CREATE OR REPLACE FUNCTION roles_barred_courses(employee bigint) RETURNS uuid[]
        LANGUAGE sql STABLE AS $$ SELECT NULL::uuid[] $$"""

    def test_denies_and_tells_somebody_without_a_name(self, client, caplog):
        course = make_course()
        client.force_login(caseworker_of(course))
        with connection.cursor() as cursor:
            cursor.execute(self.BREAK)

        answer = client.get(reverse("casework:people", args=[course.pk]))

        assert answer.status_code == 503
        assert "Freja" not in answer.content.decode()
        assert [(r.name, r.levelno) for r in caplog.records if "alarm" in r.name] == [
            ("borgerforloeb.alarm", logging.ERROR)
        ]
        assert "Freja" not in caplog.text

    def test_an_unknown_answer_is_no(self):
        course = make_course()
        with connection.cursor() as cursor:
            cursor.execute(self.LOSE)

        assert not visible_courses(caseworker_of(course)).exists()
        assert access_to(caseworker_of(course), course.pk).permissions == frozenset()

    def test_one_in_python_denies_too(self, caplog):
        @denies_on_error
        def rule():
            return {}["Freja"]

        with pytest.raises(PermissionDenied):
            rule()

        assert [record.message for record in caplog.records] == [f"KeyError in {rule.__qualname__}"]

    def test_one_that_cannot_be_asked_is_no_refusal(self):
        """The page says that it does not work just now, not that one may not."""

        @denies_on_error
        def rule():
            raise DatabaseError

        with pytest.raises(DatabaseError):
            rule()
