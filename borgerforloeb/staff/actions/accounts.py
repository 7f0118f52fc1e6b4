"""Who has an account here, and what for. By nobody: the person at the server's command line."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.addresses import path_of
from borgerforloeb.accounts.models import Capability, User, is_both
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models.versions import refuse_stale
from borgerforloeb.notices.actions import tell_at_once
from borgerforloeb.notices.models import NEW_ADDRESS, NO_COURSE
from borgerforloeb.staff.actions.leaving import come_back, leave_all, leave_what_no_longer_fits
from roles.permissions import require_capability

BOTH = (
    "En administrator kan ikke også være sagsbehandler, udfører eller vagt. "
    "Vælg det ene, eller opret et brugernavn til hver."
)
LAST = "Det er den sidste administrator. Giv en anden adgangen først."


@transaction.atomic
def create_user(
    username: str, password: str, *, capabilities: Iterable[str], by: User | None, **fields: Any
) -> User:
    """A password that somebody else has seen is marked by `must_change_password`."""
    _require_administrator(by)
    given = list(capabilities)
    _refuse_both(given)
    validate_password(password, User(username=username, name=fields["name"]))
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": "Brugernavnet er taget."})
    user = User.objects.create_user(username, password, capabilities=given, **fields)
    _record("user.created", user, by, capabilities=sorted(given))
    return user


@transaction.atomic
def change_user(user: User, *, version: int, on: date, by: User, **fields: Any) -> User:
    """Leaving a unit, or the work with citizens, is leaving the courses of it."""
    _require_administrator(by)
    user = _locked(user)
    refuse_stale(user, version)
    if not user.is_active:
        raise ValidationError("Kontoen er lukket. Åbn den igen først.")
    before = {name: getattr(user, name) for name in fields}
    for name, value in fields.items():
        setattr(user, name, value)
    changed = sorted(name for name in fields if before[name] != fields[name])
    if not changed:
        return user
    held = before.get("capabilities", user.capabilities)
    gained, lost = _gained_and_lost(user, held)
    _refuse_both(user.capabilities)
    if user == by and (gained or "unit" in changed):
        raise ValidationError("Du kan ikke give dig selv mere. Bed en anden administrator om det.")
    if Capability.ADMINISTRATOR in lost:
        _refuse_last(user)
    _save(user, *changed)
    if "email" in changed:
        _tell_the_old_address(user, before["email"], on=on, by=by)
    leave_what_no_longer_fits(user, unit_before=before.get("unit", user.unit), held=held, on=on, by=by)
    _record("user.changed", user, by, fields=changed, gained=gained, lost=lost)
    return user


@transaction.atomic
def close_user(user: User, *, last_day: date, reason: str, on: date, by: User | None) -> User:
    """At once: a trigger signs the user out everywhere, and the gate asks whether she works here."""
    _require_administrator(by)
    user = _locked(user)
    if user == by:
        raise ValidationError("Du kan ikke lukke din egen konto. Bed en anden administrator om det.")
    if not user.is_active:
        raise ValidationError("Kontoen er allerede lukket.")
    if last_day > on:
        raise ValidationError({"last_day": "Kontoen lukker med det samme. Luk den, når dagen er kommet."})
    # At the command line another can be made, and a stolen account must be shut whoever's it is.
    if by is not None and user.has_capability(Capability.ADMINISTRATOR):
        _refuse_last(user)
    user.is_active, user.last_day, user.closed_because = False, last_day, reason.strip()
    _save(user, "is_active", "last_day", "closed_because")
    leave_all(user, on=on, by=by)
    _record("user.closed", user, by, reason=user.closed_because)
    return user


@transaction.atomic
def reopen_user(user: User, *, reason: str, by: User) -> User:
    """What she left stays left; what nobody has taken over meanwhile is hers again."""
    _require_administrator(by)
    user = _locked(user)
    if user.is_active:
        raise ValidationError("Kontoen er åben.")
    user.is_active, user.last_day, user.closed_because = True, None, ""
    _save(user, "is_active", "last_day", "closed_because")
    come_back(user, by=by)
    _record("user.reopened", user, by, reason=reason.strip())
    return user


def _tell_the_old_address(user: User, old: str, *, on: date, by: User) -> None:
    """Whoever was reached there hears of it, and whoever changed it gives no new password yet (`way_in`)."""
    user.email_changed_on, user.email_changed_by = on, by
    user.save(update_fields=["email_changed_on", "email_changed_by"])
    path, key = path_of("accounts:profile"), f"user:{user.pk}:{user.version}"
    tell_at_once(
        NEW_ADDRESS, key, due_on=on, recipients=[user.pk], course_id=NO_COURSE, path=path, address=old
    )


def _require_administrator(by: User | None) -> None:
    if by is not None:
        require_capability(by, Capability.ADMINISTRATOR)


def _locked(user: User) -> User:
    """With all administrators, so that two cannot close each other at the same moment."""
    rows = User.objects.select_for_update().order_by("pk")
    list(rows.filter(is_active=True, capabilities__contains=[Capability.ADMINISTRATOR]).values("pk"))
    return rows.get(pk=user.pk)


def _refuse_both(capabilities: list[str]) -> None:
    if is_both(capabilities):
        raise ValidationError({"capabilities": BOTH})


def _refuse_last(user: User) -> None:
    others = User.objects.active().with_capability(Capability.ADMINISTRATOR).exclude(pk=user.pk)
    if not others.exists():
        raise ValidationError(LAST)


def _gained_and_lost(user: User, before: Iterable[str]) -> tuple[list[str], list[str]]:
    now, then = set(user.capabilities), set(before)
    return sorted(now - then), sorted(then - now)


def _save(user: User, *fields: str) -> None:
    user.version += 1
    user.full_clean(exclude=["password"])
    user.save(update_fields=[*fields, "version"])


def _record(action: str, user: User, by: User | None, **told: Any) -> None:
    kind = Kind.SYSTEM if by is None else Kind.CHANGE
    record(action, kind=kind, by=by, target=user, user=user.pk, **told)
