from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import ProgrammingError, transaction

from borgerforloeb.documents.actions import store_once
from borgerforloeb.documents.engine import Pdf
from borgerforloeb.documents.models import StoredDocument

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def store(content=b"%PDF-1.7 \x00\xff", *, edition="citizen", calls=None):
    def make():
        if calls is not None:
            calls.append(1)
        return Pdf(content, pages=2, title="Plan")

    return store_once(make, kind="plan", owner_key="planversion:1", edition=edition, made_at=NOW)


def test_a_document_is_made_once_and_served_byte_for_byte():
    calls = []
    first = store(calls=calls)

    again = store(b"something else", calls=calls)

    assert calls == [1]
    assert again.pk == first.pk
    stored = StoredDocument.objects.get()
    assert bytes(stored.content) == b"%PDF-1.7 \x00\xff"
    assert stored.sha256 == sha256(b"%PDF-1.7 \x00\xff").hexdigest()
    assert stored.pages == 2
    assert stored.is_intact()


def test_each_edition_is_its_own_document():
    assert store().pk != store(edition="authority").pk


def test_a_stored_document_never_changes():
    stored = store()

    with pytest.raises(ProgrammingError), transaction.atomic():
        StoredDocument.objects.filter(pk=stored.pk).update(title="En anden")
    with pytest.raises(ProgrammingError), transaction.atomic():
        StoredDocument.objects.all().delete()
    assert StoredDocument.objects.get().title == "Plan"


def test_serving_again_is_one_query(django_assert_num_queries):
    store()

    with django_assert_num_queries(1):
        store()
