"""A made-up municipality of the size that the goals speak of; the same in every run."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.citizens.models import Course
from borgerforloeb.decisions.models import Decision
from borgerforloeb.law.models import Section
from outcomes.models import TrinAssessment
from plans.actions.versions import accept_plan, take_to_talk
from plans.models import Acceptance, FollowUp, Goal, Intervention, Note, Plan, PlanSection, SubGoal
from roles.models import Role
from tests.factories import (
    assign,
    give_number,
    main_person,
    make_agreement,
    make_citizen,
    make_consent,
    make_course,
    make_meeting,
    make_network_person,
    make_unit,
    make_user,
)

COURSES = 50
LARGE = 2
GOALS, INTERVENTIONS, NOTES = 8, 4, 6
FIRST = (
    "Freja",
    "Jonas",
    "Ida",
    "Mikkel",
    "Sofie",
    "Åse",
    "Øjvind",
    "Aage",
    "Bente",
    "Carl",
    "Gudrun",
    "Hassan",
)
LAST = (
    "Holm",
    "Bech",
    "Krogh",
    "Lund",
    "Østergård",
    "Ågesen",
    "Dam",
    "Friis",
    "Nørgaard",
    "Vestberg",
    "Yilmaz",
)
TALK = """
vi taler om hverdagen og hvad der skal til for at bussen kan tages alene om morgenen når søvnen har været god
og regningerne er åbnet sammen med nogen som kender planen og ved hvad der blev aftalt på det sidste møde
"""
WORDS = TALK.split()


@dataclass
class World:
    user: User
    courses: list[Course]
    today: date

    @property
    def draft(self) -> Course:
        """Its plan is as large as the goals say, and is being written."""
        return self.courses[0]

    @property
    def agreed(self) -> Course:
        """Its plan is as large, and the citizen has said yes to it."""
        return self.courses[1]

    @property
    def longest(self) -> Course:
        """Ten times as large where that has been asked for (`grow`)."""
        return self.courses[2]


class Maker:
    def __init__(self, today: date) -> None:
        self.random = Random(7)
        self.today = today
        # Elsewhere in the municipality: what the gate has to leave out.
        self.other = make_user("Stig Fremmed")

    def sentence(self, words: int) -> str:
        return " ".join(self.random.choices(WORDS, k=words)).capitalize() + "."

    def world(self) -> World:
        for name in ("Jobcenter", "Voksen og handicap", "Børn og unge", "Sundhed"):
            make_unit(name)
        for number in range(40):
            make_user(f"{self.random.choice(FIRST)} {self.random.choice(LAST)}", username=f"kollega{number}")
        user = make_user("Katrine Dahl", username="katrine", unit=OrgUnit.objects.first())
        courses = [self.course(user, number) for number in range(COURSES)]
        for number in range(COURSES, COURSES + 30):
            self.course(self.other, number)
        world = World(user, courses, self.today)
        self.say_yes(world.agreed, user)
        return world

    def say_yes(self, course: Course, user: User) -> None:
        take_to_talk(course.plan, on=self.today, by=user)
        answers = [(main_person(course), Acceptance.Answer.YES, self.sentence(12))]
        way = Acceptance.Way.MEETING
        accept_plan(course.plan, answers=answers, way=way, answered_on=self.today, by=user)

    def course(self, user: User, number: int) -> Course:
        citizen = make_citizen(
            self.random.choice(FIRST),
            f"{self.random.choice(LAST)} {self.random.choice(LAST)}",
            born_on=date(1960 + number % 45, 1 + number % 12, 1 + number % 28),
        )
        opened = self.today - timedelta(days=100 + number)
        course = make_course(
            caseworker=user,
            konsulent=make_user(f"Konsulent {number}", username=f"k{number}"),
            citizens=[citizen],
            opened_on=opened,
        )
        give_number(citizen, f"{61 + number % 28:02}{1 + number % 12:02}80-{1000 + number}")
        plan = Plan.objects.create(course=course, number=1 + number % 3)
        if user != self.other and number < LARGE:
            self.large_plan(plan, user)
        else:
            self.note(self.goal(plan, 1), user, self.today - timedelta(days=number * 3 // 4))
        self.surroundings(course, plan, user, number)
        return course

    def surroundings(self, course: Course, plan: Plan, user: User, number: int) -> None:
        """Some twenty things wait within the next fortnight, a few of them late; five meetings are today."""
        make_agreement(plan, self.sentence(6), user=user, due_on=self.today + timedelta(days=number * 3 - 5))
        FollowUp.objects.create(
            plan=plan, due_on=self.today + timedelta(days=number * 2 - 10), reason="Rytme.", responsible=user
        )
        TrinAssessment.objects.create(
            course=course,
            person=main_person(course),
            trin=1 + number % 3,
            assessed_on=course.opened_on,
            reason="Aftalt sammen.",
            assessed_by=user,
        )
        make_consent(
            course, given_on=course.opened_on, expires_on=self.today + timedelta(days=10 + number * 7)
        )
        day = self.today + timedelta(days=number % 12)
        start = timezone.make_aware(datetime.combine(day, time(8 + number % 9)))
        make_meeting(course, starts_at=start, ends_at=start + timedelta(hours=1), status="called")

    def goal(self, plan: Plan, position: int) -> Goal:
        person = main_person(plan.course)
        return Goal.objects.create(
            plan=plan,
            title=self.sentence(9),
            why=self.sentence(20),
            position=position,
            person=person,
            domain="social",
            status="started",
            review_on=self.today + timedelta(days=30),
            citizen_progress=4,
            worker_progress=5,
            version=1,
        )

    def note(self, goal: Goal, by: User, on: date) -> None:
        Note.objects.create(
            goal=goal,
            text=self.sentence(40),
            about_on=on,
            written_by=by,
            person=goal.person,
            domain="social",
            level=self.random.choice(["common", "domain"]),
        )

    def large_plan(self, plan: Plan, user: User, goals: int = GOALS) -> None:
        """8 goals x 4 interventions x 6 notes, and what stands around them."""
        person = main_person(plan.course)
        for kind in PlanSection.Kind.values:
            PlanSection.objects.create(
                plan=plan, kind=kind, text=self.sentence(45), person=person, said_on=self.today
            )
        sections = list(Section.objects.select_related("act").filter(valid_to=None)[:12])
        for number in range(goals):
            self.full_goal(plan, number + 1, user, sections)
        for number in range(10):
            make_agreement(plan, self.sentence(8), user=user, due_on=self.today + timedelta(days=20 + number))
            make_network_person(plan.course, f"Nabo {number}")
        assign(make_user("Sanne Krogh"), plan.course, Role.TEAM_MEMBER)

    def full_goal(self, plan: Plan, position: int, user: User, sections: list[Section]) -> None:
        goal = self.goal(plan, position)
        for step in range(3):
            SubGoal.objects.create(
                goal=goal,
                text=self.sentence(8),
                position=step,
                due_on=self.today + timedelta(days=7 * step),
                done_on=self.today if step == 0 else None,
            )
        for _ in range(INTERVENTIONS):
            section = self.random.choice(sections)
            Intervention.objects.create(
                goal=goal,
                title=self.sentence(4).rstrip("."),
                section=section,
                decision=self.decision(plan, section, user),
                provider=user,
                hours_per_week=2,
                starts_on=plan.course.opened_on,
                status="running",
                yearly_cost=120_000,
                person=goal.person,
                domain="social",
            )
        for number in range(INTERVENTIONS * NOTES):
            self.note(goal, user, self.today - timedelta(days=number))

    def decision(self, plan: Plan, section: Section, user: User) -> Decision:
        made = {"status": "decided", "decided_by": user, "decided_on": plan.course.opened_on}
        about = {"person": main_person(plan.course), "section": section, "domain": "social"}
        return Decision.objects.create(
            course=plan.course,
            what=self.sentence(4),
            outcome="granted",
            reasons=self.sentence(30),
            written_by=user,
            **made | about,
        )


def municipality() -> World:
    """Whole, and measured by the server's planner, which in use does so by itself."""
    with transaction.atomic():  # the database judges a course when it is whole
        world = Maker(timezone.localdate()).world()
    _analyze()
    return world


def grow(world: World, goals: int) -> None:
    """One more plan, with so many goals as full as those of the large ones."""
    with transaction.atomic():
        Maker(world.today).large_plan(world.longest.plan, world.user, goals)
    _analyze()


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
