from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

# For a notice that names no course: whoever is told may not know of it, or does not any more.
NO_COURSE = UUID(int=0)
# An administrator has given somebody a new password; told while it may be news.
NEW_WAY_IN = "account_new_way_in"
# Another address has been noted for somebody; told to the one before.
NEW_ADDRESS = "account_email_changed"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_user(self, user: models.Model) -> "NoticeQuerySet":
        return self.filter(recipient=user.pk, settled_at=None)

    def undelivered(self, now: datetime) -> "NoticeQuerySet":
        waited = models.Q(try_after=None) | models.Q(try_after__lte=now)
        return self.filter(waited, mailed_at=None, settled_at=None, dead=False)

    def laid_aside(self) -> "NoticeQuerySet":
        """Given up after five tries, and nobody has said what is to become of it."""
        return self.filter(laid_aside_at__isnull=False, settled_at=None, closed_at=None).order_by(
            "laid_aside_at", "pk"
        )

    def ever_laid_aside(self) -> "NoticeQuerySet":
        return self.filter(models.Q(laid_aside_at__isnull=False) | models.Q(tried_again=True))


class Notice(models.Model):
    """A reminder (påmindelse) that one person must see once. The text of the case stays where it is."""

    kind = models.CharField("art", max_length=40)
    object_key = models.CharField("genstand", max_length=80)
    due_on = models.DateField("frist")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="modtager"
    )
    # Where it goes, when that must not change between telling and sending; else the recipient's own.
    address = models.EmailField("mailadresse", blank=True, default="", db_default="")
    course_id = models.UUIDField("forløb")
    path = models.CharField("adresse i systemet", max_length=200)
    created_at = models.DateTimeField("oprettet", db_default=Now(), editable=False)
    mailed_at = models.DateTimeField("sendt", null=True, blank=True)
    try_after = models.DateTimeField("prøves igen efter", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    dead = models.BooleanField("opgivet", default=False)
    failed_with = models.CharField("fejlens art", max_length=80, blank=True, default="", db_default="")
    laid_aside_at = models.DateTimeField("lagt til side", null=True, blank=True)
    tried_again = models.BooleanField("sat til at blive prøvet igen", default=False, db_default=False)
    closed_at = models.DateTimeField("lukket", null=True, blank=True)
    closed_because = models.CharField(
        "hvorfor den er lukket", max_length=200, blank=True, default="", db_default=""
    )
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
            models.Index(
                name="notice_laid_aside",
                fields=["laid_aside_at", "id"],
                condition=models.Q(laid_aside_at__isnull=False, settled_at=None, closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key} {self.due_on}"

    @property
    def is_laid_aside(self) -> bool:
        return self.laid_aside_at is not None and self.settled_at is None and self.closed_at is None
