"""The ordinary adult courses, written as stories by rule from `cohort` and the banks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course
from borgerforloeb.pages.demo import cohort
from borgerforloeb.pages.demo.days import Days
from borgerforloeb.pages.demo.naming import adult, network_person, words_for
from borgerforloeb.pages.demo.ordinary_meetings import meetings
from borgerforloeb.pages.demo.ordinary_plan import plan
from borgerforloeb.pages.demo.ordinary_team import assignments, consents
from borgerforloeb.pages.demo.outline import Outline
from borgerforloeb.pages.demo.picking import between, pick
from borgerforloeb.pages.demo.reading import read
from borgerforloeb.pages.demo.told import Municipality
from borgerforloeb.pages.demo.under_law import usual

Story = dict[str, Any]

CHILDREN_FROM = 11  # the last three caseworkers work with families
JOB_ADVISERS = ("kasper", "dorthe", "pia", "ali")


def stories(common: Municipality) -> Iterator[tuple[str, Story]]:
    situations = read("bank/situations.toml")["situations"]
    for path in cohort.paths():
        # Seven steps ahead each time, so that one caseworker's citizens are as different as they can be.
        yield f"adult-{path.number}", _story(path, situations[path.number * 7 % len(situations)], common)


def _story(path: cohort.Path, situation: Story, common: Municipality) -> Story:
    days = Days(common.today)
    person = adult(path.number, situation, days.today)
    outline = _outline(path, situation, person, common, days)
    fill, key, user = outline.words.fill, outline.key, common.staff.user
    written = plan(outline, situation)
    return {
        "fixed": True,
        "kind": Course.Kind.ADULT,
        "name": "",
        "unit": user(outline.people["caseworker"]).unit.name,
        **outline.people,
        "persons": [person],
        "network": [network_person(path.number, person["last_name"])],
        "entry_reason": fill(pick(situation["entry"], "entry", key)),
        "first_contact_on": outline.day(outline.contact),
        "opened_on": outline.day(outline.began),
        "end_goal": situation["end_goal"],
        "trin": _trin(path, outline),
        "assignments": assignments(outline, user),
        "consents": consents(outline, user),
        "plan": written,
        "meetings": meetings(outline, written),
        **usual(outline),
        **_ending(path, outline),
    }


def _outline(path: cohort.Path, situation: Story, person: Story, common: Municipality, days: Days) -> Outline:
    key = f"adult-{path.number}"
    caseworker = _caseworker(path.number, common)
    konsulent = common.staff.user(pick(situation["konsulent"], "konsulent", path.number))
    job = common.staff.user(pick([name for name in JOB_ADVISERS if name != konsulent.username], "job", key))
    words = words_for(
        person["first_names"].split(" ")[0],
        person["sex"],
        bk=konsulent.first_name,
        ksb=caseworker.first_name,
        job=job.first_name,
        net=network_person(path.number, person["last_name"])["name"].split(" ")[0],
        konsulent=konsulent.name,
    )
    outline = Outline(
        key=key,
        began=path.began,
        ended=path.closed or 0,
        contact=path.began + between(3, 24, "contact", path.number),
        people={"caseworker": caseworker.username, "konsulent": konsulent.username, "job": job.username},
        citizen="borger",
        network="ven",
        words=words,
        days=days,
        goals=(),
        trin=path.trin[-1][1],
        abouts={},
    )
    return replace(outline, goals=_goals(path, situation))


def _goals(path: cohort.Path, situation: Story) -> tuple[str, ...]:
    """The first three of the situation in changing order, and for most a fourth."""
    goals = situation["goals"]
    start = path.number // 16 % 3
    first = goals[start:3] + goals[:start]
    return (*first, *goals[3:5]) if path.number % 3 else (*first, goals[4])


def _caseworker(index: int, common: Municipality) -> User:
    """Ten adults to each caseworker, and three to each of those who work with families."""
    coordinating = common.staff.groups["coordinating"][1:]
    adults, families = coordinating[: CHILDREN_FROM - 1], coordinating[CHILDREN_FROM - 1 :]
    return families[index // 12 % len(families)] if index % 12 == 11 else adults[index % len(adults)]


def _trin(path: cohort.Path, outline: Outline) -> list[Story]:
    reasons = read("bank/trin.toml")
    told, before = [], 0
    for step, (ago, trin) in enumerate(path.trin):
        kind = "start" if step == 0 else "back" if trin < before else "same" if trin == before else "on"
        reason = outline.words.fill(pick(reasons[f"{kind}_{trin}"], path.number, step))
        told.append({"on": outline.day(ago), "trin": trin, "reason": reason})
        before = trin
    return told


def _ending(path: cohort.Path, outline: Outline) -> Story:
    if path.closed is None:
        return {}
    closings = read("bank/trin.toml")["closings" if path.in_job else "other_closings"]
    closing = closings[path.number % len(closings)]
    return {
        "status": Course.Status.CLOSED,
        "closed_on": outline.day(path.closed),
        "closing": closing["result"],
        "closing_reason": outline.words.fill(closing["reason"]),
    }
