"""A plan that laws ask something of, and its paper as an authority is given it."""

from datetime import UTC, datetime, timedelta
from functools import partial

from borgerforloeb.law.models import Requirement
from borgerforloeb.lawlens.actions import plans as acts
from borgerforloeb.lawlens.annex import annex_of
from plans.actions.versions import accept_plan, take_to_talk
from plans.brought import Brought
from plans.models import Intervention
from plans.pdf import WorkingCopy, plan_package
from plans.print_content import Edition
from plans.projection import Giving, View
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    caseworker_of,
    main_person,
    make_plan,
    make_section,
)
from tests.lawlens.world import make_circumstance

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
LATER = TODAY + timedelta(days=30)
SPECIAL = "Særlige forhold: bolig, arbejde, personlig hjælp, behandling, hjælpemidler"
PURPOSE = "Formålet med indsatsen"
OWN = "Lavet ud fra borgerens egne forudsætninger"
NECESSARY = "Den indsats, der er nødvendig"


def asked_plan():
    """Somebody whom the social law offers a plan: one help in it, and no purpose."""
    plan = make_plan()
    make_circumstance(plan.course, "sociale_problemer")
    goal = plan.goals.get()
    Intervention.objects.create(
        goal=goal,
        title="Bostøtte",
        person=goal.person,
        domain="social",
        section=make_section(),
        status="running",
    )
    return plan


def brought(plan, by, on=TODAY):
    return Brought(laws=partial(annex_of, plan, by, on))


def paper(source, *, by=None, edition=Edition.AUTHORITY, on=TODAY):
    plan = getattr(source, "plan", source)
    by = by or caseworker_of(plan.course)
    access = access_to(by, plan.course_id)
    return WorkingCopy(source, access=access, edition=edition, on=on, brought=brought(plan, by)).content


def laws(source, **more):
    return {
        law.plan: {one.words: one.where for one in law.demands} for law in paper(source, **more).annex.laws
    }


def given(plan, **more):
    """To an authority outside the house."""
    by = caseworker_of(plan.course)
    view = View(
        access_to(by, plan.course_id),
        Edition.AUTHORITY,
        str(main_person(plan.course).pk),
        Giving("Retten", **more),
    )
    return plan_package(plan, view, on=TODAY, brought=brought(plan, by))


def told(package):
    return {text.words for text in package.texts if text.where.startswith("annex")}


def confirm(plan, on=TODAY, words="Står under mål 1."):
    row = Requirement.objects.get(words=SPECIAL)
    by = caseworker_of(plan.course)
    return acts.confirm(plan, requirement=row, person=main_person(plan.course), words=words, on=on, by=by)


def replace_(plan, name="Forandringskompas", on=TODAY):
    by = caseworker_of(plan.course)
    person = main_person(plan.course)
    return acts.replace_plan(plan, person=person, kind=None, name=name, system="", replaced_on=on, by=by)


def accept(plan, on=TODAY):
    caseworker = caseworker_of(plan.course)
    plan = take_to_talk(plan, on=on, by=caseworker)
    answers = [(main_person(plan.course), "yes", "")]
    return accept_plan(plan, answers=answers, way="meeting", answered_on=on, by=caseworker)
