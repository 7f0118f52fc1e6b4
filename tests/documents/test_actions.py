from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from borgerforloeb.documents import actions
from borgerforloeb.documents.engine import Pdf
from borgerforloeb.documents.models import StoredDocument

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
CONTENT = b"%PDF-1.7 \x00\xff"
pytestmark = pytest.mark.django_db


def store(content=CONTENT, *, edition="citizen"):
    pdf = Pdf(content, pages=2, title="Plan")
    return actions.store(pdf, kind="disclosure", owner_key="1", edition=edition, made_at=NOW)


def test_a_document_is_kept_byte_for_byte():
    store()

    stored = StoredDocument.objects.get()
    assert bytes(stored.content) == CONTENT
    assert (stored.sha256, stored.pages) == (sha256(CONTENT).hexdigest(), 2)
    assert stored.is_intact()


def test_one_for_each_owner_and_edition():
    store()

    assert store(edition="authority").pk
    with pytest.raises(IntegrityError), transaction.atomic():
        store(b"something else")


def test_a_stored_document_never_changes():
    stored = store()

    with pytest.raises(ProgrammingError), transaction.atomic():
        StoredDocument.objects.filter(pk=stored.pk).update(title="En anden")
    with pytest.raises(ProgrammingError), transaction.atomic():
        StoredDocument.objects.all().delete()
    assert StoredDocument.objects.get().title == "Plan"
