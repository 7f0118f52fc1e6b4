from django.db import migrations

from borgerforloeb.accounts.row_security import Rule, written

MINE = "course_id = ANY ((SELECT my_courses())::uuid[])"


def reached_by(mine: str) -> str:
    return f"ALTER POLICY member ON citizens_protectionlift USING ({mine}) WITH CHECK ({mine});"


class Migration(migrations.Migration):
    """Who takes away what has had its term also ends what nobody answered by its day."""

    dependencies = [("citizens", "0005_lifting_takes_two")]

    operations = [written(Rule(reached_by(f"{MINE} OR serves('expiry')"), reached_by(MINE)))]
