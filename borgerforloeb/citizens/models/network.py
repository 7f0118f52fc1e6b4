import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.sorting import danish


class FamilyRelationQuerySet(models.QuerySet["FamilyRelation"]):
    def noted(self) -> "FamilyRelationQuerySet":
        """What is or has been so; what was noted by mistake never was."""
        return self.filter(corrected_on=None)


@pghistory.track()
class FamilyRelation(models.Model):
    """`citizen` is the <kind> of `relative`; custody is a dated fact about a parent and a child.

    What has ended still keeps an employee out of the case; what was noted by mistake does so no more.
    """

    class Kind(models.TextChoices):
        PARENT = "parent", "forælder til"
        SPOUSE = "spouse", "ægtefælle eller samlever til"
        FORMER_SPOUSE = "former_spouse", "tidligere ægtefælle eller samlever til"
        SIBLING = "sibling", "søskende til"
        GUARDIAN = "guardian", "værge for"
        OTHER = "other", "anden slægtning til"

    citizen = models.ForeignKey("Citizen", models.PROTECT, related_name="relations", verbose_name="borger")
    relative = models.ForeignKey("Citizen", models.PROTECT, related_name="relations_to", verbose_name="til")
    kind = models.CharField("relation", max_length=14, choices=Kind)
    has_custody = models.BooleanField("har forældremyndighed", default=False)
    lives_together = models.BooleanField("bor sammen", default=False)
    starts_on = models.DateField("fra", null=True, blank=True)
    ends_on = models.DateField("til og med", null=True, blank=True)
    corrected_on = models.DateField("noteret ved en fejl, rettet", null=True, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="rettet af",
    )
    correction_reason = models.CharField("hvorfor rettet", max_length=300, blank=True)

    objects = FamilyRelationQuerySet.as_manager()

    class Meta:
        verbose_name = "familierelation"
        verbose_name_plural = "familierelationer"
        constraints = [
            models.UniqueConstraint(
                name="relation_once",
                fields=["citizen", "relative", "kind"],
                condition=Q(ends_on=None, corrected_on=None),
                violation_error_message="Relationen er allerede noteret.",
            ),
            models.CheckConstraint(
                name="relation_corrected_by_somebody_for_a_reason",
                condition=Q(corrected_on=None, corrected_by=None, correction_reason="")
                | Q(corrected_on__isnull=False, corrected_by__isnull=False) & ~Q(correction_reason=""),
                violation_error_message="Skriv, hvem der har rettet relationen og hvorfor.",
            ),
            models.CheckConstraint(
                name="relation_between_two",
                condition=~Q(citizen=F("relative")),
                violation_error_message="En borger kan ikke være i familie med sig selv.",
            ),
            models.CheckConstraint(
                name="custody_is_for_parents_and_guardians",
                condition=Q(has_custody=False) | Q(kind__in=["parent", "guardian"]),
                violation_error_message="Kun en forælder eller værge kan have forældremyndighed.",
            ),
            models.CheckConstraint(
                name="relation_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Relationen kan ikke ophøre, før den begynder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.kind} {self.relative_id}"


@pghistory.track()
class NetworkPerson(models.Model):
    """Somebody around the citizen who has no account: a sister, a coach, a nurse in the region."""

    class Side(models.TextChoices):
        PRIVATE = "private", "privat netværk"
        PROFESSIONAL = "professional", "fagperson"

    course = models.ForeignKey("Course", models.PROTECT, related_name="network", verbose_name="forløb")
    citizen = models.ForeignKey("Citizen", models.PROTECT, related_name="network", verbose_name="borger")
    side = models.CharField("art", max_length=12, choices=Side)
    name = models.CharField("navn", max_length=120)
    relation = models.CharField(
        "hvem er det", max_length=80, help_text="For eksempel søster, træner, egen læge."
    )
    organisation = models.CharField("arbejdssted", max_length=120, blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    email = models.EmailField("e-mail", blank=True)
    contribution = models.CharField("hjælper med", max_length=300, blank=True)
    ended_on = models.DateField("ikke længere med fra", null=True, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)

    class Meta:
        verbose_name = "netværksperson"
        verbose_name_plural = "netværkspersoner"
        ordering = ["side", danish("name")]

    def __str__(self) -> str:
        return self.name
