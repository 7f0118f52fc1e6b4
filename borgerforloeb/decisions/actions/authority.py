"""Who may decide by which law: given by a leader to those of her units, with a reason (R15)."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.audit.actions import record
from borgerforloeb.decisions.models import Authority
from borgerforloeb.law.models import Act, Section
from roles.permissions import require_capability


@transaction.atomic
def give_authority(
    user: User,
    *,
    act: Act,
    section: Section | None,
    starts_on: date,
    why: str,
    by: User,
    ends_on: date | None = None,
) -> Authority:
    _require_leader_of(by, user)
    # One at a time for each employee, so that a second press finds the first one's row.
    User.objects.select_for_update().get(pk=user.pk)
    same = Authority.objects.filter(user=user, act__code=act.code, section=section, ends_on=ends_on)
    if again := same.filter(starts_on=starts_on).first():
        return again
    if section is not None and section.act.code != act.code:
        raise ValidationError({"section": "Paragraffen står ikke i den lov."})
    given = Authority(user=user, act=act, section=section, starts_on=starts_on, ends_on=ends_on, given_by=by)
    given.why = why.strip()
    given.full_clean()
    given.save()
    _record("authority.given", given, by)
    return given


@transaction.atomic
def end_authority(given: Authority, *, ends_on: date, by: User) -> Authority:
    """What was decided while it was in force stands."""
    given = Authority.objects.select_for_update(of=("self",)).select_related("user", "act").get(pk=given.pk)
    _require_leader_of(by, given.user)
    if ends_on < given.starts_on:
        raise ValidationError({"ends_on": "Kompetencen kan ikke ophøre, før den begynder."})
    if given.ends_on is not None and given.ends_on <= ends_on:
        raise ValidationError({"ends_on": "Den ophører allerede før."})
    given.ends_on = ends_on
    given.save()
    _record("authority.ended", given, by)
    return given


def _require_leader_of(by: User, user: User) -> None:
    require_capability(by, Capability.LEADER)
    if by.pk == user.pk or user.unit_id not in OrgUnit.objects.under(by.unit_id):
        raise PermissionDenied


def _record(action: str, given: Authority, by: User) -> None:
    record(action, by=by, target=given, user=given.user_id, act=given.act.code, section=given.section_id)
