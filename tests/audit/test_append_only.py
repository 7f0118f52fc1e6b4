"""The database itself refuses to forget."""

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent, AuditSeal, Kind

TABLES = ("audit_auditevent", "audit_auditevent_other", "audit_auditseal")
WEB = "app_web"


@pytest.fixture
def event(db) -> AuditEvent:
    return AuditEvent.objects.create(action="plan.opened", kind=Kind.VIEW)


@pytest.fixture
def seal(db) -> AuditSeal:
    numbers = {"form": 1, "cluster": 1, "from_xid": 0, "to_xid": 1, "rows": 0}
    words = dict.fromkeys(["previous", "hash", "marks", "signature"], b"")
    return AuditSeal.objects.create(number=1, sealed_at=timezone.now(), **numbers, **words)


@pytest.fixture
def as_web(db):
    with connections["log"].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB])
        if cursor.fetchone() is None:
            pytest.skip("the role of the web has not been made")
        cursor.execute(f"SET LOCAL ROLE {WEB}")


def refused(statement: str) -> str:
    with (
        pytest.raises(DatabaseError) as error,
        transaction.atomic(using="log"),
        connections["log"].cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(error.value)


def partition_of(event: AuditEvent) -> str:
    return f"audit_auditevent_{event.at:%Y_%m}"


@pytest.mark.parametrize("words", ["UPDATE {} SET actor = 'ingen'", "DELETE FROM {}"])
def test_a_row_is_neither_changed_nor_deleted(event, words):
    for table in ("audit_auditevent", partition_of(event)):
        assert "Cannot update or delete" in refused(words.format(table))

    assert AuditEvent.objects.get().actor == ""


@pytest.mark.parametrize("words", ["UPDATE audit_auditseal SET rows = 9", "DELETE FROM audit_auditseal"])
def test_nor_is_a_seal(seal, words):
    assert "Cannot update or delete" in refused(words)
    assert AuditSeal.objects.get().rows == 0


def test_nor_is_the_whole_log_emptied(event, seal):
    for table in (*TABLES, partition_of(event)):
        assert "append-only" in refused(f"TRUNCATE {table}")

    assert (AuditEvent.objects.count(), AuditSeal.objects.count()) == (1, 1)


@pytest.mark.parametrize("act", ["update", "delete", "queryset_update", "queryset_delete"])
def test_the_model_has_no_way_round_it(event, act):
    acts = {
        "update": event.save,
        "delete": event.delete,
        "queryset_update": lambda: AuditEvent.objects.update(actor="x"),
        "queryset_delete": lambda: AuditEvent.objects.all().delete(),
    }

    with pytest.raises(DatabaseError), transaction.atomic(using="log"):
        acts[act]()


def test_the_web_may_add_and_read(as_web):
    AuditEvent.objects.create(action="plan.opened", kind=Kind.VIEW)

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("words", ["UPDATE {} SET id = 0", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
@pytest.mark.parametrize("table", ["audit_auditevent", "audit_auditevent_other"])
def test_and_nothing_else(event, as_web, words, table):
    message = refused(words.format(table))

    assert "permission denied" in message or "must be owner" in message


def test_nor_may_it_say_which_transaction_wrote_a_row(as_web):
    assert "permission denied" in refused(
        "INSERT INTO audit_auditevent (kind, action, xid) VALUES ('view', 'x', '7')"
    )
