"""The record of processing (article 30) tells of every table that holds anything of anybody (D63)."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course
from borgerforloeb.logreview.processing import (
    OF_NOBODY,
    PURPOSES,
    UNDECIDED,
    about,
    is_history,
    laws,
    personal_models,
    purpose_of,
    tables_of,
)
from roles.rights import PROTECTED

pytestmark = pytest.mark.django_db
EVERY = [kept for purpose in PURPOSES for kept in tables_of(purpose)]


def test_each_table_of_the_database_is_told_of_or_of_nobody_or_a_history():
    """Asked of the database, so that a table without a model would be found as well."""
    histories = {model._meta.db_table for model in apps.get_models() if is_history(model)}
    # Kept by a trigger from the assignments, and the log's own parts.
    ours = {kept.table for kept in EVERY} | OF_NOBODY | histories | {"roles_membership", "django_migrations"}
    unknown = {
        name
        for name in connection.introspection.table_names()
        if name not in ours and "auditevent" not in name
    }

    assert unknown == set()
    assert "audit_auditevent" in ours


def test_each_model_serves_one_purpose_and_is_about_somebody():
    without = {
        model._meta.db_table: list(about(model)) for model in personal_models() if not purpose_of(model)
    }
    nobody = {kept.table for kept in EVERY if not kept.about}

    assert without == {}
    assert nobody == set()


def test_what_is_of_nobody_points_to_nobody():
    by_table = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    pointing = {
        table
        for table in OF_NOBODY
        for field in by_table[table]._meta.concrete_fields
        if field.related_model in (Citizen, Course, User)
    }

    assert set(by_table) >= OF_NOBODY
    assert pointing == set()


def test_all_that_is_shut_row_by_row_is_told_as_shut():
    shut = {kept.table for kept in EVERY if "databasen viser kun rækker fra egne forløb" in kept.safety}

    assert shut == set(PROTECTED) - OF_NOBODY


@pytest.mark.parametrize(("table", "said"), [
    ("plans_note", "borgere og deres familie"),
    ("citizens_networkperson", "pårørende og andre i netværket"),
    ("documents_storeddocument", "borgere og deres familie"),
    ("axes_accessattempt", "medarbejdere"),
    ("audit_auditevent", "medarbejdere"),
])  # fmt: skip
def test_it_says_about_whom(table, said):
    [kept] = [kept for kept in EVERY if kept.table == table]

    assert said in kept.about


def test_what_is_forgotten_is_told_with_its_days(settings):
    settings.DRAFTS_KEPT = timedelta(days=12)
    kept = {one.table: one.how_long for purpose in PURPOSES for one in tables_of(purpose)}

    assert kept["drafts_draft"] == "12 dage"
    assert kept["accounts_session"] == "9 timer"
    assert kept["plans_note"] == UNDECIDED


def test_sensitive_encrypted_and_unchangeable_data_are_marked():
    kept = {one.table: one for one in EVERY}

    assert kept["plans_note"].is_sensitive
    assert not kept["accounts_user"].is_sensitive
    assert "krypteret" in kept["citizens_citizennumber"].safety
    assert "kan ikke rettes eller slettes" in kept["audit_auditevent"].safety
    assert "hver ændring gemmes" in kept["plans_goal"].safety
    assert "hver ændring gemmes" not in kept["notices_notice"].safety


def test_laws_are_those_in_force_that_day():
    assert any("§" in law for law in laws(date(2026, 11, 1)))
    assert laws(date(1900, 1, 1)) == []


def test_it_is_printed():
    out = StringIO()
    call_command("processing_record", stdout=out)
    text = out.getvalue()

    assert "artikel 30" in text
    assert all(purpose.title in text for purpose in PURPOSES)
    assert "koordinerende sagsbehandler" in text
    assert "udgave til forældremyndigheden" in text


def test_it_is_a_table_with_a_row_for_each_kind(tmp_path):
    call_command("processing_record", csv=tmp_path / "record.csv")
    text = (tmp_path / "record.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))

    assert [row["tabel"] for row in rows] == [kept.table for kept in EVERY]
    assert all(row["felter"] and row["grundlag"] for row in rows)
