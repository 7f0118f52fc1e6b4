from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

# For a notice that names no course: whoever is told may not know of it, or does not any more.
NO_COURSE = UUID(int=0)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_user(self, user: models.Model) -> "NoticeQuerySet":
        return self.filter(recipient=user.pk, settled_at=None)

    def undelivered(self, now: datetime) -> "NoticeQuerySet":
        waited = models.Q(try_after=None) | models.Q(try_after__lte=now)
        return self.filter(waited, mailed_at=None, settled_at=None, dead=False)


class Notice(models.Model):
    """A reminder (påmindelse) that one person must see once. The text of the case stays where it is."""

    kind = models.CharField("art", max_length=40)
    object_key = models.CharField("genstand", max_length=80)
    due_on = models.DateField("frist")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="modtager"
    )
    course_id = models.UUIDField("forløb")
    path = models.CharField("adresse i systemet", max_length=200)
    created_at = models.DateTimeField("oprettet", db_default=Now(), editable=False)
    mailed_at = models.DateTimeField("sendt", null=True, blank=True)
    try_after = models.DateTimeField("prøves igen efter", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    dead = models.BooleanField("opgivet", default=False)
    settled_at = models.DateTimeField("klaret", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "påmindelse"
        verbose_name_plural = "påmindelser"
        ordering = ["due_on", "id"]
        constraints = [
            # One effect each: however often the beat rings or a worker dies, a person is told once.
            models.UniqueConstraint(name="notice_once", fields=["kind", "object_key", "due_on", "recipient"]),
        ]
        indexes = [
            models.Index(
                name="notice_undelivered",
                fields=["id"],
                condition=models.Q(mailed_at=None, settled_at=None, dead=False),
            ),
            models.Index(
                name="notice_of_recipient",
                fields=["recipient", "due_on"],
                condition=models.Q(settled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key} {self.due_on}"
