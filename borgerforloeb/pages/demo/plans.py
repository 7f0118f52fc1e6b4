"""From a story to a plan: texts, goals with all that stands on them, agreements, follow-ups."""

from datetime import date, datetime, time
from typing import Any

from borgerforloeb.pages.demo.at_the_same_hours import tell_week
from borgerforloeb.pages.demo.at_work import tell_work
from borgerforloeb.pages.demo.days import COPENHAGEN
from borgerforloeb.pages.demo.deciding import decision_behind
from borgerforloeb.pages.demo.measuring import tell_said, tell_series
from borgerforloeb.pages.demo.safeguarding import tell_safeguard, tell_story
from borgerforloeb.pages.demo.told import Told
from borgerforloeb.pages.demo.trying import tell_trials
from plans.models import (
    AdjustmentRequest,
    Agreement,
    AgreementLook,
    FollowUp,
    Goal,
    Intervention,
    Note,
    Plan,
    PlanSection,
    SubGoal,
)

Fact = dict[str, Any]
MARKS = ("domain", "level")
ON_A_GOAL = ("subgoals", "interventions", "notes", "adjustments", "trials")


def tell_plan(told: Told) -> None:
    story = told.story.get("plan")
    if story is None:
        return
    versions = story.get("versions", [])
    agreed = story["status"] == Plan.Status.AGREED
    told.plan = told.rows.add(
        Plan(
            course=told.course,
            status=story["status"],
            number=len(versions) if agreed else len(versions) + 1,
            taken_to_talk_on=story.get("taken_to_talk_on"),
        )
    )
    for fact in story["sections"]:
        _tell_section(told, dict(fact))
    places: dict[str, int] = {}
    for fact in story["goals"]:
        horizon = fact.get("horizon", Goal.Horizon.NOW)
        places[horizon] = places.get(horizon, 0) + 1
        _tell_goal(told, dict(fact), places[horizon])
    for fact in story.get("agreements", []):
        _tell_agreement(told, dict(fact))
    for fact in story.get("safeguards", []):
        tell_safeguard(told, dict(fact))
    tell_story(told, story)
    for fact in story.get("series", []):
        tell_series(told, fact)
    tell_work(told, story)
    tell_week(told, story)
    for fact in story.get("followups", []):
        _tell_followup(told, dict(fact))


def noon(day: date, clock: time = time(14, 20)) -> datetime:
    return datetime.combine(day, clock, COPENHAGEN)


def _tell_section(told: Told, fact: Fact) -> None:
    past = _past(fact)
    with_whom = fact.pop("with", "")
    said_on = fact.get("said_on", told.course.opened_on)
    # Only the citizen's own words say when they were said, and with whom; the other texts grow.
    if fact["kind"] in PlanSection.OWN_WORDS:
        fact |= {"said_on": said_on, "written_with": with_whom}
    row = PlanSection(
        plan=told.plan,
        person=told.about(fact.pop("about", None)),
        updated_by=told.caseworker,
        version=1,
        **fact,
    )
    told.rows.add(row)
    told.remember(row, noon(said_on), **past)


def _tell_goal(told: Told, fact: Fact, position: int) -> None:
    past = _past(fact)
    steps, interventions, notes, adjustments, trials = (fact.pop(name, []) for name in ON_A_GOAL)
    begun, said = fact.pop("begun", told.course.opened_on), fact.pop("said", [])
    goal = Goal(
        plan=told.plan,
        person=told.about(fact.pop("about", None)),
        position=position,
        citizen_progress=fact.pop("citizen", None),
        worker_progress=fact.pop("worker", None),
        updated_by=told.user(fact.pop("by", told.story["konsulent"])),
        version=1,
        **{name: value for name, value in fact.items() if name != "key"},
    )
    told.rows.add(goal)
    told.goals[fact.get("key", fact["title"])] = goal
    latest = max((note["on"] for note in notes), default=begun)
    told.remember(goal, noon(latest), **past)
    tell_said(told, goal, said, latest)
    for place, step in enumerate(steps):
        row = told.rows.add(SubGoal(goal=goal, position=place, version=1, **_step(told, step)))
        told.remember(row, None, **_past(dict(step)))
    helps = {row["title"]: _tell_intervention(told, goal, dict(row)) for row in interventions}
    tell_trials(told, goal, trials, helps)
    for adjustment in adjustments:
        _tell_adjustment(told, goal, helps, dict(adjustment))
    for note in notes:
        _tell_note(told, goal, dict(note))


def _step(told: Told, fact: Fact) -> Fact:
    fields = _without_past(fact)
    who = fields.pop("who", None)
    return fields | (told.who(who) if who else {})


def _tell_intervention(told: Told, goal: Goal, fact: Fact) -> Intervention:
    past = _past(fact)
    starts_on = fact.pop("from", None)
    outside = fact.pop("outside", "")
    user = fact.pop("who", None)
    row = Intervention(
        goal=goal,
        # What began under an older act goes on under the one that holds now.
        section=told.common.law.section(
            fact.pop("law", ""), starts_on or told.common.today, told.common.today
        ),
        provider=told.user(user) if user else None,
        provider_name=outside,
        hours_per_week=fact.pop("hours", None),
        starts_on=starts_on,
        ends_on=fact.pop("until", None),
        yearly_cost=fact.pop("cost", None),
        **_marks(told, goal, fact),
        **fact,
    )
    row.decision = decision_behind(told, row)
    told.rows.add(row)
    told.remember(row, None, **past)
    return row


def _tell_adjustment(told: Told, goal: Goal, helps: dict[str, Intervention], fact: Fact) -> None:
    by, day = told.user(fact.pop("by")), fact.pop("on")
    about = fact.pop("hours_of", None)
    if "answered_on" in fact:
        fact |= {"answered_at": noon(fact.pop("answered_on")), "answered_by": told.caseworker}
    told.rows.add(
        AdjustmentRequest(
            plan=told.plan,
            goal=goal,
            intervention=helps[about] if about else None,
            proposed_by=by,
            proposed_at=noon(day, time(10, 15)),
            **fact,
        )
    )


def _tell_note(told: Told, goal: Goal, fact: Fact) -> None:
    day = fact.pop("on")
    hour, minute = fact.pop("clock", "8.10" if day == told.common.today else "14.40").split(".")
    written_at = noon(fact.pop("written_on", day), time(int(hour), int(minute)))
    addendum = fact.pop("addendum", None)
    note = Note(
        goal=goal,
        about_on=day,
        text=fact.pop("text"),
        written_by=told.user(fact.pop("by")),
        written_at=written_at,
        signed_at=None if fact.pop("draft", False) else written_at,
        **_marks(told, goal, fact),
        **fact,
    )
    told.rows.add(note)
    if addendum:
        _tell_addendum(told, note, **addendum)


def _tell_addendum(told: Told, note: Note, *, on: date, by: str, text: str) -> None:
    at = noon(on, time(9, 5))
    same = {name: getattr(note, name) for name in ("goal", "about_on", "person", *MARKS)}
    told.rows.add(
        Note(addendum_to=note, text=text, written_by=told.user(by), written_at=at, signed_at=at, **same)
    )


def _tell_agreement(told: Told, fact: Fact) -> None:
    past = _past(fact)
    key = fact.pop("key", None)
    fact.pop("said", None)
    looks = fact.pop("looks", [])
    goal = told.goals[fact.pop("goal")] if "goal" in fact else None
    agreed_by = told.user(fact.pop("by", told.story["konsulent"]))
    marks = _marks(told, goal, fact) if goal else {"person": told.about(fact.pop("about", None))}
    row = Agreement(
        plan=told.plan, goal=goal, agreed_by=agreed_by, **told.who(fact.pop("who")), **marks, **fact
    )
    told.rows.add(row)
    if key:
        told.agreements[key] = row
    for on, kept, given, words in looks:
        look = AgreementLook(agreement=row, on=on, kept=kept, words=words, noted_by=agreed_by)
        look.reward_given, look.given_kr = bool(given), given or None
        told.rows.add(look)
    told.remember(row, None, **past)


def _tell_followup(told: Told, fact: Fact) -> None:
    names, done = fact.pop("sections", []), fact.get("done_on")
    responsible = told.user(fact.pop("by", told.story["caseworker"]))
    row = FollowUp(plan=told.plan, responsible=responsible, done_by=responsible if done else None, **fact)
    told.rows.add(row)
    told.covers.append((row, [told.common.law.section(name, fact["due_on"]) for name in names]))


def _marks(told: Told, goal: Goal, fact: Fact) -> Fact:
    """A row on a goal is as confidential as the goal, unless the story says more."""
    marks = {name: fact.pop(name, getattr(goal, name)) for name in MARKS}
    person = told.about(fact.pop("about")) if "about" in fact else goal.person
    return {"person": person, **marks}


def _past(fact: Fact) -> Fact:
    """`since` = the version that had it first; `before` = what it was, in the versions up to `version`."""
    before = dict(fact.pop("before", {}))
    until = before.pop("version", 0)
    # TOML has no null: a day that was not there yet is written as false.
    before = {name: None if value is False else value for name, value in before.items()}
    return {"since": fact.pop("since", 1), "until": until, "before": before}


def _without_past(fact: Fact) -> Fact:
    return {name: value for name, value in fact.items() if name not in ("since", "before")}
