"""Seals the log, outside the inserts: rows in the order of their transactions, each stretch onto the last.

Below the oldest transaction that goes on in this database all have ended, so a stretch below it can never get
another row: none is passed over, however many write and roll back at once.
"""

import logging
from datetime import datetime, timedelta

from django.db import connections, transaction
from django.db.models import QuerySet

from borgerforloeb.audit.anchors import anchor_file, append, last_anchor
from borgerforloeb.audit.canonical import FORM, Digest, packed, rows_between, signed_words
from borgerforloeb.audit.keys import sign
from borgerforloeb.audit.models import AuditSeal
from borgerforloeb.audit.routing import CONNECTION

LOCK = 7_235_120_001
ROWS_IN_A_SEAL = 20_000
SEALS_AT_ONCE = 20
LATE = timedelta(seconds=60)
BEGINNING = bytes(32)
# Transactions of the snapshot that are under way, but for those that can be seen to work in another database.
HORIZON = """
    WITH seen AS MATERIALIZED (SELECT pg_current_snapshot() AS now)
    SELECT system_identifier, coalesce(
        (
            SELECT min(open::text::bigint) FROM seen, pg_snapshot_xip(seen.now) AS open
            WHERE NOT EXISTS (
                SELECT FROM pg_locks AS held JOIN pg_stat_activity AS process USING (pid)
                WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
                AND held.transactionid::text::bigint = open::text::bigint % (2::bigint ^ 32)::bigint
                AND process.datname <> current_database()
            )
        ),
        pg_snapshot_xmax(seen.now)::text::bigint
    )
    FROM seen, pg_control_system()
"""
alarm = logging.getLogger("borgerforloeb.alarm")


def seal(*, now: datetime) -> int:
    """How many seals were made. One sealer at a time: another that comes meanwhile makes none."""
    made = 0
    while made < SEALS_AT_ONCE and _seal_next(now):
        made += 1
    _anchor()
    return made


def seal_is_late(*, now: datetime) -> bool:
    """Has a row waited longer than a minute for its seal? Tells the alarm too."""
    with connections[CONNECTION].cursor() as cursor:
        last = _last(AuditSeal.objects.all())
        cluster, _ = _where_we_are(cursor)
        cursor.execute(
            """
            SELECT at FROM audit_auditevent WHERE cluster = %s AND xid >= %s::text::xid8 ORDER BY xid LIMIT 1
            """,
            [cluster, str(_sealed_to(cluster, last))],
        )
        oldest = cursor.fetchone()
    late = oldest is not None and oldest[0] < now - LATE
    if late:
        alarm.error(
            "the log has not been sealed since %s", last.sealed_at.isoformat() if last else "it began"
        )
    return late


@transaction.atomic(using=CONNECTION)
def _seal_next(now: datetime) -> bool:
    with connections[CONNECTION].cursor() as cursor:
        if not _take_the_lock(cursor):
            return False
        last = _last(AuditSeal.objects.all())
        stretch = _next_stretch(cursor, last)
    if stretch is None:
        return False
    _write(*stretch, last=last, now=now)
    return True


def _write(cluster: int, first: int, end: int, *, last: AuditSeal | None, now: datetime) -> None:
    digest = Digest(bytes(last.hash) if last else BEGINNING)
    for _, number, text in rows_between(FORM, cluster, first, end):
        digest.add(number, text)
    made = AuditSeal(
        number=last.number + 1 if last else 1,
        form=FORM,
        cluster=cluster,
        from_xid=first,
        to_xid=end,
        rows=digest.rows,
        previous=digest.previous,
        hash=digest.hash(),
        marks=packed(digest.marks),
        sealed_at=now,
    )
    made.signature = sign(signed_words(made))
    made.save(force_insert=True)


def _next_stretch(cursor, last: AuditSeal | None) -> tuple[int, int, int] | None:
    """Cluster, first transaction and the first one beyond, of rows that have no seal yet."""
    cluster, horizon = _where_we_are(cursor)
    for place in _clusters(cursor, last, cluster):
        first = _sealed_to(place, last)
        # What was written in another cluster came here whole, by a restore: none of it is under way.
        end = horizon if place == cluster else 2**63 - 1
        cursor.execute(
            """
            SELECT xid::text::bigint FROM (
                SELECT xid FROM audit_auditevent
                WHERE cluster = %s AND xid >= %s::text::xid8 AND xid < %s::text::xid8 ORDER BY xid LIMIT %s
            ) AS waiting ORDER BY xid DESC LIMIT 1
            """,
            [place, str(first), str(end), ROWS_IN_A_SEAL],
        )
        if found := cursor.fetchone():
            return place, first, found[0] + 1
    return None


def _clusters(cursor, last: AuditSeal | None, current: int) -> list[int]:
    """Here; but first what the last seal's cluster, or the log that came without seals, has left."""
    if last is not None:
        return list(dict.fromkeys([last.cluster, current]))
    cursor.execute("SELECT cluster FROM audit_auditevent GROUP BY cluster ORDER BY min(at)")
    return [*(cluster for (cluster,) in cursor.fetchall() if cluster != current), current]


def _last(seals: QuerySet[AuditSeal]) -> AuditSeal | None:
    return seals.defer("marks").last()


def _sealed_to(cluster: int, last: AuditSeal | None) -> int:
    if last is not None and last.cluster != cluster:
        last = _last(AuditSeal.objects.filter(cluster=cluster))
    return last.to_xid if last is not None else 0


def _where_we_are(cursor) -> tuple[int, int]:
    """The cluster, and its first transaction that may yet write here."""
    cursor.execute(HORIZON)
    return cursor.fetchone()


def _take_the_lock(cursor) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
    return cursor.fetchone()[0]


@transaction.atomic(using=CONNECTION)
def _anchor() -> None:
    """Writes the lines that are missing, also those of a sealer that died before it could."""
    path = anchor_file()
    with connections[CONNECTION].cursor() as cursor:
        if not _take_the_lock(cursor):
            return
    number, digest = last_anchor(path)
    known = _last(AuditSeal.objects.filter(number=number))
    if number and (known is None or bytes(known.hash).hex() != digest):
        alarm.error("the log does not have seal %d as it was anchored; see docs/operations.md", number)
        return
    missing = AuditSeal.objects.filter(number__gt=number).defer("marks")
    if missing:
        append(path, missing)
