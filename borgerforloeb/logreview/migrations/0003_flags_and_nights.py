import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, written


def add(apps, schema_editor):
    rule = apps.get_model("logreview", "ReviewRule")
    rule._default_manager.bulk_create(rule(code=code) for code in ("fields", "barred"))


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0002_who_said_yes"),
        ("logreview", "0002_rules_and_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewNight",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="dag")),
                ("openings", models.PositiveIntegerField(verbose_name="åbninger")),
                ("drawn", models.PositiveIntegerField(verbose_name="i stikprøven")),
            ],
            options={
                "verbose_name": "nat i logkontrollen",
                "verbose_name_plural": "nætter i logkontrollen",
            },
        ),
        migrations.AlterModelOptions(
            name="flag",
            options={
                "ordering": ["until", "id"],
                "verbose_name": "opmærksomhed om et forløb",
                "verbose_name_plural": "opmærksomhed om forløb",
            },
        ),
        migrations.AddField(
            model_name="flag",
            name="course_number",
            field=models.CharField(default="", max_length=12, verbose_name="forløbsnummer"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="flag",
            name="end_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="hvorfor fjernet"),
        ),
        migrations.AddField(
            model_name="flag",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="fjernet af",
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="fjernet før tid"),
        ),
        migrations.AddField(
            model_name="flag",
            name="set_on",
            field=models.DateField(default=django.utils.timezone.now, verbose_name="sat"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reviewrule",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ændret af",
            ),
        ),
        migrations.AddField(
            model_name="reviewrule",
            name="changed_on",
            field=models.DateField(blank=True, null=True, verbose_name="ændret"),
        ),
        migrations.AddField(
            model_name="reviewrule",
            name="why",
            field=models.CharField(blank=True, max_length=200, verbose_name="hvorfor ændret"),
        ),
        migrations.AlterField(
            model_name="reviewcase",
            name="rule",
            field=models.CharField(
                choices=[
                    ("same_name", "Samme efternavn som borgeren"),
                    ("same_address", "Samme adresse eller vej som borgeren"),
                    ("staff_citizen", "En kollega er borger i forløbet"),
                    ("outside", "Åbnet alene ved nødadgang eller som leder"),
                    ("fields", "Åbnet uden for eget fagområde"),
                    ("barred", "Forsøgt, selv om forløbet er lukket for medarbejderen"),
                    ("many", "Usædvanligt mange borgere på en dag"),
                    ("night", "Åbnet om natten"),
                    ("idle", "Åbnet, uden at noget blev gjort"),
                    ("after_end", "Forsøgt, efter at tilknytningen sluttede"),
                    ("flagged", "Forløb, der er særlig opmærksomhed om"),
                    ("refusals", "Mange afvisninger på en time"),
                    ("searches", "Mange søgninger på CPR uden at finde nogen"),
                    ("sample", "Stikprøve"),
                ],
                max_length=20,
                verbose_name="regel",
            ),
        ),
        migrations.AlterField(
            model_name="reviewcase",
            name="verdict_words",
            field=models.TextField(blank=True, max_length=1000, verbose_name="ord til vurderingen"),
        ),
        migrations.AlterField(
            model_name="reviewrule",
            name="code",
            field=models.CharField(
                choices=[
                    ("same_name", "Samme efternavn som borgeren"),
                    ("same_address", "Samme adresse eller vej som borgeren"),
                    ("staff_citizen", "En kollega er borger i forløbet"),
                    ("outside", "Åbnet alene ved nødadgang eller som leder"),
                    ("fields", "Åbnet uden for eget fagområde"),
                    ("barred", "Forsøgt, selv om forløbet er lukket for medarbejderen"),
                    ("many", "Usædvanligt mange borgere på en dag"),
                    ("night", "Åbnet om natten"),
                    ("idle", "Åbnet, uden at noget blev gjort"),
                    ("after_end", "Forsøgt, efter at tilknytningen sluttede"),
                    ("flagged", "Forløb, der er særlig opmærksomhed om"),
                    ("refusals", "Mange afvisninger på en time"),
                    ("searches", "Mange søgninger på CPR uden at finde nogen"),
                    ("sample", "Stikprøve"),
                ],
                max_length=20,
                primary_key=True,
                serialize=False,
                verbose_name="regel",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("set_on"))),
                name="flag_ends_after_it_begins",
                violation_error_message="Vælg i dag eller en senere dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_by", None), ("ended_on", None)),
                    models.Q(
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="flag_ended_as_a_whole",
                violation_error_message="Skriv, hvorfor det ikke længere er nødvendigt.",
            ),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
        written(allow("logreview_reviewnight", "SELECT", "INSERT", "UPDATE")),
    ]
