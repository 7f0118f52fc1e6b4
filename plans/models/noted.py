from django.conf import settings
from django.db import models
from django.db.models import Q


class NotedDown(models.Model):
    """What somebody noted; by mistake, it stays, with why it was taken back."""

    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af"
    )
    taken_back_on = models.DateField("taget tilbage", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="taget tilbage af"
    )
    taken_back_why = models.CharField("hvorfor", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_taken_back_with_reason",
                condition=Q(taken_back_on=None, taken_back_by=None, taken_back_why="")
                | (Q(taken_back_on__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_why="")),
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ]

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_on is not None
