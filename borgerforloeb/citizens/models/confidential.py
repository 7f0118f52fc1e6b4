from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class Domain(models.TextChoices):
    """The field that a text belongs to: who may read it follows from this, person by person."""

    COMMON = "common", "fælles"
    EMPLOYMENT = "employment", "beskæftigelse"
    SOCIAL = "social", "social"
    HEALTH = "health", "sundhed"
    FAMILY = "family", "familie og barn"
    SCHOOL = "school", "skole"
    HOUSING = "housing", "bolig"
    ECONOMY = "economy", "økonomi"


class Level(models.TextChoices):
    COMMON = "common", "alle om borgeren"
    DOMAIN = "domain", "kun fagområdet"
    SHIELDED = "shielded", "skærmet, kun navngivne"


STAYS_SHIELDED = (
    "Skærmet tekst bliver ved med at være skærmet, for én alene kan ikke åbne den for flere. "
    "Skriv det, som andre må vide, som en ny tekst."
)


class Confidential(models.Model):
    """A row whose unit of confidentiality is (course, person, domain). No person means all of the course."""

    person = models.ForeignKey(
        "citizens.Citizen",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="hvem det handler om",
    )
    domain = models.CharField("område", max_length=12, choices=Domain, default=Domain.COMMON)
    level = models.CharField("hvem må læse", max_length=10, choices=Level, default=Level.COMMON)

    class Meta:
        abstract = True

    @property
    def marks(self) -> dict[str, Any]:
        """Whom it is about and who may read it, as the columns of another row that tells of it."""
        return {"person_id": self.person_id, "domain": self.domain, "level": self.level}

    @property
    def field_and_level(self) -> dict[str, Any]:
        """As the log tells of a use of this row alone."""
        return {"domain": self.domain, "level": self.level}


def refuse_opened(row: Confidential, level: str) -> None:
    """What was written for the few that are named is not shown to more because one of them says so."""
    if row.level == Level.SHIELDED and level != Level.SHIELDED:
        raise ValidationError({"level": STAYS_SHIELDED})
