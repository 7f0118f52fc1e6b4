"""The ledger of what has left the house: to whom, on what basis, and the very copy."""

from uuid import UUID, uuid4

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Consent, Course, NetworkPerson
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.law.models import Section
from roles.permissions import Permission, may_know

# Beside the permission to print: what somebody must hold to give this paper or to open its copy.
NEEDS = {"seen": Permission.TELL_WHO_LOOKED}


class Edition(models.TextChoices):
    """For whom something is made; each has its own rule of what may stand in it."""

    CITIZEN = "citizen", "borgerens udgave"
    FAMILY = "family", "familiemedlemmets egen udgave"
    CUSTODY = "custody", "udgave til forældremyndigheden"
    PARENT = "parent", "udgave til forælder uden forældremyndighed"
    PROFESSIONAL = "professional", "fagpersonens udgave"
    NETWORK = "network", "netværkspersonens udgave"
    AUTHORITY = "authority", "myndighedens udgave"


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, user: User) -> "DisclosureQuerySet":
        return self.filter(may_know(user, person="about_id"))


class Disclosure(models.Model):
    """One thing made for one recipient. Released or stopped, it never changes."""

    class Status(models.TextChoices):
        DRAFT = "draft", "ses igennem"
        WAITING = "waiting", "venter på en kollegas godkendelse"
        RELEASED = "released", "udleveret"
        STOPPED = "stopped", "stoppet"

    CLOSED = (Status.RELEASED, Status.STOPPED)

    class To(models.TextChoices):
        CITIZEN = "citizen", "borger"
        NETWORK = "network", "netværksperson"
        USER = "user", "kollega"
        AUTHORITY = "authority", "myndighed"
        SELF = "self", "arbejdskopi"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="disclosures", verbose_name="forløb")
    about = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="om hvem")
    what = models.CharField("hvad", max_length=80)
    source = models.CharField("kilde", max_length=80)
    version = models.PositiveIntegerField("version", null=True)
    edition = models.CharField("udgave", max_length=12, choices=Edition)
    to = models.CharField("slags modtager", max_length=9, choices=To)
    recipient = models.CharField("modtager", max_length=240)
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True, related_name="+", verbose_name="borger")
    network_person = models.ForeignKey(
        NetworkPerson, models.PROTECT, null=True, related_name="+", verbose_name="netværksperson"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="kollega"
    )
    basis = models.CharField("grundlag", max_length=300)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, related_name="disclosures", verbose_name="samtykke"
    )
    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="+", verbose_name="paragraf")
    # As the recipient reads it: a third larger.
    large_type = models.BooleanField("stor skrift", default=False)
    # Whose rows in which field at which level, and how many; never what they say.
    items = models.JSONField("indhold", default=list)
    fingerprint = models.CharField("fingeraftryk af teksten", max_length=64)
    status = models.CharField("tilstand", max_length=8, choices=Status, default=Status.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="lavet af"
    )
    made_at = models.DateTimeField("lavet")
    # Who showed the first of the two proofs; the second is somebody else's.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bedt godkendt af",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="godkendt af"
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="udleveret af"
    )
    released_at = models.DateTimeField("udleveret", null=True)
    stopped_why = models.CharField("hvorfor stoppet", max_length=300, blank=True)
    # Whose whereabouts it was screened for; the copy does not know of a protection that was noted later.
    protected = ArrayField(models.UUIDField(), verbose_name="beskyttede dengang", default=list)
    document = models.OneToOneField(
        StoredDocument, models.PROTECT, null=True, related_name="+", verbose_name="kopi"
    )

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = "udlevering"
        verbose_name_plural = "udleveringer"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["course", "-made_at"], name="disclosure_ledger")]
        constraints = [
            models.CheckConstraint(
                name="disclosure_has_one_recipient",
                condition=Q(to="citizen", citizen__isnull=False, network_person=None, user=None)
                | Q(to="network", citizen=None, network_person__isnull=False, user=None)
                | Q(to__in=["user", "self"], citizen=None, network_person=None, user__isnull=False)
                | Q(to="authority", citizen=None, network_person=None, user=None) & ~Q(recipient=""),
                violation_error_message="Vælg én modtager.",
            ),
            models.CheckConstraint(
                name="disclosure_has_a_basis",
                condition=~Q(basis=""),
                violation_error_message="Der skal stå, hvad udleveringen hviler på.",
            ),
            models.CheckConstraint(
                name="disclosure_approved_by_somebody_else",
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")),
                violation_error_message="En anden skal godkende.",
            ),
            models.CheckConstraint(
                name="disclosure_released_with_its_copy",
                condition=Q(
                    status="released",
                    document__isnull=False,
                    released_at__isnull=False,
                    released_by__isnull=False,
                )
                | ~Q(status="released") & Q(document=None, released_at=None, released_by=None),
                violation_error_message="En udlevering har sin kopi.",
            ),
            models.CheckConstraint(
                name="disclosure_stopped_with_why",
                condition=Q(status="stopped") & ~Q(stopped_why="") | ~Q(status="stopped") & Q(stopped_why=""),
                violation_error_message="Skriv, hvorfor udleveringen er stoppet.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="disclosure_closed_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=["released", "stopped"]),
            ),
            pgtrigger.Protect(name="disclosure_never_goes_away", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.what} til {self.to}"

    @property
    def is_closed(self) -> bool:
        return self.status in self.CLOSED

    @property
    def paper(self) -> str:
        """Which kind of paper it is: the first word of its source."""
        return self.source.partition(":")[0]

    @property
    def needs(self) -> Permission:
        return NEEDS.get(self.paper, Permission.PRINT)

    @property
    def persons(self) -> set[UUID]:
        """For the log: who gets it, whose it is, and everybody who has a row in it."""
        told = {
            self.about_id,
            self.citizen_id,
            *(UUID(item["person"]) for item in self.items if item["person"]),
        }
        return {pk for pk in told if pk is not None}

    @property
    def number(self) -> str:
        """What stands on the paper, and finds the row again."""
        return self.pk.hex[:8]


_SHUT = """
IF (SELECT status FROM disclosures_disclosure
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.disclosure_id ELSE NEW.disclosure_id END)
   IN ('released', 'stopped') THEN
    RAISE EXCEPTION 'a finding of a closed disclosure never changes';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class Finding(models.Model):
    """A place in the text that somebody must look at; the words themselves are read in their source."""

    class Kind(models.TextChoices):
        ADDRESS = "address", "adresse eller by"
        PHONE = "phone", "telefonnummer"
        EMAIL = "email", "e-mailadresse"
        INSTITUTION = "institution", "skole eller institution"
        NAME = "name", "en andens navn"
        CPR = "cpr", "CPR-nummer"

    class Decision(models.TextChoices):
        REMOVE = "remove", "Fjern det i denne kopi"
        STAND = "stand", "Det må stå"

    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, related_name="findings", verbose_name="udlevering"
    )
    kind = models.CharField("slags", max_length=11, choices=Kind)
    where = models.CharField("hvor", max_length=80)
    start = models.PositiveIntegerField("fra tegn")
    length = models.PositiveIntegerField("tegn")
    lookup = models.CharField("nøglet fingeraftryk", max_length=64)
    tells_where = models.BooleanField("røber en beskyttets opholdssted", default=False)
    decision = models.CharField("afgørelse", max_length=6, choices=Decision, blank=True)
    why = models.CharField("hvorfor det må stå", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="set af"
    )

    class Meta:
        verbose_name = "fund"
        verbose_name_plural = "fund"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="finding_once", fields=["disclosure", "where", "start", "length", "kind"]
            ),
            models.CheckConstraint(
                name="finding_stands_with_why",
                condition=Q(decision="stand", decided_by__isnull=False) & ~Q(why="")
                | Q(decision="remove", decided_by__isnull=False)
                | Q(decision="", decided_by=None),
                violation_error_message="Skriv, hvorfor det må stå.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="finding_of_the_closed_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_SHUT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} i {self.where}"
