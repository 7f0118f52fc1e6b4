"""A mark in every text, so that a text that turns up where it may not be is known at once.

Who may read it is told here by rules of its own, written by hand from the decisions page, and asks
`roles.permissions` nothing: else a mistake there would be right here too.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Model

from borgerforloeb.citizens.models import (
    Circumstance,
    Citizen,
    Consent,
    Course,
    Level,
    NetworkPerson,
)
from borgerforloeb.decisions.models import Decision
from borgerforloeb.lawlens.models import ReplacedPlan
from borgerforloeb.pages.demo.canary_readers import (
    WHO_REVEALS,
    author_alone,
    is_number,
    is_outside,
    is_sheltered,
    readers_of,
    said_it,
    scopes_of,
)
from borgerforloeb.pages.demo.learning import readers_of as readers_of_lesson
from borgerforloeb.pages.demo.picking import identity
from borgerforloeb.pages.demo.told import Municipality
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant
from outcomes.models import TrinAssessment
from plans.models import (
    Acceptance,
    AdjustmentRequest,
    Agreement,
    AgreementLook,
    EmployerContact,
    FollowUp,
    Goal,
    GoalAnswer,
    Intervention,
    Lesson,
    Measurement,
    Note,
    Placement,
    PlanSection,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from roles.models import Assignment, Block

TEXTS: dict[type[Model], tuple[str, ...]] = {
    Course: ("entry_reason", "closing_reason", "pause_reason"),
    Citizen: ("address",),
    NetworkPerson: ("relation", "organisation", "contribution"),
    Assignment: ("function", "reason", "citizen_wish", "end_reason"),
    Consent: (
        "information", "from_whom", "to_whom", "purpose", "consequence_of_no", "how_to_withdraw", "oral_note",
        "childs_view",
    ),
    Block: ("why",),
    Circumstance: ("source",),
    ReplacedPlan: ("name", "system"),
    TrinAssessment: ("reason",),
    Decision: ("what", "reasons"),
    PlanSection: ("text", "written_with"),
    Goal: ("title", "why", "ended_why", "was_ended_why"),
    SubGoal: ("text",),
    Intervention: ("title", "provider_name"),
    Note: ("text",),
    Trial: ("question", "what", "looks_at", "effort", "learned"),
    Lesson: ("question", "tried", "learned"),
    Measurement: ("source", "taken_back_why"),
    Placement: ("company", "contact_name", "purpose", "support", "outcome_words", "taken_back_why"),
    EmployerContact: ("company", "words", "taken_back_why"),
    WeeklySlot: ("what", "place", "contact_name", "taken_back_why"),
    Safeguard: ("what", "why", "agreed_with", "ended_why"),
    StoryPart: ("heading", "text", "taken_back_why"),
    StoryAsked: ("asked_by", "taken_back_why"),
    AdjustmentRequest: ("before", "after", "why", "result", "reason"),
    Agreement: ("what", "due_words", "condition", "reward", "outcome"),
    AgreementLook: ("words", "taken_back_why"),
    FollowUp: ("reason", "does_it_work", "right_things", "done_right"),
    NetworkMeeting: (
        "place", "shared_understanding", "disagreements", "minutes", "absence_reason", "cancel_reason",
    ),
    AgendaItem: ("text", "raised_by", "notes"),
    Participant: ("reason", "attendance_note"),
    MeetingDecision: ("text",),
    Acceptance: ("words",),
    GoalAnswer: ("words",),
}  # fmt: skip
# Everybody who is asked the same hears the same words: they are marked once, at the first who said yes.
HEARD = ("information", "from_whom", "to_whom", "purpose", "consequence_of_no", "how_to_withdraw")


def plant(common: Municipality, *models: type[Model]) -> Iterator[dict[str, Any]]:
    """Marks the waiting rows (of these models or of all) and tells of each mark."""
    for model in models or tuple(TEXTS):
        for place, row in enumerate(common.rows.of(model)):
            for field in TEXTS[model]:
                if isinstance(row, Consent) and row.part_of and field in HEARD:
                    setattr(row, field, getattr(row.part_of, field))
                elif getattr(row, field) and not is_outside(common, row) and not is_number(row, field):
                    yield _mark(common, row, field, place)


def _mark(common: Municipality, row: Model, field: str, place: int) -> dict[str, Any]:
    token = f"kn{identity('canary', row._meta.label, place, field).hex[:12]}"
    limit = row._meta.get_field(field).max_length or 10_000
    setattr(row, field, f"{getattr(row, field)[: limit - len(token) - 1]} {token}")
    if isinstance(row, Lesson):
        # Of no course: its words were written anew, and tell of nobody.
        nobody = {"course": None, "person": None, "domain": str(row.domain), "level": str(Level.COMMON)}
        told = {"token": token, "field": f"{row._meta.label}.{field}", "is_draft": False, **nobody}
        return told | {"may_read": sorted(readers_of_lesson(common, row))}
    scopes = list(scopes_of(common, row, field))
    first = scopes[0]
    if field == "address" and is_sheltered(common, row):
        scopes[0] = replace(first, roles=WHO_REVEALS)
    return {
        "token": token,
        "field": f"{row._meta.label}.{field}",
        "course": str(first.course.pk),
        "person": str(first.person.pk) if first.person else None,
        "domain": str(first.domain),
        "level": str(first.level),
        "is_draft": bool(author_alone(row)),
        "may_read": sorted(
            set.intersection(*(readers_of(common, scope) for scope in scopes), *author_alone(row))
            | said_it(common, row, field)
        ),
    }
