"""What is opened by a basis: made as the coordinating caseworker does, and asked of every rule alike."""

from borgerforloeb.law.models import Section
from plans.models import Goal
from roles import actions
from roles.permissions import access_to
from tests.factories import (
    LONG_AGO,
    caseworker_of,
    main_person,
    make_section,
)


def reads(user, goal) -> bool:
    """In SQL, and in Python for what is frozen or shown on the plan."""
    course_id = goal.plan.course_id
    answers = {
        Goal.objects.visible_to(user).filter(pk=goal.pk).exists(),
        access_to(user, course_id).may_read(goal.person_id, goal.domain, goal.level),
        Goal.objects.filter(access_to(user, course_id).rows(), pk=goal.pk).exists(),
    }
    assert len(answers) == 1
    return answers.pop()


def _section():
    return Section.objects.filter(title="socialpædagogisk støtte").first() or make_section()


def share(course, **changes):
    fields = {
        "person": main_person(course),
        "domain": "health",
        "to_domain": "social",
        "kind": "law",
        "starts_on": LONG_AGO,
        "why": "Støtten skal passe med behandlingen.",
        "by": caseworker_of(course),
    }
    fields |= changes
    if fields["kind"] == "law":
        fields.setdefault("section", _section())
    return actions.share(course, **fields)
