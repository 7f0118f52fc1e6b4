"""The answered versions: each plan is set back to the day of the answer, frozen, and left as it was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pgtrigger
from django.db import connection, transaction
from django.db.models import Model

from borgerforloeb.pages.demo.plans import noon
from borgerforloeb.pages.demo.told import Past, Told
from plans.actions.versions import checksum
from plans.models import Acceptance, Agreement, GoalAnswer, PlanVersion, Safeguard, SubGoal, Trial
from plans.snapshot import Facts, snapshot


def tell_versions(courses: Iterable[Told]) -> None:
    with_plan = [told for told in courses if told.plan is not None]
    latest = max(len(told.story["plan"].get("versions", [])) for told in with_plan)
    for number in range(1, latest + 1):
        answered = [told for told in with_plan if len(told.story["plan"].get("versions", [])) >= number]
        for told, facts in zip(answered, _as_it_was(answered, number), strict=True):
            _freeze(told, number, facts)


def keep_moments(courses: Iterable[Told]) -> None:
    """`updated_at` is set by every save; here it gets the day of the story, and no history of its own."""
    by_table: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for told in courses:
        for past in told.past:
            if past.touched_at is not None:
                by_table[past.row._meta.db_table].append((past.row.pk, past.touched_at))
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for table, moments in by_table.items():
            cursor.execute(
                f"UPDATE {table} AS t SET updated_at = v.at"  # noqa: S608
                " FROM unnest(%s::bigint[], %s::timestamptz[]) AS v(id, at) WHERE t.id = v.id",
                [[pk for pk, _ in moments], [at for _, at in moments]],
            )


def _as_it_was(courses: list[Told], number: int) -> list[Facts]:
    """The facts of that version of each plan. What is set back is rolled back again: nothing of it stays."""
    with transaction.atomic():
        with pgtrigger.ignore():
            _set_back(courses, number)
        facts = [_facts(told, number) for told in courses]
        transaction.set_rollback(True)
    return facts


def _facts(told: Told, number: int) -> Facts:
    plan = told.plan
    assert plan is not None  # noqa: S101
    now, plan.number = plan.number, number
    facts = snapshot(plan, on=_answered_on(told, number))
    plan.number = now
    return facts


def _answered_on(told: Told, number: int) -> date:
    return told.story["plan"]["versions"][number - 1]["on"]


def _set_back(courses: list[Told], number: int) -> None:
    """Rows with the same change together: there are thousands."""
    gone: dict[type[Model], list[Any]] = defaultdict(list)
    changed: dict[tuple[type[Model], Any], list[Any]] = defaultdict(list)
    for told in courses:
        day = _answered_on(told, number)
        for past in told.past:
            if past.since > number or _began(past.row) > day:
                gone[type(past.row)].append(past.row.pk)
            elif change := tuple(_then(past, number, day)):
                changed[type(past.row), change].append(past.row.pk)
    for (model, change), keys in changed.items():
        model._default_manager.filter(pk__in=keys).update(**dict(change))
    for model, keys in gone.items():
        rows = model._default_manager.filter(pk__in=keys)
        rows._raw_delete(rows.db)


def _began(row: Any) -> date:
    """What is agreed or tried between two versions was not there before its day."""
    if isinstance(row, Agreement | Safeguard):
        return row.agreed_on
    return row.starts_on if isinstance(row, Trial) else date.min


def _then(past: Past, number: int, day: date) -> Iterator[tuple[str, Any]]:
    if past.until >= number:
        yield from past.before.items()
    row = past.row
    if isinstance(row, SubGoal | Agreement) and row.done_on and row.done_on > day:
        yield "done_on", None
        if isinstance(row, Agreement):
            yield "status", Agreement.Status.OPEN
    if isinstance(row, Trial):
        yield from _untold(row, day)


def _untold(trial: Trial, day: date) -> Iterator[tuple[str, Any]]:
    """Of a trial, how it went was not known before it was said."""
    if trial.closed_on and trial.closed_on > day:
        yield from {"outcome": "", "closed_on": None, "closed_by": None, "intervention": None}.items()


def _freeze(told: Told, number: int, facts: Facts) -> None:
    story = told.story["plan"]["versions"][number - 1]
    by = told.user(story.get("by", told.story["konsulent"]))
    version = PlanVersion(
        plan=told.plan,
        number=number,
        answered_on=story["on"],
        content=facts,
        sha256=checksum(facts),
        frozen_by=by,
        frozen_at=noon(story["on"]),
    )
    told.rows.add(version)
    for answer in story["answers"]:
        person = told.persons[answer["who"]] if "who" in answer else told.main
        told.rows.add(
            Acceptance(
                version=version,
                person=person,
                answer=answer["answer"],
                words=answer.get("words", ""),
                way=story.get("way", Acceptance.Way.MEETING),
                answered_on=story["on"],
                recorded_by=by,
            )
        )
        for said in answer.get("goals", []):
            goal, words = told.goals[said["goal"]], said.get("words", "")
            told.rows.add(
                GoalAnswer(version=version, person=person, goal=goal, answer=said["answer"], words=words)
            )
