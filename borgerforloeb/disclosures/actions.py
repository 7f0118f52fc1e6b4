"""Giving something out: prepared for one recipient, looked through, released with its copy, or stopped.

The page brings the package, made at that moment by what sender and recipient may have; what was looked
through counts only while package and findings are still the same.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Course
from borgerforloeb.disclosures.findings import cleared, finding_of, place, place_of, tells_where
from borgerforloeb.disclosures.models import Disclosure, Edition, Finding
from borgerforloeb.disclosures.package import Package
from borgerforloeb.disclosures.recipients import Recipient
from borgerforloeb.disclosures.screening import screen, watch_for
from borgerforloeb.documents.models import StoredDocument
from roles.permissions import Access, Permission, require

Status, Decision = Disclosure.Status, Finding.Decision
NO_BASIS = "Udleveringen kan ikke ske: modtageren har ikke længere ret til den."
CHANGED_TEXT = "Indholdet er ændret, siden det blev set igennem. Se det igennem igen."
CHANGED_FINDINGS = "Beskyttelse eller personer er ændret, så der er noget nyt at tage stilling til."
UNDECIDED = "Tag stilling til hvert fund, før du udleverer."
TWO_PEOPLE = "Teksten røber, hvor en beskyttet person er. En kollega skal også godkende."
CLOSED = "Udleveringen er afsluttet."


@transaction.atomic
def prepare(course: Course, package: Package, recipient: Recipient, *, by: User, at: datetime) -> Disclosure:
    """A draft with all that must be looked at. Without a basis nothing is begun."""
    access = require(by, Permission.PRINT, course.pk)
    if not recipient.basis:
        raise ValidationError(recipient.why_not or NO_BASIS)
    disclosure = Disclosure.objects.create(
        course=course,
        about_id=recipient.about,
        what=package.what,
        source=package.source,
        version=package.version,
        edition=recipient.edition,
        to=recipient.to,
        recipient=recipient.name,
        basis=recipient.basis,
        consent=recipient.consent,
        section=recipient.section,
        items=package.items,
        fingerprint=package.fingerprint,
        made_by=by,
        made_at=at,
        **recipient.ids,
    )
    hits = screen(package.texts, watch_for(course, recipient))
    Finding.objects.bulk_create(finding_of(disclosure, hit) for hit in hits)
    _record("disclosure.prepared", disclosure, access, by, findings=len(hits))
    return disclosure


def hand_out(course: Course, package: Package, recipient: Recipient, *, by: User, at: datetime) -> Disclosure:
    """Prepared; released at once when there is nothing to look at and it goes to the person it is about."""
    with transaction.atomic():
        disclosure = prepare(course, package, recipient, by=by, at=at)
        if (
            recipient.is_the_person
            and not watch_for(course, recipient).protects
            and not disclosure.findings.exists()
        ):
            release(disclosure, package, recipient, by=by, at=at)
            disclosure.refresh_from_db()
    return disclosure


@transaction.atomic
def look_again(disclosure: Disclosure, package: Package, recipient: Recipient, *, by: User) -> Disclosure:
    """The draft as it is now. Decisions on what has not moved stay; an approval of other words does not."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    hits = screen(package.texts, watch_for(row.course, recipient))
    before = {place(finding): finding for finding in row.findings.all()}
    now = {place_of(hit): hit for hit in hits}
    gone = [finding.pk for place, finding in before.items() if place not in now]
    row.findings.filter(pk__in=gone).delete()
    new = [hit for place, hit in now.items() if place not in before]
    Finding.objects.bulk_create(finding_of(row, hit) for hit in new)
    if gone or new or row.fingerprint != package.fingerprint:
        row.fingerprint, row.items, row.basis = (
            package.fingerprint,
            package.items,
            recipient.basis or row.basis,
        )
        row.status, row.approved_by = Status.DRAFT, None
        row.save()
    _record("disclosure.looked_again", row, access, by, findings=len(hits))
    return row


@transaction.atomic
def decide(disclosure: Disclosure, decisions: Mapping[int, tuple[str, str]], *, by: User) -> Disclosure:
    """For each finding: removed from this copy, or it may stand and why."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    _refuse_unless_readable(row, access)
    for finding in row.findings.filter(pk__in=decisions):
        decision, why = decisions[finding.pk]
        if decision == Decision.STAND and not why.strip():
            raise ValidationError("Skriv, hvorfor det må stå.")
        if decision == Decision.STAND and finding.tells_where and row.edition == Edition.PARENT:
            raise ValidationError(
                "En forælder uden forældremyndighed kan ikke få at vide, hvor en beskyttet er."
            )
        if (finding.decision, finding.why) != (decision, why):
            row.status, row.approved_by = Status.DRAFT, None
        finding.decision = decision
        finding.why = why.strip() if decision == Decision.STAND else ""
        finding.decided_by = by if decision else None
        finding.save()
    row.save()
    stand = sum(decision == Decision.STAND for decision, _ in decisions.values())
    _record("disclosure.decided", row, access, by, stand=stand, removed=len(decisions) - stand)
    return row


@transaction.atomic
def ask_for_second(disclosure: Disclosure, *, by: User) -> Disclosure:
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    if row.findings.filter(decision="").exists():
        raise ValidationError(UNDECIDED)
    row.status = Status.WAITING
    row.save()
    _record("disclosure.second_asked", row, access, by)
    return row


@transaction.atomic
def approve(disclosure: Disclosure, package: Package, recipient: Recipient, *, by: User) -> Disclosure:
    """The second of two: has neither made it nor decided that it may stand, and can read all of it."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    _refuse_unless_readable(row, access)
    deciders = row.findings.filter(decision=Decision.STAND).values_list("decided_by", flat=True)
    if by.pk in {row.made_by_id, *deciders}:
        raise ValidationError("En anden end dig skal godkende udleveringen.")
    if row.status != Status.WAITING:
        raise ValidationError("Udleveringen venter ikke på godkendelse.")
    _refuse_if_changed(row, package, recipient)
    row.approved_by = by
    row.save()
    _record("disclosure.approved", row, access, by)
    return row


@transaction.atomic
def release(
    disclosure: Disclosure, package: Package, recipient: Recipient, *, by: User, at: datetime
) -> Disclosure:
    """`package` and `recipient` are as they are at this moment, never as they were when it was prepared."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    _refuse_unless_readable(row, access)
    _refuse_if_changed(row, package, recipient)
    findings = list(row.findings.all())
    if any(not finding.decision for finding in findings):
        raise ValidationError(UNDECIDED)
    if row.approved_by_id is None and any(tells_where(finding) for finding in findings):
        raise ValidationError(TWO_PEOPLE)
    row.document = _stored(row, package, findings, at)
    row.status, row.released_by, row.released_at = Status.RELEASED, by, at
    row.save()
    _record(
        "disclosure.released", row, access, by, kind=Kind.PRINT, edition=row.edition, pages=row.document.pages
    )
    return row


@transaction.atomic
def stop(disclosure: Disclosure, *, why: str, by: User) -> Disclosure:
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    if not why.strip():
        raise ValidationError("Skriv, hvorfor udleveringen stoppes.")
    row.status, row.stopped_why = Status.STOPPED, why.strip()
    row.save()
    _record("disclosure.stopped", row, access, by)
    return row


def reads_all(access: Access, disclosure: Disclosure) -> bool:
    """Whether somebody may read every row that stands in it."""
    return all(
        access.may_read(_uuid(item["person"]), item["domain"], item["level"]) for item in disclosure.items
    )


def what_is_amiss(disclosure: Disclosure, package: Package, recipient: Recipient) -> str:
    """Why it can no longer be released as it was looked through; nothing when it can."""
    try:
        _refuse_if_changed(disclosure, package, recipient)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None


def _open(disclosure: Disclosure) -> Disclosure:
    """Locked: two who press at the same time give it out once."""
    row = Disclosure.objects.select_for_update(of=("self",)).select_related("course").get(pk=disclosure.pk)
    if row.is_closed:
        raise ValidationError(CLOSED)
    return row


def _refuse_unless_readable(row: Disclosure, access: Access) -> None:
    if not reads_all(access, row):
        raise PermissionDenied


def _refuse_if_changed(row: Disclosure, package: Package, recipient: Recipient) -> None:
    if not recipient.basis:
        raise ValidationError(f"{NO_BASIS} {recipient.why_not}".strip())
    if recipient.edition != row.edition:
        raise ValidationError("Modtagerens ret er ændret, så det er en anden udgave. Lav udleveringen igen.")
    hits = screen(package.texts, watch_for(row.course, recipient))
    if package.fingerprint != row.fingerprint:
        raise ValidationError(CHANGED_TEXT)
    if {place_of(hit) for hit in hits} != {place(finding) for finding in row.findings.all()}:
        raise ValidationError(CHANGED_FINDINGS)


def _stored(row: Disclosure, package: Package, findings: list[Finding], at: datetime) -> StoredDocument:
    footer = f"udleveret til {row.recipient} {longdate(at)} · nr. {row.number}"
    pdf = package.draw(cleared(package, findings), footer, at)
    return StoredDocument.objects.create(
        kind="disclosure",
        owner_key=str(row.pk),
        edition=row.edition,
        course_id=row.course_id,
        citizen_id=row.about_id,
        title=pdf.title,
        content=pdf.content,
        sha256=sha256(pdf.content).hexdigest(),
        pages=pdf.pages,
        made_at=at,
    )


def _record(
    action: str, row: Disclosure, access: Access, by: User, *, kind: Kind = Kind.CHANGE, **details: Any
) -> None:
    record(
        action,
        by=by,
        kind=kind,
        target=row,
        course_id=row.course_id,
        persons=row.persons,
        basis=access.basis,
        recipient_kind=row.to,
        **details,
    )
