from django.db import migrations

from borgerforloeb.accounts.row_security import allow, written

# What counts as many; the log reviewer changes it.
RULES = {
    "same_name": (0, ""),
    "same_address": (0, ""),
    "staff_citizen": (0, ""),
    "outside": (0, ""),
    "many": (30, "flere forskellige borgere på en dag end dette, eller langt over egen vane"),
    "night": (0, ""),
    "idle": (0, ""),
    "after_end": (0, ""),
    "flagged": (0, ""),
    "refusals": (10, "så mange afvisninger på en time"),
    "searches": (5, "så mange søgninger på en time"),
    "sample": (2, "så mange ud af hundrede åbninger"),
}


def add(apps, schema_editor):
    rule = apps.get_model("logreview", "ReviewRule")
    rule._default_manager.bulk_create(
        rule(code=code, threshold=threshold, text=text) for code, (threshold, text) in RULES.items()
    )


class Migration(migrations.Migration):
    dependencies = [("logreview", "0001_initial"), ("roles", "0005_row_security")]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
        # No case text and no names: rows of the log by their numbers, and the employee's own words.
        written(
            allow("logreview_reviewcase", "SELECT", "INSERT", "UPDATE"),
            allow("logreview_reviewrule", "SELECT", "UPDATE"),
            allow("logreview_flag", "SELECT", "INSERT", "UPDATE"),
        ),
    ]
