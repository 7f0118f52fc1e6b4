"""A working copy: paper for the one who makes it, in the ledger like any other."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Course
from borgerforloeb.disclosures.actions.keeping import begun, close
from borgerforloeb.disclosures.findings import finding_of
from borgerforloeb.disclosures.models import Disclosure, Edition, Finding
from borgerforloeb.disclosures.package import Package, keyed
from borgerforloeb.disclosures.queries import working_copies
from borgerforloeb.disclosures.recipients import Recipient
from borgerforloeb.disclosures.screening import Watch, look_through, watch_for
from borgerforloeb.documents.models import StoredDocument
from roles.permissions import Access, Permission, require

OWN_WORK = "Eget arbejde i forløbet"
READ_ANYWAY = "Arbejdskopi til en, der må læse det."


@transaction.atomic
def working_copy(
    course: Course,
    make: Callable[[], Package],
    *,
    action: str,
    edition: Edition,
    about: UUID,
    state: str,
    persons: Collection[UUID],
    by: User,
    at: datetime,
) -> StoredDocument:
    """`state` says what the paper is made of: while that and what is protected are the same, so is the file.

    Nobody is asked about what is found: where a protected person is, and numbers like CPR, are left out.
    """
    access = require(by, Permission.PRINT, course.pk)
    me = Recipient(Disclosure.To.SELF, by.pk, by.name, edition, about, OWN_WORK)
    watch = watch_for(course, me)
    told = keyed("\0".join([edition, state, watch.state]))
    before = working_copies(by, course=course.pk, state=told)
    row = before[0] if before else None
    document = row.document if row else None
    if row is None or document is None:
        row, document = _made(course, make(), me, watch, told, by=by, at=at)
    _record(action, row, access, by, persons, edition=row.edition, pages=document.pages)
    return document


def _made(
    course: Course, package: Package, me: Recipient, watch: Watch, state: str, *, by: User, at: datetime
) -> tuple[Disclosure, StoredDocument]:
    row = begun(course, package, me, by=by, at=at, state=state)
    findings = [_decided(finding_of(row, hit), by) for hit in look_through(package, watch)]
    Finding.objects.bulk_create(findings)
    footer = f"arbejdskopi til {by.name}, gives ikke til andre"
    return row, close(row, package, findings, watch, by=by, at=at, footer=footer)


def _decided(finding: Finding, by: User) -> Finding:
    is_left_out = finding.tells_where or finding.kind == Finding.Kind.CPR
    finding.decision = Finding.Decision.REMOVE if is_left_out else Finding.Decision.STAND
    finding.why = "" if is_left_out else READ_ANYWAY
    finding.decided_by = by
    return finding


def _record(
    action: str, row: Disclosure, access: Access, by: User, persons: Collection[UUID], **details: Any
) -> None:
    record(
        action,
        by=by,
        kind=Kind.PRINT,
        target=row,
        course_id=row.course_id,
        persons=persons,
        basis=access.basis,
        **details,
    )
