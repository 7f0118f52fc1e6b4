"""What each person answers to single goals, when the whole plan is answered: part of `accept_plan`."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError

from borgerforloeb.citizens.models import Citizen
from plans.marks import drafted
from plans.models import Acceptance, Goal, GoalAnswer, PlanVersion
from plans.reading import readable
from plans.snapshot import Facts
from roles.permissions import Access

Answer = Acceptance.Answer


class GoalSaid(NamedTuple):
    person: Citizen
    goal: int
    answer: str
    words: str = ""


def goals_to_answer(facts: Facts, person: Citizen) -> list[Facts]:
    """Those still open that are the person's own or the family's, of a plan as its reader sees it."""
    whose = (None, str(person.pk))
    return [goal for goal in facts["goals"] if goal["person"] in whose and goal["status"] not in Goal.ENDED]


def contradiction(person: Citizen, whole: str, said: str, words: str) -> str:
    """Yes to the plan and no to one of its goals: asked about, where the citizen's words do not tell why.

    The answer is the citizen's, verbatim (R3), so a yes is never made into a partly by the program; "yes, but
    not that one" is an answer like others. But the goal then stands in an agreed plan, and without words
    nobody can tell afterwards what she meant, or whether a button was hit by mistake.
    """
    if whole != Answer.YES or said != Answer.NO or words.strip():
        return ""
    return (
        f"{person.first_name} siger ja til planen og nej til et af målene. "
        "Skriv med egne ord hvorfor, eller vælg delvist."
    )


def refuse_answers(
    given: Sequence[GoalSaid], whole: Mapping[UUID, str], facts: Facts, access: Access
) -> None:
    shown = readable(drafted(facts), access)
    if len({(said.person.pk, said.goal) for said in given}) != len(given):
        raise ValidationError("Hver person kan kun svare én gang på hvert mål.")
    for said in given:
        if said.person.pk not in whole:
            raise ValidationError(f"Skriv også, hvad {said.person.first_name} svarer til hele planen.")
        if said.goal not in [goal["id"] for goal in goals_to_answer(shown, said.person)]:
            raise ValidationError("Man kan kun svare på planens åbne mål, og kun på sine egne og familiens.")
        if refusal := contradiction(said.person, whole[said.person.pk], said.answer, said.words):
            raise ValidationError(refusal)


def keep_answers(version: PlanVersion, given: Sequence[GoalSaid]) -> None:
    rows = [
        GoalAnswer(
            version=version, person=said.person, goal_id=said.goal, answer=said.answer, words=said.words
        )
        for said in given
    ]
    for row in rows:
        row.clean_fields(exclude=["version", "person", "goal"])
    GoalAnswer.objects.bulk_create(rows)
