from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect, written

# The writer's own, and only while the course that they are about is hers too. Who takes away what is too old
# finds all of them, and could read none: they are sealed with a key that is not in the database.
MINE = """
    user_id = NULLIF(current_setting('app.user_id', true), '')::bigint
    AND (course_id IS NULL OR course_id = ANY ((SELECT my_courses())::uuid[]))
    OR serves('expiry')
"""


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial"), ("roles", "0005_row_security")]

    operations = [
        written(
            allow("drafts_draft", "SELECT", "INSERT", "UPDATE", "DELETE"),
            protect("drafts_draft", MINE),
        )
    ]
