"""The decisions that the help rests on, and who may make them."""

from datetime import date, timedelta

from borgerforloeb.accounts.models import User
from borgerforloeb.decisions.actions.deciding import COMPLAINT_WITHIN
from borgerforloeb.decisions.models import Authority, Decision
from borgerforloeb.law.models import Act
from borgerforloeb.pages.demo.days import years_before
from borgerforloeb.pages.demo.told import Municipality, Told
from plans.models import Intervention

REASONS = (
    "Vi har lagt vægt på det, du selv har fortalt, og på det mål, der står i din plan. "
    "Hjælpen er så meget, som der er brug for nu. Vi ser på den igen, når vi følger op på planen."
)
HEARD = "At du gerne vil have hjælpen og ikke har noget at tilføje."
CHILD = "Vil gerne have hjælpen og vil selv sige til, når der ikke er brug for den mere."
DECIDED = (*Intervention.HELPING, Intervention.Status.STOPPED, Intervention.Status.ENDED)


def decision_behind(told: Told, row: Intervention) -> Decision | None:
    """Made a week before the help began, by whoever coordinates."""
    person = row.person or told.main
    if row.section is None or not row.section.needs_decision or row.status not in DECIDED:
        return None
    today = told.common.today
    day = min(row.starts_on or today, today) - timedelta(days=7)
    return told.rows.add(
        Decision(
            course=told.course,
            person=person,
            domain=row.domain,
            level=row.level,
            section=row.section,
            what=row.title,
            outcome=Decision.Outcome.GRANTED,
            reasons=REASONS,
            hours_per_week=row.hours_per_week,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            childs_view=CHILD if person.age(day) < 18 else "",
            **_made(told.caseworker, day, day - timedelta(days=10)),
        )
    )


def _made(by: User, day: date, heard_on: date) -> dict[str, object]:
    told_on = day + timedelta(days=1)
    return {
        "heard_on": heard_on,
        "heard_words": HEARD,
        "status": Decision.Status.TOLD,
        "decided_on": day,
        "decided_by": by,
        "written_by": by,
        "told_on": told_on,
        "told_way": Decision.Way.LETTER,
        "complaint_until": told_on + COMPLAINT_WITHIN,
        "version": 2,
    }


def tell_decisions(told: Told) -> None:
    """Those that no help rests on: refused, or still being written."""
    for fact in told.story.get("decisions", []):
        fact = dict(fact)
        day = fact.pop("on", None)
        made = _made(told.caseworker, day, day - timedelta(days=10)) if day else {"version": 1}
        made.setdefault("written_by", told.caseworker)
        section = told.common.law.section(fact.pop("law"), day or told.common.today)
        told.rows.add(Decision(course=told.course, person=told.main, section=section, **made | fact))


def give_authority(common: Municipality) -> None:
    """To everybody who has decided, by each of the laws in question, from a leader of the same unit."""
    leaders = common.staff.groups["leaders"]
    acts = {act.pk: act for act in Act.objects.all()}
    decided = {
        (row.decided_by.username, row.section.act_id)
        for row in common.rows.of(Decision)
        if row.decided_by is not None
    }
    for username, act_id in sorted(decided):
        user = common.staff.user(username)
        near = [leader for leader in leaders if leader.unit == user.unit]
        common.rows.add(
            Authority(
                user=user,
                act=acts[act_id],
                starts_on=max(years_before(common.today, 6), acts[act_id].valid_from),
                given_by=(near or leaders)[0],
                why="Delegation til dem, der koordinerer",
            )
        )
