"""What is looked for: the limits of the rules, and the courses that are looked at with more care."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.logreview.models import Flag, ReviewRule
from roles.gate import find_outside
from roles.models import OutsideSearch
from roles.permissions import is_kept_out, require_capability

# Who hears from the press, or from the citizen, that a course will be looked at.
MAY_FLAG = (Capability.LOG_REVIEWER, Capability.ADMINISTRATOR)
NO_WHY = "Skriv hvorfor."


@transaction.atomic
def change_rule(rule: ReviewRule, *, is_on: bool, threshold: int, why: str, on: date, by: User) -> ReviewRule:
    """The reviewer's alone: an administrator would set the limits of what finds her own uses."""
    require_capability(by, Capability.LOG_REVIEWER)
    rule = ReviewRule.objects.select_for_update().get(pk=rule.pk)
    if not why.strip():
        raise ValidationError({"why": NO_WHY})
    if rule.code == ReviewRule.Code.SAMPLE and threshold > 100:
        raise ValidationError({"threshold": "Skriv et tal fra 0 til 100."})
    was_on, was = rule.is_on, rule.threshold
    rule.is_on, rule.threshold = is_on, threshold
    rule.why, rule.changed_on, rule.changed_by = why.strip(), on, by
    rule.full_clean(validate_unique=False)
    rule.save(update_fields=["is_on", "threshold", "why", "changed_on", "changed_by"])
    record(
        "review.rule_changed",
        by=by,
        target=rule,
        reason=rule.why,
        is_on=is_on,
        threshold=threshold,
        was_on=was_on,
        was=was,
    )
    return rule


@transaction.atomic
def set_flag(number: str, *, why: str, until: date, on: date, by: User) -> Flag:
    """By the number of the course: who sets it has no way into it, and is shown nothing of it."""
    require_capability(by, *MAY_FLAG)
    if not why.strip():
        raise ValidationError({"why": NO_WHY})
    course_id = find_outside(OutsideSearch.By.NUMBER, number).course_id
    # One that is closed to who asks is as one that is not there.
    if course_id is None or is_kept_out(by, course_id):
        raise ValidationError({"number": "Der er ikke noget forløb med det nummer."})
    if Flag.objects.in_force(on).filter(course=course_id).exists():
        raise ValidationError({"number": "Forløbet bliver allerede set efter."})
    flag = Flag(course_id=course_id, course_number=number, set_by=by, set_on=on)
    flag.why, flag.until = why.strip(), until
    # The course itself lies behind the second wall.
    flag.full_clean(exclude=["course"])
    flag.save()
    # What is said of it may tell of the case, so it stands with the flag and not in the log.
    record("review.flag_set", by=by, target=flag, course_id=course_id, until=until.isoformat())
    return flag


@transaction.atomic
def end_flag(flag: Flag, *, why: str, on: date, by: User) -> Flag:
    require_capability(by, *MAY_FLAG)
    flag = Flag.objects.select_for_update().get(pk=flag.pk)
    if is_kept_out(by, flag.course_id):
        raise PermissionDenied
    if flag.ended_on is not None or flag.until < on:
        raise ValidationError("Det er allerede slut.")
    if not why.strip():
        raise ValidationError({"why": NO_WHY})
    flag.ended_on, flag.ended_by, flag.end_reason = on, by, why.strip()
    flag.full_clean(exclude=["course"])
    flag.save(update_fields=["ended_on", "ended_by", "end_reason"])
    record("review.flag_ended", by=by, target=flag, course_id=flag.course_id)
    return flag
