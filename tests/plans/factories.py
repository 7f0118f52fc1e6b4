"""Plans with something in them: one adult's course, told through the actions as staff would."""

from datetime import date, timedelta

from django.urls import reverse

from plans.actions import versions
from plans.models import Goal, Intervention, Note, Plan, PlanVersion, Trial
from tests.factories import TODAY, caseworker_of, konsulent_of, main_person, make_plan

HTMX = {"HX-Request": "true"}


def make_intervention(goal: Goal, title: str = "Bostøtte hjemme", **fields) -> Intervention:
    fields.setdefault("person", goal.person)
    fields.setdefault("domain", goal.domain)
    return Intervention.objects.create(goal=goal, title=title, **fields)


def make_note(goal: Goal, text: str = "To breve åbnet uden hjælp.", **fields) -> Note:
    fields.setdefault("person", goal.person)
    fields.setdefault("domain", goal.domain)
    fields.setdefault("about_on", TODAY)
    fields.setdefault("written_by", caseworker_of(goal.plan.course))
    return Note.objects.create(goal=goal, text=text, **fields)


def make_trial(goal: Goal, question: str = "Hjælper det at begynde kl. 10?", **fields) -> Trial:
    """Three weeks from TODAY."""
    told = {"what": "To formiddage i tre uger.", "looks_at": "fremmøde", "starts_on": TODAY}
    told |= {"stops_on": TODAY + timedelta(weeks=3), "responsible": konsulent_of(goal.plan.course)}
    told |= {"person": goal.person, "domain": goal.domain, "level": goal.level, "version": 1}
    return Trial.objects.create(plan=goal.plan, goal=goal, question=question, **told | fields)


def take_to_talk(plan: Plan | None = None) -> Plan:
    plan = plan or make_plan()
    return versions.take_to_talk(plan, on=TODAY, by=caseworker_of(plan.course))


def answer(plan: Plan, answer: str = "yes", words: str = "Det er min plan.", on: date = TODAY) -> PlanVersion:
    answers = [(main_person(plan.course), answer, words)]
    version = versions.accept_plan(
        plan, answers=answers, way="meeting", answered_on=on, by=caseworker_of(plan.course)
    )
    plan.refresh_from_db()
    return version


def url(plan, name="plan", *arguments):
    return reverse(f"plans:{name}", args=[plan.course_id, *arguments])


def goal_fields(goal, **changed):
    fields = {
        "title": goal.title,
        "why": "",
        "status": goal.status,
        "domain": goal.domain,
        "level": goal.level,
    }
    return fields | {"version": goal.version} | changed
