"""Plans with something in them: one adult's course, told through the actions as staff would."""

from datetime import date, timedelta

from django.urls import reverse

from plans.actions import versions
from plans.models import (
    Goal,
    Intervention,
    Lesson,
    LessonOrigin,
    Note,
    Plan,
    PlanVersion,
    Safeguard,
    StoryAsked,
    StoryPart,
    Trial,
)
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


def make_safeguard(plan: Plan, what: str = "Ring ikke før kl. 10.", **fields) -> Safeguard:
    """To be looked at three weeks from TODAY."""
    jonas = konsulent_of(plan.course)
    told = {"why": "Hun sover dårligt.", "agreed_with": "Freja", "agreed_on": TODAY, "responsible": jonas}
    told |= {"review_on": TODAY + timedelta(weeks=3), "noted_by": jonas, "version": 1}
    told |= {"person": main_person(plan.course)}
    return Safeguard.objects.create(plan=plan, what=what, **told | fields)


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


def make_part(plan: Plan, heading: str = "Skolen", *, approved: bool = True, **fields) -> StoryPart:
    jonas = konsulent_of(plan.course)
    told = {
        "text": "Jeg gik der i ni år.",
        "noted_by": jonas,
        "person": main_person(plan.course),
        "version": 1,
    }
    if approved:
        told |= {"approved_on": TODAY, "approved_way": "aloud", "approval_noted_by": jonas}
    return StoryPart.objects.create(plan=plan, heading=heading, **told | fields)


def make_asked(
    plan: Plan, part: StoryPart | None = None, asked_by: str = "jobcentret", **fields
) -> StoryAsked:
    told = {"on": TODAY, "noted_by": konsulent_of(plan.course), "person": main_person(plan.course)}
    told |= part.marks if part else {}
    return StoryAsked.objects.create(plan=plan, part=part, asked_by=asked_by, **told | fields)


def make_closed(goal: Goal, question: str = "Hjælper det at begynde kl. 10?", **fields) -> Trial:
    by = konsulent_of(goal.plan.course)
    ended = {"outcome": "stopped", "learned": "Ja, to dage om ugen.", "closed_on": TODAY, "closed_by": by}
    return make_trial(goal, question, **ended | fields)


def make_lesson(trial: Trial, question: str = "Hjælper en senere start?", **fields) -> Lesson:
    """What that trial taught, as it waits to be read; approved where `judged_by` is given."""
    told = {"tried": "To formiddage.", "learned": "Fremmødet steg.", "weeks": 3, "cost": "little"}
    told |= {"outcome": trial.outcome, "domain": "employment", "proposed_on": TODAY, "version": 1}
    told |= {"proposed_by": konsulent_of(trial.plan.course)}
    if "judged_by" in fields:
        told |= {"state": "approved", "judged_on": TODAY}
    lesson = Lesson.objects.create(question=question, **told | fields)
    LessonOrigin.objects.create(plan=trial.plan, trial=trial, lesson=lesson)
    return lesson
