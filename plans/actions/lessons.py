"""What a trial taught is told to everybody who works here, in words by which nobody knows the family.

It is written anew by one of the two, held against all names and places of the course, and read by somebody
who does not know the family before others see it. What concerns the course is told to the log with the
trial, and what concerns the lesson with the lesson: no row of the log has both.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.disclosures.anonymity import Telling, what_tells_who
from borgerforloeb.notices.actions import seen, tell_at_once
from borgerforloeb.notices.models import NO_COURSE
from plans.actions.writing import lock, lock_version, may_read_row, persons_of, put, save_checked
from plans.models import Lesson, LessonOrigin, Trial
from plans.queries import places_of
from roles.permissions import Permission, require, require_at_work, writes_in_a_plan

State = Lesson.State
ANSWERED = "lesson_answered"
TEXTS = ("question", "tried", "learned")
NOT_CLOSED = "Prøvehandlingen er ikke afsluttet. Skriv først, hvordan det gik."
IS_SHIELDED = "Prøvehandlingen er skærmet. Det, der er skærmet, deles ikke, heller ikke uden navne."
IS_SHARED = "Erfaringen er allerede skrevet. Den ligger ved prøvehandlingen."
NOT_SURE = "Sæt kryds, når du har læst det med en, der kender familien, i tankerne."
STANDS = "Erfaringen er godkendt. Tag den ud, før du skriver den om."
NO_MORE = "Erfaringen venter ikke længere på at blive læst."
NO_REASON = "Skriv et ord om hvorfor."
NOT_JUDGED: dict[str, Any] = {"state": State.WAITING, "judged_by": None, "judged_on": None, "answer": ""}
NOT_OUT: dict[str, Any] = {"taken_out_by": None, "taken_out_on": None, "taken_out_why": ""}


@transaction.atomic
def propose_lesson(trial: Trial, *, is_unrecognisable: bool, on: date, by: User, **words: Any) -> Lesson:
    _require_the_trial(trial, by)
    # One writer at a time, so that two equal submits find each other's row.
    lock(trial.plan)
    _refuse_unshareable(trial)
    if origin := LessonOrigin.objects.filter(trial=trial).select_related("lesson").first():
        if put(origin.lesson, words):
            raise ValidationError(IS_SHARED)
        return origin.lesson
    lesson = Lesson(outcome=trial.outcome, proposed_by=by, proposed_on=on, version=1, **words)
    _save_unrecognisable(lesson, trial, is_unrecognisable, by)
    LessonOrigin.objects.create(plan=trial.plan, trial=trial, lesson=lesson)
    _record_of_the_trial("lesson.proposed", trial, by)
    return lesson


@transaction.atomic
def rewrite_lesson(
    trial: Trial, *, version: int, is_unrecognisable: bool, on: date, by: User, **words: Any
) -> Lesson:
    """Sent back, taken out or not yet read; what others have read and approved stands as it is."""
    _require_the_trial(trial, by)
    origin = LessonOrigin.objects.visible_to(by).filter(trial=trial).select_related("lesson").first()
    if origin is None:
        raise PermissionDenied
    _refuse_unshareable(trial)
    lesson: Lesson = lock_version(origin.lesson, version)
    if lesson.is_in_the_library:
        raise ValidationError(STANDS)
    changed = put(lesson, words)
    put(lesson, NOT_JUDGED | NOT_OUT | {"outcome": trial.outcome, "proposed_by": by, "proposed_on": on})
    _save_unrecognisable(lesson, trial, is_unrecognisable, by)
    seen(by, ANSWERED, object_key__startswith=_key(lesson))
    _record_of_the_trial("lesson.rewritten", trial, by, fields=changed)
    return lesson


@transaction.atomic
def approve_lesson(lesson: Lesson, *, version: int, on: date, by: User) -> Lesson:
    stored = _lock_to_judge(lesson, version, by)
    _judge(stored, State.APPROVED, "", on, by)
    record("lesson.approved", by=by, target=stored)
    return stored


@transaction.atomic
def return_lesson(lesson: Lesson, *, answer: str, version: int, on: date, by: User) -> Lesson:
    stored = _lock_to_judge(lesson, version, by)
    if not answer.strip():
        raise ValidationError({"answer": "Skriv, hvad der skal skrives om."})
    _judge(stored, State.RETURNED, answer, on, by)
    record("lesson.returned", by=by, target=stored)
    return stored


@transaction.atomic
def take_out_lesson(lesson: Lesson, *, why: str, version: int, on: date, by: User) -> Lesson:
    """Also where the course is closed: somebody may still be known by it."""
    require_at_work(by)
    if not may_take_out(lesson, by):
        raise PermissionDenied
    stored: Lesson = lock_version(lesson, version)
    if stored.is_taken_out:
        raise ValidationError("Erfaringen er allerede taget ud.")
    if not why.strip():
        raise ValidationError({"why": NO_REASON})
    put(stored, {"taken_out_by": by, "taken_out_on": on, "taken_out_why": why})
    save_checked(stored)
    record("lesson.taken_out", by=by, target=stored)
    return stored


@transaction.atomic
def put_back_lesson(lesson: Lesson, *, version: int, by: User) -> Lesson:
    """By whoever took it out alone: another may have known the family in it."""
    require_at_work(by)
    stored: Lesson = lock_version(lesson, version)
    if stored.taken_out_by_id not in (None, by.pk):
        raise PermissionDenied
    if not stored.is_taken_out:
        raise ValidationError("Erfaringen er ikke taget ud.")
    put(stored, NOT_OUT)
    save_checked(stored)
    record("lesson.put_back", by=by, target=stored)
    return stored


def may_take_out(lesson: Lesson, user: User) -> bool:
    """Whoever wrote it, the other of the two, and whoever approved it or sent it back."""
    return Lesson.objects.own(user).filter(pk=lesson.pk).exists()


def may_judge(lesson: Lesson, user: User) -> bool:
    return writes_in_a_plan(user) and Lesson.objects.to_judge(user).filter(pk=lesson.pk).exists()


def _require_the_trial(trial: Trial, by: User) -> None:
    access = require(by, Permission.EDIT_PLAN, trial.plan.course_id)
    if not may_read_row(access, trial):
        raise PermissionDenied


def _refuse_unshareable(trial: Trial) -> None:
    if not trial.is_closed:
        raise ValidationError(NOT_CLOSED)
    if not trial.can_be_shared:
        raise ValidationError(IS_SHIELDED)


def _save_unrecognisable(lesson: Lesson, trial: Trial, is_unrecognisable: bool, by: User) -> None:
    if not is_unrecognisable:
        raise ValidationError({"is_unrecognisable": NOT_SURE})
    texts = {name: getattr(lesson, name) for name in TEXTS}
    places = places_of(trial.plan)
    if told := what_tells_who(texts, trial.plan.course, by=by, places=places):
        raise ValidationError({name: _write_without(found) for name, found in told.items()})
    save_checked(lesson)


def _write_without(found: list[Telling]) -> str:
    named = ", ".join(f"”{one.words}” ({one.kind})" for one in found)
    return f"Skriv det om uden {named}. Det kan fortælle, hvem det handler om."


def _lock_to_judge(lesson: Lesson, version: int, by: User) -> Lesson:
    """It is asked of the row as it stands, for it may have been judged or taken out meanwhile."""
    if not writes_in_a_plan(by):
        raise PermissionDenied
    stored: Lesson = lock_version(lesson, version)
    if not stored.waits:
        raise ValidationError(NO_MORE)
    if not may_judge(stored, by):
        raise PermissionDenied
    return stored


def _judge(lesson: Lesson, state: State, answer: str, on: date, by: User) -> None:
    put(lesson, {"state": state, "answer": answer, "judged_by": by, "judged_on": on})
    save_checked(lesson)
    tell_at_once(
        ANSWERED,
        f"{_key(lesson)}{lesson.version}",
        due_on=on,
        recipients=[lesson.proposed_by_id],
        # The one who judges does not know of the course, and the notice is read by others than the two.
        course_id=NO_COURSE,
        path=f"{reverse('lessons:library')}?vis=egne",
    )


def _key(lesson: Lesson) -> str:
    return f"lesson:{lesson.pk}:"


def _record_of_the_trial(action: str, trial: Trial, by: User, **details: Any) -> None:
    told: Mapping[str, Any] = {**trial.field_and_level, **details}
    record(action, by=by, target=trial, course_id=trial.plan.course_id, persons=persons_of(trial), **told)
