"""Rows of the log, written as they are: one question however many they are, on the log's own connection.

The ORM compiled each row's question anew, which cost a page more than the row itself.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from psycopg.types.json import Json

from borgerforloeb.accounts.questions import ask
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.audit.routing import CONNECTION

# The database gives a row its number and its time.
_FIELDS = [field for field in AuditEvent._meta.concrete_fields if field.name not in ("id", "at")]
_COLUMNS = ", ".join(str(field.column) for field in _FIELDS)
_TABLE = AuditEvent._meta.db_table
_WRITE = f"""
    INSERT INTO {_TABLE} ({_COLUMNS})
    SELECT {_COLUMNS} FROM json_populate_recordset(NULL::{_TABLE}, %s)
    RETURNING id"""  # noqa: S608 every part of it is written in the model


def write(events: Iterable[AuditEvent]) -> None:
    """All of them or none; a row gets its number here."""
    events = list(events)
    rows = [{field.column: _plain(getattr(event, field.attname)) for field in _FIELDS} for event in events]
    for event, (number,) in zip(events, _insert(rows), strict=True):
        event.pk = number


def _insert(rows: list[dict[str | None, Any]]) -> list[tuple[Any, ...]]:
    """Whether the connection still stands is learned by writing to it: to ask first is a question more
    for each page. Where it broke just after the rows were kept they are told twice, never not at all.
    """
    connection: Any = connections[CONNECTION]
    connection.health_check_done = True
    try:
        return ask(_WRITE, [Json(rows, json.dumps)], using=CONNECTION)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return ask(_WRITE, [Json(rows, json.dumps)], using=CONNECTION)


def _plain(value: Any) -> Any:
    """As JSON holds it. A key is told in words; what `details` hold must be plain already."""
    if isinstance(value, list):
        return list(map(_plain, value))
    return value if value is None or isinstance(value, int | dict) else str(value)
