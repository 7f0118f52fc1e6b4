"""The long questions to the database: goals with what stands on them, versions with their answers."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from borgerforloeb.accounts.models import User
from plans.models import Acceptance, Goal, Note, Plan, PlanVersion, SubGoal


def goals_of(plan: Plan, user: User) -> QuerySet[Any]:
    """Each goal with its steps, its latest note and how many there are."""
    mine = OuterRef("pk")
    steps = SubGoal.objects.filter(goal=mine).order_by("position", "id")
    notes = Note.objects.visible_to(user).filter(goal=mine).order_by("-about_on", "-id")
    counted = notes.order_by().values("goal").annotate(number=Count("pk")).values("number")
    return (
        Goal.objects.visible_to(user)
        .filter(plan=plan)
        .annotate(
            step_rows=ArraySubquery(
                steps.values(row=JSONObject(id="id", text="text", due_on="due_on", done_on="done_on"))
            ),
            latest_note=Subquery(
                notes.values(row=JSONObject(text="text", about_on="about_on", by="written_by__name"))[:1]
            ),
            note_count=Coalesce(Subquery(counted), 0),
        )
        .order_by("-horizon", "position", "id")
    )


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """Newest first, with the answers; only the newest brings its content."""
    answers = Acceptance.objects.filter(version=OuterRef("pk")).order_by("id")
    row = JSONObject(
        person="person_id", name="person__first_names", answer="answer", words="words", way="way"
    )
    return PlanVersion.objects.filter(plan=plan).annotate(answers=ArraySubquery(answers.values(row=row)))
