"""That somebody has looked through what an employee can open; what nobody looks at grows old unseen."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AccessReview(models.Model):
    """One employee, looked through by another on a day. It is never changed: the next one is a new row."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="medarbejder"
    )
    looked_on = models.DateField("gennemgået")
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gennemgået af"
    )
    accesses = models.PositiveIntegerField("adgange den dag")
    note = models.CharField("note", max_length=300, blank=True)

    class Meta:
        verbose_name = "gennemgang af adgange"
        verbose_name_plural = "gennemgange af adgange"
        ordering = ["-looked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="access_looked_through_once_a_day",
                fields=["user", "looked_on"],
                violation_error_message="Adgangene er allerede gennemgået i dag.",
            ),
            models.CheckConstraint(
                name="access_not_looked_through_by_oneself",
                condition=~Q(looked_by=F("user")),
                violation_error_message="En anden gennemgår ens egne adgange.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} den {self.looked_on}"
