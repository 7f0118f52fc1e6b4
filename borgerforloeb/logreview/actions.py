from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.logreview.models import ReviewCase, ReviewRule
from borgerforloeb.logreview.nights import RULES, Found
from borgerforloeb.notices.actions import settle, tell_at_once
from roles.permissions import require_capability

ASKED = "log_question"
ANSWER_WITHIN = timedelta(days=7)
# Many refusals or searches are about no course, and a notice names one.
NO_COURSE = UUID(int=0)


@transaction.atomic
def find_for_review(day: date, *, found_on: date) -> int:
    """Everything that the rules find of that day. Run again it adds nothing: a key is taken once."""
    before = ReviewCase.objects.count()
    for rule in ReviewRule.objects.filter(is_on=True):
        ReviewCase.objects.bulk_create(
            _cases(rule.code, day, found_on, RULES[rule.code](day, rule.threshold)),
            ignore_conflicts=True,
            batch_size=500,
        )
    made = ReviewCase.objects.count() - before
    record("review.searched", kind=Kind.SYSTEM, by=None, day=day.isoformat(), made=made)
    return made


def _cases(code: str, day: date, found_on: date, found: Iterable[Found]) -> list[ReviewCase]:
    return [
        ReviewCase(
            key=f"{code}:{day}:{one.about}",
            rule=code,
            user_id=one.user_id,
            course_id=one.course_id,
            person_ids=list(one.person_ids),
            event_ids=one.event_ids,
            times=one.times,
            first_at=one.first,
            last_at=one.last,
            found_on=found_on,
        )
        for one in found
    ]


def _locked(case: ReviewCase) -> ReviewCase:
    return ReviewCase.objects.select_for_update().get(pk=case.pk)


def _as_reviewer(case: ReviewCase, by: User) -> ReviewCase:
    """A log reviewer, of anybody's uses but her own."""
    require_capability(by, Capability.LOG_REVIEWER)
    if case.user_id == by.pk:
        raise PermissionDenied
    case = _locked(case)
    if case.verdict:
        raise ValidationError("Sagen er allerede vurderet.")
    return case


def _told(action: str, case: ReviewCase, by: User, verdict: str = "") -> None:
    record(
        action,
        by=by,
        target=case,
        course_id=case.course_id,
        persons=case.person_ids,
        rule=case.rule,
        verdict=verdict,
    )


@transaction.atomic
def ask_employee(case: ReviewCase, *, by: User, at: datetime) -> ReviewCase:
    """Asks the employee why; the question waits under "Svar på loggen"."""
    case = _as_reviewer(case, by)
    if case.asked_at:
        raise ValidationError("Medarbejderen er allerede spurgt.")
    case.asked_at, case.asked_by = at, by
    case.save(update_fields=["asked_at", "asked_by"])
    tell_at_once(
        ASKED,
        case.key,
        due_on=timezone.localdate(at) + ANSWER_WITHIN,
        recipients=[case.user_id],
        course_id=case.course_id or NO_COURSE,
        path="/log/answers/",
    )
    _told("review.asked", case, by)
    return case


@transaction.atomic
def answer_review(case: ReviewCase, *, answer: str, by: User, at: datetime) -> ReviewCase:
    if case.user_id != by.pk:
        raise PermissionDenied
    case = _locked(case)
    if not case.asked_at or case.answer or case.verdict:
        raise ValidationError("Der er ikke noget at svare på.")
    case.answer, case.answered_at = answer, at
    case.full_clean(validate_constraints=False, validate_unique=False)
    case.save(update_fields=["answer", "answered_at"])
    settle(ASKED, case.key)
    _told("review.answered", case, by)
    return case


@transaction.atomic
def judge_review(case: ReviewCase, *, verdict: str, words: str, by: User, at: datetime) -> ReviewCase:
    """By somebody else than the employee; what is not in order needs words."""
    case = _as_reviewer(case, by)
    if verdict != ReviewCase.Verdict.OK and not words.strip():
        raise ValidationError({"words": "Skriv, hvorfor."})
    case.verdict, case.verdict_words, case.verdict_by, case.closed_at = verdict, words.strip(), by, at
    case.full_clean(exclude=["key"], validate_unique=False)
    case.save(update_fields=["verdict", "verdict_words", "verdict_by", "closed_at"])
    settle(ASKED, case.key)
    _told("review.judged", case, by, verdict=verdict)
    return case


@transaction.atomic
def change_rule(rule: ReviewRule, *, is_on: bool, threshold: int, by: User) -> ReviewRule:
    require_capability(by, Capability.LOG_REVIEWER)
    rule = ReviewRule.objects.select_for_update().get(pk=rule.pk)
    was_on, was = rule.is_on, rule.threshold
    rule.is_on, rule.threshold = is_on, threshold
    rule.full_clean(validate_unique=False)
    rule.save(update_fields=["is_on", "threshold"])
    record(
        "review.rule_changed", by=by, target=rule, is_on=is_on, threshold=threshold, was_on=was_on, was=was
    )
    return rule
