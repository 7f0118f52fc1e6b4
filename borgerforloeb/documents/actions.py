from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from borgerforloeb.documents.engine import Pdf
from borgerforloeb.documents.models import StoredDocument


@transaction.atomic
def store_once(
    make: Callable[[], Pdf],
    *,
    kind: str,
    owner_key: str,
    edition: str = "",
    title: str,
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
    with connection.cursor() as cursor:
        # Two people who print at the same moment wait for one rendering; the lock ends with the transaction.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["/".join(name.values())])
    if stored := StoredDocument.objects.filter(**name).first():
        return stored
    pdf = make()
    return StoredDocument.objects.create(
        **name,
        title=title,
        content=pdf.content,
        sha256=sha256(pdf.content).hexdigest(),
        pages=pdf.pages,
        made_at=made_at,
        course_id=course_id,
        citizen_id=citizen_id,
    )
