from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from borgerforloeb.documents.engine import Pdf
from borgerforloeb.documents.models import StoredDocument


def store_once(
    make: Callable[[], Pdf],
    *,
    kind: str,
    owner_key: str,
    edition: str = "",
    made_at: datetime,
    course_id: UUID | None = None,
    citizen_id: UUID | None = None,
) -> StoredDocument:
    """The stored document of this owner and edition; `make` is called the first time and never again.

    The caller has fetched the owner through its own gate, and records the print.
    """
    name = {"kind": kind, "owner_key": owner_key, "edition": edition}
    if stored := StoredDocument.objects.filter(**name).first():
        return stored
    with transaction.atomic():
        _wait_for_whoever_makes(name)
        if stored := StoredDocument.objects.filter(**name).first():
            return stored
        pdf = make()
        return StoredDocument.objects.create(
            **name,
            title=pdf.title,
            content=pdf.content,
            sha256=sha256(pdf.content).hexdigest(),
            pages=pdf.pages,
            made_at=made_at,
            course_id=course_id,
            citizen_id=citizen_id,
        )


def _wait_for_whoever_makes(name: dict[str, str]) -> None:
    """Two people who print at the same moment share one rendering; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["/".join(name.values())])
