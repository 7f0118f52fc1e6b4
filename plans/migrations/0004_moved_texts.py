import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, written

MINE = "course_id = ANY ((SELECT my_courses())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0006_a_request_lapses_by_the_clock"),
        ("plans", "0003_all_my_goals_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MovedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("common", "fælles"),
                            ("employment", "beskæftigelse"),
                            ("social", "social"),
                            ("health", "sundhed"),
                            ("family", "familie og barn"),
                            ("school", "skole"),
                            ("housing", "bolig"),
                            ("economy", "økonomi"),
                        ],
                        default="common",
                        max_length=12,
                        verbose_name="område",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("common", "alle om borgeren"),
                            ("domain", "kun fagområdet"),
                            ("shielded", "skærmet, kun navngivne"),
                        ],
                        default="common",
                        max_length=10,
                        verbose_name="hvem må læse",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("away", "flyttet herfra"), ("here", "flyttet hertil")],
                        max_length=4,
                        verbose_name="hvilken vej",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("note", "note"), ("point", "punkt til et møde")],
                        max_length=5,
                        verbose_name="slags tekst",
                    ),
                ),
                ("key", models.BigIntegerField(verbose_name="nummer")),
                ("meeting_id", models.BigIntegerField(null=True, verbose_name="møde")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("citizen", "Teksten handler om en anden borger"),
                            ("member", "Teksten handler om en anden i familien"),
                            ("course", "Teksten hører til i et andet forløb eller på et andet mål"),
                        ],
                        max_length=7,
                        verbose_name="hvorfor",
                    ),
                ),
                ("since", models.DateTimeField(null=True, verbose_name="stod der fra")),
                (
                    "readers",
                    models.PositiveIntegerField(verbose_name="medarbejdere, der åbnede forløbet imens"),
                ),
                ("moved_at", models.DateTimeField(verbose_name="flyttet")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.course",
                        verbose_name="forløb",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.goal",
                        verbose_name="mål",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="flyttet af",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.citizen",
                        verbose_name="hvem det handler om",
                    ),
                ),
            ],
            options={
                "verbose_name": "flyttet tekst",
                "verbose_name_plural": "flyttede tekster",
                "ordering": ["-moved_at", "-id"],
                "indexes": [models.Index(fields=["course", "-moved_at"], name="moved_text_of_course")],
            },
        ),
        written(allow("plans_movedtext", "SELECT", "INSERT"), protect("plans_movedtext", MINE)),
    ]
