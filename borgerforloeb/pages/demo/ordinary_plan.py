"""The plan of an ordinary course: what the situation's goals have become since the course began."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from borgerforloeb.pages.demo.days import Days
from borgerforloeb.pages.demo.naming import Words
from borgerforloeb.pages.demo.picking import between, one_in, pick
from borgerforloeb.pages.demo.reading import read

Story = dict[str, Any]
HELPER = {"bk": "konsulent", "job": "job", "ksb": "caseworker"}


@dataclass(frozen=True)
class Outline:
    """One ordinary course, in days ago: when it began, when it ended (or 0), and who is in it."""

    key: str
    began: int
    ended: int
    contact: int
    people: dict[str, str]  # konsulent, caseworker, job: user names
    citizen: str
    network: str
    words: Words
    days: Days
    goals: tuple[str, ...]
    abouts: dict[str, str]

    @property
    def closed(self) -> bool:
        return self.ended > 0

    def day(self, ago: float) -> date:
        return self.days.before(round(ago))

    def part(self, share: float) -> int:
        """So many days ago was that share of the course."""
        return round(self.began - (self.began - self.ended) * share)

    def who(self, short: str) -> str:
        if short == "borger":
            return self.citizen
        return self.network if short == "net" else self.people[HELPER[short]]


def bank() -> dict[str, Any]:
    banks = ("goals_health", "goals_everyday", "goals_work", "goals_family")
    return {key: goal for name in banks for key, goal in read(f"bank/{name}.toml").items()}


def plan(outline: Outline, situation: Story) -> Story:
    answers = versions(outline)
    state = _status(outline, answers)
    goals = [
        _goal(outline, place, key, answers)
        for place, key in enumerate(outline.goals)
        if _has_come(outline, place)
    ]
    return {
        **state,
        "sections": _sections(outline, situation, answers),
        "goals": [goal for goal, _ in goals],
        "agreements": [agreement for _, agreements in goals for agreement in agreements],
        "followups": _followups(outline, answers),
        "versions": answers,
    }


def versions(outline: Outline) -> list[Story]:
    """The first answer some weeks after first contact (fewer as the house learned), then about twice a year."""
    usual = 78 if outline.began > 250 else 61 if outline.began > 155 else 46 if outline.began > 64 else 38
    first = outline.contact - usual - between(-14, 12, outline.key, "answer")
    ago, told = min(first, outline.began - 9), list[Story]()
    said_no = one_in(19, outline.key, "no")
    while ago > max(outline.ended, 1):
        told.append(_answer(outline, ago, len(told), said_no=said_no and not told))
        ago -= 17 if said_no and len(told) == 1 else between(140, 220, outline.key, len(told))
    return told


def _answer(outline: Outline, ago: int, number: int, *, said_no: bool) -> Story:
    texts = read("bank/course.toml")
    answer, words = "yes", pick(texts["answers"], outline.key, number)
    if said_no:
        answer, words = "no", texts["no"]
    elif one_in(7, outline.key, number, "partly"):
        answer, words = "partly", pick(texts["partly"], outline.key, number)
    return {
        "on": outline.day(ago),
        "ago": ago,
        "by": outline.people["caseworker" if number == 0 else "konsulent"],
        "way": pick(("meeting", "meeting", "talk", "signature", "phone"), outline.key, number, "way"),
        "answers": [{"who": outline.citizen, "answer": answer, "words": outline.words.fill(words)}],
    }


def _status(outline: Outline, answers: list[Story]) -> Story:
    if answers and answers[-1]["answers"][0]["answer"] == "no":
        return {"status": "draft"}
    if answers and (outline.closed or not one_in(5, outline.key, "draft")):
        return {"status": "agreed", "taken_to_talk_on": answers[-1]["on"]}
    if one_in(2, outline.key, "talk"):
        return {"status": "in_talk", "taken_to_talk_on": outline.day(between(1, 6, outline.key, "talk"))}
    return {"status": "draft"}


def _sections(outline: Outline, situation: Story, answers: list[Story]) -> list[Story]:
    fill, key = outline.words.fill, outline.key
    said = outline.day(answers[-1]["ago"] + 9 if answers else outline.part(0.4))
    konsulent = outline.words.values["konsulent"]
    texts = {
        "dreams": pick(situation["dreams"], key),
        "own_solution": pick(situation["own"], key),
        "resources": _lines(situation["resources"], key),
        "difficulties": _lines(situation["difficulties"], key),
        "end_goal": pick(situation["end"], key, "end"),
        "purpose": situation["purpose"],
    }
    return [
        {"kind": kind, "text": fill(text), "said_on": said, "with": konsulent, **outline.abouts}
        for kind, text in texts.items()
    ]


def _lines(choices: list[str], key: str) -> str:
    start = between(0, len(choices) - 1, key, "lines")
    return "\n".join((choices * 2)[start : start + 3])


def _has_come(outline: Outline, place: int) -> bool:
    return place < 2 or outline.began > (45 if place == 2 else 110)


def _begun(outline: Outline, place: int, answers: list[Story]) -> tuple[int, int]:
    """In which version the goal came, and how many days ago: two at first, one with each answer after that."""
    if place < 2 or not answers:
        return 1, answers[0]["ago"] + 6 if answers else outline.part(0.3)
    number = min(place, len(answers) + 1)
    ago = (
        answers[number - 1]["ago"] if number <= len(answers) else max(outline.ended, answers[-1]["ago"] // 2)
    )
    return number, ago + 4


def _goal(outline: Outline, place: int, key: str, answers: list[Story]) -> tuple[Story, list[Story]]:
    fact, words = bank()[key], outline.words
    if "places" in fact:
        words = Words({**words.values, "sted": pick(fact["places"], outline.key, key)})
    since, begun = _begun(outline, place, answers)
    later = fact.get("horizon") == "later" and not outline.closed and place > 1
    share = 1.0 if outline.closed else min(0.9, (begun - outline.ended) / 420 + (place == 0) * 0.2)
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
        "subgoals": _steps(outline, fact, words, begun, share),
        "interventions": [_intervention(outline, fact, words, begun, share, since, later=later)],
        "notes": _notes(outline, key, fact, words, begun, later=later),
        **({"about": fact.get("about", outline.citizen)} if outline.abouts else {}),
        **_state(outline, key, begun, share, since, later=later),
    }
    return goal, _agreements(outline, key, fact, words, begun, later=later)


def _writer(outline: Outline, fact: Story) -> str:
    return outline.people["job" if fact["domain"] == "employment" else "konsulent"]


def _state(outline: Outline, key: str, begun: int, share: float, since: int, *, later: bool) -> Story:
    if later:
        return {"status": "not_begun", "review_on": outline.day(-between(40, 120, outline.key, key))}
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


def _notes(outline: Outline, key: str, fact: Story, words: Words, begun: int, *, later: bool) -> list[Story]:
    """The bank tells how it goes from first to last; what lies long ago has come further in the telling."""
    last = max(outline.ended, between(1, 24, outline.key, key, "last"))
    texts = fact["notes"][: 1 if later else max(1, min(len(fact["notes"]), 1 + (begun - last) // 24))]
    if not later and begun - last > 200:
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
        due = agreed - between(14, 35, outline.key, key, place)
        base = {
            "key": f"{key}-{place}",
            "goal": key,
            "who": outline.who(who),
            "what": words.fill(what),
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


def _followups(outline: Outline, answers: list[Story]) -> list[Story]:
    texts, fill, told = read("bank/course.toml"), outline.words.fill, list[Story]()
    ago = (answers[0]["ago"] if answers else outline.began) - 84
    while ago > max(outline.ended, 12):
        number = len(told)
        told.append(
            {
                "due_on": outline.day(ago - between(-3, 9, outline.key, number)),
                "done_on": outline.day(ago),
                "reason": fill(pick(texts["followup_reasons"], outline.key, number)),
                "does_it_work": fill(pick(texts["works"], outline.key, number)),
                "right_things": fill(pick(texts["right_things"], outline.key, number)),
                "done_right": fill(pick(texts["done_right"], outline.key, number)),
                "sections": ["SEL § 148 stk. 2"],
            }
        )
        ago -= between(70, 98, outline.key, "rhythm", number)
    if not outline.closed:
        ahead = (
            -between(2, 9, outline.key)
            if one_in(11, outline.key, "late")
            else between(3, 80, outline.key, "next")
        )
        reason = fill(pick(texts["followup_reasons"], outline.key, "next"))
        told.append(
            {"due_on": outline.day(-ahead), "reason": reason, "sections": ["SEL § 148 stk. 2", "LAB kap. 6"]}
        )
    return told
