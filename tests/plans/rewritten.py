"""A plan that was agreed once and then rewritten, and what of the earlier words is offered and taken back."""

from datetime import timedelta

from plans.actions.goals import remove_subgoal
from plans.actions.reopening import offered, take_back
from plans.actions.versions import fingerprint, new_draft
from plans.snapshot import snapshot
from roles.permissions import access_to
from tests.factories import TODAY, caseworker_of, make_plan
from tests.plans.factories import answer, take_to_talk

OLD_DREAM, OLD_TITLE = "Jeg vil gerne stå op til noget.", "Jeg klarer post og regninger selv"
STEP = "Åbner e-Boks hver mandag"


def rewritten_plan():
    """Agreed once, and rewritten in the draft that followed."""
    plan = make_plan()
    goal = plan.goals.get()
    goal.subgoals.create(text=STEP, due_on=TODAY + timedelta(days=9))
    take_to_talk(plan)
    answer(plan)
    new_draft(plan, by=caseworker_of(plan.course))
    rewrite(plan)
    return plan


def rewrite(plan, **changed):
    """What somebody wrote after the talk."""
    plan.sections.filter(kind="dreams").update(text="Andet", said_on=None)
    plan.goals.update(title="Post", why="Fordi", horizon="later", **changed)
    for step in plan.goals.get().subgoals.all():
        remove_subgoal(step, by=caseworker_of(plan.course))
    plan.refresh_from_db()


def parts_of(plan, user=None, on=TODAY):
    user = user or caseworker_of(plan.course)
    version = plan.versions.get(number=1)
    return offered(version, snapshot(plan, on=on), access_to(user, plan.course_id), on)


def taken(plan, *parts, by=None, on=TODAY, seen=None):
    by = by or caseworker_of(plan.course)
    chosen = [part.key for part in parts or parts_of(plan, by)]
    seen = seen or fingerprint(snapshot(plan, on=on))
    return take_back(plan.versions.get(number=1), parts=chosen, seen=seen, on=on, by=by)
