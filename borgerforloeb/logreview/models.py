"""What the log reviewer looks at: openings that a rule found, the employee's answer, and a verdict."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from borgerforloeb.citizens.models import Course
from roles.gate import OpenTo
from roles.models import Judged

ANSWER_WITHIN = timedelta(days=7)


class ReviewRule(models.Model):
    """One thing that is looked for each night. What counts as many is data, not code."""

    class Code(models.TextChoices):
        SAME_NAME = "same_name", "Samme efternavn som borgeren"
        SAME_ADDRESS = "same_address", "Samme adresse eller vej som borgeren"
        STAFF_CITIZEN = "staff_citizen", "En kollega er borger i forløbet"
        OUTSIDE = "outside", "Åbnet alene ved nødadgang eller som leder"
        FIELDS = "fields", "Åbnet uden for eget fagområde"
        BARRED = "barred", "Forsøgt, selv om forløbet er lukket for medarbejderen"
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
    # As it stands now; what it was before stands in the log.
    why = models.CharField("hvorfor ændret", max_length=200, blank=True)
    changed_on = models.DateField("ændret", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ændret af",
    )

    class Meta:
        verbose_name = "regel for logkontrol"
        verbose_name_plural = "regler for logkontrol"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.get_code_display()


class ReviewNight(models.Model):
    """What one day's log held when it was looked through: what the sample is a share of."""

    day = models.DateField("dag", primary_key=True)
    openings = models.PositiveIntegerField("åbninger")
    drawn = models.PositiveIntegerField("i stikprøven")

    class Meta:
        verbose_name = "nat i logkontrollen"
        verbose_name_plural = "nætter i logkontrollen"

    def __str__(self) -> str:
        return f"{self.day}: {self.drawn} af {self.openings}"


class FlagQuerySet(models.QuerySet["Flag"]):
    def in_force(self, day: date) -> "FlagQuerySet":
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), set_on__lte=day, until__gte=day)

    def open_to(self, user: models.Model) -> "FlagQuerySet":
        """Who is kept out of a course does not hear that it is looked at."""
        return self.filter(OpenTo(user.pk, course="course_id"))


class Flag(models.Model):
    """A course that the press writes of, or that is looked at for another reason, until a day.

    Its number stands here for those who set it: they have no way into the course.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="forløb")
    course_number = models.CharField("forløbsnummer", max_length=12)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="sat af"
    )
    set_on = models.DateField("sat")
    why = models.CharField("hvorfor", max_length=200)
    until = models.DateField("til og med")
    ended_on = models.DateField("fjernet før tid", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fjernet af",
    )
    end_reason = models.CharField("hvorfor fjernet", max_length=200, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = "opmærksomhed om et forløb"
        verbose_name_plural = "opmærksomhed om forløb"
        ordering = ["until", "id"]
        constraints = [
            models.CheckConstraint(
                name="flag_ends_after_it_begins",
                condition=Q(until__gte=models.F("set_on")),
                violation_error_message="Vælg i dag eller en senere dag.",
            ),
            models.CheckConstraint(
                name="flag_ended_as_a_whole",
                condition=Q(ended_on=None, ended_by=None, end_reason="")
                | Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                violation_error_message="Skriv, hvorfor det ikke længere er nødvendigt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_number} til {self.until}"


class ReviewCaseQuerySet(models.QuerySet["ReviewCase"]):
    def open(self) -> "ReviewCaseQuerySet":
        return self.filter(verdict="")

    def waiting_for(self, user: models.Model) -> "ReviewCaseQuerySet":
        """What that employee has been asked and has not answered."""
        return self.open().filter(user=user.pk, answer="").exclude(asked_at=None)

    def open_to(self, user: models.Model) -> "ReviewCaseQuerySet":
        """None about a course or a person that is closed to the one who looks."""
        return self.filter(OpenTo(user.pk, course="course_id", persons="person_ids"))

    def for_reviewer(self, user: models.Model) -> "ReviewCaseQuerySet":
        """One's own uses are for a colleague to look at, and so are those of what is closed to oneself."""
        return self.open_to(user).exclude(user=user.pk)


class ReviewCase(Judged):
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

    @property
    def answer_due_on(self) -> date | None:
        return localdate(self.asked_at) + ANSWER_WITHIN if self.asked_at else None

    def is_unanswered(self, today: date) -> bool:
        """Asked, and past the day by which the answer was to come."""
        due_on = self.answer_due_on
        return due_on is not None and due_on < today and not self.answer and not self.verdict

    @property
    def asked_about(self) -> str:
        """What the employee hears of the rule: who is kept out of a course is not told that there is one."""
        if self.rule == ReviewRule.Code.BARRED:
            return "Søgt eller forsøgt uden for egne forløb"
        return str(self.get_rule_display())
