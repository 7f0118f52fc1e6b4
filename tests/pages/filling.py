"""Runs of the demo in an empty database that leave nothing behind, and what two runs are compared by."""

import hashlib
import json
from contextlib import contextmanager
from datetime import date

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import AutoField

TODAY = date(2026, 9, 2)
APPS = (
    "accounts",
    "citizens",
    "roles",
    "logreview",
    "notices",
    "decisions",
    "plans",
    "lawlens",
    "networkmeetings",
    "outcomes",
)
# What is new each time: the nonce in a ciphertext.
NOT_COMPARED = {"encrypted", "last_login"}


class Undo(Exception):
    pass


@contextmanager
def filled(folder, **options):
    """The demo in an empty database, taken back afterwards; the running numbers begin at 1 each time."""
    assert connection.settings_dict["NAME"].startswith("test_")
    before, settings.VAR_DIR = settings.VAR_DIR, folder
    _restart_numbers()
    try:
        with transaction.atomic(), transaction.atomic(using="log"):
            call_command("demo", **{"date": TODAY, "verbosity": 0} | options)
            yield json.loads((folder / "demo.json").read_text(encoding="utf-8"))
            raise Undo
    except Undo:
        pass
    finally:
        settings.VAR_DIR = before
        # No test's own end closes it, and a database that somebody is in cannot be taken away.
        connections["log"].close()


def _restart_numbers():
    with connection.cursor() as cursor:
        for model in _models():
            if isinstance(model._meta.pk, AutoField):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), 1, false)"
                )


def _models():
    return [model for name in APPS for model in apps.get_app_config(name).get_models() if _is_ours(model)]


def _is_ours(model):
    # The history tables say when a row was really written.
    return not model._meta.model_name.endswith("event")


def digest():
    total = hashlib.sha256()
    for model in _models():
        fields = [field.attname for field in model._meta.concrete_fields if field.name not in NOT_COMPARED]
        for row in model._default_manager.order_by("pk").values_list(*fields):
            total.update(repr(row).encode())
    return total.hexdigest()
