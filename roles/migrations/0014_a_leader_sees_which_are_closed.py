from importlib import import_module

from django.db import migrations

before = import_module("roles.migrations.0013_a_course_waits_for_another")

# What is closed waits less than what is open, so the leader's list tells the two apart.
HELD_UNDER = before.before._replaced(
    before.HELD_UNDER,
    ("starts_on date, cause text", "starts_on date, cause text, is_closed boolean"),
    ("ELSE '' END", "ELSE '' END,\n        course.status = 'closed'"),
)
# Another answer than before takes another function.
AGAIN = "DROP FUNCTION roles_held_under(bigint);"


class Migration(migrations.Migration):
    dependencies = [("roles", "0013_a_course_waits_for_another")]

    operations = [migrations.RunSQL(f"{AGAIN}{HELD_UNDER}", f"{AGAIN}{before.HELD_UNDER}")]
