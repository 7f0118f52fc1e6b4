from django.db import migrations

from borgerforloeb.accounts.row_security import Rule, allow, protect, protect_history, reach, written

# As my_courses(), of which it is made.
MY_PLANS = """
CREATE FUNCTION my_plans() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
BEGIN
    RETURN ARRAY(SELECT plan.id FROM public.plans_plan plan WHERE plan.course_id = ANY (public.my_courses()));
END $body$;
"""
MINE = "plan_id = ANY ((SELECT my_plans())::bigint[])"
COURSE_OF_A_GOAL = """
    SELECT plan.course_id FROM public.plans_goal goal JOIN public.plans_plan plan ON plan.id = goal.plan_id
    WHERE goal.id = $1
"""
COURSE_OF_A_VERSION = """
    SELECT plan.course_id FROM public.plans_planversion version
    JOIN public.plans_plan plan ON plan.id = version.plan_id WHERE version.id = $1
"""
COURSE_OF_A_FOLLOW_UP = """
    SELECT plan.course_id FROM public.plans_followup followup
    JOIN public.plans_plan plan ON plan.id = followup.plan_id WHERE followup.id = $1
"""
RIGHTS = ("SELECT", "INSERT", "UPDATE")
PROTECTED = [
    ("plans_plan", "course_id = ANY ((SELECT my_courses())::uuid[])", "reminders", "statistics"),
    ("plans_plansection", MINE),
    ("plans_goal", MINE),
    ("plans_subgoal", "goal_is_mine(goal_id)"),
    ("plans_intervention", "goal_is_mine(goal_id)"),
    ("plans_note", "goal_is_mine(goal_id)"),
    ("plans_agreement", MINE, "reminders"),
    ("plans_followup", MINE, "reminders"),
    ("plans_followup_sections", "followup_is_mine(followup_id)"),
    ("plans_planversion", MINE, "statistics"),
    ("plans_acceptance", "version_is_mine(version_id)", "statistics"),
]
# The others are ended, done or answered, but never taken away.
DELETED = ["plans_intervention", "plans_subgoal", "plans_followup_sections"]
HISTORY = ["agreement", "followup", "goal", "intervention", "note", "plan", "plansection", "subgoal"]


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("roles", "0005_row_security")]

    operations = [
        written(
            Rule(MY_PLANS, "DROP FUNCTION my_plans();"),
            reach("goal_is_mine", "bigint", COURSE_OF_A_GOAL),
            reach("version_is_mine", "bigint", COURSE_OF_A_VERSION),
            reach("followup_is_mine", "bigint", COURSE_OF_A_FOLLOW_UP),
            *(allow(table, *RIGHTS) for table, *_ in PROTECTED),
            *(allow(table, "DELETE") for table in DELETED),
            *(protect(*rule) for rule in PROTECTED),
            *(protect_history(f"plans_{name}event") for name in HISTORY),
        )
    ]
