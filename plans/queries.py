"""The long questions to the database: the whole draft with all that stands around it, and its versions."""

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigAutoField, Count, Exists, Func, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import Given, question, search
from borgerforloeb.citizens.models import Level, NetworkPerson
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
    Note,
    Placement,
    PlacementHours,
    Plan,
    PlanSection,
    PlanVersion,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from plans.steps import who_columns
from roles.models import Assignment
from roles.permissions import Access, may_read

# What decides who may read a row.
WHOSE = ("person_id", "domain", "level")
ADJUSTMENT = (
    "id", "kind", "subgoal_id", "intervention_id", "before", "after", "why", "status", "result", "reason",
    "proposed_at", "proposed_by_id", "proposed_by__name", "answered_at", "answered_by__name",
)  # fmt: skip
# Older versions are on their own page.
LATEST = 5


class Rows(Subquery):
    """What another question finds, as one list of JSON objects whose keys are the paths asked for."""

    template = "(SELECT COALESCE(jsonb_agg(found), '[]') FROM (%(subquery)s) found)"
    output_field = JSONField()


class MarksOfGone(Func):
    """Whom each intervention that was taken out of a plan was for at last; nothing else is taken away."""

    function, output_field = "plans_marks_of_gone", JSONField()


@search(plan=BigAutoField(), goal=BigAutoField())
def goal_in_plan(user: User, plan: Given, goal: Given) -> QuerySet[Goal]:
    return Goal.objects.visible_to(user).filter(plan=plan, pk=goal).select_related("person")


class DraftTree(NamedTuple):
    """A draft, what stands around it and its last versions, each as JSON; dates come as text."""

    sections: Any
    goals: Any
    agreements: Any
    placements: Any
    safeguards: Any
    staff: Any
    network: Any
    followups: Any
    versions: Any
    last_content: Any
    gone: Any


@question(DraftTree, plan=BigAutoField())
def draft_trees(user: User, plan: Given) -> QuerySet[Any, Any]:
    """The whole plan in one question. Its rows are for nobody yet: see `reading.draft_as_read`."""
    this, course = OuterRef("pk"), OuterRef("course_id")
    sections = PlanSection.objects.filter(plan=this).order_by("id")
    agreements = Agreement.objects.filter(plan=this).order_by("due_on", "id")
    looks = AgreementLook.objects.standing().filter(agreement=OuterRef("pk")).order_by()
    held = Assignment.objects.in_force().of_the_team().filter(course=course, user__is_active=True)
    staff = held.order_by("id")
    network = NetworkPerson.objects.filter(course=course, ended_on=None)
    versions = PlanVersion.objects.filter(plan=this).order_by("-number")
    return Plan.objects.visible_to(user).filter(pk=plan).values_list(
        Rows(sections.values("kind", "text", "said_on", "written_with", *WHOSE)),
        Rows(_goals(this)),
        Rows(
            agreements.values(
                "id", "what", "due_on", "due_words", "condition", "reward", "reward_kr", "status", "done_on",
                "outcome", "user__name", "citizen__first_names", "citizen__last_name",
                "network_person__name", *WHOSE, look_rows=Rows(looks.values("kept", "given_kr")),
            )
        ),
        Rows(_placements(this)),
        Rows(_safeguards(this)),
        Rows(staff.values("person_id", "user_id", "user__name", "role")),
        Rows(network.values("citizen_id", "name", "relation", "contribution")),
        Rows(_followup(this)),
        Rows(_with_answers(versions)[:LATEST]),
        Subquery(versions.values("content")[:1]),
        MarksOfGone("pk"),
    )  # fmt: skip


class LivingTexts(NamedTuple):
    """Of every text of a plan which it is and whom it is for, each kind as JSON; also of what is gone."""

    sections: Any
    goals: Any
    interventions: Any
    trials: Any
    agreements: Any
    placements: Any
    safeguards: Any
    gone: Any


@question(LivingTexts, plan=BigAutoField())
def marks_of_plans(user: User, plan: Given) -> QuerySet[Any, Any]:
    """Whoever asks: a frozen text is held against all of them, so nobody's gate may leave one out."""
    this = OuterRef("pk")
    return Plan.objects.filter(pk=plan).values_list(
        Rows(PlanSection.objects.filter(plan=this).values("kind", *WHOSE)),
        Rows(Goal.objects.filter(plan=this).order_by().values("id", *WHOSE)),
        Rows(Intervention.objects.filter(goal__plan=this).order_by().values("id", *WHOSE)),
        Rows(Trial.objects.filter(plan=this).order_by().values("id", *WHOSE)),
        Rows(Agreement.objects.filter(plan=this).order_by().values("id", *WHOSE)),
        Rows(Placement.objects.filter(plan=this).order_by().values("id", "goal_id", *WHOSE)),
        Rows(Safeguard.objects.filter(plan=this).order_by().values("id", *WHOSE)),
        MarksOfGone("pk"),
    )


def plan_of(source: Plan | PlanVersion) -> Plan:
    return source.plan if isinstance(source, PlanVersion) else source


def places_of(source: Plan | PlanVersion) -> tuple[str, ...]:
    """Where somebody is or was by day, for finding the names in what is given out: not for showing.

    Whoever asks, and also what the paper does not tell of: a goal may name the company.
    """
    plan = plan_of(source)
    places = Placement.objects.filter(plan=plan).order_by().values_list("company")
    talks = EmployerContact.objects.filter(plan=plan).order_by().values_list("company")
    weekly = WeeklySlot.objects.filter(plan=plan).exclude(place="").order_by().values_list("place")
    return tuple(place for (place,) in places.union(talks, weekly))


def newest_note(user: User) -> QuerySet[Note]:
    """Of the goal outside, which the user may read, those notes that she may read too; the newest first.

    Of signed ones alone: a draft, also her own, has told nobody anything yet.
    """
    of_the_goal = Note.objects.signed().of_their_own().filter(goal=OuterRef("pk"))
    notes = of_the_goal.annotate(course=OuterRef("plan__course_id"))
    # As a value, not as a filter of its own: PostgreSQL then asks from the newest on, and not of all of them.
    read = Coalesce(may_read(user, course="course"), Value(False))
    return notes.filter(read).order_by("-about_on", "-id")


def left_in_peace() -> QuerySet[Any, Any]:
    """Of the course outside, what is to be left in peace; for nobody yet, as in `draft_trees`."""
    rows = Safeguard.objects.open().filter(plan__course=OuterRef("pk"))
    columns = ("id", "what", "agreed_with", "responsible__name", "network_person_id", "review_on", "until_on")
    return rows.order_by("review_on", "id").values(*columns, *WHOSE)


def told_once() -> QuerySet[Any, Any]:
    """Of the course outside, the parts of the story that are approved; for nobody yet."""
    return StoryPart.objects.approved().filter(plan__course=OuterRef("pk")).order_by().values(*WHOSE)


def asked_again() -> QuerySet[Any, Any]:
    """Each time that somebody asked again, with whom the part is for that it was about; for nobody yet."""
    rows = StoryAsked.objects.standing().filter(plan__course=OuterRef("pk")).order_by()
    return rows.values("part_id", *WHOSE, *(f"part__{name}" for name in WHOSE))


def _goals(plan: OuterRef) -> QuerySet[Any, Any]:
    mine = OuterRef("pk")
    steps = SubGoal.objects.filter(goal=mine).order_by("position", "id")
    notes = Note.objects.signed().of_their_own().filter(goal=mine)
    addenda = Note.objects.filter(addendum_to=OuterRef("pk"))
    # The talk is often held at this screen: a shielded note is read on the page of notes alone.
    latest = notes.exclude(level=Level.SHIELDED).order_by(*WHOSE, "-about_on", "-id").distinct(*WHOSE)
    goals = Goal.objects.filter(plan=plan).order_by("-horizon", "position", "id")
    return goals.values(
        "id", "title", "why", "horizon", "status", "review_on", "citizen_progress", "worker_progress",
        "ended_on", "ended_why", "was_status", "was_ended_on", "was_ended_why", "remind_on",
        "with_domains", *WHOSE,
        step_rows=Rows(steps.values("id", "text", "due_on", "done_on", **who_columns())),
        help_rows=Rows(_helps(mine)),
        trial_rows=Rows(_trials(mine)),
        # One for each kind of reader.
        note_rows=Rows(
            latest.values("id", "text", "about_on", "written_by__name", *WHOSE, corrected=Exists(addenda))
        ),
        adjustment_rows=Rows(AdjustmentRequest.objects.filter(goal=mine).values(*ADJUSTMENT)),
        count_rows=Rows(notes.order_by().values(*WHOSE).annotate(number=Count("pk"))),
    )  # fmt: skip


def _helps(goal: OuterRef) -> QuerySet[Any, Any]:
    return Intervention.objects.filter(goal=goal).order_by("id").values(
        "id", "title", "status", "provider__name", "provider_name", "hours_per_week", "starts_on", "ends_on",
        "yearly_cost", "section_id", "section__act__short_name", "section__number", "section__title",
        "section__valid_to", "section__needs_decision", "decision_id", "decision__ends_on",
        "decision__replaced_by__status", "decision__replaced_by__starts_on", *WHOSE,
    )  # fmt: skip


def _trials(goal: OuterRef) -> QuerySet[Any, Any]:
    """Those that have ended too: an old version is held against the marks that they have today."""
    return Trial.objects.filter(goal=goal).order_by("starts_on", "id").values(
        "id", "question", "what", "looks_at", "starts_on", "stops_on", "responsible__name", "outcome", *WHOSE,
    )  # fmt: skip


def _placements(plan: OuterRef) -> QuerySet[Any, Any]:
    """Also those that were taken back: what was frozen of them is held against them."""
    steps = PlacementHours.objects.filter(placement=OuterRef("pk")).order_by("from_on")
    placements = Placement.objects.filter(plan=plan).order_by("starts_on", "id")
    return placements.values(
        "id", "goal_id", "kind", "company", "contact_name", "contact_phone", "purpose", "support",
        "starts_on", "ends_on", "ended_on", "outcome", "outcome_words", "responsible__name",
        "taken_back_on", *WHOSE,
        step_rows=Rows(steps.values("from_on", "hours")),
    )  # fmt: skip


def _safeguards(plan: OuterRef) -> QuerySet[Any, Any]:
    """Those that have ended too: an old version is held against the marks that they have today."""
    return Safeguard.objects.filter(plan=plan).order_by("review_on", "id").values(
        "id", "what", "why", "agreed_with", "responsible__name", "network_person_id", "review_on", "until_on",
        "ended_on", *WHOSE,
    )  # fmt: skip


def _followup(plan: OuterRef) -> QuerySet[Any, Any]:
    covers = FollowUp.sections.through.objects.filter(followup=OuterRef("pk"))
    following = FollowUp.objects.open().filter(plan=plan).order_by("due_on", "id")
    return following.values("due_on", "reason", section_ids=ArraySubquery(covers.values("section_id")))[:1]


def _with_answers(versions: QuerySet[PlanVersion]) -> QuerySet[Any, Any]:
    said = ("person_id", "person__first_names", "answer")
    whole = Acceptance.objects.filter(version=OuterRef("pk")).order_by("id")
    goals = GoalAnswer.objects.filter(version=OuterRef("pk")).order_by("id")
    return versions.values(
        "number",
        "answered_on",
        answer_rows=Rows(whole.values(*said)),
        goal_answer_rows=Rows(goals.values("goal_id", *said)),
    )


def versions_of(plan: Plan, access: Access) -> QuerySet[Any]:
    """Newest first, with the answers that the reader may know."""
    answers = Acceptance.objects.filter(access.persons(), version=OuterRef("pk")).order_by("id")
    row = JSONObject(
        person="person_id", name="person__first_names", answer="answer", words="words", way="way"
    )
    return (
        PlanVersion.objects.filter(plan=plan)
        .defer("content")
        .annotate(answers=ArraySubquery(answers.values(row=row)))
    )


def with_goal_answers(versions: QuerySet[Any], access: Access) -> QuerySet[Any]:
    """Also what those answered to single goals; shown where the goal itself may be read."""
    given = GoalAnswer.objects.filter(access.persons(), version=OuterRef("pk")).order_by("id")
    row = JSONObject(goal="goal_id", name="person__first_names", answer="answer", words="words")
    return versions.annotate(said_to_goals=ArraySubquery(given.values(row=row)))
