"""Giving something out: prepared for one recipient, looked through, released with its copy, or stopped.

The page brings the package, made at that moment by what sender and recipient may have; what was looked
through counts only while package and findings are still the same.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.accounts.proofs import Proof
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Course
from borgerforloeb.disclosures.actions.keeping import begun, close, reads_all
from borgerforloeb.disclosures.findings import finding_of, place, place_of, tells_where, who_let_it_stand
from borgerforloeb.disclosures.models import Disclosure, Edition, Finding
from borgerforloeb.disclosures.package import Package
from borgerforloeb.disclosures.queries import had_large_type
from borgerforloeb.disclosures.recipients import Recipient
from borgerforloeb.disclosures.screening import Watch, look_through, watch_for
from roles.permissions import Access, Permission, require

Status, Decision = Disclosure.Status, Finding.Decision
NO_BASIS = "Udleveringen kan ikke ske: modtageren har ikke længere ret til den."
CHANGED_TEXT = "Indholdet er ændret, siden det blev set igennem. Se det igennem igen."
CHANGED_GROUND = "Grundlaget er et andet, end da det blev set igennem. Se det igennem igen. Nu er det:"
CHANGED_FINDINGS = "Beskyttelse eller personer er ændret, så der er noget nyt at tage stilling til."
UNDECIDED = "Tag stilling til hvert fund, før du udleverer."
TWO_PEOPLE = "Teksten røber, hvor en beskyttet person er. En kollega skal også godkende."
NOT_YOURS_TO_ASK = "Den, der lavede udleveringen eller lod noget stå, skal bede om godkendelsen."
CLOSED = "Udleveringen er afsluttet."
WRITE_ANEW = "Det må ikke stå på papiret. Skriv det på en anden måde:"


@transaction.atomic
def prepare(
    course: Course,
    package: Package,
    recipient: Recipient,
    *,
    by: User,
    at: datetime,
    large_type: bool | None = None,
) -> Disclosure:
    """A draft with all that must be looked at. Without a basis nothing is begun.

    Where nothing is said of its type, it is as the recipient had it last.
    """
    access = require(by, Permission.PRINT, course.pk)
    if not recipient.basis:
        raise ValidationError(recipient.why_not or NO_BASIS)
    large = had_large_type(course.pk, recipient) if large_type is None else large_type
    disclosure = begun(course, package, recipient, by=by, at=at, large_type=large)
    _refuse_unless_readable(disclosure, by, access)
    hits = look_through(package, watch_for(course, recipient))
    Finding.objects.bulk_create(finding_of(disclosure, hit) for hit in hits)
    _record("disclosure.prepared", disclosure, access, by, findings=len(hits))
    return disclosure


def hand_out(
    course: Course,
    package: Package,
    recipient: Recipient,
    *,
    by: User,
    at: datetime,
    large_type: bool | None = None,
) -> Disclosure:
    """Prepared; released at once when there is nothing to look at and it goes to the person it is about.

    So does a paper of the house's own words, whoever gets it.
    """
    with transaction.atomic():
        disclosure = prepare(course, package, recipient, by=by, at=at, large_type=large_type)
        if (
            (recipient.is_the_person or package.is_plain)
            and not watch_for(course, recipient).protects
            and not disclosure.findings.exists()
        ):
            release(disclosure, package, recipient, by=by, at=at)
            disclosure.refresh_from_db()
    return disclosure


@transaction.atomic
def hand_out_unsaved(
    course: Course, package: Package, recipient: Recipient, *, by: User, at: datetime
) -> Disclosure:
    """A paper of what stands in a form that is not saved: nobody can look at it later, so it goes now or not.

    Whoever wrote the words has them in front of her, and writes them in another way.
    """
    disclosure = prepare(course, package, recipient, by=by, at=at)
    texts = {text.where: text for text in package.texts}
    found = {}
    for finding in disclosure.findings.all():
        text = texts[finding.where]
        words = text.words[finding.start : finding.start + finding.length]
        found[words] = f"»{words}« ({finding.get_kind_display()})"
    if found:
        raise ValidationError(f"{WRITE_ANEW} {', '.join(found.values())}")
    return release(disclosure, package, recipient, by=by, at=at)


@transaction.atomic
def look_again(disclosure: Disclosure, package: Package, recipient: Recipient, *, by: User) -> Disclosure:
    """The draft as it is now. Decisions on what has not moved stay; an approval of other words does not."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    _refuse_without_basis(row, recipient)
    hits = look_through(package, watch_for(row.course, recipient))
    before = {place(finding): finding for finding in row.findings.all()}
    now = {place_of(hit): hit for hit in hits}
    gone = [finding.pk for place, finding in before.items() if place not in now]
    row.findings.filter(pk__in=gone).delete()
    new = [hit for place, hit in now.items() if place not in before]
    Finding.objects.bulk_create(finding_of(row, hit) for hit in new)
    if gone or new or row.fingerprint != package.fingerprint or _ground_of(row) != _ground_of(recipient):
        row.fingerprint, row.items = package.fingerprint, package.items
        row.basis, row.consent, row.section = recipient.basis, recipient.consent, recipient.section
        row.status, row.asked_by, row.approved_by = Status.DRAFT, None, None
        row.save()
    _record("disclosure.looked_again", row, access, by, findings=len(hits))
    return row


@transaction.atomic
def decide(disclosure: Disclosure, decisions: Mapping[int, tuple[str, str]], *, by: User) -> Disclosure:
    """For each finding: removed from this copy, or it may stand and why."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    row = _open(disclosure)
    _refuse_unless_readable(row, by, access)
    for finding in row.findings.filter(pk__in=decisions):
        decision, why = decisions[finding.pk]
        why = why.strip() if decision == Decision.STAND else ""
        # Whoever decided first stays: pressing once more decides nothing.
        if (finding.decision, finding.why) == (decision, why):
            continue
        if decision == Decision.STAND and not why:
            raise ValidationError("Skriv, hvorfor det må stå.")
        if decision == Decision.STAND and finding.tells_where and row.edition == Edition.PARENT:
            raise ValidationError(
                "En forælder uden forældremyndighed kan ikke få at vide, hvor en beskyttet er."
            )
        row.status, row.asked_by, row.approved_by = Status.DRAFT, None, None
        finding.decision, finding.why, finding.decided_by = decision, why, by if decision else None
        finding.save()
    row.save()
    stand = sum(decision == Decision.STAND for decision, _ in decisions.values())
    _record("disclosure.decided", row, access, by, stand=stand, removed=len(decisions) - stand)
    return row


@transaction.atomic
def ask_for_second(disclosure: Disclosure, *, proof: Proof, by: User) -> Disclosure:
    """By one of those who let it stand: else one and the same could give both proofs."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    proof.refuse_old()
    row = _open(disclosure)
    _refuse_unless_readable(row, by, access)
    if by.pk not in who_let_it_stand(row, row.findings.all()):
        raise ValidationError(NOT_YOURS_TO_ASK)
    if row.findings.filter(decision="").exists():
        raise ValidationError(UNDECIDED)
    row.status, row.asked_by = Status.WAITING, by
    row.save()
    _record("disclosure.second_asked", row, access, by)
    return row


@transaction.atomic
def approve(
    disclosure: Disclosure, package: Package, recipient: Recipient, *, proof: Proof, by: User
) -> Disclosure:
    """The second of two: has neither made it, let it stand nor asked for this, and can read all of it."""
    access = require(by, Permission.PRINT, disclosure.course_id)
    proof.refuse_old()
    row = _open(disclosure)
    _refuse_unless_readable(row, by, access)
    if by.pk in {row.asked_by_id, *who_let_it_stand(row, row.findings.all())}:
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
    _refuse_unless_readable(row, by, access)
    watch = _refuse_if_changed(row, package, recipient)
    findings = list(row.findings.all())
    if any(not finding.decision for finding in findings):
        raise ValidationError(UNDECIDED)
    if row.approved_by_id is None and any(tells_where(finding) for finding in findings):
        raise ValidationError(TWO_PEOPLE)
    footer = f"udleveret til {row.recipient} {longdate(at)}"
    document = close(row, package, findings, watch, by=by, at=at, footer=footer)
    _record(
        "disclosure.released", row, access, by, kind=Kind.PRINT, edition=row.edition, pages=document.pages
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


def what_is_amiss(disclosure: Disclosure, package: Package, recipient: Recipient) -> str:
    """Why it can no longer be released as it was looked through; nothing when it can."""
    try:
        _refuse_if_changed(disclosure, package, recipient)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""


def _open(disclosure: Disclosure) -> Disclosure:
    """Locked: two who press at the same time give it out once."""
    row = Disclosure.objects.select_for_update(of=("self",)).select_related("course").get(pk=disclosure.pk)
    if row.is_closed:
        raise ValidationError(CLOSED)
    return row


def _refuse_unless_readable(row: Disclosure, by: User, access: Access) -> None:
    if not reads_all(by, access, row):
        raise PermissionDenied


def _refuse_if_changed(row: Disclosure, package: Package, recipient: Recipient) -> Watch:
    """What is looked for in it, when nothing has changed."""
    _refuse_without_basis(row, recipient)
    if _ground_of(row) != _ground_of(recipient):
        raise ValidationError(f"{CHANGED_GROUND} {recipient.basis}.")
    watch = watch_for(row.course, recipient)
    hits = look_through(package, watch)
    if package.fingerprint != row.fingerprint:
        raise ValidationError(CHANGED_TEXT)
    if {place_of(hit) for hit in hits} != {place(finding) for finding in row.findings.all()}:
        raise ValidationError(CHANGED_FINDINGS)
    return watch


def _refuse_without_basis(row: Disclosure, recipient: Recipient) -> None:
    """Neither can be mended by looking again: it is another paper, or none."""
    if not recipient.basis:
        raise ValidationError(f"{NO_BASIS} {recipient.why_not}".strip())
    if recipient.edition != row.edition:
        raise ValidationError(
            "Modtagerens ret er ændret, så det er en anden udgave. Stop den, og lav den igen."
        )


def _ground_of(one: Disclosure | Recipient) -> tuple[str, int | None, int | None]:
    """What it rests on: the words, the consent, the section."""
    consent, section = one.consent, one.section
    return one.basis, consent.pk if consent else None, section.pk if section else None


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
        paper=row.paper,
        **details,
    )
