"""The plan of an ordinary course: its texts, answers and follow-ups; the goals come from `ordinary_goals`."""

from typing import Any

from borgerforloeb.pages.demo.ordinary_goals import tell_goal
from borgerforloeb.pages.demo.outline import Outline
from borgerforloeb.pages.demo.picking import between, one_in, pick
from borgerforloeb.pages.demo.reading import read

Story = dict[str, Any]


def plan(outline: Outline, situation: Story) -> Story:
    answers = versions(outline)
    state = _status(outline, answers)
    goals = [
        tell_goal(outline, place, key, answers)
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
    """The first answer some weeks after first contact, fewer as the house learned; then twice a year."""
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
