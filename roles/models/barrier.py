"""What keeps an employee out of a course, whatever the assignment says; nobody can override it."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from borgerforloeb.citizens.models import Citizen


class StaffCitizenQuerySet(models.QuerySet["StaffCitizen"]):
    def in_force(self) -> "StaffCitizenQuerySet":
        return self.filter(ended_on=None)


@pghistory.track()
class StaffCitizen(models.Model):
    """An employee who is a citizen here as well: own case and family's cases are closed to that employee."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="medarbejder"
    )
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="borger")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noteret af"
    )
    noted_on = models.DateField("noteret")
    # A note that was a mistake; a marriage that ends is still one.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="rettet af",
    )
    ended_on = models.DateField("rettet", null=True, blank=True)
    end_reason = models.CharField("hvorfor rettet", max_length=300, blank=True)

    objects = StaffCitizenQuerySet.as_manager()

    class Meta:
        verbose_name = "medarbejder, der er borger"
        verbose_name_plural = "medarbejdere, der er borgere"
        ordering = ["-noted_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="staffcitizen_once",
                fields=["user", "citizen"],
                condition=Q(ended_on=None),
                violation_error_message="Det er allerede noteret.",
            ),
            models.CheckConstraint(
                name="staffcitizen_ended_by_somebody",
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                violation_error_message="Skriv både hvornår og af hvem det er rettet.",
            ),
        ]
        indexes = [models.Index(fields=["citizen"], name="staffcitizen_by_citizen")]

    def __str__(self) -> str:
        return f"{self.user_id} er {self.citizen_id}"


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self) -> "BlockQuerySet":
        return self.filter(lifted_on=None)


@pghistory.track()
class Block(models.Model):
    """A citizen's wish that one employee has nothing to do with the citizen; no register knows why."""

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="blocks", verbose_name="borger")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="medarbejder"
    )
    why = models.CharField("borgerens ønske", max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="spærret af"
    )
    set_on = models.DateField("spærret")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ophævet af",
    )
    lifted_on = models.DateField("ophævet", null=True, blank=True)
    lift_reason = models.CharField("hvorfor ophævet", max_length=300, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = "spærring"
        verbose_name_plural = "spærringer"
        ordering = ["-set_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="block_once",
                fields=["user", "citizen"],
                condition=Q(lifted_on=None),
                violation_error_message="Medarbejderen er allerede spærret.",
            ),
            models.CheckConstraint(
                name="block_lifted_by_somebody",
                condition=Q(lifted_on=None, lifted_by=None)
                | Q(lifted_on__gte=F("set_on"), lifted_by__isnull=False),
                violation_error_message="Skriv både hvornår og af hvem spærringen er ophævet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} spærret hos {self.citizen_id}"
