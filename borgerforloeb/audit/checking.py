"""Recomputes every seal from the rows as they stand, and says which row does not fit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from django.db import connections, transaction

from borgerforloeb.audit.anchors import all_anchors
from borgerforloeb.audit.canonical import Digest, packed, rows_between, signed_words, unpacked
from borgerforloeb.audit.keys import is_signed
from borgerforloeb.audit.models import AuditSeal
from borgerforloeb.audit.routing import CONNECTION
from borgerforloeb.audit.sealing import BEGINNING

NAMED = 20
AT_ONCE = 50


@dataclass
class Findings:
    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    faults: list[str] = field(default_factory=list)


def check(anchors: Path | None, tell: Callable[[Findings], None]) -> Findings:
    """Everything from the first seal on. Each fault is a sentence; the first is where to begin looking."""
    found = Findings()
    known = all_anchors(anchors) if anchors else {}
    with transaction.atomic(using=CONNECTION):
        last = None
        for run in _runs():
            for seal, digest in _with_rows(run):
                found.faults += _chain_faults(seal, last) + _row_faults(seal, digest)
                found.faults += _anchor_faults(seal, known)
                found.seals, found.rows, last = found.seals + 1, found.rows + digest.rows, seal
            tell(found)
        found.faults += _cut_faults(last.number if last else 0, known)
        found.unsealed, outside = _unsealed()
        found.faults += outside
    return found


def _runs() -> Iterator[list[AuditSeal]]:
    """Some seals at a time, all of one cluster and one form, so that their rows come in one stream."""
    seals = AuditSeal.objects.order_by("number").iterator(AT_ONCE)
    for _, same in groupby(seals, key=attrgetter("cluster", "form")):
        run: list[AuditSeal] = []
        for seal in same:
            run.append(seal)
            if len(run) == AT_ONCE:
                yield run
                run = []
        if run:
            yield run


def _with_rows(run: list[AuditSeal]) -> Iterator[tuple[AuditSeal, Digest]]:
    """Each seal with what its rows make of it today."""
    first = run[0]
    rows = rows_between(first.form, first.cluster, first.from_xid, max(seal.to_xid for seal in run))
    waiting = next(rows, None)
    for seal in run:
        digest = Digest(bytes(seal.previous))
        while waiting is not None and waiting[0] < seal.from_xid:
            waiting = next(rows, None)  # of a seal that is missing
        while waiting is not None and waiting[0] < seal.to_xid:
            digest.add(waiting[1], waiting[2])
            waiting = next(rows, None)
        yield seal, digest


def _chain_faults(seal: AuditSeal, last: AuditSeal | None) -> list[str]:
    number, before = (last.number, bytes(last.hash)) if last else (0, BEGINNING)
    faults = []
    if seal.number != number + 1:
        faults.append(f"Segl {number + 1} til {seal.number - 1} mangler.")
    elif bytes(seal.previous) != before:
        faults.append(f"Segl {seal.number} hænger ikke sammen med segl {number}.")
    if not is_signed(signed_words(seal), bytes(seal.signature)):
        faults.append(f"Segl {seal.number} er ikke underskrevet med vores nøgle: seglet selv er ændret.")
    return faults


def _row_faults(seal: AuditSeal, digest: Digest) -> list[str]:
    if digest.hash() == bytes(seal.hash) and packed(digest.marks) == bytes(seal.marks):
        return []
    sealed, today = dict(unpacked(bytes(seal.marks))), dict(digest.marks)
    named = _named(sealed, today) or ["rækkerne svarer ikke til seglet"]
    more = [f"og {len(named) - NAMED} til"] if len(named) > NAMED else []
    return [f"Segl {seal.number} ({seal.sealed_at:%d.%m.%Y %H.%M}): {', '.join(named[:NAMED] + more)}."]


def _named(sealed: dict[int, bytes], today: dict[int, bytes]) -> list[str]:
    """What happened to which rows, as near as their marks tell."""
    marks = set(sealed.values())
    here = sealed.keys() & today.keys()
    # It stands with what another row of the seal had.
    swapped = {number for number in here if today[number] != sealed[number] and today[number] in marks}
    said = [f"række {number} er byttet om med en anden" for number in sorted(swapped)]
    for number in sorted(sealed.keys() | today.keys()):
        if number not in today:
            said.append(f"række {number} mangler")
        elif number not in sealed:
            said.append(f"række {number} er kommet til")
        elif sealed[number] != today[number] and number not in swapped:
            said.append(f"række {number} er ændret")
    return said


def _anchor_faults(seal: AuditSeal, anchors: dict[int, str]) -> list[str]:
    if not anchors or anchors.get(seal.number) == bytes(seal.hash).hex():
        return []
    if seal.number not in anchors:
        # The newest may have been made while the file was being fetched.
        return [f"Segl {seal.number} har intet anker."] if seal.number < max(anchors) else []
    return [f"Segl {seal.number} er ikke det, der blev forankret: det er lavet om."]


def _cut_faults(last: int, anchors: Iterable[int]) -> list[str]:
    lost = [number for number in anchors if number > last]
    return [f"Loggen er skåret af: segl {min(lost)} til {max(lost)} er forankret, men væk."] if lost else []


def _unsealed() -> tuple[int, list[str]]:
    """How many wait for their seal, and whether any stands where no seal will come."""
    with connections[CONNECTION].cursor() as cursor:
        cursor.execute(
            """
            WITH ends AS (
                SELECT cluster, max(to_xid)::text::xid8 AS xid FROM audit_auditseal GROUP BY cluster
            )
            SELECT event.cluster = system_identifier, count(*), min(event.id)
            FROM audit_auditevent AS event CROSS JOIN pg_control_system() LEFT JOIN ends USING (cluster)
            WHERE ends.xid IS NULL OR event.xid >= ends.xid GROUP BY 1
            """
        )
        found = {here: (number, first) for here, number, first in cursor.fetchall()}
    waiting, _ = found.get(True, (0, 0))
    outside, first = found.get(False, (0, 0))
    said = f"{outside} rækker fra en anden databaseklynge har ingen segl, den første er række {first}."
    return waiting, [said] if outside else []
