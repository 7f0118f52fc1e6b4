"""The database itself refuses to forget."""

import pytest
from django.db import DatabaseError, connection, transaction

from borgerforloeb.audit.models import AuditEvent, Kind


@pytest.fixture
def event(db) -> AuditEvent:
    return AuditEvent.objects.create(action="plan.opened", kind=Kind.VIEW)


def refused(statement: str) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET actor = 'ingen'", "DELETE FROM audit_auditevent"]
)
def test_a_row_is_neither_changed_nor_deleted(event, statement):
    assert "Cannot update or delete" in refused(statement)
    assert AuditEvent.objects.get().actor == ""


def test_nor_is_the_whole_log_emptied(event):
    assert "append-only" in refused("TRUNCATE audit_auditevent")
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("act", ["update", "delete", "queryset_update", "queryset_delete"])
def test_the_model_has_no_way_round_it(event, act):
    acts = {
        "update": event.save,
        "delete": event.delete,
        "queryset_update": lambda: AuditEvent.objects.update(actor="x"),
        "queryset_delete": lambda: AuditEvent.objects.all().delete(),
    }

    with pytest.raises(DatabaseError), transaction.atomic():
        acts[act]()
