"""The queue: the employee is asked why, and somebody else judges."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Value
from django.utils import timezone

from borgerforloeb.accounts.addresses import path_of
from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.logreview.models import ANSWER_WITHIN, ReviewCase
from borgerforloeb.notices.actions import settle, tell_at_once
from borgerforloeb.notices.models import NO_COURSE
from roles.gate import OpenTo
from roles.permissions import require_capability

ASKED, BREACH = "log_question", "log_breach"
# A breach of data protection is told to the authority within 72 hours.
TOLD_WITHIN = timedelta(days=3)
PERSONS = ReviewCase._meta.get_field("person_ids")


def _locked(case: ReviewCase) -> ReviewCase:
    return ReviewCase.objects.select_for_update().get(pk=case.pk)


def _as_reviewer(case: ReviewCase, by: User) -> ReviewCase:
    """A log reviewer, of anybody's uses but her own, and of nothing that is closed to her."""
    require_capability(by, Capability.LOG_REVIEWER)
    if not ReviewCase.objects.for_reviewer(by).filter(pk=case.pk).exists():
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
        course_id=NO_COURSE,
        path=path_of("logreview:answers"),
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
    if verdict == ReviewCase.Verdict.BREACH:
        _tell_administrators(case, at)
    _told("review.judged", case, by, verdict=verdict)
    return case


def _tell_administrators(case: ReviewCase, at: datetime) -> None:
    """They report it and tell those it concerns; nobody of one's own, or of what is closed to one."""
    about = {"course": Value(case.course_id), "persons": Value(case.person_ids, PERSONS)}
    administrators = User.objects.active().with_capability(Capability.ADMINISTRATOR).exclude(pk=case.user_id)
    tell_at_once(
        BREACH,
        case.key,
        due_on=timezone.localdate(at + TOLD_WITHIN),
        recipients=administrators.filter(OpenTo("pk", **about)).values_list("pk", flat=True),
        course_id=NO_COURSE,
        path=path_of("logreview:breaches"),
    )
