"""A row of the ledger: how it begins, how it is shut with its copy, and who may read what stands in it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course
from borgerforloeb.disclosures.findings import cleared
from borgerforloeb.disclosures.models import Disclosure, Finding
from borgerforloeb.disclosures.package import Package
from borgerforloeb.disclosures.recipients import Recipient
from borgerforloeb.disclosures.screening import Watch
from borgerforloeb.documents.actions import store
from borgerforloeb.documents.models import StoredDocument
from roles.permissions import Access, Permission


def begun(
    course: Course,
    package: Package,
    recipient: Recipient,
    *,
    by: User,
    at: datetime,
    state: str = "",
    large_type: bool = False,
) -> Disclosure:
    """`state` stands for the text where something else tells whether it is the same."""
    return Disclosure.objects.create(
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
        fingerprint=state or package.fingerprint,
        large_type=large_type,
        made_by=by,
        made_at=at,
        **recipient.ids,
    )


def close(
    row: Disclosure,
    package: Package,
    findings: list[Finding],
    watch: Watch,
    *,
    by: User,
    at: datetime,
    footer: str,
) -> StoredDocument:
    """Drawn, kept byte for byte, and from then on unchangeable."""
    document = store(
        package.draw(cleared(package, findings), f"{footer} · nr. {row.number}", at, row.large_type),
        kind="disclosure",
        owner_key=str(row.pk),
        edition=row.edition,
        made_at=at,
        course_id=row.course_id,
        citizen_id=row.about_id,
    )
    row.document, row.status = document, Disclosure.Status.RELEASED
    row.released_by, row.released_at, row.protected = by, at, sorted(watch.protected)
    row.save()
    return document


def reads_all(user: User, access: Access, disclosure: Disclosure) -> bool:
    """Whether somebody may read every row that stands in it.

    Whoever noted a consent, or printed it to be signed, has said its words to the citizen.
    """
    if not access.may(disclosure.needs):
        return False
    if disclosure.paper == "consent" and disclosure.made_by_id == user.pk:
        return access.knows(disclosure.about_id)
    return all(
        access.may_read(_uuid(item["person"]), item["domain"], item["level"]) for item in disclosure.items
    )


def is_held_back(access: Access, disclosure: Disclosure, protected: Collection[UUID]) -> bool:
    """Whether a copy is older than a protection: it may tell where somebody is, and nobody has looked for it.

    `protected` are those of today; who may see where they live may open it.
    """
    is_older = not set(protected) <= set(disclosure.protected)
    return disclosure.document_id is not None and is_older and not access.may(Permission.REVEAL_NUMBER)


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
