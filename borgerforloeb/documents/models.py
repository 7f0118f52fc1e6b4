from hashlib import sha256
from uuid import uuid4

import pgtrigger
from django.db import models


class StoredDocument(models.Model):
    """A printed page as it was given to somebody: it is kept byte for byte and never changes.

    No foreign keys to what it shows: this package lies below citizens and plans. Who may read it is
    decided by whoever knows the owner; a row is only ever fetched by an owner that has been through the gate.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField("art", max_length=40)
    owner_key = models.CharField("hører til", max_length=100)
    edition = models.CharField("udgave", max_length=40, blank=True)
    course_id = models.UUIDField("forløb", null=True)
    citizen_id = models.UUIDField("borger", null=True)
    title = models.CharField("titel", max_length=300)
    content = models.BinaryField("indhold")
    sha256 = models.CharField("fingeraftryk", max_length=64)
    pages = models.PositiveIntegerField("sider")
    made_at = models.DateTimeField("lavet")

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokumenter"
        indexes = [models.Index(fields=["course_id"], name="document_by_course")]
        constraints = [
            models.UniqueConstraint(
                name="document_once_per_owner",
                fields=["kind", "owner_key", "edition"],
                violation_error_message="Dokumentet er allerede lavet.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="document_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    def is_intact(self) -> bool:
        return sha256(self.content).hexdigest() == self.sha256
