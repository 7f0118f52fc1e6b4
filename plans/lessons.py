"""*Hvad vi har lært* in finished words: the lessons of a page, and how many wait to be read."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.safestring import SafeString

from borgerforloeb.accounts.drawing import NO_TEXT, status_mark
from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Domain
from plans.models import Lesson, LessonOrigin, Trial
from roles.permissions import Access, Permission, writes_in_a_plan

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = Lesson.State
OWN = "egne"
MARKS = {
    State.WAITING: ("venter på at blive læst", "half"),
    State.APPROVED: ("i biblioteket", "full"),
    State.RETURNED: ("sendt tilbage", "late"),
}
TAKEN_OUT = ("taget ud", "")
# The upper end of each, in kroner.
UP_TO = (
    (0, Lesson.Cost.NOTHING),
    (999, Lesson.Cost.LITTLE),
    (5_000, Lesson.Cost.SOME),
    (20_000, Lesson.Cost.MUCH),
)


@dataclass(frozen=True, slots=True)
class LessonCard:
    """One lesson and what this reader may do with it. Who wrote it and which day is told to nobody else."""

    lesson: Lesson
    meta: str
    mark: SafeString = NO_TEXT
    why: str = ""
    rewrite_in: tuple[UUID, int] | None = None
    may_take_out: bool = False
    may_put_back: bool = False


class Told(NamedTuple):
    """How many lessons wait for the reader to judge them, and how many the reader has had to do with."""

    waiting: int
    own: int


def told(user: User) -> Told:
    """Who writes in no plan judges nothing, and is not told that something waits."""
    waiting = Q(pk__in=Lesson.objects.to_judge(user).values("pk"))
    own = Q(pk__in=Lesson.objects.own(user).values("pk"))
    found = Lesson.objects.aggregate(waiting=Count("pk", filter=waiting), own=Count("pk", filter=own))
    return Told(found["waiting"] if writes_in_a_plan(user) else 0, found["own"])


def library_of(*, q: str = "", omraade: str = "", udfald: str = "") -> QuerySet[Lesson]:
    found = Lesson.objects.in_the_library().matching(q)
    if omraade:
        found = found.filter(domain=omraade)
    return found.filter(outcome=udfald) if udfald else found


def own_lessons(user: User) -> QuerySet[Lesson]:
    """With the way to the trial, for those who may know of it, where it can be written about now."""
    origin = LessonOrigin.objects.visible_to(user).to_write().filter(lesson=OuterRef("pk"))
    return (
        Lesson.objects.own(user)
        .annotate(
            course_id=Subquery(origin.values("plan__course_id")), trial_id=Subquery(origin.values("trial_id"))
        )
        .order_by("-pk")
    )


def in_the_library(lesson: Lesson) -> LessonCard:
    return LessonCard(lesson, _meta(lesson))


def with_its_acts(lesson: Any, user: User) -> LessonCard:
    words, step = TAKEN_OUT if lesson.is_taken_out else MARKS[State(lesson.state)]
    can_be_written = lesson.course_id is not None and not lesson.is_in_the_library
    return LessonCard(
        lesson,
        _meta(lesson),
        mark=status_mark(words, step),
        why=_why(lesson, user),
        rewrite_in=(lesson.course_id, lesson.trial_id) if can_be_written else None,
        may_take_out=not lesson.is_taken_out,
        may_put_back=lesson.is_taken_out and lesson.taken_out_by_id == user.pk,
    )


def _why(lesson: Any, user: User) -> str:
    """Why it was taken out may name the family: it is for those who know it, and for who wrote the reason."""
    if not lesson.is_taken_out:
        return str(lesson.answer)
    knows = lesson.course_id is not None or lesson.taken_out_by_id == user.pk
    return str(lesson.taken_out_why) if knows else ""


def _meta(lesson: Lesson) -> str:
    weeks = f"{lesson.weeks} uge{'' if lesson.weeks == 1 else 'r'}"
    return f"{Domain(lesson.domain).label} · {weeks} · kostede {Lesson.Cost(lesson.cost).label}"


class Share(NamedTuple):
    """What stands on a closed trial about its lesson, and the link to its form, if it can be written."""

    words: str
    action: str


NO_SHARE = Share("", "")


def share_of(trial: Trial, access: Access) -> Share:
    """For the two who hold the plan alone: which lesson came from here is told to nobody else."""
    if not access.may(Permission.EDIT_PLAN) or not trial.can_be_shared:
        return NO_SHARE
    origin = getattr(trial, "lesson_origin", None)
    if origin is None:
        return Share("", "Del, hvad vi lærte")
    lesson = origin.lesson
    if lesson.is_in_the_library:
        return Share("Den står i Hvad vi har lært.", "")
    if lesson.is_taken_out:
        return Share(f"Den er taget ud af Hvad vi har lært: {lesson.taken_out_why}", "Skriv erfaringen om")
    if lesson.state == State.RETURNED:
        return Share(f"Erfaringen er sendt tilbage: {lesson.answer}", "Skriv erfaringen om")
    return Share("Erfaringen venter på at blive læst af en, der ikke kender familien.", "Ret erfaringen")


def begun_with(trial: Trial, access: Access) -> dict[str, Any]:
    """The trial's words, to be written anew. What it may cost is a price, and shown to few."""
    days = (trial.stops_on - trial.starts_on).days + 1
    cap = trial.cost_cap if access.may(Permission.SEE_COSTS) else None
    return {
        "question": trial.question,
        "tried": trial.what,
        "learned": trial.learned,
        "weeks": min(ceil(days / 7), Lesson.LONGEST),
        "cost": "" if cap is None else _band(cap),
        "domain": trial.domain,
    }


def _band(cap: int) -> str:
    return next((str(band) for most, band in UP_TO if cap <= most), str(Lesson.Cost.MOST))
