"""The printed plan: a draft is drawn anew, a version is drawn once and then served as it was given out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.template.loader import render_to_string

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import CoursePerson
from borgerforloeb.disclosures.package import Package, texts_of, with_texts
from borgerforloeb.documents.actions import store_once
from borgerforloeb.documents.engine import Pdf, render
from plans import print_words as words
from plans.actions.versions import is_agreed
from plans.models import Acceptance, Plan, PlanSection, PlanVersion
from plans.print_content import LABELS, Edition, PrintedPlan, Station, for_edition
from plans.print_words import Appointment
from plans.projection import ABOUT_ONE, WITHOUT_MEETINGS, View, marks_of
from plans.reading import readable
from plans.snapshot import Facts, snapshot
from plans.unread import is_told, unread_facts, unread_lines
from roles.permissions import Access, Permission, require

STYLESHEETS = ("print.css", "plan.css")
Section = PlanSection.Kind
# From so many letters on, the citizen's words are set smaller: the first page must still say whom to call.
SIZES = ((1000, "longest"), (520, "longer"), (260, "long"))


def plan_pdf(
    source: Plan | PlanVersion,
    *,
    by: User,
    edition: Edition,
    on: date,
    made_at: datetime,
    way: Sequence[Station] = (),
    appointments: Sequence[Appointment] = (),
) -> Pdf:
    """`source` comes from `visible_to(by)`; trin and meetings lie above plans: the caller brings them."""
    plan = source.plan if isinstance(source, PlanVersion) else source
    access = require(by, Permission.PRINT, plan.course_id)

    def draw() -> Pdf:
        content = printed_plan(
            source, access=access, edition=edition, on=on, way=way, appointments=appointments
        )
        return _draw(content, made_at)

    pdf = _stored(source, draw, edition, access, made_at) if isinstance(source, PlanVersion) else draw()
    record(
        "plan.printed",
        by=by,
        kind=Kind.PRINT,
        target=source,
        course_id=plan.course_id,
        persons=_shown(source, access),
        basis=access.basis,
        edition=edition.value,
        pages=pdf.pages,
    )
    return pdf


def _shown(source: Plan | PlanVersion, access: Access) -> list[UUID]:
    """For the log: the persons of the plan that this reader's paper may tell of."""
    ids = (
        [UUID(person["id"]) for person in source.content["persons"]]
        if isinstance(source, PlanVersion)
        else source.course.memberships.filter(ends_on=None).values_list("citizen_id", flat=True)
    )
    return [pk for pk in ids if access.knows(pk)]


def printed_plan(
    source: Plan | PlanVersion,
    *,
    access: Access,
    edition: Edition,
    on: date,
    way: Sequence[Station] = (),
    appointments: Sequence[Appointment] = (),
) -> PrintedPlan:
    """What this reader may put on paper in this edition, as a working copy."""
    plan, facts, given = _told(source, on)
    main = _receiver(readable(facts, access))
    content = _projected(
        plan, facts, given, View(access, edition, main["id"]), way=way, appointments=appointments
    )
    names = {UUID(person["id"]): person["first_name"] for person in facts["persons"]}
    closed = tuple(unread_lines(unread_facts(facts, access), names))
    return for_edition(replace(content, unread=closed), edition)


def plan_package(
    source: Plan | PlanVersion,
    view: View,
    *,
    on: date,
    way: Sequence[Station] = (),
    appointments: Sequence[Appointment] = (),
) -> Package:
    """The plan for the one that `view` gives it to; what it is drawn from is what was screened."""
    plan, facts, given = _told(source, on)
    facing = [person for person in facts["persons"] if person["id"] == view.recipient]
    if not facing:
        # An older version, from before this one came into the course.
        raise ValidationError("Versionen er fra før, modtageren kom med. Udlever en nyere.")
    alone, is_main = view.edition in ABOUT_ONE, any(one["part"] == CoursePerson.Part.MAIN for one in facing)
    content = _projected(
        plan,
        facts,
        given,
        view,
        way=way if is_main and view.edition not in (Edition.PARENT, Edition.NETWORK) else (),
        appointments=() if view.edition in WITHOUT_MEETINGS else appointments,
    )
    if alone:
        # A family is called by a name that tells of the others.
        content = replace(content, name=facing[0]["name"])
    content = for_edition(content, view.edition)

    def draw(words: Mapping[str, str], footer: str, made_at: datetime) -> Pdf:
        return _draw(replace(with_texts(content, words), handed=footer), made_at)

    key = f"planversion:{source.pk}" if isinstance(source, PlanVersion) else f"plan:{source.pk}"
    return Package(
        what="Borgerens Plan",
        source=key,
        version=facts["number"] if isinstance(source, PlanVersion) else None,
        texts=texts_of(content, LABELS),
        marks=marks_of(view.project(facts)),
        draw=draw,
    )


def _told(source: Plan | PlanVersion, on: date) -> tuple[Plan, Facts, list[Acceptance]]:
    """A version speaks as on the day it was answered."""
    if isinstance(source, PlanVersion):
        return source.plan, source.content, list(source.acceptances.all())
    return source, snapshot(source, on=on), []


def _projected(
    plan: Plan,
    facts: Facts,
    given: Sequence[Acceptance],
    view: View,
    *,
    way: Sequence[Station],
    appointments: Sequence[Appointment],
) -> PrintedPlan:
    before = _before(plan, facts["number"])
    return _content(
        view.project(facts),
        before=view.project(before) if before else None,
        view=view,
        given=given,
        way=tuple(way),
        appointments=appointments,
    )


def _receiver(facts: Facts) -> Facts:
    """The citizen of the course, or in a family the member that the reader works with."""
    if not facts["persons"]:
        # An older version, from before the one that the reader works with came into the course.
        raise PermissionDenied
    return min(facts["persons"], key=lambda person: person["part"] != CoursePerson.Part.MAIN)


def _before(plan: Plan, number: int) -> Facts | None:
    return plan.versions.filter(number__lt=number).values_list("content", flat=True).first()


def _content(
    facts: Facts,
    *,
    before: Facts | None,
    view: View,
    given: Sequence[Acceptance],
    way: tuple[Station, ...],
    appointments: Sequence[Appointment],
) -> PrintedPlan:
    me = view.recipient
    printed_goals = words.goals(facts, before)
    coming = words.ahead(facts, me, appointments)
    call = words.contact(facts)
    agreed = is_agreed([row.answer for row in given])
    dated = longdate(date.fromisoformat(facts["on"]))
    return PrintedPlan(
        name=facts["course"],
        edition=view.edition,
        version=f"{'version' if agreed else 'UDKAST til version'} {facts['number']}, {dated}",
        draft=not agreed,
        dreams=words.section_lines(facts, Section.DREAMS, me),
        next_events=words.next_events(coming),
        call_first=call,
        resources=words.section_lines(facts, Section.RESOURCES, me),
        difficulties=words.section_lines(facts, Section.DIFFICULTIES, me),
        own_solution=words.section_lines(facts, Section.OWN_SOLUTION, me),
        end_goal=" ".join(words.section_lines(facts, Section.END_GOAL, me)),
        way=way,
        goals=printed_goals,
        agreements=words.promises(facts, me),
        network=(*words.section_lines(facts, Section.NETWORK, me), *words.network(facts)),
        calendar=words.calendar(coming),
        answers=words.answers(given, facts, me),
        consents=words.consents(facts),
        news=words.news(facts, before),
        disagree=words.disagree(call),
        purpose=words.section_lines(facts, Section.PURPOSE, me),
        law_annex=tuple(line for goal in printed_goals for line in goal.law),
    )


def _draw(content: PrintedPlan, made_at: datetime) -> Pdf:
    return render(as_html(content), stylesheets=STYLESHEETS, title=content.title, made_at=made_at)


def as_html(content: PrintedPlan) -> str:
    letters = sum(map(len, content.dreams))
    context: dict[str, Any] = {
        "plan": content,
        "title": content.title,
        "footer": content.footer,
        "draft": content.draft,
        "heart": next((size for limit, size in SIZES if letters > limit), ""),
    }
    return render_to_string("plans/print/plan.html", context)


def _stored(
    version: PlanVersion, draw: Callable[[], Pdf], edition: Edition, access: Access, made_at: datetime
) -> Pdf:
    """One file per version, edition and reach: whoever may read the same gets the same bytes."""
    stored = store_once(
        draw,
        kind="plan",
        owner_key=f"planversion:{version.pk}",
        edition=f"{edition.value}:{_reach_key(access)}",
        made_at=made_at,
        course_id=version.plan.course_id,
    )
    return Pdf(bytes(stored.content), stored.pages, stored.title)


def _reach_key(access: Access) -> str:
    reach = {
        (
            str(one.person_id or ""),
            *sorted(one.domains),
            *sorted(f"{basis.person_id} {basis.domain}" for basis in one.widening()),
            str(one.sees_shielded),
        )
        for one in access.reach
    }
    told = [*sorted(reach), is_told(access)]
    return sha256(json.dumps(told).encode()).hexdigest()[:16]
