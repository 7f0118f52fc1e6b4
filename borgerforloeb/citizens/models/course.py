from uuid import uuid4

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from borgerforloeb.accounts.models import OrgUnit


@pghistory.track()
class Course(models.Model):
    """Et sammenhængende borgerforløb: the one course that all departments share."""

    class Kind(models.TextChoices):
        ADULT = "adult", "voksen"
        YOUTH = "youth", "ung"
        FAMILY = "family", "familie"

    class Status(models.TextChoices):
        RUNNING = "running", "i gang"
        PAUSED = "paused", "pause"
        CLOSED = "closed", "afsluttet"

    class EndGoal(models.TextChoices):
        JOB = "job", "job"
        FLEXJOB = "flexjob", "fleksjob"
        EDUCATION = "education", "uddannelse"
        UNDECIDED = "undecided", "endnu ikke afklaret"

    class Closing(models.TextChoices):
        JOB = "job", "job"
        FLEXJOB = "flexjob", "fleksjob"
        EDUCATION = "education", "uddannelse"
        CLARIFIED = "clarified", "afklaret"
        MOVED = "moved", "flyttet"
        UNWANTED = "unwanted", "ønsker ikke mere"
        DEAD = "dead", "død"
        OTHER = "other", "andet"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField("forløbsnummer", max_length=12, unique=True, editable=False)
    kind = models.CharField("slags", max_length=8, choices=Kind)
    name = models.CharField("navn", max_length=240, help_text="Borgerens navn, eller familiens.")
    status = models.CharField("status", max_length=8, choices=Status, default=Status.RUNNING)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="courses", verbose_name="ansvarlig enhed")
    entry_reason = models.TextField("hvorfor et samlet forløb", max_length=2000)
    first_contact_on = models.DateField("første kontakt")
    opened_on = models.DateField("begyndt")
    end_goal = models.CharField("slutmål", max_length=10, choices=EndGoal, default=EndGoal.UNDECIDED)
    paused_on = models.DateField("på pause fra", null=True, blank=True)
    pause_reason = models.CharField("hvorfor pause", max_length=300, blank=True)
    closed_on = models.DateField("afsluttet", null=True, blank=True)
    closing = models.CharField("afsluttet med", max_length=10, choices=Closing, blank=True)
    closing_reason = models.TextField("hvorfor afsluttet", max_length=2000, blank=True)
    persons: models.ManyToManyField = models.ManyToManyField(
        "Citizen", through="CoursePerson", related_name="courses"
    )

    class Meta:
        verbose_name = "forløb"
        verbose_name_plural = "forløb"
        constraints = [
            models.CheckConstraint(
                name="course_opens_after_first_contact",
                condition=Q(opened_on__gte=F("first_contact_on")),
                violation_error_message="Forløbet kan ikke begynde før den første kontakt.",
            ),
            models.CheckConstraint(
                name="course_closed_with_date_and_result",
                condition=Q(status="closed", closed_on__isnull=False) & ~Q(closing="")
                | ~Q(status="closed") & Q(closed_on=None, closing=""),
                violation_error_message="Et afsluttet forløb skal have dato og resultat.",
            ),
            models.CheckConstraint(
                name="course_paused_with_date",
                condition=Q(status="paused", paused_on__isnull=False) | ~Q(status="paused"),
                violation_error_message="En pause skal have en dato.",
            ),
            models.CheckConstraint(
                name="course_closes_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="Forløbet kan ikke afsluttes, før det er begyndt.",
            ),
        ]
        indexes = [models.Index(fields=["status", "opened_on"], name="course_by_status")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pages:course", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


@pghistory.track()
class CoursePerson(models.Model):
    """A citizen in a course. An adult or youth course has one; a family has its members."""

    class Part(models.TextChoices):
        MAIN = "main", "borgeren"
        PARENT = "parent", "forælder"
        CHILD = "child", "barn"
        OTHER = "other", "anden i familien"

    course = models.ForeignKey(Course, models.PROTECT, related_name="memberships", verbose_name="forløb")
    citizen = models.ForeignKey("Citizen", models.PROTECT, related_name="memberships", verbose_name="borger")
    part = models.CharField("rolle i forløbet", max_length=8, choices=Part, default=Part.MAIN)
    starts_on = models.DateField("med fra")
    ends_on = models.DateField("med til og med", null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="tilføjet af"
    )

    class Meta:
        verbose_name = "person i forløbet"
        verbose_name_plural = "personer i forløbet"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="courseperson_once",
                fields=["course", "citizen"],
                condition=Q(ends_on=None),
                violation_error_message="Borgeren er allerede med i forløbet.",
            ),
            models.CheckConstraint(
                name="courseperson_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Borgeren kan ikke holde op, før borgeren er begyndt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} i {self.course_id}"
