"""The citizen's (or the family's) page: one look at who, where on the way, what matters, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import JSONObject
from django.utils.timezone import localtime

from borgerforloeb.accounts.drawing import Station
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import genitive, longdate, shortdate, since, until
from borgerforloeb.accounts.questions import Given, search
from borgerforloeb.citizens.models import Citizen, CitizenNumber, Consent, Course, CoursePerson, NetworkPerson
from borgerforloeb.pages.course_next import MEETING, VERSION, deadlines, meeting_words, plan_words
from networkmeetings.models import NetworkMeeting
from outcomes.ways import Way, stations, way_of
from plans.models import Agreement, FollowUp, Goal, Intervention, PlanSection, PlanVersion, SubGoal
from plans.queries import WHOSE, Rows, asked_again, left_in_peace, newest_note, told_once
from plans.reading import RowGate
from plans.safeguards import Kept, kept
from roles.models import Assignment, Role
from roles.permissions import Access, access_to, may_know

# The sections of the plan that stand here, in this order.
SHOWN = ["dreams", "own_solution", "resources", "difficulties"]
STATUS_STEPS = {"not_begun": "", "started": "quarter", "on_the_way": "half", "reached": "full"}


@dataclass(frozen=True)
class Person:
    """A member of the course that the reader may know of, with the way that member has walked."""

    citizen: Citizen
    age: int | None
    masked_number: str
    stations: tuple[Station, ...]
    here: int


@dataclass(frozen=True)
class Helper:
    """One of the team once, with all that the person is in the course."""

    name: str
    words: str
    is_me: bool


@dataclass(frozen=True)
class SectionRow:
    section: PlanSection
    caption: str


@dataclass(frozen=True)
class GoalRow:
    goal: Goal
    about: str
    next_step: str
    law: str
    step: str
    note: str


@dataclass(frozen=True)
class AgreementRow:
    what: str
    who: str
    when: str
    status: str
    step: str


@dataclass
class CoursePage:
    course: Course
    may: Access
    people: list[Person]
    team: list[Helper]
    call: User | None
    network: list[dict[str, str]]
    sections: list[SectionRow]
    goals: list[GoalRow]
    agreements: list[AgreementRow]
    safeguards: list[Kept]
    meeting: str
    plan: str
    deadlines: list[tuple[str, str]]
    story_parts: int
    story_asked: int
    first_name: str

    @property
    def is_family(self) -> bool:
        return len(self.people) > 1


def course_with_dates(user: User, course_id: UUID, now: datetime) -> Course | None:
    """The course with its plan and the next of everything, if the user may know of it."""
    if not access_to(user, course_id).lets_in:
        return None
    found = _with_dates(user, course=course_id, now=now, today=localtime(now).date())
    return found[0] if found else None


@search(course=UUIDField(), now=DateTimeField(), today=DateField())
def _with_dates(user: User, course: Given, now: Given, today: Given) -> QuerySet[Course]:
    """Lists are for nobody yet: what the reader may read of them, `course_page` asks of an access in hand.

    In the question each of them would bring a gate of its own, and those were most of what it cost.
    """
    mine = OuterRef("pk")
    meeting = NetworkMeeting.objects.filter(course=mine, ends_at__gte=now, status__in=["preparing", "called"])
    first = meeting.order_by("starts_at").values(row=MEETING)
    version = PlanVersion.objects.filter(plan__course=mine).order_by("-number").values(row=VERSION)
    consents = Consent.objects.in_force(today).filter(course=mine).order_by("expires_on")
    network = NetworkPerson.objects.filter(course=mine, ended_on=None)
    return (
        Course.objects.filter(pk=course)
        .select_related("plan", "unit")
        .annotate(
            next_meeting=Subquery(first[:1]),
            followup_on=Subquery(FollowUp.objects.open().filter(plan__course=mine).values("due_on")[:1]),
            last_version=Subquery(version[:1]),
            consents_until=Rows(consents.values("citizen_id", "expires_on")),
            around=Rows(network.values("citizen_id", "name", "relation", "organisation")),
            helps=Rows(_helps()),
            left_in_peace=Rows(left_in_peace()),
            told=Rows(told_once()),
            asked_again=Rows(asked_again()),
        )
    )


def _helps() -> QuerySet[Any, Any]:
    going_on = Intervention.objects.exclude(status__in=["stopped", "ended", "refused"])
    helps = going_on.filter(goal__plan__course=OuterRef("pk")).order_by("goal_id", "id")
    return helps.values("goal_id", "title", "section__act__short_name", "section__number", *WHOSE)


def course_page(user: User, course: Course, now: datetime) -> CoursePage:
    today = localtime(now).date()
    team = _team(user, course=course.pk)
    team.sort(key=lambda held: list(Role.values).index(held.role))
    people, may = _people(user, course, today), access_to(user, course.pk)
    names = {str(one.citizen.pk): one.citizen.first_name for one in people}
    gate = RowGate(may, set(names))
    helps = gate.rows(course.helps)
    goals = _goals(user, course=course.pk)
    sections = sorted(_sections(user, course=course.pk), key=lambda row: (SHOWN.index(row.kind), row.pk))
    return CoursePage(
        course=course,
        may=may,
        people=people,
        team=_helpers(team, user),
        # Whom the citizen rings: the borgerkonsulent.
        call=next((held.user for held in team if held.role == Role.BORGERKONSULENT), None),
        network=[row for row in course.around if gate.knows(row["citizen_id"])],
        sections=[SectionRow(section, _caption(section)) for section in sections],
        goals=[_goal_row(goal, helps, today, several=len(people) > 1) for goal in goals],
        safeguards=kept(gate.rows(course.left_in_peace), names, today),
        agreements=[_agreement_row(agreement, today) for agreement in _agreements(user, course=course.pk)],
        meeting=meeting_words(course.next_meeting, may, today),
        plan=plan_words(course.plan, course.last_version) if hasattr(course, "plan") else "",
        deadlines=deadlines(course.followup_on, _ends_first(course, gate), today),
        story_parts=len(gate.rows(course.told)),
        story_asked=_asked_again(course, gate),
        first_name=people[0].citizen.first_name if len(people) == 1 else course.name,
    )


def _ends_first(course: Course, gate: RowGate) -> date | None:
    ends = (row["expires_on"] for row in course.consents_until if gate.knows(row["citizen_id"]))
    first = next(ends, None)
    return date.fromisoformat(first) if first else None


def _asked_again(course: Course, gate: RowGate) -> int:
    """What is about a part is never told to somebody who may not read the part."""
    return sum(
        row["part_id"] is None or gate.reads(*(row[f"part__{name}"] for name in WHOSE))
        for row in gate.rows(course.asked_again)
    )


@search(course=UUIDField())
def _team(user: User, course: Given) -> QuerySet[Assignment]:
    about = Q(person=None) | may_know(user, person="person_id")
    team = Assignment.objects.in_force().of_the_team().filter(about, course=course, user__is_active=True)
    return team.select_related("user").order_by("role", "starts_on")


def _helpers(team: list[Assignment], reader: User) -> list[Helper]:
    words: dict[User, list[str]] = {}
    for held in team:
        said = words.setdefault(held.user, [])
        said += [word for word in (held.get_role_display(), held.function) if word and word not in said]
    return [Helper(user.name, ", ".join(said), user.pk == reader.pk) for user, said in words.items()]


def _people(user: User, course: Course, today: date) -> list[Person]:
    ways = way_of([course.pk], today, user=user)
    people = []
    for member in _members(user, course=course.pk):
        key = (course.pk, member.citizen_id)
        places, here = stations(ways.get(key, Way(*key)), course)
        masked = f"{member.date_part}-••••" if member.date_part else ""
        people.append(Person(member.citizen, member.citizen.age(today), masked, places, here))
    return people


@search(course=UUIDField())
def _members(user: User, course: Given) -> QuerySet[CoursePerson]:
    number = CitizenNumber.objects.filter(citizen=OuterRef("citizen"), valid_to=None)
    members = CoursePerson.objects.filter(may_know(user), course=course, ends_on=None)
    return members.select_related("citizen").annotate(date_part=Subquery(number.values("date_part")[:1]))


@search(course=UUIDField())
def _sections(user: User, course: Given) -> QuerySet[PlanSection]:
    written = PlanSection.objects.visible_to(user).filter(plan__course=course, kind__in=SHOWN)
    return written.exclude(text="").select_related("person")


def _caption(section: PlanSection) -> str:
    whose = f"{genitive(section.person.first_name)} egne ord" if section.person else "Familiens egne ord"
    together = f", skrevet sammen med {section.written_with}" if section.written_with else ""
    return f"{whose}{together} {longdate(section.said_on)}".strip()


@search(course=UUIDField())
def _goals(user: User, course: Given) -> QuerySet[Goal]:
    step = SubGoal.objects.filter(goal=OuterRef("pk"), done_on=None).order_by("position", "id")
    # By a question of its own: a join would read all the notes of the goal before the newest is known.
    name = User.objects.filter(pk=OuterRef("written_by")).values("name")
    note = newest_note(user).values(row=JSONObject(by=Subquery(name), on="about_on"))
    return (
        Goal.objects.visible_to(user)
        .open()
        .filter(plan__course=course, horizon=Goal.Horizon.NOW)
        .select_related("person")
        .annotate(
            next_step=Subquery(step.values("text")[:1]),
            next_step_on=Subquery(step.values("due_on")[:1]),
            last_note=Subquery(note[:1]),
        )
        .order_by("position", "id")
    )


def _goal_row(goal: Goal, helps: list[dict[str, Any]], today: date, *, several: bool) -> GoalRow:
    step = goal.next_step or ""
    if step and goal.next_step_on:
        step = f"{step}, {shortdate(goal.next_step_on)}"
    about = goal.person.first_name if several and goal.person else "Hele familien" if several else ""
    law = _law(next((row for row in helps if row["goal_id"] == goal.pk), None))
    note = _latest(goal.last_note, today)
    return GoalRow(goal, about, step, law, STATUS_STEPS.get(goal.status, "full"), note)


def _law(help_: dict[str, str] | None) -> str:
    if help_ is None:
        return ""
    section = " ".join(filter(None, (help_["section__act__short_name"], help_["section__number"])))
    return ", ".join(filter(None, (help_["title"], section)))


def _latest(note: dict[str, str] | None, today: date) -> str:
    if note is None:
        return ""
    return f"{note['by'].split(' ')[0]} skrev {_ago(date.fromisoformat(note['on']), today)}"


def _ago(day: date, today: date) -> str:
    words = since(day, today)
    return words if words in ("i dag", "i går") else f"for {words} siden"


@search(course=UUIDField())
def _agreements(user: User, course: Given) -> QuerySet[Agreement]:
    return (
        Agreement.objects.visible_to(user)
        .filter(status__in=["open", "done"], plan__course=course)
        .select_related("user", "citizen", "network_person")
        .order_by("-status", "due_on", "id")[:12]
    )


def _agreement_row(agreement: Agreement, today: date) -> AgreementRow:
    when = agreement.due_words or (shortdate(agreement.due_on) if agreement.due_on else "")
    if agreement.status == Agreement.Status.DONE:
        return AgreementRow(agreement.what, agreement.who, when, "gjort", "full")
    if agreement.due_on and agreement.due_on < today:
        return AgreementRow(agreement.what, agreement.who, when, until(agreement.due_on, today), "late")
    return AgreementRow(agreement.what, agreement.who, when, "aftalt", "")
