import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, protect_history, written

MINE = "plan_id = ANY ((SELECT my_plans())::bigint[])"


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("plans", "0006_help_rests_on_a_decision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AdjustmentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("words", "målets ord"), ("step", "delmål"), ("hours", "timer om ugen")],
                        max_length=5,
                        verbose_name="hvad det gælder",
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=300, verbose_name="det stod der")),
                ("after", models.CharField(max_length=300, verbose_name="det foreslås")),
                ("why", models.TextField(max_length=1000, verbose_name="hvorfor")),
                ("proposed_at", models.DateTimeField(verbose_name="foreslået")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "venter på svar"),
                            ("accepted", "ja"),
                            ("changed", "ja, med en ændring"),
                            ("declined", "nej"),
                            ("withdrawn", "trukket tilbage"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="svar",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="det blev til")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="hvorfor det svar")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvaret")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besvaret af",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="plans.goal",
                        verbose_name="mål",
                    ),
                ),
                (
                    "intervention",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="plans.intervention",
                        verbose_name="indsats",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="foreslået af",
                    ),
                ),
                (
                    "subgoal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.subgoal",
                        verbose_name="delmål",
                    ),
                ),
            ],
            options={
                "verbose_name": "forslag",
                "verbose_name_plural": "forslag",
                "ordering": ["-proposed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="AdjustmentRequestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("words", "målets ord"), ("step", "delmål"), ("hours", "timer om ugen")],
                        max_length=5,
                        verbose_name="hvad det gælder",
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=300, verbose_name="det stod der")),
                ("after", models.CharField(max_length=300, verbose_name="det foreslås")),
                ("why", models.TextField(max_length=1000, verbose_name="hvorfor")),
                ("proposed_at", models.DateTimeField(verbose_name="foreslået")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "venter på svar"),
                            ("accepted", "ja"),
                            ("changed", "ja, med en ændring"),
                            ("declined", "nej"),
                            ("withdrawn", "trukket tilbage"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="svar",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="det blev til")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="hvorfor det svar")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvaret")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besvaret af",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.goal",
                        verbose_name="mål",
                    ),
                ),
                (
                    "intervention",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.intervention",
                        verbose_name="indsats",
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
                        to="plans.adjustmentrequest",
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
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="foreslået af",
                    ),
                ),
                (
                    "subgoal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.subgoal",
                        verbose_name="delmål",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="adjustmentrequest",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["plan"], name="adjustment_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("intervention", None), ("kind", "words"), ("subgoal", None)),
                    models.Q(("intervention", None), ("kind", "step")),
                    models.Q(("intervention__isnull", False), ("kind", "hours"), ("subgoal", None)),
                    _connector="OR",
                ),
                name="adjustment_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "hours"), _negated=True),
                    ("after__regex", "^\\d{1,3}\\.\\d\\d$"),
                    _connector="OR",
                ),
                name="adjustment_of_hours_is_a_number",
                violation_error_message="Skriv timerne som et tal.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("status", "open")),
                    models.Q(
                        models.Q(("status", "open"), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="adjustment_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "declined"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="adjustment_declined_with_reason",
                violation_error_message="Skriv hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["accepted", "changed"]), _negated=True),
                    models.Q(("result", ""), _negated=True),
                    _connector="OR",
                ),
                name="adjustment_followed_has_result",
                violation_error_message="Skriv, hvad der skal stå.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_adjustmentrequestevent" ("after", "answered_at", "answered_by_id", "before", "goal_id", "id", "intervention_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "proposed_at", "proposed_by_id", "reason", "result", "status", "subgoal_id", "why") VALUES (NEW."after", NEW."answered_at", NEW."answered_by_id", NEW."before", NEW."goal_id", NEW."id", NEW."intervention_id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."result", NEW."status", NEW."subgoal_id", NEW."why"); RETURN NULL;',
                    hash="474067ba6f8565417775a825ced5dca682a3b6e4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5d8e0",
                    table="plans_adjustmentrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_adjustmentrequestevent" ("after", "answered_at", "answered_by_id", "before", "goal_id", "id", "intervention_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "proposed_at", "proposed_by_id", "reason", "result", "status", "subgoal_id", "why") VALUES (NEW."after", NEW."answered_at", NEW."answered_by_id", NEW."before", NEW."goal_id", NEW."id", NEW."intervention_id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."result", NEW."status", NEW."subgoal_id", NEW."why"); RETURN NULL;',
                    hash="20ddd168cfbea4b04d54e05bee3aee92fb60b2fa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4ff6f",
                    table="plans_adjustmentrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustmentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_adjustmentrequestevent" ("after", "answered_at", "answered_by_id", "before", "goal_id", "id", "intervention_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "proposed_at", "proposed_by_id", "reason", "result", "status", "subgoal_id", "why") VALUES (OLD."after", OLD."answered_at", OLD."answered_by_id", OLD."before", OLD."goal_id", OLD."id", OLD."intervention_id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."result", OLD."status", OLD."subgoal_id", OLD."why"); RETURN NULL;',
                    hash="ef221a46f1f3cdfca59d3fc13d8b712f6045032e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_93d6f",
                    table="plans_adjustmentrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adjustmentrequestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="566f7bbaea6147b33142565214cdbabdfa8c9a2e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1f158",
                    table="plans_adjustmentrequestevent",
                    when="BEFORE",
                ),
            ),
        ),
        written(
            allow("plans_adjustmentrequest", "SELECT", "INSERT", "UPDATE"),
            protect("plans_adjustmentrequest", MINE, "statistics"),
            protect_history("plans_adjustmentrequestevent"),
        ),
    ]
