from django.db import migrations

from borgerforloeb.accounts.row_security import Rule, written

# Whom each intervention that was taken away was for at last, by its history. It tells no text and is asked of a
# plan that row security has let through; to say nothing would open what was closed, so it asks past the policies.
MARKS_OF_GONE = """
CREATE FUNCTION plans_marks_of_gone(bigint) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
BEGIN
    RETURN (
        SELECT COALESCE(jsonb_agg(to_jsonb(gone)), '[]') FROM (
            SELECT DISTINCT ON (event.id) event.id, event.person_id, event.domain, event.level
            FROM public.plans_goal goal JOIN public.plans_interventionevent event ON event.goal_id = goal.id
            WHERE goal.plan_id = $1
                AND NOT EXISTS (SELECT FROM public.plans_intervention help WHERE help.id = event.id)
            ORDER BY event.id, event.pgh_id DESC
        ) gone
    );
END $body$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_moved_texts")]

    operations = [written(Rule(MARKS_OF_GONE, "DROP FUNCTION plans_marks_of_gone(bigint);"))]
