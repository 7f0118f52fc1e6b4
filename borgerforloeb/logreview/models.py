"""What the log reviewer looks at: openings that a rule found, the employee's answer, and a verdict."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from borgerforloeb.citizens.models import Course


class ReviewRule(models.Model):
    """One thing that is looked for each night. What counts as many is data, not code."""

    class Code(models.TextChoices):
        SAME_NAME = "same_name", "Samme efternavn som borgeren"
        SAME_ADDRESS = "same_address", "Samme adresse eller vej som borgeren"
        STAFF_CITIZEN = "staff_citizen", "En kollega er borger i forløbet"
        OUTSIDE = "outside", "Åbnet alene ved nødadgang eller som leder"
        MANY = "many", "Usædvanligt mange borgere på en dag"
        NIGHT = "night", "Åbnet om natten"
        IDLE = "idle", "Åbnet, uden at noget blev gjort"
        AFTER_END = "after_end", "Forsøgt, efter at tilknytningen sluttede"
        FLAGGED = "flagged", "Forløb, der er særlig opmærksomhed om"
        REFUSALS = "refusals", "Mange afvisninger på en time"
        SEARCHES = "searches", "Mange søgninger på CPR uden at finde nogen"
        SAMPLE = "sample", "Stikprøve"

    code = models.CharField("regel", max_length=20, choices=Code, primary_key=True)
    is_on = models.BooleanField("i brug", default=True)
    threshold = models.PositiveIntegerField("grænse", default=0)
    text = models.CharField("hvad grænsen betyder", max_length=160, blank=True)

    class Meta:
        verbose_name = "regel for logkontrol"
        verbose_name_plural = "regler for logkontrol"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.get_code_display()


class Flag(models.Model):
    """A course that the press writes of, or that is looked at for another reason, until a day."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="forløb")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="sat af"
    )
    why = models.CharField("hvorfor", max_length=200)
    until = models.DateField("til og med")

    class Meta:
        verbose_name = "opmærksomhed om et forløb"
        verbose_name_plural = "opmærksomhed om forløb"

    def __str__(self) -> str:
        return f"{self.course_id} til {self.until}"


class ReviewCaseQuerySet(models.QuerySet["ReviewCase"]):
    def open(self) -> "ReviewCaseQuerySet":
        return self.filter(verdict="")

    def waiting_for(self, user: models.Model) -> "ReviewCaseQuerySet":
        """What that employee has been asked and has not answered."""
        return self.open().filter(user=user.pk, answer="").exclude(asked_at=None)


class ReviewCase(models.Model):
    """What one rule found of one employee. Rows of the log by their numbers; never case text."""

    class Verdict(models.TextChoices):
        OK = "ok", "i orden"
        TALK = "talk", "en samtale med lederen"
        BREACH = "breach", "et brud"

    key = models.CharField("nøgle", max_length=120, unique=True)
    rule = models.CharField("regel", max_length=20, choices=ReviewRule.Code)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_cases", verbose_name="medarbejder"
    )
    course_id = models.UUIDField("forløb", null=True, blank=True)
    person_ids = ArrayField(models.UUIDField(), verbose_name="borgere", default=list, blank=True)
    event_ids = ArrayField(models.BigIntegerField(), verbose_name="rækker i loggen", default=list, blank=True)
    times = models.PositiveIntegerField("antal", default=1)
    first_at = models.DateTimeField("første")
    last_at = models.DateTimeField("sidste")
    found_on = models.DateField("fundet")
    asked_at = models.DateTimeField("spurgt", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="spurgt af",
    )
    answer = models.TextField("svar", blank=True, max_length=2000)
    answered_at = models.DateTimeField("svaret", null=True, blank=True)
    verdict = models.CharField("vurdering", max_length=6, choices=Verdict, blank=True)
    verdict_words = models.CharField("begrundelse", max_length=500, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vurderet af",
    )
    closed_at = models.DateTimeField("lukket", null=True, blank=True)

    objects = ReviewCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "sag i logkontrollen"
        verbose_name_plural = "sager i logkontrollen"
        ordering = ["found_on", "id"]
        indexes = [
            models.Index(name="review_open", fields=["found_on", "id"], condition=Q(verdict="")),
            models.Index(name="review_of_user", fields=["user"], condition=Q(verdict="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="review_not_judged_by_oneself",
                condition=Q(verdict_by=None) | ~Q(verdict_by=models.F("user")),
                violation_error_message="Man vurderer ikke sine egne opslag.",
            ),
            models.CheckConstraint(
                name="review_judged_as_a_whole",
                condition=Q(verdict="", verdict_by=None, closed_at=None)
                | ~Q(verdict="") & Q(verdict_by__isnull=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key
