from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from borgerforloeb.accounts.sorting import danish


class Capability(models.TextChoices):
    """What a person is employed to do. It opens no case: that takes an assignment."""

    CASEWORKER = "caseworker", "sagsbehandler"
    PROVIDER = "provider", "udfører"
    LEADER = "leader", "leder"
    LOG_REVIEWER = "log_reviewer", "logkontrollant"
    ADMINISTRATOR = "administrator", "administrator"
    DUTY = "duty", "vagt"


# Whoever can give rights to anybody opens no case, so nobody is given both.
CASE_WORK = frozenset({Capability.CASEWORKER, Capability.PROVIDER, Capability.DUTY})


def is_both(capabilities: Iterable[str]) -> bool:
    given = set(capabilities)
    return Capability.ADMINISTRATOR in given and not CASE_WORK.isdisjoint(given)


class OrgUnitManager(models.Manager["OrgUnit"]):
    def above(self, unit_id: int | None) -> list[int]:
        """The unit itself and those over it, nearest first; their leaders answer for it."""
        return _way_up(unit_id, self._parents())

    def under(self, unit_id: int | None) -> set[int]:
        """The unit itself and all below it."""
        parents = self._parents()
        return {unit for unit in parents if unit_id in _way_up(unit, parents)}

    def _parents(self) -> dict[int, int | None]:
        return dict(self.values_list("pk", "parent_id"))


def _way_up(unit: int | None, parents: dict[int, int | None]) -> list[int]:
    found = []
    while unit is not None:
        found.append(unit)
        unit = parents[unit]
    return found


class OrgUnit(models.Model):
    """A unit of the municipality; the outside UUID is the one of the common organisation register."""

    external_id = models.UUIDField("uuid i organisation", unique=True, default=uuid4)
    name = models.CharField("navn", max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="hører under"
    )
    active = models.BooleanField("i brug", default=True)

    objects = OrgUnitManager()

    class Meta:
        verbose_name = "enhed"
        verbose_name_plural = "enheder"
        ordering = [danish("name")]
        constraints = [
            models.CheckConstraint(
                name="orgunit_not_its_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                violation_error_message="En enhed kan ikke høre under sig selv.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def named(self, words: str) -> "UserQuerySet":
        return self.filter(models.Q(name__icontains=words.strip()) | models.Q(username__iexact=words.strip()))

    def with_capability(self, *capabilities: str) -> "UserQuerySet":
        return self.filter(capabilities__overlap=list(capabilities))


@pghistory.track(exclude=["password", "last_login", "email_changed_on", "email_changed_by"])
class User(AbstractBaseUser):
    """An employee, or a professional from outside who takes part in courses."""

    username = models.CharField("brugernavn", max_length=60, unique=True)
    name = models.CharField("navn", max_length=120)
    title = models.CharField("stilling", max_length=80, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    unit = models.ForeignKey(
        OrgUnit, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="enhed"
    )
    capabilities = ArrayField(
        models.CharField(max_length=20, choices=Capability), verbose_name="adgange", default=list, blank=True
    )
    is_active = models.BooleanField("aktiv", default=True)
    # Somebody else knows the password that the account began with.
    must_change_password = models.BooleanField("skal vælge sin egen adgangskode", default=False)
    last_day = models.DateField("sidste dag", null=True, blank=True)
    closed_because = models.CharField("hvorfor lukket", max_length=200, blank=True)
    # Whoever changes where mail goes does not also give the password that the mail would tell of.
    email_changed_on = models.DateField("e-mail ændret", null=True, blank=True)
    email_changed_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="e-mail ændret af"
    )
    version = models.PositiveIntegerField("udgave", default=0)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = "medarbejder"
        verbose_name_plural = "medarbejdere"
        ordering = [danish("name")]
        triggers = [
            # Whoever is closed, gets another password or is employed to do something else is signed out
            # everywhere at once, whichever code, command or administrator of the database did it.
            pgtrigger.Trigger(
                name="accounts_end_sessions",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.AnyChange("password", "capabilities", "is_active"),
                func="DELETE FROM accounts_session WHERE user_id = NEW.id; RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_capability(self, capability: str) -> bool:
        return capability in self.capabilities

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]


class SessionQuerySet(models.QuerySet["Session"]):
    def open_to(self, user: User, at: datetime) -> "SessionQuerySet":
        """The user's own, the one used last first."""
        return self.filter(user=user).exclude(pk__in=self.over(at).values("pk")).order_by("-seen_at")

    def over(self, at: datetime) -> "SessionQuerySet":
        """Those that no longer open anything."""
        idle = models.Q(seen_at__lte=at - settings.SESSION_IDLE)
        return self.filter(idle | models.Q(signed_in_at__lte=at - settings.SESSION_LONGEST))


class Session(AbstractBaseSession):
    """One browser: signed in, or on its way to be. It ends by itself, by hand, or with its user's rights."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", verbose_name="medarbejder"
    )
    # What pages call it by; the key itself opens it and is shown to nobody.
    handle = models.UUIDField("nummer", unique=True, default=uuid4)
    signed_in_at = models.DateTimeField("logget ind", null=True)
    seen_at = models.DateTimeField("sidst brugt")
    address = models.GenericIPAddressField("ip-adresse", null=True)
    agent = models.CharField("browser", max_length=200, blank=True)

    objects = SessionQuerySet.as_manager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = "login"
        verbose_name_plural = "logins"

    def ends_at(self) -> datetime:
        """After so long without use, and after so long in any case."""
        idle = self.seen_at + settings.SESSION_IDLE
        return min(idle, self.signed_in_at + settings.SESSION_LONGEST) if self.signed_in_at else idle

    def left(self, at: datetime) -> timedelta:
        return max(self.ends_at() - at, timedelta())


class HeldForm(models.Model):
    """What somebody sent after their login had run out: kept, sealed, until the same person is back."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="held_forms", verbose_name="medarbejder")
    path = models.CharField("adresse", max_length=500)
    sealed = models.TextField("felter, krypteret")
    held_at = models.DateTimeField("gemt")

    class Meta:
        verbose_name = "gemt formular"
        verbose_name_plural = "gemte formularer"

    def __str__(self) -> str:
        return self.path
