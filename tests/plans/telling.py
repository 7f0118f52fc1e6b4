"""*Min historie* through the acts, as the borgerkonsulent writes it and the citizen approves it."""

from plans.actions.story import (
    add_part,
    approve_part,
    change_part,
    note_asked,
    put_back_part,
    take_out_part,
    withdraw_approval,
)
from roles.models import Role
from tests.factories import TODAY, assign, konsulent_of, main_person, make_user

TEXT = "Jeg gik der i ni år."


def write(plan, **changed):
    fields = {"person": main_person(plan.course), "heading": "Skolen", "text": TEXT}
    return add_part(plan, **{**fields, "by": konsulent_of(plan.course)} | changed)


def _by(part, fields):
    return {"version": part.version, "by": konsulent_of(part.plan.course)} | fields


def change(part, **fields):
    return change_part(part, **_by(part, fields))


def approve(part, **fields):
    return approve_part(part, **{"on": TODAY, "way": "aloud", "today": TODAY} | _by(part, fields))


def withdraw(part, **fields):
    return withdraw_approval(part, **_by(part, fields))


def take_out(part, **fields):
    return take_out_part(part, **{"why": "Vil ikke.", "on": TODAY} | _by(part, fields))


def put_back(part, **fields):
    return put_back_part(part, **_by(part, fields))


def ask_again(plan, part=None, **changed):
    fields = {"person": main_person(plan.course), "part": part, "asked_by": "jobcentret", "on": TODAY}
    return note_asked(plan, **{**fields, "today": TODAY, "by": konsulent_of(plan.course)} | changed)


def colleague(plan, role=Role.TEAM_MEMBER, **fields):
    anna = make_user()
    assign(anna, plan.course, role, **fields)
    return anna
