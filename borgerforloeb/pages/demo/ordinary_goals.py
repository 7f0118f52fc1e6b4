"""The goals of an ordinary course, with all that stands on them, each as far as its time has come."""

from typing import Any

from borgerforloeb.pages.demo.naming import Words
from borgerforloeb.pages.demo.outline import NAMED, Outline, bank
from borgerforloeb.pages.demo.picking import between, one_in, pick
from borgerforloeb.pages.demo.reading import read

Story = dict[str, Any]


def _begun(outline: Outline, place: int, answers: list[Story]) -> tuple[int, int]:
    """In which version the goal came, and how many days ago: two at first, then one with each answer."""
    if place < 2 or not answers:
        return 1, answers[0]["ago"] + 6 if answers else outline.part(0.3)
    number = min(place, len(answers) + 1)
    ago = (
        answers[number - 1]["ago"] if number <= len(answers) else max(outline.ended, answers[-1]["ago"] // 2)
    )
    return number, ago + 4


def tell_goal(outline: Outline, place: int, key: str, answers: list[Story]) -> tuple[Story, list[Story]]:
    fact, words = bank()[key], outline.words
    if "places" in fact:
        words = Words({**words.values, "sted": pick(fact["places"], outline.key, key)})
    since, begun = _begun(outline, place, answers)
    later = not outline.closed and _waits(outline, fact, place)
    share = _share(outline, fact, begun)
    goal = {
        "key": key,
        "title": words.fill(fact["title"]),
        "why": words.fill(fact.get("why", "")),
        "domain": fact["domain"],
        "level": fact.get("level", "common"),
        "horizon": "later" if later else "now",
        "by": _writer(outline, fact),
        "begun": outline.day(begun),
        "since": since,
        "subgoals": _steps(outline, fact, words, begun, 0.0 if later else share),
        "interventions": [_intervention(outline, fact, words, begun, share, since, later=later)],
        "notes": _notes(outline, key, fact, words, begun, 0.0 if later else share),
        **({"about": fact.get("about", outline.citizen)} if outline.abouts else {}),
        **_state(outline, key, begun, share, since, later=later),
    }
    return goal, _agreements(outline, key, fact, words, begun, later=later)


def _waits(outline: Outline, fact: Story, place: int) -> bool:
    """On trin 1 a placement is a wish and not yet a goal for now."""
    return (
        fact["domain"] == "employment" and outline.trin == 1 or fact.get("horizon") == "later" and place > 1
    )


def _share(outline: Outline, fact: Story, begun: int) -> float:
    """How much of the goal is behind us; on trin 2 the placement itself has not begun."""
    if outline.closed:
        return 1.0
    share = min(0.95, begun / 320 + 0.05)
    return min(share, 0.12) if fact["domain"] == "employment" and outline.trin == 2 else share


def _writer(outline: Outline, fact: Story) -> str:
    return outline.people["job" if fact["domain"] == "employment" else "konsulent"]


def _state(outline: Outline, key: str, begun: int, share: float, since: int, *, later: bool) -> Story:
    if later:
        review_on = outline.day(-between(40, 120, outline.key, key))
        return {"status": "not_begun", "review_on": review_on, "remind_on": review_on}
    ten = max(1, min(9, round(1 + share * 8)))
    citizen = max(1, min(10, ten + between(-1, 2, outline.key, key, "citizen")))
    told = {"citizen": citizen, "worker": ten}
    if since < 2 and begun - outline.ended > 200:
        told["before"] = {
            "version": 1,
            "citizen_progress": max(1, citizen - 3),
            "worker_progress": max(1, ten - 3),
        }
    if outline.closed:
        why = pick(read("bank/course.toml")["goal_reached"], outline.key, key)
        reached = {
            "status": "reached",
            "ended_on": outline.day(outline.ended + 2),
            "ended_why": outline.words.fill(why),
        }
        before = {"version": 9, "status": "on_the_way", "ended_on": False, "ended_why": ""}
        return told | reached | {"before": before}
    status = "started" if share < 0.35 else "on_the_way"
    return told | {"status": status, "review_on": outline.day(-between(5, 60, outline.key, key))}


def _steps(outline: Outline, fact: Story, words: Words, begun: int, share: float) -> list[Story]:
    told = []
    for place, text in enumerate(fact["subgoals"]):
        step: Story = {"text": words.fill(text)}
        at = begun - (begun - outline.ended) * (place + 1) / 3.4
        if share > 0.25 + place * 0.3:
            step["done_on"] = outline.day(at)
        elif not outline.closed:
            step["due_on"] = outline.day(-between(6, 70, outline.key, text))
            if place == 0:
                # The first one is the citizen's own.
                step["who"] = outline.citizen
        told.append(step)
    return told


def _intervention(
    outline: Outline, fact: Story, words: Words, begun: int, share: float, since: int, *, later: bool
) -> Story:
    told = {name: value for name, value in fact["intervention"].items() if name != "who"}
    told["title"] = words.fill(told["title"])
    if who := fact["intervention"].get("who"):
        told["who"] = outline.who(who)
    if later:
        return {**told, "status": "idea", "since": since}
    if told.get("law") == "LAB kap. 11" and not outline.closed:
        begun = min(begun, between(15, 80, outline.key, "placement"))
    told["from"] = outline.day(max(outline.ended, begun - between(0, 12, outline.key, fact["title"])))
    if outline.closed:
        before = {"version": 9, "status": "running", "ends_on": False}
        return {**told, "until": outline.day(outline.ended), "status": "ended", "before": before}
    told.setdefault(
        "status", "applied" if share < 0.08 else "granted" if share < 0.14 and "law" in told else "running"
    )
    if "law" in told:
        told["until"] = outline.day(
            begun - 365 if begun < 330 else -between(20, 160, outline.key, fact["title"])
        )
    return {**told, "since": since}


def _notes(outline: Outline, key: str, fact: Story, words: Words, begun: int, share: float) -> list[Story]:
    """The bank tells how it goes from first to last; what lies long ago has come further in the telling."""
    last = max(outline.ended, between(1, 24, outline.key, key, "last"))
    texts = fact["notes"][: max(1, round(share * len(fact["notes"]) + 0.3))]
    if share > 0.1 and begun - last > 90:
        texts = [*texts, pick(read("bank/course.toml")["late_notes"], outline.key, key)]
    step = (begun - last) / max(1, len(texts))
    told = []
    for place, text in enumerate(texts):
        ago = begun - step * (place + 0.3) if place + 1 < len(texts) else last
        note = {"on": outline.day(ago), "by": _writer(outline, fact), "text": words.fill(text)}
        if one_in(13, outline.key, key, place):  # written late, and seen to be
            note["written_on"] = outline.day(max(outline.ended, ago - 6))
        told.append(note)
    return told


def _agreements(
    outline: Outline, key: str, fact: Story, words: Words, begun: int, *, later: bool
) -> list[Story]:
    if later:
        return []
    told = []
    for place, (who, what) in enumerate(fact["agreements"]):
        agreed = max(outline.ended + 1, round(begun * (3 - place) / 3.2))
        if place == 2 and one_in(2, outline.key, key, "open"):
            agreed = min(agreed, between(9, 30, outline.key, key, "agreed"))
        due = agreed - between(14, 35, outline.key, key, place)
        base = {
            "key": f"{key}-{place}",
            "goal": key,
            "who": outline.who(who),
            "what": words.fill(what),
            "said": f"{words.fill(NAMED[who])} {words.fill(what[0].lower() + what[1:])}",
            "agreed_on": outline.day(agreed),
            "by": _writer(outline, fact),
        }
        done = outline.closed or due > 8 or place == 0 and begun > 90
        if done:
            day = outline.day(max(outline.ended, due, 1))
            told.append({**base, "due_on": max(day, outline.day(due)), "status": "done", "done_on": day})
        else:
            told.append(
                {**base, "due_on": outline.day(min(due, 6) if one_in(9, outline.key, key) else -abs(due) - 2)}
            )
    return told
