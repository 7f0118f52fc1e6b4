"""The leaders' figures: counted in the database, protected as whole tables. No names, no case text.

Definitions (outcomes.wording tells them on the page, one click away):
- People: each citizen who that day is in an open course, also one on pause; once, in the newest of several.
- Trin: the latest assessment by that day in that course. Without one a citizen counts as not assessed.
- Ended: courses closed in the last twelve months; reached are those that ended in job, flexjob or education.
- Meetings: network meetings held in the last twelve months: was the citizen there, are the minutes shared.
- Plan: courses whose citizen said yes, or partly, for the first time in the last twelve months; days from
  first contact till then, and how many waited no longer than the target.
Each table has the axes unit, kind of course, and category; outcomes.suppression decides what is shown of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.timezone import get_current_timezone

from borgerforloeb.accounts.acting import STATISTICS, serving_as
from borgerforloeb.citizens.models import Course, CoursePerson
from networkmeetings.models import NetworkMeeting
from outcomes.models import ResultTarget, Trin, TrinAssessment
from outcomes.suppression import ALL, SMALL, Key, publish
from outcomes.ways import REACHED
from plans.models import Acceptance, PlanVersion

YES, NO = "yes", "no"
NOT_ASSESSED = "0"
SAID_YES = [Acceptance.Answer.YES, Acceptance.Answer.PARTLY]


@dataclass(frozen=True)
class View:
    """What a leader looks at: one unit or all, one kind of course or all, on a day."""

    on: date
    unit: str = ALL
    kind: str = ALL

    @property
    def since(self) -> date:
        """The first day of the twelve months that end today."""
        day = 28 if (self.on.month, self.on.day) == (2, 29) else self.on.day
        return self.on.replace(year=self.on.year - 1, day=day) + timedelta(days=1)


@dataclass(frozen=True)
class Share:
    """n of N. None where it is not shown; nobody at all is N = 0."""

    n: int | None
    of: int | None
    target: int | None = None

    @property
    def is_shown(self) -> bool:
        return self.n is not None and bool(self.of)

    @property
    def is_empty(self) -> bool:
        return self.of == 0

    @property
    def percent(self) -> int | None:
        return None if self.n is None or not self.of else round_half_up(100 * self.n / self.of)


@dataclass(frozen=True)
class Figures:
    """All that the page shows. `trin` is by trin and NOT_ASSESSED, `by_unit` by unit and then by the same."""

    view: View
    people: int | None
    trin: dict[str, Share]
    by_unit: dict[str, dict[str, Share]]
    reached: Share
    with_citizen: Share
    shared: Share
    in_time: Share
    median_days: int | None
    days_target: int | None


Published = dict[Key, int | None]


@serving_as(STATISTICS)
def figures(view: View) -> Figures:
    targets = {target.measure: target for target in ResultTarget.objects.in_force(view.on)}
    days = targets.get(ResultTarget.Measure.DAYS_TO_PLAN)
    days_target = days.days if days else None
    people = publish(people_counts(view.on))
    meetings = publish(meeting_counts(view))
    in_time = publish(plan_counts(view, days_target))
    percents = {str(trin.value): _percent(targets, f"trin_{trin.value}") for trin in Trin}
    time_share = _share(in_time, view, YES)
    return Figures(
        view=view,
        people=people.get((view.unit, view.kind, ALL), 0),
        trin=_by_trin(people, view.unit, view.kind, percents),
        by_unit={
            unit: _by_trin(people, unit, view.kind, percents)
            for unit in sorted({key[0] for key in people} - {ALL})
            if people.get((unit, view.kind, ALL), 0) != 0
        },
        reached=_share(publish(closing_counts(view)), view, YES),
        with_citizen=_share(meetings, view, YES, ALL),
        shared=_share(meetings, view, ALL, YES),
        in_time=time_share,
        median_days=median_days(view) if (time_share.of or 0) >= SMALL else None,
        days_target=days_target,
    )


def _percent(targets: dict[str, ResultTarget], measure: str) -> int | None:
    return targets[measure].percent if measure in targets else None


def _by_trin(people: Published, unit: str, kind: str, percents: dict[str, int | None]) -> dict[str, Share]:
    total = people.get((unit, kind, ALL), 0)
    return {
        trin: Share(
            people.get((unit, kind, trin), 0) if total is not None else None, total, percents.get(trin)
        )
        for trin in (*percents, NOT_ASSESSED)
    }


def _share(published: Published, view: View, *category: str) -> Share:
    total = published.get((view.unit, view.kind, *(ALL for _ in category)), 0)
    part = published.get((view.unit, view.kind, *category), 0)
    return Share(part if total is not None else None, total)


def people_counts(on: date) -> dict[Key, int]:
    once = (
        CoursePerson.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
        .filter(Q(course__closed_on=None) | Q(course__closed_on__gt=on), course__opened_on__lte=on)
        .order_by("citizen_id", "-course__opened_on", "course_id")
        .distinct("citizen_id")
    )
    latest = TrinAssessment.objects.filter(
        course=OuterRef("course"), person=OuterRef("citizen"), assessed_on__lte=on
    ).order_by("-assessed_on", "-id")
    rows = (
        CoursePerson.objects.filter(pk__in=once.values("pk"))
        .order_by()
        .annotate(trin=Subquery(latest.values("trin")[:1]))
        .values_list("course__unit", "course__kind", "trin")
        .annotate(n=Count("pk"))
    )
    return {(str(unit), kind, str(trin or NOT_ASSESSED)): n for unit, kind, trin, n in rows}


def closing_counts(view: View) -> dict[Key, int]:
    closed = Course.objects.filter(status=Course.Status.CLOSED, closed_on__range=(view.since, view.on))
    return _yes_or_no(closed, Q(closing__in=REACHED))


def meeting_counts(view: View) -> dict[Key, int]:
    """One table of two answers, so that what protects the one is not told by the other."""
    tz = get_current_timezone()
    start = datetime.combine(view.since, time.min, tzinfo=tz)
    end = datetime.combine(view.on + timedelta(days=1), time.min, tzinfo=tz)
    is_shared = Q(minutes_status=NetworkMeeting.MinutesStatus.SHARED)
    rows = (
        NetworkMeeting.objects.filter(
            status=NetworkMeeting.Status.HELD, starts_at__gte=start, starts_at__lt=end
        )
        .order_by()
        .annotate(there=_answer(Q(citizen_present=True)), shared=_answer(is_shared))
        .values_list("course__unit", "course__kind", "there", "shared")
        .annotate(n=Count("pk"))
    )
    return {(str(unit), kind, there, shared): n for unit, kind, there, shared, n in rows}


def plan_counts(view: View, days_target: int | None) -> dict[Key, int]:
    """Courses by whether the plan was there in time; without a target nothing is in time."""
    limit = timedelta(days=days_target if days_target is not None else -1)
    return _yes_or_no(_first_agreed(view), Q(waited__lte=limit))


def median_days(view: View) -> int | None:
    agreed = _first_agreed(view)
    if view.unit != ALL:
        agreed = agreed.filter(unit=int(view.unit))
    if view.kind != ALL:
        agreed = agreed.filter(kind=view.kind)
    median = agreed.aggregate(median=Median("waited"))["median"]
    return None if median is None else round_half_up(median / timedelta(days=1))


def _first_agreed(view: View) -> QuerySet[Course, Any]:
    """Courses with the days that the citizen waited for the first plan that was said yes to."""
    first = (
        PlanVersion.objects.filter(plan__course=OuterRef("pk"), acceptances__answer__in=SAID_YES)
        .order_by()
        .values("plan__course")
        .annotate(first=Min("answered_on"))
        .values("first")
    )
    waited = ExpressionWrapper(F("agreed_on") - F("first_contact_on"), DurationField())
    return Course.objects.annotate(agreed_on=Subquery(first), waited=waited).filter(
        agreed_on__range=(view.since, view.on)
    )


def _yes_or_no(courses: QuerySet[Course, Any], condition: Q) -> dict[Key, int]:
    rows = (
        courses.order_by()
        .annotate(answer=_answer(condition))
        .values_list("unit", "kind", "answer")
        .annotate(n=Count("pk"))
    )
    return {(str(unit), kind, answer): n for unit, kind, answer, n in rows}


def _answer(condition: Q) -> Case:
    return Case(When(condition, then=Value(YES)), default=Value(NO))


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def round_half_up(number: float) -> int:
    """As people round: 12.5 is 13."""
    return int(number + 0.5)
