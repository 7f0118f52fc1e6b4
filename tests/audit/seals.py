"""How the tests of the seals write, seal and tamper."""

import time
from uuid import uuid4

from django.db import connections, transaction
from django.utils import timezone

from borgerforloeb.audit.canonical import unpacked
from borgerforloeb.audit.models import AuditEvent, AuditSeal, Kind
from borgerforloeb.audit.sealing import seal

PATIENCE = 20


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
    """As a superuser can, past every trigger."""
    with transaction.atomic(using="log"), connections["log"].cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
