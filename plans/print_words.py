"""A plan's facts in plain words, for one reader and one edition; drafts and frozen versions alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from borgerforloeb.accounts.presentation import MONTHS, hours, longdate, period, shortdate, weekday
from plans.changes import compare
from plans.models import Acceptance, Agreement, Goal, GoalAnswer, Intervention
from plans.placements import contact_of, going_on, hours_in_words, name_of, period_of, steps_of
from plans.print_content import (
    Answer,
    Contact,
    Event,
    LawLine,
    PrintedGoal,
    PrintedPlacement,
    Promise,
    Step,
    Week,
)
from plans.reading import day
from plans.rewards import with_terms
from plans.sharing import shared_in_words
from plans.snapshot import Facts
from roles.models import Role

WEEKS_AHEAD = 8
NEXT = 3
OVER = (Intervention.Status.STOPPED, Intervention.Status.ENDED, Intervention.Status.REFUSED)


@dataclass(frozen=True)
class Appointment:
    """Something that happens on a day and is not an agreement: a network meeting, a follow-up."""

    on: date
    what: str


def section_lines(facts: Facts, kind: str, recipient: str) -> tuple[str, ...]:
    """The lines of one section; in a family, another member's lines begin with the name."""
    names = {person["id"]: person["first_name"] for person in facts["persons"]}
    return tuple(
        line if section["person"] in (recipient, None) else f"{names.get(section['person'], '')}: {line}"
        for section in facts["sections"]
        if section["kind"] == kind
        for line in map(str.strip, section["text"].splitlines())
        if line
    )


def contact(facts: Facts) -> Contact | None:
    by_role = {person["role"]: person for person in facts["contacts"]}
    first = by_role.get(Role.BORGERKONSULENT)
    second = by_role.get(Role.COORDINATING_CASEWORKER)
    if first is None:
        return None
    if second is None or second["name"] == first["name"]:
        return Contact(first["name"], first["phone"], "Min borgerkonsulent.")
    return Contact(first["name"], first["phone"], "Min borgerkonsulent.", second["name"], second["phone"])


def goals(
    facts: Facts, before: Facts | None, given: Iterable[GoalAnswer], recipient: str
) -> tuple[PrintedGoal, ...]:
    ended = set(Goal.ENDED)
    open_goals = [goal for goal in facts["goals"] if goal["status"] not in ended]
    earlier = {goal["id"]: goal for goal in before["goals"]} if before else {}
    said = _said_to_goals(given, facts, recipient)
    return tuple(
        PrintedGoal(
            number=number,
            title=goal["title"],
            why=goal["why"],
            steps=tuple(_step(step, recipient) for step in goal["subgoals"]),
            helpers=" ".join(_helper(item) for item in goal["interventions"] if item["status"] not in OVER),
            trials=tuple(_trial(item) for item in goal["trials"]),
            progress=_progress(goal, earlier.get(goal["id"]), before),
            review=_date_near(goal["review_on"], facts),
            shared=shared_in_words(goal.get("with_domains", ())),
            later=goal["horizon"] == Goal.Horizon.LATER,
            law=tuple(_law(item, number) for item in goal["interventions"]),
            said=tuple(said[goal["id"]]),
        )
        for number, goal in enumerate(open_goals, start=1)
    )


def _said_to_goals(given: Iterable[GoalAnswer], facts: Facts, recipient: str) -> dict[int, list[Answer]]:
    """Of those persons alone whom this paper tells of."""
    words = {
        Acceptance.Answer.YES: "{who} sagde ja til målet.",
        Acceptance.Answer.PARTLY: "{who} sagde delvist ja til målet.",
        Acceptance.Answer.NO: "{who} sagde nej til målet.",
        Acceptance.Answer.COULD_NOT: "{who} kunne ikke svare på målet.",
    }
    names = {person["id"]: person["first_name"] for person in facts["persons"]}
    said: dict[int, list[Answer]] = defaultdict(list)
    for row in given:
        person = str(row.person_id)
        if person in names:
            who = "Jeg" if person == recipient else names[person]
            said[row.goal_id].append(Answer(words[Acceptance.Answer(row.answer)].format(who=who), row.words))
    return said


def _step(step: Facts, recipient: str) -> Step:
    done = step["done_on"] is not None
    who = "jeg" if step.get("who_citizen") == recipient else step.get("who")
    limit = "" if done or not step["due_on"] else f"inden {shortdate(day(step['due_on']))}"
    if who:
        return Step(f"{step['text']} ({', '.join(filter(None, (who, limit)))})", done)
    return Step(", ".join(filter(None, (step["text"], limit))), done)


def _helper(item: Facts) -> str:
    time = f"{hours(float(item['hours_per_week']))} om ugen" if item["hours_per_week"] else ""
    who = ", ".join(filter(None, [item["who"], time]))
    state = (
        "" if item["status"] in Intervention.HELPING else f" ({Intervention.Status(item['status']).label})"
    )
    return f"{item['title']}{': ' if who else ''}{who}{state}."


def _trial(item: Facts) -> str:
    when = period(day(item["starts_on"]), day(item["stops_on"]))
    told = (item["question"], item["what"], f"Vi ser på: {item['looks_at']}", when, item["who"])
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in told)


def _progress(goal: Facts, earlier: Facts | None, before: Facts | None) -> str:
    now = goal["citizen_progress"]
    if now is None:
        return ""
    then = earlier["citizen_progress"] if earlier else None
    if then is None or then == now or before is None:
        return f"{now} af 10"
    said_in = MONTHS[date.fromisoformat(before["on"]).month - 1]
    return f"{now} af 10. I {said_in} sagde jeg {then}."


def _law(item: Facts, number: int) -> LawLine:
    state = Intervention.Status(item["status"]).label
    return LawLine(item["title"], item["section"] or "ingen paragraf valgt", state, goal=str(number))


def _date_near(text: str | None, facts: Facts) -> str:
    """With the year only when it is another one."""
    value = day(text)
    return (
        shortdate(value) if value and value.year == date.fromisoformat(facts["on"]).year else longdate(value)
    )


def promises(facts: Facts, recipient: str) -> tuple[Promise, ...]:
    still = [row for row in facts["agreements"] if row["status"] == Agreement.Status.OPEN]
    return tuple(
        Promise(
            who="Jeg" if row["citizen"] == recipient else row["who"],
            what=with_terms(row),
            when=row["due_words"] or _date_near(row["due_on"], facts),
        )
        for row in still
    )


def placements(facts: Facts, recipient: str) -> tuple[PrintedPlacement, ...]:
    """In a family, another member's begins with the name."""
    on = date.fromisoformat(facts["on"])
    names = {person["id"]: person["first_name"] for person in facts["persons"] if person["id"] != recipient}
    return tuple(
        PrintedPlacement(
            name=": ".join(filter(None, [names.get(row["person"], ""), name_of(row)])),
            when=period_of(row, on),
            hours=hours_in_words(steps_of(row["steps"]), on),
            purpose=row["purpose"],
            support=row["support"],
            call=contact_of(row) or (row["responsible"] or ""),
        )
        for row in going_on(facts)
    )


def ahead(facts: Facts, recipient: str, appointments: Iterable[Appointment]) -> list[Appointment]:
    """What happens in the weeks to come, meetings and agreements together, the nearest first."""
    first = date.fromisoformat(facts["on"])
    last = first + timedelta(weeks=WEEKS_AHEAD)
    agreed = [
        Appointment(date.fromisoformat(row["due_on"]), f"{promise.who}: {promise.what}")
        for row, promise in zip(
            (row for row in facts["agreements"] if row["status"] == Agreement.Status.OPEN),
            promises(facts, recipient),
            strict=True,
        )
        if row["due_on"]
    ]
    coming = [item for item in [*appointments, *agreed] if first <= item.on <= last]
    return sorted(coming, key=lambda item: item.on)


def next_events(coming: Sequence[Appointment]) -> tuple[Event, ...]:
    return tuple(Event(weekday(item.on).capitalize(), item.what) for item in coming[:NEXT])


def calendar(coming: Sequence[Appointment]) -> tuple[Week, ...]:
    """Left out when the first page already says it all."""
    if len(coming) <= NEXT:
        return ()
    return tuple(
        Week(str(number), tuple(Event(weekday(item.on), item.what) for item in items))
        for number, items in groupby(coming, key=lambda item: item.on.isocalendar().week)
    )


def _contribution(text: str) -> str:
    """A whole sentence stands as it was written; "bussen om morgenen" is what the person helps with."""
    if not text:
        return ""
    return f"{text}." if text[0].isupper() else f"Hjælper med {text}."


def network(facts: Facts) -> tuple[str, ...]:
    return tuple(
        " ".join(
            filter(
                None,
                [
                    ", ".join(filter(None, [person["name"], person["relation"], person["organisation"]]))
                    + ".",
                    _contribution(person["contribution"].rstrip(".")),
                ],
            )
        )
        for person in facts["network"]
    )


def consents(facts: Facts) -> tuple[str, ...]:
    return tuple(
        f"{row['to_whom']} må få oplysninger fra {row['from_whom']}: {row['information'].rstrip('.')}. "
        f"Det gælder til {longdate(day(row['expires_on']))}."
        for row in facts["consents"]
    )


def answers(given: Iterable[Acceptance], facts: Facts, recipient: str) -> tuple[Answer, ...]:
    words = {
        Acceptance.Answer.YES: "sagde {who} ja til planen",
        Acceptance.Answer.PARTLY: "sagde {who} delvist ja til planen",
        Acceptance.Answer.NO: "sagde {who} nej til planen",
        Acceptance.Answer.COULD_NOT: "kunne {who} ikke svare på planen",
    }
    names = {person["id"]: person["first_name"] for person in facts["persons"]}
    return tuple(
        Answer(
            f"{longdate(row.answered_on)} "
            + words[Acceptance.Answer(row.answer)].format(
                who="jeg"
                if str(row.person_id) == recipient
                else names.get(str(row.person_id), "en anden i familien")
            )
            + f", version {facts['number']}.",
            row.words,
        )
        for row in given
        if str(row.person_id) in names
    )


def disagree(call: Contact | None) -> tuple[str, ...]:
    names = " eller ".join(filter(None, [call.name, call.fallback_name])) if call else "din borgerkonsulent"
    return (
        f"Sig det til {names}. Planen kan altid laves om. Du må altid tage en med til et møde.",
        "Planen er ikke en afgørelse. Får du en afgørelse, står der, hvordan du klager og inden hvornår.",
        "Du kan også spørge kommunens borgerrådgiver. Det er gratis.",
    )


def news(facts: Facts, before: Facts | None) -> tuple[str, ...]:
    """What is not as it was in the version before."""
    changes = compare(before, facts) if before else []
    return tuple(f"{change.name.removesuffix('.')}: {change.what}." for change in changes)
