from datetime import datetime
from hashlib import sha256
from uuid import UUID

from borgerforloeb.documents.engine import Pdf
from borgerforloeb.documents.models import StoredDocument


def store(
    pdf: Pdf,
    *,
    kind: str,
    owner_key: str,
    edition: str = "",
    made_at: datetime,
    course_id: UUID | None = None,
    citizen_id: UUID | None = None,
) -> StoredDocument:
    """Byte for byte as it was made; one for each owner and edition.

    The caller has fetched the owner through its own gate, and records the print.
    """
    return StoredDocument.objects.create(
        kind=kind,
        owner_key=owner_key,
        edition=edition,
        title=pdf.title,
        content=pdf.content,
        sha256=sha256(pdf.content).hexdigest(),
        pages=pdf.pages,
        made_at=made_at,
        course_id=course_id,
        citizen_id=citizen_id,
    )
