import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, protect_history, written

MINE = "plan_id = ANY ((SELECT my_plans())::bigint[])"
# What stands on a goal today was said at the latest when it was last saved.
SAID_BEFORE = """
INSERT INTO plans_measurement
    (plan_id, goal_id, person_id, domain, level, kind, value, "on", source, noted_by_id, taken_back_why)
SELECT plan_id, plans_goal.id, person_id, domain, level, said.kind, said.value,
    (updated_at AT TIME ZONE 'Europe/Copenhagen')::date, '', updated_by_id, ''
FROM plans_goal
CROSS JOIN LATERAL (VALUES ('citizen', citizen_progress), ('worker', worker_progress)) AS said (kind, value)
WHERE said.value IS NOT NULL AND updated_by_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0007_what_holds_for_a_citizen"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("plans", "0009_answers_per_goal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Measurement",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("citizen", "hvor langt, siger borgeren"),
                            ("worker", "hvor langt, siger medarbejderen"),
                            ("attendance", "fremmøde i skolen"),
                            ("hours", "ordinære timer om ugen"),
                        ],
                        max_length=10,
                        verbose_name="hvad",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="tal")),
                ("on", models.DateField(verbose_name="dag")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="hvor tallet kommer fra"),
                ),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="plans.goal",
                        verbose_name="mål",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skrevet af",
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
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taget tilbage af",
                    ),
                ),
            ],
            options={
                "verbose_name": "måling",
                "verbose_name_plural": "målinger",
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeasurementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("citizen", "hvor langt, siger borgeren"),
                            ("worker", "hvor langt, siger medarbejderen"),
                            ("attendance", "fremmøde i skolen"),
                            ("hours", "ordinære timer om ugen"),
                        ],
                        max_length=10,
                        verbose_name="hvad",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="tal")),
                ("on", models.DateField(verbose_name="dag")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="hvor tallet kommer fra"),
                ),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.goal",
                        verbose_name="mål",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skrevet af",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="citizens.citizen",
                        verbose_name="hvem det handler om",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="plans.measurement",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taget tilbage af",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("goal__isnull", False), ("kind__in", ["citizen", "worker"])),
                    models.Q(
                        ("goal", None), ("kind__in", ["attendance", "hours"]), ("person__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="measurement_is_of_a_goal_or_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["citizen", "worker"]), ("value__in", range(1, 11))),
                    models.Q(("kind", "attendance"), ("value__range", (0, 100))),
                    models.Q(("kind", "hours"), ("value__range", (0, 60))),
                    _connector="OR",
                ),
                name="measurement_within_its_scale",
                violation_error_message="Fremmøde går fra 0 til 100 procent, og timer fra 0 til 60 om ugen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_by", None), ("taken_back_on", None), ("taken_back_why", "")),
                    models.Q(
                        ("taken_back_by__isnull", False),
                        ("taken_back_on__isnull", False),
                        models.Q(("taken_back_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="measurement_taken_back_with_reason",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_on", None)),
                fields=("goal", "kind", "on"),
                name="measurement_one_a_day_on_a_goal",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("goal", None), ("taken_back_on", None)),
                fields=("plan", "person", "kind", "level", "on"),
                name="measurement_one_a_day_of_a_person",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measurement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_measurementevent" ("domain", "goal_id", "id", "kind", "level", "noted_by_id", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source", "taken_back_by_id", "taken_back_on", "taken_back_why", "value") VALUES (NEW."domain", NEW."goal_id", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."on", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."source", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."value"); RETURN NULL;',
                    hash="b7a0d54f50b82b2e915d80bfa8b88164a36811ea",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_62693",
                    table="plans_measurement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measurement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_measurementevent" ("domain", "goal_id", "id", "kind", "level", "noted_by_id", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source", "taken_back_by_id", "taken_back_on", "taken_back_why", "value") VALUES (NEW."domain", NEW."goal_id", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."on", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."source", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."value"); RETURN NULL;',
                    hash="f388ed41c40307da18bbd2346999cc4b38840895",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_66b30",
                    table="plans_measurement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measurement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_measurementevent" ("domain", "goal_id", "id", "kind", "level", "noted_by_id", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source", "taken_back_by_id", "taken_back_on", "taken_back_why", "value") VALUES (OLD."domain", OLD."goal_id", OLD."id", OLD."kind", OLD."level", OLD."noted_by_id", OLD."on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."source", OLD."taken_back_by_id", OLD."taken_back_on", OLD."taken_back_why", OLD."value"); RETURN NULL;',
                    hash="39372d9e7be987e3e48d0ea5553d67f0cb439cc0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_da31a",
                    table="plans_measurement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measurementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e2f20744828d65ff2bad9327ee198d4beb89f05d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_87fff",
                    table="plans_measurementevent",
                    when="BEFORE",
                ),
            ),
        ),
        written(
            allow("plans_measurement", "SELECT", "INSERT", "UPDATE"),
            protect("plans_measurement", MINE),
            protect_history("plans_measurementevent"),
        ),
        migrations.RunSQL(SAID_BEFORE, migrations.RunSQL.noop),
    ]
