"""What is measured, each with what a right answer holds: quick and wrong counts for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import Count
from django.urls import reverse

from bench.calling import Answer, Visitor
from bench.data import World
from borgerforloeb.citizens.models import Course
from plans.models import Goal, Intervention, Note

SOUGHT = "berg"


@dataclass(frozen=True)
class Case:
    name: str
    goal: float | None  # times hello
    request: Callable[[], dict[str, Any]]
    check: Callable[[Answer], None]
    audits: int = 1


def hello() -> Case:
    visitor = Visitor()
    return Case("hello", None, lambda: visitor.get("/hello/"), _says_hello, audits=0)


def _says_hello(answer: Answer) -> None:
    assert (answer.status, answer.body) == (200, b"hello")


def pages(world: World) -> list[Case]:
    me = Visitor(world.user)
    course = [world.draft.pk]
    helps = Intervention.objects.filter(goal__plan__course=world.draft).order_by("pk").first()
    edit = reverse("plans:intervention_edit", args=[world.draft.pk, helps.pk])
    return [
        page(me, "Mit arbejde, 50 courses", 25, reverse("pages:worklist"), _each_course(world)),
        page(me, "Plan, 8 goals x 4 x 6", 60, reverse("plans:plan", args=course), _all_of_the_plan(world)),
        page(me, "Form of 12 fields (intervention)", 30, edit, ["yearly_cost", "hours_per_week"]),
        *_saving(world),
        _search(world, me),
        page(me, "One course", None, reverse("pages:course", args=course), [world.draft.name]),
        # An empty form tells of nobody, so it leaves no row.
        page(me, "Widest form (open a course)", None, reverse("casework:open"), ["citizen_wish"], 0),
    ]


def page(me: Visitor, name: str, goal: float | None, path: str, holds: list[str], audits: int = 1) -> Case:
    def check(answer: Answer) -> None:
        assert answer.status == 200, (name, answer.status)
        text = answer.text
        missing = [words for words in holds if escape(words) not in text]
        assert not missing, (name, missing)

    return Case(name, goal, lambda: me.get(path), check, audits)


def _each_course(world: World) -> list[str]:
    addresses = [reverse("pages:course", args=[course.pk]) for course in world.courses]
    return [*addresses, *(course.name for course in world.courses)]


def _all_of_the_plan(world: World) -> list[str]:
    """Every goal and intervention, and the latest of the notes of each goal."""
    goals = list(Goal.objects.filter(plan__course=world.draft))
    helps = Intervention.objects.filter(goal__in=goals).values_list("title", flat=True)
    counted = Note.objects.filter(goal__in=goals).aggregate(number=Count("pk"))
    assert (len(goals), len(helps), counted["number"]) == (8, 32, 192)
    latest = Note.objects.filter(goal__in=goals).order_by("goal_id", "-about_on", "-pk").distinct("goal_id")
    return [*(goal.title for goal in goals), *helps, *(note.text for note in latest)]


class Saving:
    """One goal, saved again and again: lock, permission, version, history by trigger, audit, commit."""

    def __init__(self, world: World, course: Course, position: int) -> None:
        goals = Goal.objects.filter(plan__course=course).order_by("position", "id")
        self.goal = goals[position]
        self.me = Visitor(world.user)
        self.path = reverse("plans:goal_edit", args=[course.pk, self.goal.pk])
        self.version = self.goal.version

    def request(self, **headers: str) -> dict[str, Any]:
        goal, version = self.goal, self.version
        fields = {
            "title": f"{goal.title} {version}",
            "why": goal.why,
            "status": goal.status,
            "review_on": goal.review_on.strftime("%d.%m.%Y"),
            "domain": goal.domain,
            "level": goal.level,
            "version": version,
        }
        return self.me.post(self.path, fields, **headers)

    def request_by_script(self) -> dict[str, Any]:
        return self.request(HTTP_HX_REQUEST="true")

    def check(self, answer: Answer) -> None:
        self.check_stored(answer, 302)
        self.me.forget_messages()

    def check_by_script(self, answer: Answer) -> None:
        title = f"{self.goal.title} {self.version}"
        self.check_stored(answer, 200)
        assert title in answer.text

    def check_stored(self, answer: Answer, status: int) -> None:
        assert answer.status == status, ("save", answer.status)
        stored = Goal.objects.get(pk=self.goal.pk)
        assert (stored.version, stored.title) == (self.version + 1, f"{self.goal.title} {self.version}")
        self.version += 1


def _saving(world: World) -> list[Case]:
    """Without script the answer is a redirect; with it, the goal's card and the margin drawn anew."""
    plain, by_script = Saving(world, world.draft, 0), Saving(world, world.draft, 1)
    # Two rows of the log: the plan was opened, the goal was changed.
    return [
        Case("Save a goal", 20, plain.request, plain.check, audits=2),
        Case(
            "Save a goal, answered by its card",
            None,
            by_script.request_by_script,
            by_script.check_by_script,
            2,
        ),
    ]


def _search(world: World, me: Visitor) -> Case:
    path = reverse("pages:search")
    wanted = {course.pk for course in world.courses if SOUGHT in course.name.lower()}
    assert 0 < len(wanted) < len(world.courses)

    def check(answer: Answer) -> None:
        assert answer.status == 200, ("search", answer.status)
        text = answer.text
        found = {course.pk for course in world.courses if reverse("pages:course", args=[course.pk]) in text}
        assert found == wanted

    return Case("Search among 50 courses", None, lambda: me.post(path, {"q": SOUGHT}), check)
