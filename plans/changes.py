"""What is new in the plan since a version, in plain Danish.

Ticks and progress are not changes: they happened to what was agreed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from borgerforloeb.accounts.presentation import decimal_comma, longdate, period
from plans.marks import left_out, without
from plans.models import Agreement, Goal, Placement, PlanSection
from plans.placements import all_hours_in_words, contact_of, name_of, placement_facts, steps_of
from plans.reading import Draft, day, holder_of, provider_of
from plans.rewards import terms_of
from plans.safeguards import is_kept, safeguard_facts, safeguard_text
from plans.sharing import shared_in_words
from plans.snapshot import Facts
from plans.steps import step_text

SECTION_NAMES = dict(PlanSection.Kind.choices)
NO_GOAL: Facts = {
    "title": "",
    "why": "",
    "review_on": None,
    "subgoals": [],
    "interventions": [],
    "trials": [],
}
INTERVENTION_WORDS = ("title", "who", "hours_per_week", "starts_on", "ends_on", "section")


@dataclass(frozen=True)
class Words:
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Change:
    """`part` is the id on the plan page that the change is about; `words` are the texts before and after."""

    part: str
    name: str
    what: str
    words: tuple[Words, ...] = field(default=(), compare=False)


def compare(old: Facts, new: Facts) -> list[Change]:
    """Both as the same reader may see them, so that nothing hidden shows as added or gone.

    Marks change: what that reader may see in one of them alone is told of in neither.
    """
    closed = left_out(old) | left_out(new)
    old, new = without(old, closed), without(new, closed)
    return [
        *_safeguards(old, new),
        *_sections(old, new),
        *_goals(old, new),
        *_agreements(old, new),
        *_placements(old, new),
    ]


def _safeguards(old: Facts, new: Facts) -> Iterable[Change]:
    before, after = ({row["id"]: row for row in one["safeguards"]} for one in (old, new))
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = (safeguard_text(one[key]) if key in one else "" for one in (before, after))
        if was == now:
            continue
        what = "hensynet er ændret" if was and now else "nyt hensyn" if now else "hensynet gælder ikke mere"
        yield Change("hensyn", (after.get(key) or before[key])["what"], what, (Words("Hensynet", was, now),))


def _sections(old: Facts, new: Facts) -> Iterable[Change]:
    names = {person["id"]: person["first_name"] for person in new["persons"]}
    before = {(row["kind"], row["person"]): row["text"] for row in old["sections"]}
    now = {(row["kind"], row["person"]): row["text"] for row in new["sections"]}
    order = list(SECTION_NAMES)
    for key in sorted(before.keys() | now.keys(), key=lambda key: (order.index(key[0]), key[1] or "")):
        was, is_now = before.get(key, ""), now.get(key, "")
        if was == is_now:
            continue
        kind, person = key
        about = f" ({names[person]})" if len(names) > 1 and person in names else ""
        what = "skrevet om" if was and is_now else "nyt" if is_now else "fjernet"
        yield Change(kind, SECTION_NAMES[kind] + about, what, (Words("Teksten", was, is_now),))


def _goals(old: Facts, new: Facts) -> Iterable[Change]:
    before = {row["id"]: row for row in old["goals"]}
    for goal in new["goals"]:
        part = f"maal-{goal['id']}"
        if goal["id"] not in before:
            ended = goal["status"] in Goal.ENDED
            what = Goal.Status(goal["status"]).label if ended else "nyt mål"
            yield Change(part, goal["title"], what, tuple(_goal_texts(NO_GOAL, goal)))
        elif words := list(_goal_words(before[goal["id"]], goal)):
            texts = tuple(_goal_texts(before[goal["id"]], goal))
            yield Change(part, goal["title"], ", ".join(words), texts)


def _goal_words(was: Facts, goal: Facts) -> Iterable[str]:
    if was["title"] != goal["title"]:
        yield "ny ordlyd"
    if was["why"] != goal["why"]:
        yield "nye ord om hvorfor"
    if was["horizon"] != goal["horizon"]:
        yield "rykket frem til nu" if goal["horizon"] == Goal.Horizon.NOW else "flyttet til senere"
    if was["status"] != goal["status"] and goal["status"] in Goal.ENDED:
        yield Goal.Status(goal["status"]).label
    if was["review_on"] != goal["review_on"]:
        yield "ny dato for, hvornår vi ser på det"
    yield from _words_on_the_goal(was, goal)


def _words_on_the_goal(was: Facts, goal: Facts) -> Iterable[str]:
    if _shared(was) != _shared(goal):
        yield "fælles med andre områder" if _shared(goal) else "ikke fælles mere"
    if _steps(was) != _steps(goal):
        yield "delmål ændret"
    if was.get("answers", "") != goal.get("answers", ""):
        yield "et andet svar på målet"
    yield from _intervention_words(was["interventions"], goal["interventions"])
    yield from _trial_words(was["trials"], goal["trials"])


def _goal_texts(was: Facts, goal: Facts) -> Iterable[Words]:
    for word, label in (("title", "Ordlyd"), ("why", "Hvorfor")):
        yield from _if_changed(label, was[word], goal[word])
    yield from _if_changed("Vi ser på det", _day(was["review_on"]), _day(goal["review_on"]))
    # Told of versions alone: nobody has answered to a draft.
    yield from _if_changed("Svar på målet", was.get("answers", ""), goal.get("answers", ""))
    yield from _if_changed("Fælles", _shared(was), _shared(goal))
    yield from _if_changed("Delmål", _steps(was), _steps(goal))
    for kind, label, text_of in BY_ROW:
        before, after = ({row["id"]: text_of(row) for row in one[kind]} for one in (was, goal))
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _if_changed(label, before.get(key, ""), after.get(key, ""))


def _if_changed(label: str, was: str, now: str) -> Iterable[Words]:
    if was != now:
        yield Words(label, was, now)


def _shared(goal: Facts) -> str:
    """A version from before goals were shared tells of no field."""
    return shared_in_words(goal.get("with_domains", ()))


def _steps(goal: Facts) -> str:
    return "\n".join(map(step_text, goal["subgoals"]))


def _help_text(row: Facts) -> str:
    weekly = f"{decimal_comma(Decimal(row['hours_per_week']))} timer om ugen" if row["hours_per_week"] else ""
    when = period(day(row["starts_on"]), day(row["ends_on"]))
    return ", ".join(filter(None, [row["title"], row["who"], weekly, when, row["section"]]))


def _trial_text(row: Facts) -> str:
    words = (row["question"], row["what"], row["looks_at"], row["who"])
    return "\n".join([*words, period(day(row["starts_on"]), day(row["stops_on"]))])


BY_ROW = (("interventions", "Indsats", _help_text), ("trials", "Prøvehandling", _trial_text))


def _day(value: str | None) -> str:
    found = day(value)
    return longdate(found) if found else ""


def _intervention_words(was: list[Facts], now: list[Facts]) -> Iterable[str]:
    before = {row["id"]: row for row in was}
    after = {row["id"] for row in now}
    for row in now:
        if row["id"] not in before:
            yield f"ny indsats: {row['title']}"
        elif any(before[row["id"]][word] != row[word] for word in INTERVENTION_WORDS):
            yield f"indsats ændret: {row['title']}"
    for row in was:
        if row["id"] not in after:
            yield f"indsats fjernet: {row['title']}"


def _trial_words(was: list[Facts], now: list[Facts]) -> Iterable[str]:
    before = {row["id"]: _trial_text(row) for row in was}
    after = {row["id"] for row in now}
    for row in now:
        if row["id"] not in before:
            yield f"ny prøvehandling: {row['question']}"
        elif before[row["id"]] != _trial_text(row):
            yield f"prøvehandling ændret: {row['question']}"
    for row in was:
        if row["id"] not in after:
            yield f"prøvehandling slut: {row['question']}"


def _agreements(old: Facts, new: Facts) -> Iterable[Change]:
    before = {row["id"]: row for row in old["agreements"]}
    for row in new["agreements"]:
        was = before.get(row["id"])
        if was is None:
            if row["status"] == Agreement.Status.OPEN:
                yield _agreed(row, "ny aftale", "", _agreement_text(row))
        elif was["status"] != row["status"]:
            yield Change("aftaler", row["what"], Agreement.Status(row["status"]).label)
        elif _agreement_text(was) != _agreement_text(row):
            yield _agreed(row, "aftalen er ændret", _agreement_text(was), _agreement_text(row))
    after = {row["id"] for row in new["agreements"]}
    gone = (row for row in old["agreements"] if row["id"] not in after)
    yield from (_agreed(row, "aflyst", _agreement_text(row), "") for row in gone)


def _agreed(row: Facts, what: str, was: str, now: str) -> Change:
    return Change("aftaler", row["what"], what, (Words("Aftalen", was, now),))


def _agreement_text(row: Facts) -> str:
    due = row["due_words"] or _day(row["due_on"])
    return ", ".join(filter(None, [row["who"], row["what"], due, terms_of(row)]))


def _placements(old: Facts, new: Facts) -> Iterable[Change]:
    before = {row["id"]: row for row in old["placements"]}
    for row in new["placements"]:
        was = before.get(row["id"])
        text = _placement_text(row)
        if was is None:
            yield _placed(row, "ny praktik", "", text)
        elif was["outcome"] != row["outcome"]:
            ended = Placement.Outcome(row["outcome"]).label if row["outcome"] else ""
            yield Change("praktik", name_of(row), f"slut: {ended}" if ended else "ikke slut alligevel")
        elif _placement_text(was) != text:
            yield _placed(row, "praktikken er ændret", _placement_text(was), text)
    after = {row["id"] for row in new["placements"]}
    gone = (row for row in old["placements"] if row["id"] not in after)
    yield from (_placed(row, "praktikken er taget tilbage", _placement_text(row), "") for row in gone)


def _placed(row: Facts, what: str, was: str, now: str) -> Change:
    return Change("praktik", name_of(row), what, (Words("Praktikken", was, now),))


def _placement_text(row: Facts) -> str:
    when = period(day(row["starts_on"]), day(row["ends_on"]))
    weekly = all_hours_in_words(steps_of(row["steps"]))
    told = [name_of(row), when, weekly, row["purpose"], row["support"], contact_of(row), row["responsible"]]
    return "\n".join(filter(None, told))


def draft_facts(names: Mapping[str, str], draft: Draft, today: date) -> Facts:
    """The words of the draft in the shape of a version of today; compared, never kept."""
    return {
        "persons": [{"id": person, "first_name": name} for person, name in names.items()],
        "sections": [
            {"kind": row["kind"], "person": row["person_id"], "text": row["text"]}
            for row in draft.sections
            if row["text"]
        ],
        "goals": [_goal_facts(goal, today) for goal in draft.goals],
        "agreements": [row | {"who": holder_of(row)} for row in draft.agreements],
        "placements": [placement_facts(row) for row in draft.placements],
        "safeguards": [safeguard_facts(row) for row in draft.safeguards if is_kept(row, today)],
        "left_out": draft.left_out,
    }


def _goal_facts(goal: Facts, today: date) -> Facts:
    helps = [_help_facts(row) for row in goal["help_rows"]]
    trials = [
        row | {"who": row["responsible__name"]}
        for row in goal["trial_rows"]
        if not row["outcome"] and date.fromisoformat(row["stops_on"]) >= today
    ]
    return goal | {"subgoals": goal["step_rows"], "interventions": helps, "trials": trials}


def _help_facts(row: Facts) -> Facts:
    section = f"{row['section__act__short_name']} {row['section__number']} {row['section__title']}".strip()
    return {
        "id": row["id"],
        "title": row["title"],
        "who": provider_of(row),
        "hours_per_week": _told(row["hours_per_week"]),
        "starts_on": row["starts_on"],
        "ends_on": row["ends_on"],
        "section": section if row["section_id"] else "",
    }


def _told(value: object) -> str | None:
    return str(value) if value is not None else None
