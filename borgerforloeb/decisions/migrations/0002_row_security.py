from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect, protect_history, written


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial"), ("roles", "0005_row_security")]

    operations = [
        written(
            allow("decisions_decision", "SELECT", "INSERT", "UPDATE", "DELETE"),
            protect("decisions_decision", "course_id = ANY ((SELECT my_courses())::uuid[])"),
            protect_history("decisions_decisionevent"),
            # Of staff, not of a course: who may decide by which law.
            allow("decisions_authority", "SELECT", "INSERT", "UPDATE"),
            protect_history("decisions_authorityevent"),
        )
    ]
