"""The network meetings of an ordinary course: every six to twelve weeks with the citizen, and the next."""

from typing import Any

from borgerforloeb.pages.demo.outline import Outline, bank
from borgerforloeb.pages.demo.picking import between, one_in, pick
from borgerforloeb.pages.demo.reading import read

Story = dict[str, Any]
WITHOUT_CITIZEN = 33  # one meeting in so many: 97 % are held with the citizen


def meetings(outline: Outline, plan: Story) -> list[Story]:
    answers = plan["versions"]
    ago = answers[0]["ago"] if answers else outline.began - 30
    told: list[Story] = []
    while ago > max(outline.ended, 2):
        told.append(_held(outline, plan, ago, len(told)))
        ago -= between(42, 84, outline.key, "meeting", len(told))
    if not outline.closed and not one_in(4, outline.key, "no next"):
        told.append(_next(outline, len(told)))
    return told


def _held(outline: Outline, plan: Story, ago: int, number: int) -> Story:
    texts, fill, key = read("bank/course.toml"), outline.words.fill, outline.key
    present = not one_in(WITHOUT_CITIZEN, key, "present", number)
    shared = ago > 12 or one_in(2, key, "shared")
    agenda = _agenda(outline, number)
    for item in agenda[:1]:
        item["notes"] = fill(pick(texts["first_notes"], key, number))
    told = {
        **_frame(outline, ago, number),
        "status": "held",
        "called_on": outline.day(ago + between(10, 21, key, number)),
        "citizen_present": present,
        "shared_understanding": fill(pick(texts["understanding"], key, number)),
        "disagreements": fill(pick(texts["disagreements"], key, number)),
        "minutes": fill(pick(texts["minutes"], key, number, "minutes")),
        "agenda": agenda,
        "participants": _participants(outline, number, present=present),
        "decisions": _decisions(outline, plan, ago, number),
        "minutes_status": "shared" if shared else "draft",
    }
    if shared:
        told["shared_on"] = outline.day(max(ago - between(1, 6, key, "shared", number), 1))
    if not present:
        told["absence_reason"] = fill(pick(texts["absence"], key, number))
    return told


def _frame(outline: Outline, ago: int, number: int) -> Story:
    texts = read("bank/course.toml")
    return {
        "on": outline.day(ago),
        "clock": pick(texts["clocks"], outline.key, number, "clock"),
        "place": outline.words.fill(pick(texts["places"], outline.key, number, "place")),
    }


def _agenda(outline: Outline, number: int) -> list[Story]:
    texts, fill = read("bank/course.toml"), outline.words.fill
    first = outline.words.values["navn"]
    goals = bank()
    told = [{"text": pick(texts["first_point"], outline.key, number), "by_citizen": True, "raised_by": first}]
    for key in (outline.goals[number % len(outline.goals)], outline.goals[(number + 1) % len(outline.goals)]):
        # The agenda lies open to all who come, so what is shielded or one field's own is not named on it.
        if goals[key].get("level", "common") == "common":
            told.append({"text": fill(goals[key]["point"]), "by_citizen": True, "raised_by": first})
    return told + [{"text": text, "raised_by": fill(who)} for text, who in texts["other_points"]]


def _participants(outline: Outline, number: int, *, present: bool) -> list[Story]:
    texts, fill, key = read("bank/course.toml"), outline.words.fill, outline.key
    told = [{"who": outline.citizen} if present else {"who": outline.citizen, "attendance": "excused"}]
    shorts = ["bk", "ksb", *(["job"] if number else []), *([] if one_in(3, key, number, "net") else ["net"])]
    for short in shorts:
        person = {"who": outline.who(short), "reason": fill(texts["roles"][short])}
        if short in ("job", "ksb") and one_in(9, key, number, short):
            person |= {"attendance": "excused", "note": pick(texts["excuses"], key, number)}
        told.append(person)
    return told


def _decisions(outline: Outline, plan: Story, ago: int, number: int) -> list[Story]:
    """Up to two of the agreements that were made that time; each belongs to one decision only."""
    day, used = outline.day(ago), plan.setdefault("decided", set())
    told = []
    for agreement in plan["agreements"]:
        if len(told) < 2 and agreement["key"] not in used and abs((agreement["agreed_on"] - day).days) < 40:
            used.add(agreement["key"])
            told.append(_decision(plan, agreement))
    return told


def _decision(plan: Story, agreement: Story) -> Story:
    goal = next(goal for goal in plan["goals"] if goal["key"] == agreement["goal"])
    marks = {"domain": goal["domain"], "level": goal["level"]} if goal["level"] != "common" else {}
    return {"text": agreement["said"], "agreement": agreement["key"], **marks}


def _next(outline: Outline, number: int) -> Story:
    ahead = 0 if one_in(28, outline.key, "today") else between(2, 60, outline.key, "ahead")
    called = ahead < 21 or one_in(3, outline.key, "called")
    people = _participants(outline, number, present=True)
    for person in people:
        person.pop("attendance", None)
        person.pop("note", None)
    if not called:
        people[-1]["approval"] = "unknown"
    told = {
        **_frame(outline, -ahead, number),
        "status": "called" if called else "preparing",
        "agenda": _agenda(outline, number),
        "participants": people,
    }
    if called:
        told["called_on"] = outline.day(between(1, 9, outline.key, "called on"))
    return told
