"""What somebody else thought of it afterwards: of an access that one took, of a use that a rule found."""

from django.conf import settings
from django.db import models


class Judged(models.Model):
    """The verdict itself has words of its own in each; who judged, and on what, is told alike."""

    verdict_words = models.TextField("ord til vurderingen", max_length=1000, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vurderet af",
    )

    class Meta:
        abstract = True
