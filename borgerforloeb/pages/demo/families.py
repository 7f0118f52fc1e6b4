"""The ordinary family courses: one or two parents, one to three children, the rules of the adult courses."""

from collections.abc import Iterator
from typing import Any

from borgerforloeb.citizens.models import Course
from borgerforloeb.pages.demo.days import Days
from borgerforloeb.pages.demo.naming import Words, born, home, words_for
from borgerforloeb.pages.demo.ordinary_meetings import meetings
from borgerforloeb.pages.demo.ordinary_plan import plan
from borgerforloeb.pages.demo.ordinary_team import assignments, consents
from borgerforloeb.pages.demo.outline import Outline
from borgerforloeb.pages.demo.people import MAN, WOMAN
from borgerforloeb.pages.demo.picking import between, one_in, pick
from borgerforloeb.pages.demo.reading import read
from borgerforloeb.pages.demo.told import Municipality

Story = dict[str, Any]
COUNT = 22
KONSULENTS = ("susanne", "thomas", "gitte", "rikke", "trine")
JOB_ADVISERS = ("kasper", "dorthe", "pia", "ali")


def stories(common: Municipality) -> Iterator[tuple[str, Story]]:
    situations = read("bank/family_situations.toml")["situations"]
    for index in range(COUNT):
        yield f"family-{index}", _story(index, situations[index % len(situations)], common)


def _story(index: int, situation: Story, common: Municipality) -> Story:
    days = Days(common.today)
    persons = _persons(index, days)
    outline = _outline(index, situation, persons, common, days)
    fill, user, key = outline.words.fill, common.staff.user, outline.key
    written = plan(outline, situation)
    return {
        "fixed": True,
        "kind": Course.Kind.FAMILY,
        "name": f"Familien {persons[0]['last_name']}",
        "unit": user(outline.people["caseworker"]).unit.name,
        **outline.people,
        "persons": persons,
        "relations": _relations(persons),
        "network": [_grandmother(index, persons[0])],
        "entry_reason": fill(pick(situation["entry"], key)),
        "first_contact_on": outline.day(outline.contact),
        "opened_on": outline.day(outline.began),
        "end_goal": situation["end_goal"],
        "trin": _trin(outline),
        "assignments": [_about_the_parent(assignment) for assignment in assignments(outline, user)],
        "consents": [{**consent, "of": "mor"} for consent in consents(outline, user)],
        "plan": written,
        "meetings": meetings(outline, written),
    }


def _about_the_parent(assignment: Story) -> Story:
    """Who helps the parent to a job has no business with the children."""
    return {**assignment, "about": "mor"} if assignment["role"] == "team_member" else assignment


def _persons(index: int, days: Days) -> list[Story]:
    names, today = read("data/people.toml"), days.today
    last, shared = (
        names["families"][index],
        {**home(names, "family", index), "protected_address": index in (4, 15)},
    )
    mother = index % 7 != 3
    told = [_parent("mor", WOMAN if mother else MAN, names["women" if mother else "men"][index * 2 + 1])]
    told[0]["born_on"] = born((27, 46), today, "parent", index)
    if index % 3 == 1:
        told.append(
            _parent("far", MAN if mother else WOMAN, names["men" if mother else "women"][index * 2 + 4])
        )
        told[1]["born_on"] = born((29, 49), today, "other parent", index)
    for place, key in enumerate(("barn", "soeskende", "lille")[: 1 + index % 3]):
        girl = one_in(2, "child", index, place)
        child = {
            "key": key,
            "part": "child",
            "sex": WOMAN if girl else MAN,
            "first_names": names["girls" if girl else "boys"][(index * 5 + place * 7) % 12],
            "born_on": born((12 - place * 4, 15 - place * 4), today, "child", index, place),
            "phone": "",
        }
        told.append(child)
    return [{**person, "last_name": last, **shared} for person in told]


def _parent(key: str, sex: str, first_names: str) -> Story:
    return {"key": key, "part": "parent", "sex": sex, "first_names": first_names}


def _relations(persons: list[Story]) -> list[Story]:
    parents = [person["key"] for person in persons if person["part"] == "parent"]
    children = [person["key"] for person in persons if person["part"] == "child"]
    told: list[Story] = [
        {"who": parent, "to": child, "kind": "parent", "has_custody": True, "lives_together": True}
        for parent in parents
        for child in children
    ]
    if len(parents) == 2:
        told.append({"who": parents[1], "to": parents[0], "kind": "spouse", "lives_together": True})
    told += [
        {"who": children[0], "to": child, "kind": "sibling", "lives_together": True} for child in children[1:]
    ]
    return told


def _grandmother(index: int, parent: Story) -> Story:
    """The parent's own mother, who has the same name."""
    names = read("data/people.toml")["women"]
    return {
        "key": "ven",
        "around": "mor",
        "side": "private",
        "name": f"{names[(index * 9 + 25) % len(names)]} {parent['last_name']}",
        "relation": "mormor" if parent["sex"] == WOMAN else "farmor",
        "phone": f"12 34 4{index % 10} {index + 20}",
        "contribution": "Henter børnene, når vagterne er lange.",
    }


def _outline(index: int, situation: Story, persons: list[Story], common: Municipality, days: Days) -> Outline:
    key = f"family-{index}"
    caseworkers = common.staff.groups["coordinating"][-3:]
    caseworker, konsulent = caseworkers[index % 3], common.staff.user(KONSULENTS[index % len(KONSULENTS)])
    job = common.staff.user(pick(JOB_ADVISERS, "job", key))
    began = between(40, 680, "began", key)
    start = index // 3 % 3
    return Outline(
        key=key,
        began=began,
        ended=0,
        contact=began + between(4, 28, "contact", key),
        people={"caseworker": caseworker.username, "konsulent": konsulent.username, "job": job.username},
        citizen="mor",
        network="ven",
        words=_words(
            persons,
            konsulent=konsulent.name,
            bk=konsulent.first_name,
            ksb=caseworker.first_name,
            job=job.first_name,
            net=_grandmother(index, persons[0])["name"].split(" ")[0],
        ),
        days=days,
        goals=(*situation["goals"][start:3], *situation["goals"][:start], *situation["goals"][3:]),
        trin=3 if began > 420 else 2 if began > 180 else 1,
        abouts={"about": "mor"},
    )


def _words(persons: list[Story], **staff: str) -> Words:
    parent = persons[0]
    child = next(person for person in persons if person["key"] == "barn")["first_names"]
    about_child = words_for(child, WOMAN).values
    return words_for(
        parent["first_names"].split(" ")[0], parent["sex"], barn=child, barns=about_child["navns"], **staff
    )


def _trin(outline: Outline) -> list[Story]:
    reasons = read("bank/trin.toml")
    steps = [(outline.began, 1, "start_family")]
    if outline.began > 180:
        steps.append((outline.began // 2, 2, "on_2"))
    if outline.began > 420:
        steps.append((outline.began // 5, 3, "on_3"))
    return [
        {
            "of": outline.citizen,
            "on": outline.day(ago),
            "trin": trin,
            "reason": outline.words.fill(pick(reasons[kind], outline.key, trin)),
        }
        for ago, trin, kind in steps
    ]
