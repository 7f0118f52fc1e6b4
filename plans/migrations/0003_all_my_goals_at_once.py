from django.db import migrations

from borgerforloeb.accounts.row_security import reach

# Asked once in a question: a worklist of fifty courses asked goal_is_mine() of each of its notes.
MY_GOALS = """
CREATE FUNCTION my_goals() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
BEGIN
    RETURN ARRAY(SELECT goal.id FROM public.plans_goal goal WHERE goal.plan_id = ANY (public.my_plans()));
END $body$;
"""
TABLES = ["plans_subgoal", "plans_intervention", "plans_note"]
COURSE_OF_A_GOAL = """
    SELECT plan.course_id FROM public.plans_goal goal JOIN public.plans_plan plan ON plan.id = goal.plan_id
    WHERE goal.id = $1
"""


def mine(rule: str) -> str:
    return "".join(f"ALTER POLICY member ON {table} USING ({rule}) WITH CHECK ({rule});" for table in TABLES)


AT_ONCE = mine("goal_id = ANY ((SELECT my_goals())::bigint[])")
ONE_BY_ONE = mine("goal_is_mine(goal_id)")
ONE = reach("goal_is_mine", "bigint", COURSE_OF_A_GOAL)


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            MY_GOALS + AT_ONCE + ONE.backwards,
            ONE.forwards + ONE_BY_ONE + "DROP FUNCTION my_goals();",
        )
    ]
