"""The printed plan: for one recipient, or as a working copy; a version is drawn once for each reach."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.template.loader import render_to_string

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.citizens.models import CoursePerson, Level
from borgerforloeb.disclosures.actions import working_copy
from borgerforloeb.disclosures.package import Package, texts_of, with_texts
from borgerforloeb.documents.engine import Pdf, render
from plans import print_words as words
from plans.actions.versions import is_agreed
from plans.brought import NOTHING, Brought
from plans.marks import TOLD_AS_GONE, Today, all_texts, drafted, frozen
from plans.models import Acceptance, GoalAnswer, Plan, PlanSection, PlanVersion
from plans.print_content import LABELS, Annex, Edition, PrintedPlan, for_edition
from plans.projection import ABOUT_ONE, View, marks_of
from plans.queries import places_of, plan_of
from plans.reading import marks_today, readable
from plans.safeguards import on_paper
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
    brought: Brought = NOTHING,
) -> Pdf:
    """A working copy for `by`. `source` comes from `visible_to(by)`; what lies above plans is brought."""
    plan = source.plan if isinstance(source, PlanVersion) else source
    access = require(by, Permission.PRINT, plan.course_id)
    copy = WorkingCopy(source, access=access, edition=edition, on=on, brought=brought)
    kept = working_copy(
        plan.course,
        copy.package,
        action="plan.printed",
        edition=edition,
        about=UUID(copy.view.recipient),
        state=f"{_key(source)} {copy.made_of}",
        persons=_shown(source, access),
        by=by,
        at=made_at,
    )
    return Pdf(bytes(kept.content), kept.pages, kept.title)


def _shown(source: Plan | PlanVersion, access: Access) -> list[UUID]:
    """For the log: the persons of the plan that this reader's paper may tell of."""
    ids = (
        [UUID(person["id"]) for person in source.content["persons"]]
        if isinstance(source, PlanVersion)
        else source.course.memberships.filter(ends_on=None).values_list("citizen_id", flat=True)
    )
    return [pk for pk in ids if access.knows(pk)]


class WorkingCopy:
    """What this reader may put on paper in this edition, put together when it is asked for."""

    def __init__(
        self,
        source: Plan | PlanVersion,
        *,
        access: Access,
        edition: Edition,
        on: date,
        brought: Brought = NOTHING,
    ) -> None:
        self.source, self.brought = source, brought
        self.told = _told(source, on)
        self.view = View(access, edition, _receiver(readable(self.told.facts, access))["id"])

    @property
    def made_of(self) -> str:
        """A version is drawn once for each reach, a draft whenever there is something else to read in it.

        With laws also when something was noted since of how it stood on the version's day.
        """
        if not isinstance(self.source, PlanVersion):
            return repr(self.content)
        drawn = f"{_reach_key(self.view.access)} {self.told.marks_key}"
        return f"{drawn} {_short(repr(self.annex))}" if self.annex.tells else drawn

    @cached_property
    def annex(self) -> Annex:
        return self.brought.annex(self.view, self.told.facts)

    @cached_property
    def content(self) -> PrintedPlan:
        facts, access = self.told.facts, self.view.access
        content = _projected(self.told, self.view, self.brought)
        names = {UUID(person["id"]): person["first_name"] for person in facts["persons"]}
        closed = tuple(unread_lines(unread_facts(facts, access), names))
        return for_edition(replace(content, unread=closed, annex=self.annex), self.view.edition)

    def package(self) -> Package:
        return _package(self.source, self.content, self.told.facts, self.view)


def plan_package(
    source: Plan | PlanVersion,
    view: View,
    *,
    on: date,
    brought: Brought = NOTHING,
) -> Package:
    """The plan for the one that `view` gives it to; what it is drawn from is what was screened."""
    told = _told(source, on)
    facts = told.facts
    facing = [person for person in facts["persons"] if person["id"] == view.recipient]
    if not facing:
        # An older version, from before this one came into the course.
        raise ValidationError("Versionen er fra før, modtageren kom med. Udlever en nyere.")
    alone, is_main = view.edition in ABOUT_ONE, any(one["part"] == CoursePerson.Part.MAIN for one in facing)
    content = _projected(told, view, brought.given(view, is_main=is_main))
    content = replace(content, annex=brought.annex(view, facts))
    if alone:
        # A family is called by a name that tells of the others.
        content = replace(content, name=facing[0]["name"])
    return _package(source, for_edition(content, view.edition), facts, view)


def _package(source: Plan | PlanVersion, content: PrintedPlan, facts: Facts, view: View) -> Package:
    def draw(words: Mapping[str, str], footer: str, made_at: datetime, large: bool) -> Pdf:
        return _draw(replace(with_texts(content, words), handed=footer), made_at, large=large)

    return Package(
        what="Borgerens Plan",
        source=_key(source),
        version=source.number if isinstance(source, PlanVersion) else None,
        texts=texts_of(content, LABELS),
        marks=marks_of(view.project(facts)) + content.annex.marks,
        draw=draw,
        places=places_of(source),
    )


def _key(source: Plan | PlanVersion) -> str:
    return f"planversion:{source.pk}" if isinstance(source, PlanVersion) else f"plan:{source.pk}"


@dataclass(frozen=True)
class _Told:
    """A version speaks as on the day it was answered; whom each of its texts is for is asked today."""

    source: Plan | PlanVersion
    facts: Facts
    today: Today

    @property
    def marks_key(self) -> str:
        """Another when a text of it is for others now, or something that only the version before had."""
        texts = {row["key"]: sorted(map(str, row["marks"])) for row in all_texts(self.facts)}
        others = {
            key: [str(mark)]
            for key, mark in self.today.items()
            if key[0] in TOLD_AS_GONE and key not in texts and mark.level != Level.COMMON
        }
        return _short(sorted((texts | others).items()))

    def before(self) -> Facts | None:
        versions = plan_of(self.source).versions.filter(number__lt=self.facts["number"])
        content = versions.values_list("content", flat=True).first()
        return frozen(content, self.today) if content else None


def _told(source: Plan | PlanVersion, on: date) -> _Told:
    if isinstance(source, PlanVersion):
        today = marks_today(source.plan_id)
        return _Told(source, frozen(source.content, today), today)
    return _Told(source, drafted(snapshot(source, on=on)), marks_today(source.pk))


def _projected(told: _Told, view: View, brought: Brought) -> PrintedPlan:
    source, before = told.source, told.before()
    content = _content(
        view.project(told.facts),
        before=view.project(before) if before else None,
        view=view,
        given=_given(source),
        brought=brought,
    )
    return replace(content, checksum=source.sha256[:12]) if isinstance(source, PlanVersion) else content


@dataclass(frozen=True)
class _Given:
    """What was answered; to a draft nothing yet."""

    whole: Sequence[Acceptance] = ()
    goals: Sequence[GoalAnswer] = ()


def _given(source: Plan | PlanVersion) -> _Given:
    if isinstance(source, PlanVersion):
        return _Given(list(source.acceptances.all()), list(source.goal_answers.all()))
    return _Given()


def _receiver(facts: Facts) -> Facts:
    """The citizen of the course, or in a family the member that the reader works with."""
    if not facts["persons"]:
        # An older version, from before the one that the reader works with came into the course.
        raise PermissionDenied
    return min(facts["persons"], key=lambda person: person["part"] != CoursePerson.Part.MAIN)


def _content(
    facts: Facts, *, before: Facts | None, view: View, given: _Given, brought: Brought
) -> PrintedPlan:
    me = view.recipient
    printed_goals = words.goals(facts, before, given.goals, me)
    coming = words.ahead(facts, me, brought.appointments)
    call = words.contact(facts)
    agreed = is_agreed([row.answer for row in given.whole])
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
        way=tuple(brought.way),
        goals=printed_goals,
        agreements=words.promises(facts, me),
        placements=words.placements(facts, me),
        safeguards=on_paper(facts, me),
        network=(*words.section_lines(facts, Section.NETWORK, me), *words.network(facts)),
        calendar=words.calendar(coming),
        answers=words.answers(given.whole, facts, me),
        consents=words.consents(facts),
        news=words.news(facts, before),
        disagree=words.disagree(call),
        purpose=words.section_lines(facts, Section.PURPOSE, me),
        law_annex=tuple(line for goal in printed_goals for line in goal.law),
    )


def _draw(content: PrintedPlan, made_at: datetime, *, large: bool) -> Pdf:
    html = as_html(content)
    return render(html, stylesheets=STYLESHEETS, title=content.title, made_at=made_at, large=large)


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
    return _short([*sorted(reach), is_told(access), access.may(Permission.READ_THE_WHOLE)])


def _short(told: object) -> str:
    return sha256(json.dumps(told).encode()).hexdigest()[:16]
