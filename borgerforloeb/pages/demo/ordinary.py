"""The ordinary adult courses, written as stories by rule from `cohort` and the banks."""

from collections.abc import Iterator
from typing import Any

from borgerforloeb.citizens.models import Course
from borgerforloeb.pages.demo import cohort
from borgerforloeb.pages.demo.days import Days
from borgerforloeb.pages.demo.naming import Words, adult, words_for
from borgerforloeb.pages.demo.picking import between, pick
from borgerforloeb.pages.demo.reading import read
from borgerforloeb.pages.demo.told import Municipality

Story = dict[str, Any]

ALL_DOMAINS = ["employment", "social", "health", "family", "school", "housing", "economy"]
FIELDS_OF = {
    "hjemmesygeplejerske": ["social", "health"],
    "sundhedsvejleder": ["social", "health", "employment"],
    "behandler": ["social", "health"],
    "kontaktperson": ["social", "housing", "economy"],
}
USUAL_FIELDS = ["employment", "social", "housing", "economy"]
CHILDREN_FROM = 11  # the last three caseworkers work with families


def stories(common: Municipality) -> Iterator[tuple[str, Story]]:
    days = Days(common.today)
    situations = read("bank/situations.toml")["situations"]
    for path in cohort.paths():
        # Seven steps ahead each time, so that one caseworker's citizens are as different as they can be.
        yield (
            f"adult-{path.number}",
            _story(path, situations[path.number * 7 % len(situations)], days, common),
        )


def _story(path: cohort.Path, situation: Story, days: Days, common: Municipality) -> Story:
    person = adult(path.number, situation, days.today)
    caseworker = _caseworker(path.number, common)
    konsulent = common.staff.user(pick(situation["konsulent"], "konsulent", path.number))
    words = words_for(person["first_names"].split(" ")[0], person["sex"], bk=konsulent.first_name)
    opened = days.before(path.began)
    return {
        "fixed": True,
        "kind": Course.Kind.ADULT,
        "name": "",
        "unit": caseworker.unit.name,
        "caseworker": caseworker.username,
        "konsulent": konsulent.username,
        "persons": [person],
        "entry_reason": words.fill(pick(situation["entry"], "entry", path.number)),
        "first_contact_on": days.before(path.began + between(3, 24, "contact", path.number)),
        "opened_on": opened,
        "end_goal": situation["end_goal"],
        "trin": _trin(path, days, words),
        "assignments": _assignments(caseworker, konsulent),
        **_ending(path, days, words),
    }


def _caseworker(index: int, common: Municipality) -> Any:
    """Ten adults to each caseworker, and three to each of those who work with families."""
    coordinating = common.staff.groups["coordinating"][1:]
    adults, families = coordinating[: CHILDREN_FROM - 1], coordinating[CHILDREN_FROM - 1 :]
    return families[index % len(families)] if index % 12 == 11 else adults[index % len(adults)]


def _assignments(caseworker: Any, konsulent: Any) -> list[Story]:
    return [
        {
            "user": caseworker.username,
            "role": "coordinating_caseworker",
            "domains": ALL_DOMAINS,
            "sees_shielded": True,
            "reason": "Har myndigheden på tværs af beskæftigelse og social.",
        },
        {
            "user": konsulent.username,
            "role": "borgerkonsulent",
            "function": konsulent.title,
            "domains": FIELDS_OF.get(konsulent.title, USUAL_FIELDS),
            "reason": "Er den, der ser borgeren oftest.",
            "citizen_wish": pick(
                ("Har selv peget på {}.", "Vil gerne have {}.", ""), konsulent.pk, caseworker.pk
            ).format(konsulent.first_name),
        },
    ]


def _trin(path: cohort.Path, days: Days, words: Words) -> list[Story]:
    reasons = read("bank/trin.toml")
    told, before = [], 0
    for step, (ago, trin) in enumerate(path.trin):
        kind = "start" if step == 0 else "back" if trin < before else "same" if trin == before else "on"
        choices = reasons[f"{kind}_{trin}"]
        told.append(
            {"on": days.before(ago), "trin": trin, "reason": words.fill(pick(choices, path.number, step))}
        )
        before = trin
    return told


def _ending(path: cohort.Path, days: Days, words: Words) -> Story:
    if path.closed is None:
        return {}
    closings = read("bank/trin.toml")["closings"]
    closing = closings[path.number % len(closings)]
    return {
        "status": Course.Status.CLOSED,
        "closed_on": days.before(path.closed),
        "closing": closing["result"],
        "closing_reason": words.fill(closing["reason"]),
    }
