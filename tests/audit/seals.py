"""How the tests of the seals write, seal and tamper."""

import time
from uuid import uuid4

from django.db import connections, transaction
from django.utils import timezone

from borgerforloeb.audit.canonical import unpacked
from borgerforloeb.audit.models import AuditEvent, AuditSeal, Kind
from borgerforloeb.audit.sealing import seal

PATIENCE = 20
LOG = ("audit_auditevent", "audit_auditseal")
ENABLED = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE tgrelid::regclass::text = ANY (%s) AND tgenabled = 'O' AND NOT tgisinternal
"""


def write(number: int = 1, **fields: object) -> list[AuditEvent]:
    """Rows that differ from each other, each in a transaction of its own."""
    return [
        AuditEvent.objects.create(
            action="plan.opened",
            kind=Kind.VIEW,
            **{"actor": f"Åse Bødker {n}", "person_ids": [uuid4()], "details": {"b": [n], "a": "æ"}} | fields,
        )
        for n in range(number)
    ]


def sealed_rows() -> list[int]:
    """The numbers of all rows that have a seal, once for each seal that has them."""
    marks = AuditSeal.objects.values_list("marks", flat=True)
    return [number for content in marks for number, _ in unpacked(bytes(content))]


def seal_everything() -> None:
    """Until no row is left that waits for a transaction to end."""
    end = time.monotonic() + PATIENCE
    while len(sealed_rows()) < AuditEvent.objects.count():
        assert time.monotonic() < end, "a transaction elsewhere does not end"
        if not seal(now=timezone.now()):
            time.sleep(0.1)


def tamper(statement: str, *values: object) -> None:
    """As the owner of the tables can, past every trigger."""
    with transaction.atomic(using="log"), connections["log"].cursor() as cursor:
        cursor.execute(ENABLED, [list(LOG)])
        enabled = cursor.fetchall()
        for table, name in enabled:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        cursor.execute(statement, values)
        for table, name in enabled:
            cursor.execute(f'ALTER TABLE {table} ENABLE TRIGGER "{name}"')
