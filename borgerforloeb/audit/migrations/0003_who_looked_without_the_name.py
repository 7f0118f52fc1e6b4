from django.db import migrations, models

# What is added is said in an INSERT by its own name, so the web's right to it must be given by name too.
GIVE = "GRANT INSERT (title, unit_id) ON audit_auditevent TO app_web;"
TAKE = "REVOKE INSERT (title, unit_id) ON audit_auditevent FROM app_web;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_what_the_web_may")]

    operations = [
        migrations.AddField(
            "auditevent",
            "title",
            models.CharField("stilling dengang", max_length=80, blank=True, db_default=""),
        ),
        migrations.AddField("auditevent", "unit_id", models.BigIntegerField("enhed dengang", null=True)),
        migrations.RunSQL(GIVE, TAKE),
    ]
