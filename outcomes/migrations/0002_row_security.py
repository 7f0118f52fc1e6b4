from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect, protect_history, written

ASSESSMENT = "outcomes_trinassessment"


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_initial"), ("roles", "0005_row_security")]

    operations = [
        written(
            allow("outcomes_resulttarget", "SELECT"),
            allow(ASSESSMENT, "SELECT", "INSERT", "UPDATE"),
            protect(ASSESSMENT, "course_id = ANY ((SELECT my_courses())::uuid[])", "statistics"),
            protect_history("outcomes_trinassessmentevent"),
        )
    ]
