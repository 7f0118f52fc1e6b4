import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, written

# As the answer to the whole version.
MINE = "version_is_mine(version_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0007_what_holds_for_a_citizen"),
        ("plans", "0008_asked_once_for_a_moment"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoalAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "ja"),
                            ("partly", "delvist"),
                            ("no", "nej"),
                            ("could_not", "kunne ikke svare"),
                        ],
                        max_length=10,
                        verbose_name="svar",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="med egne ord")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.goal",
                        verbose_name="mål",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.citizen",
                        verbose_name="hvem svarer",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal_answers",
                        to="plans.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "svar på et mål",
                "verbose_name_plural": "svar på mål",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "person", "goal"), name="goal_answered_once_per_person"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="goal_answer_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="995fa843b70501a81d7be478f500a91fa5161f74",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_goal_answer_is_frozen_a8802",
                    table="plans_goalanswer",
                    when="BEFORE",
                ),
            ),
        ),
        written(allow("plans_goalanswer", "SELECT", "INSERT"), protect("plans_goalanswer", MINE)),
    ]
