"""The long questions to the database: goals with what stands on them, versions with their answers."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from borgerforloeb.citizens.models import Level
from plans.models import Acceptance, Goal, Note, Plan, PlanVersion, SubGoal
from roles.permissions import Access


def goals_of(plan: Plan, access: Access) -> QuerySet[Any]:
    """Each goal with its steps, its latest note and how many there are."""
    mine = OuterRef("pk")
    steps = SubGoal.objects.filter(goal=mine).order_by("position", "id")
    notes = Note.objects.filter(access.rows(), goal=mine).order_by("-about_on", "-id")
    counted = notes.order_by().values("goal").annotate(number=Count("pk")).values("number")
    return (
        Goal.objects.filter(access.rows(), plan=plan)
        .annotate(
            step_rows=ArraySubquery(
                steps.values(row=JSONObject(id="id", text="text", due_on="due_on", done_on="done_on"))
            ),
            # The talk is often held at this screen: a shielded note is read on the page of notes alone.
            latest_note=Subquery(
                notes.exclude(level=Level.SHIELDED).values(
                    row=JSONObject(text="text", about_on="about_on", by="written_by__name")
                )[:1]
            ),
            note_count=Coalesce(Subquery(counted), 0),
        )
        .order_by("-horizon", "position", "id")
    )


def versions_of(plan: Plan, access: Access) -> QuerySet[Any]:
    """Newest first, with the answers that the reader may know; only the newest brings its content."""
    answers = Acceptance.objects.filter(access.persons(), version=OuterRef("pk")).order_by("id")
    row = JSONObject(
        person="person_id", name="person__first_names", answer="answer", words="words", way="way"
    )
    newest = PlanVersion.objects.filter(plan=plan).order_by("-number").values("pk")[:1]
    return (
        PlanVersion.objects.filter(plan=plan)
        .defer("content")
        .annotate(
            answers=ArraySubquery(answers.values(row=row)),
            newest_content=Case(When(pk=Subquery(newest), then="content")),
        )
    )
