"""*Bilag*: what each law asks of the plan on its day, told to an authority of what it is given alone.

On paper the plan is held against the laws as far as it stands there: a part that is not given neither meets a
requirement nor is told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.casework.answerers import relations_that_answer
from borgerforloeb.citizens.models import Citizen, Domain, Level
from borgerforloeb.lawlens.ground import Place
from borgerforloeb.lawlens.lens import Held
from borgerforloeb.lawlens.page import PlanUnderLaw, rows_of, under_laws, yes_of
from borgerforloeb.lawlens.reading import Said, rules_of, said_of
from plans.marks import Mark
from plans.models import Goal, Plan
from plans.print_content import LABELS, Annex, Demand, LawOnPaper, Replaced
from plans.projection import View
from plans.snapshot import Facts
from roles.permissions import Permission, visible_citizens

Row = Mapping[str, Any]
AGREED, NOT_AGREED = "Der er sagt ja til én plan.", "Der er ikke sagt ja til én plan."
APART = "Laves også for sig."
NEVER_MERGED = "Laves for sig: ingen lov lader den indgå i én plan."
# Parts of the page that have a heading of their own on paper.
HEADINGS = LABELS | {"aftaler": "Aftaler til næste gang", "kontakt": "Hvem ringer jeg til?"}


def annex_of(plan: Plan, sender: User, on: date, view: View, facts: Facts) -> Annex:
    """`facts` are what `view` gives of the plan; the rest is asked as it stood on that day.

    As on the page of Lovlinsen: put together by the two who hold the plan alone.
    """
    if not view.access.may(Permission.READ_THE_WHOLE):
        return Annex()
    said = _given(said_of(sender, plan, on), view)
    citizens = _citizens(facts, sender)
    under = _under(citizens, said, on, facts)
    names = {str(one.pk): one.first_name if len(citizens) > 1 else "" for one in citizens}
    numbers = _numbers(facts)
    replaced = [row for row in said.replaced if row["person_id"] in names and row["replaced_on"] <= on]
    laws = tuple(
        _law(one, names[person], _state(one) if view.gives(_common(person)) else "", numbers)
        for person, plans in under.items()
        for one in plans
    )
    told = [*replaced, *(row for person, plans in under.items() for row in _told(said, person, plans))]
    return Annex(
        day=longdate(on) if laws else "",
        laws=laws,
        replaced=tuple(_replaced(row, names[row["person_id"]]) for row in replaced),
        marks=Counter((mark.person or "", mark.domain, mark.level) for mark in map(_mark, told)),
    )


def _given(said: Said, view: View) -> Said:
    """Without what the recipient may not be told: a law that applies because of it tells of it too."""
    return Said(*([row for row in rows if view.gives(_mark(row))] for rows in said))


def _mark(row: Row) -> Mark:
    """What has no field of its own is as the plan itself: for those who work with that person."""
    common = _common(row["person_id"])
    return common._replace(domain=row.get("domain", common.domain), level=row.get("level", common.level))


def _common(person: str) -> Mark:
    return Mark(person, Domain.COMMON.value, Level.COMMON.value)


def _citizens(facts: Facts, sender: User) -> list[Citizen]:
    known = {str(one.pk): one for one in visible_citizens(sender).filter(pk__in=_ids(facts))}
    return [known[pk] for pk in _ids(facts) if pk in known]


def _ids(facts: Facts) -> list[str]:
    return [person["id"] for person in facts["persons"]]


def _under(citizens: Sequence[Citizen], said: Said, on: date, facts: Facts) -> dict[str, list[PlanUnderLaw]]:
    relations = relations_that_answer([one.pk for one in citizens]) if said.yeses else []
    rules = rules_of(on) if said.circumstances else []
    return {
        str(one.pk): under_laws(
            one,
            said,
            rules,
            on,
            is_one_plan=yes_of(said, one, relations, on).holds,
            seen=facts,
            whole=facts,
        )
        for one in citizens
    }


def _told(said: Said, person: str, plans: Sequence[PlanUnderLaw]) -> list[Row]:
    """Whose rows the laws of one person are told from."""
    because = {key for one in plans for key in one.wanted.because}
    confirmed = {held.requirement.pk for one in plans for held in one.held}
    return [
        *(row for row in rows_of(said.circumstances, person) if row["situation_id"] in because),
        *(row for row in rows_of(said.confirmations, person) if row["requirement_id"] in confirmed),
    ]


def _law(under: PlanUnderLaw, whose: str, state: str, numbers: Mapping[str, int]) -> LawOnPaper:
    duty = str(under.kind.get_duty_display())
    return LawOnPaper(
        plan=under.kind.name,
        section=str(under.kind.section or ""),
        because=f"{duty.capitalize()} på grund af {under.because}.",
        state=state,
        whose=whose,
        demands=tuple(
            Demand(held.requirement.words, held.requirement.source, _where(held, numbers))
            for held in under.held
        ),
    )


def _state(under: PlanUnderLaw) -> str:
    if under.wanted.is_the_one_plan:
        return AGREED if under.is_covered else NOT_AGREED
    if under.is_covered:
        return f"Indgår i denne plan efter {under.kind.merged_by}."
    return APART if under.wanted.can_be_merged else NEVER_MERGED


def _where(held: Held, numbers: Mapping[str, int]) -> str:
    said: Any = held.confirmation
    if said:
        words = said["words"].rstrip(".")
        return f"{words}. Bekræftet af {said['by']} {longdate(said['confirmed_on'])}."
    return ", ".join(dict.fromkeys(_place(one, numbers) for one in held.places))


def _place(place: Place, numbers: Mapping[str, int]) -> str:
    """A goal by its number on the paper; what helps towards it by its name, too."""
    number = numbers.get(place.anchor)
    if number is None:
        return HEADINGS.get(place.anchor, place.words)
    return f"Mål {number}" if place.is_goal else f"{place.words} (mål {number})"


def _numbers(facts: Facts) -> dict[str, int]:
    """As the goals are counted on the paper."""
    still = (goal for goal in facts["goals"] if goal["status"] not in Goal.ENDED)
    return {f"maal-{goal['id']}": number for number, goal in enumerate(still, start=1)}


def _replaced(row: Row, whose: str) -> Replaced:
    name = f"{row['name']} ({row['system']})" if row["system"] else row["name"]
    return Replaced(name, longdate(row["replaced_on"]), whose)
