"""What a trial taught through the acts: as the borgerkonsulent writes it, and somebody elsewhere reads it."""

from plans.actions.lessons import (
    approve_lesson,
    propose_lesson,
    put_back_lesson,
    return_lesson,
    rewrite_lesson,
    take_out_lesson,
)
from roles.models import Role
from tests.factories import TODAY, konsulent_of, make_citizen, make_course, make_plan, make_user

WORDS = {
    "question": "Hjælper en senere start?",
    "tried": "En ung begyndte klokken ti i et værksted.",
    "learned": "Fremmødet steg, og den unge sov bedre.",
    "weeks": 3,
    "cost": "little",
    "domain": "school",
}


def make_judge(name="Vibeke Winther", role=Role.COORDINATING_CASEWORKER):
    """Who holds the plan of another family."""
    vibeke, others = make_user(name), {"citizens": [make_citizen("Aksel", "Munk")]}
    held = {"caseworker": vibeke} if role == Role.COORDINATING_CASEWORKER else {"konsulent": vibeke}
    make_plan(make_course(**held, **others))
    return vibeke


def propose(trial, **changed):
    by = {"is_unrecognisable": True, "on": TODAY, "by": konsulent_of(trial.plan.course)}
    return propose_lesson(trial, **WORDS | by | changed)


def rewrite(trial, **changed):
    by = {"is_unrecognisable": True, "on": TODAY, "by": konsulent_of(trial.plan.course)}
    if "version" not in changed:
        by["version"] = trial.lesson_origin.lesson.version
    return rewrite_lesson(trial, **WORDS | by | changed)


def approve(lesson, by, **changed):
    return approve_lesson(lesson, **{"version": lesson.version, "on": TODAY, "by": by} | changed)


def send_back(lesson, by, answer="Skriv det om uden alderen.", **changed):
    return return_lesson(
        lesson, answer=answer, **{"version": lesson.version, "on": TODAY, "by": by} | changed
    )


def take_out(lesson, by, why="Nogen kunne kende dem.", **changed):
    return take_out_lesson(lesson, why=why, **{"version": lesson.version, "on": TODAY, "by": by} | changed)


def put_back(lesson, by, **changed):
    return put_back_lesson(lesson, **{"version": lesson.version, "by": by} | changed)
