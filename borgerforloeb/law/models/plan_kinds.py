"""Which plans the laws ask for, of whom, and what must stand in each: rows with dates, never code."""

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.sorting import danish
from borgerforloeb.law.models.acts import Dated, DatedQuerySet, Section

CODE = [RegexValidator(r"^[a-z0-9_]+$", "Brug små bogstaver, tal og understreg")]


def ends_after_start(name: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=message,
    )


@pghistory.track()
class Situation(Dated):
    """What may hold for a citizen and decides which law applies: a benefit, how somebody lives, a support."""

    class Group(models.TextChoices):
        BENEFIT = "benefit", "forsørgelse"
        LIFE = "life", "livssituation"
        SUPPORT = "support", "støtte til barn eller ung"

    code = models.CharField("kode", max_length=24, unique=True, validators=CODE)
    name = models.CharField("hvad der gælder", max_length=120)
    group = models.CharField("slags", max_length=8, choices=Group)
    domain = models.CharField("område", max_length=12)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "omstændighed"
        verbose_name_plural = "omstændigheder"
        ordering = ["group", danish("name")]
        constraints = [
            ends_after_start("situation_ends_after_start", "Den kan ikke ophøre, før den begynder.")
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class PlanKind(Dated):
    """A plan that a law asks for, and of whom. The same code again is the same plan under a later rule."""

    class Duty(models.TextChoices):
        MUST = "must", "skal laves"
        OFFER = "offer", "skal tilbydes"
        CONSIDER = "consider", "skal overvejes"

    code = models.CharField("kode", max_length=24, validators=CODE)
    name = models.CharField("plan", max_length=120)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="paragraf"
    )
    duty = models.CharField("pligt", max_length=8, choices=Duty)
    when = models.ManyToManyField(Situation, related_name="plan_kinds", verbose_name="når mindst én gælder")
    from_age = models.PositiveSmallIntegerField("fra alder", null=True, blank=True)
    to_age = models.PositiveSmallIntegerField("til og med alder", null=True, blank=True)
    # Empty: no law lets this plan be a part of a common one, so it is made beside it.
    merged_by = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kan indgå i én plan efter",
    )
    note = models.CharField("bemærkning", max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "plan efter loven"
        verbose_name_plural = "planer efter loven"
        ordering = [danish("name"), "valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="plan_kind_once_per_start",
                fields=["code", "duty", "valid_from"],
                violation_error_message="Planen har allerede en regel fra den dag.",
            ),
            ends_after_start("plan_kind_ends_after_start", "Reglen kan ikke ophøre, før den begynder."),
            models.CheckConstraint(
                name="plan_kind_ages_in_order",
                condition=Q(from_age=None) | Q(to_age=None) | Q(to_age__gte=F("from_age")),
                violation_error_message="Alderen til og med kan ikke være lavere end alderen fra.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_for_age(self, age: int | None) -> bool:
        """Somebody whose age is not known is not left out: a plan too many is seen, one too few is not."""
        if age is None:
            return True
        return (self.from_age is None or age >= self.from_age) and (self.to_age is None or age <= self.to_age)


class Check(models.TextChoices):
    """How it is found out whether a requirement is met; `argument` says of what."""

    SECTION = "section", "et afsnit i planen er skrevet"
    GOAL = "goal", "et mål er sat, eventuelt på et område"
    GOAL_IN_OWN_WORDS = "goal_in_own_words", "målene siger hvorfor med borgerens ord"
    HELP = "help", "en indsats er nævnt, eventuelt efter en lov"
    HELP_PERIOD = "help_period", "hver indsats har en begyndelse og en varighed"
    FIELDS = "fields", "planen går på tværs af områder"
    FOLLOW_UP = "follow_up", "næste opfølgning er aftalt"
    CONTACT = "contact", "der står, hvem borgeren ringer til"
    AGREEMENT = "agreement", "borgeren selv har en aftale"
    CONFIRMED = "confirmed", "et menneske bekræfter det"


@pghistory.track()
class Requirement(Dated):
    """One thing that must stand in a plan of that kind."""

    kind = models.ForeignKey(
        PlanKind, models.PROTECT, related_name="requirements", verbose_name="plan efter loven"
    )
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    words = models.CharField("krav", max_length=200)
    source = models.CharField("står i", max_length=60, blank=True, help_text="Fx § 141, stk. 3, nr. 1")
    check_by = models.CharField("opfyldt, når", max_length=20, choices=Check)
    argument = models.CharField("hvilket", max_length=60, blank=True)
    from_age = models.PositiveSmallIntegerField("fra alder", null=True, blank=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "krav til en plan"
        verbose_name_plural = "krav til en plan"
        ordering = ["position", "id"]
        constraints = [
            ends_after_start("requirement_ends_after_start", "Kravet kan ikke ophøre, før det begynder."),
        ]

    def __str__(self) -> str:
        return self.words
