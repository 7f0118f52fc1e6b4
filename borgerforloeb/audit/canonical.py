"""What a seal covers: rows written out one way only, their hash, and what the signature stands under."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connections

from borgerforloeb.audit.models import AuditSeal
from borgerforloeb.audit.routing import CONNECTION

FORM = 2
MARK = 8
AT_A_TIME = 2000
# Text of every column but the number, the same on every version and in every time zone. A form is never
# changed: a new column makes a new form, and seals of the old one are recomputed in theirs.
CANONICAL = {
    1: """json_build_array(xid::text, cluster, (extract(epoch FROM at) * 1000000)::bigint, kind, action,
        actor_id, actor, capabilities, session, course_id, person_ids, target, basis, reason, domain, level,
        outcome, details::text, request_id, host(address))::text""",
    2: """json_build_array(xid::text, cluster, (extract(epoch FROM at) * 1000000)::bigint, kind, action,
        actor_id, actor, title, unit_id, capabilities, session, course_id, person_ids, target, basis, reason,
        domain, level, outcome, details::text, request_id, host(address))::text""",
}


@dataclass
class Digest:
    """The hash of a stretch of rows on top of the seal before, and a mark for each row."""

    previous: bytes
    rows: int = 0
    marks: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._hash = hashlib.sha256(self.previous)

    def add(self, number: int, text: str) -> None:
        content = text.encode()
        self._hash.update(b"%d %d " % (number, len(content)))
        self._hash.update(content)
        self.rows += 1
        # Not of the number: rows whose numbers are exchanged are known again.
        self.marks.append((number, hashlib.sha256(content).digest()[:MARK]))

    def hash(self) -> bytes:
        return self._hash.digest()


def packed(marks: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(number.to_bytes(8) + mark for number, mark in marks)


def unpacked(content: bytes) -> list[tuple[int, bytes]]:
    size = 8 + MARK
    pieces = (content[start : start + size] for start in range(0, len(content), size))
    return [(int.from_bytes(piece[:8]), piece[8:]) for piece in pieces]


def rows_between(form: int, cluster: int, first: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(transaction, number, text) in the order of the seals, read as a stream; ask inside a transaction."""
    statement = f"""
        SELECT xid::text::bigint AS transaction, id, {CANONICAL[form]} FROM audit_auditevent
        WHERE cluster = %s AND xid >= %s::text::xid8 AND xid < %s::text::xid8 ORDER BY xid, id
    """  # noqa: S608 - of constants
    with connections[CONNECTION].chunked_cursor() as cursor:
        cursor.execute(statement, [cluster, str(first), str(end)])
        while rows := cursor.fetchmany(AT_A_TIME):
            yield from rows


def signed_words(seal: AuditSeal) -> bytes:
    """Every field of a seal but its signature."""
    marks = hashlib.sha256(seal.marks).hexdigest()
    numbers = (seal.form, seal.number, seal.cluster, seal.from_xid, seal.to_xid, seal.rows)
    moment = round(seal.sealed_at.timestamp() * 1_000_000)
    return " ".join(
        [*map(str, numbers), str(moment), bytes(seal.previous).hex(), bytes(seal.hash).hex(), marks]
    ).encode()
