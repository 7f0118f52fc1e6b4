from datetime import date
from uuid import uuid4

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from borgerforloeb.accounts.sorting import danish
from borgerforloeb.citizens.numbers import PersonalNumber, lookup_key


def years_old(born_on: date | None, on: date) -> int | None:
    """Whole years on that day; a birthday on 29 February is reached on 1 March in other years."""
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


@pghistory.track()
class Citizen(models.Model):
    """A person whom a course is about. The CPR number is a dated attribute, never the key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first_names = models.CharField("fornavne", max_length=120)
    last_name = models.CharField("efternavn", max_length=120)
    born_on = models.DateField("født", null=True, blank=True)
    died_on = models.DateField("død", null=True, blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    email = models.EmailField("e-mail", blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("postnummer", max_length=4, blank=True)
    city = models.CharField("by", max_length=60, blank=True)
    protected_address = models.BooleanField("navne- og adressebeskyttet", default=False)
    protection_lifted_on = models.DateField("beskyttelsen ophævet", null=True, blank=True)
    language = models.CharField("sprog", max_length=40, default="dansk")
    needs_interpreter = models.BooleanField("har brug for tolk", default=False)
    exempt_from_digital_post = models.BooleanField("fritaget for Digital Post", default=False)
    version = models.PositiveIntegerField("gemt gang", default=0)

    class Meta:
        verbose_name = "borger"
        verbose_name_plural = "borgere"
        indexes = [
            models.Index(danish("last_name"), danish("first_names"), name="citizen_danish_order"),
            GinIndex(OpClass(Lower("first_names"), name="gin_trgm_ops"), name="citizen_first_names_part"),
            GinIndex(OpClass(Lower("last_name"), name="gin_trgm_ops"), name="citizen_last_name_part"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_names} {self.last_name}"

    @property
    def first_name(self) -> str:
        return self.first_names.split(" ", 1)[0]

    def age(self, on: date) -> int | None:
        return years_old(self.born_on, on)


class CitizenNumberQuerySet(models.QuerySet["CitizenNumber"]):
    def in_force(self) -> "CitizenNumberQuerySet":
        return self.filter(valid_to=None)

    def reading(self, number: PersonalNumber) -> "CitizenNumberQuerySet":
        """Whoever has or has had that number; the one who has it now comes first."""
        return self.filter(lookup=lookup_key(number.digits)).order_by(
            F("valid_to").desc(nulls_first=True), "-id"
        )


class CitizenNumber(models.Model):
    """A CPR or replacement number: encrypted, found by keyed hash, shown masked, kept when it changes."""

    class Kind(models.TextChoices):
        CPR = "cpr", "CPR-nummer"
        REPLACEMENT = "replacement", "erstatningsnummer"

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="numbers", verbose_name="borger")
    kind = models.CharField("art", max_length=12, choices=Kind)
    encrypted = models.BinaryField("krypteret")
    lookup = models.CharField("opslag", max_length=64)
    date_part = models.CharField("fødselsdato-del", max_length=6)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til og med", null=True, blank=True)

    objects = CitizenNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "personnummer"
        verbose_name_plural = "personnumre"
        constraints = [
            models.UniqueConstraint(
                name="number_one_in_force_per_citizen",
                fields=["citizen"],
                condition=Q(valid_to=None),
                violation_error_message="Borgeren har allerede et gældende nummer.",
            ),
            models.UniqueConstraint(
                name="number_belongs_to_one",
                fields=["lookup"],
                condition=Q(valid_to=None),
                violation_error_message="Nummeret hører til en anden borger.",
            ),
            models.CheckConstraint(
                name="number_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Nummeret kan ikke ophøre, før det gælder.",
            ),
        ]
        indexes = [models.Index(fields=["lookup"], name="number_lookup")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return f"{self.date_part}-••••"
