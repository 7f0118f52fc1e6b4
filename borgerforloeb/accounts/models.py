from uuid import uuid4

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
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


class OrgUnit(models.Model):
    """A unit of the municipality; the outside UUID is the one of the common organisation register."""

    external_id = models.UUIDField("uuid i organisation", unique=True, default=uuid4)
    name = models.CharField("navn", max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="hører under"
    )
    active = models.BooleanField("i brug", default=True)

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


@pghistory.track(exclude=["password", "last_login"])
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

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = "medarbejder"
        verbose_name_plural = "medarbejdere"
        ordering = [danish("name")]

    def __str__(self) -> str:
        return self.name

    def has_capability(self, capability: str) -> bool:
        return capability in self.capabilities

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]
