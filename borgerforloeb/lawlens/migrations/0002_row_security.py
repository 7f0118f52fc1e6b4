from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect, protect_history, written

TABLES = ("lawlens_confirmation", "lawlens_oneplanyes", "lawlens_replacedplan")
MINE = "plan_id = ANY ((SELECT my_plans())::bigint[])"


class Migration(migrations.Migration):
    dependencies = [("lawlens", "0001_initial"), ("plans", "0002_row_security")]

    operations = [
        written(
            *(allow(table, "SELECT", "INSERT", "UPDATE") for table in TABLES),
            *(protect(table, MINE) for table in TABLES),
            *(protect_history(f"{table}event") for table in TABLES),
        )
    ]
