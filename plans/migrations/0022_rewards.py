import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, protect_history, reach, written

COURSE_OF_AN_AGREEMENT = """
    SELECT plan.course_id FROM public.plans_agreement agreement
    JOIN public.plans_plan plan ON plan.id = agreement.plan_id WHERE agreement.id = $1
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0007_what_holds_for_a_citizen"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("plans", "0021_story"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                ("on", models.DateField(verbose_name="dag")),
                (
                    "kept",
                    models.CharField(
                        choices=[("yes", "holdt"), ("partly", "delvist holdt"), ("no", "ikke holdt")],
                        max_length=6,
                        verbose_name="blev betingelsen holdt",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="med ord")),
                ("reward_given", models.BooleanField(default=False, verbose_name="belønningen er givet")),
                (
                    "given_kr",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(99999)],
                        verbose_name="kroner givet",
                    ),
                ),
            ],
            options={
                "verbose_name": "set på aftalen",
                "verbose_name_plural": "set på aftalen",
                "ordering": ["-on", "-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgreementLookEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                ("on", models.DateField(verbose_name="dag")),
                (
                    "kept",
                    models.CharField(
                        choices=[("yes", "holdt"), ("partly", "delvist holdt"), ("no", "ikke holdt")],
                        max_length=6,
                        verbose_name="blev betingelsen holdt",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="med ord")),
                ("reward_given", models.BooleanField(default=False, verbose_name="belønningen er givet")),
                (
                    "given_kr",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(99999)],
                        verbose_name="kroner givet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreement",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreement",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreement",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="agreement",
            name="looked_at_every",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(1, "hver uge"), (2, "hver anden uge"), (4, "hver fjerde uge")],
                null=True,
                verbose_name="vi ser på den",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="reward",
            field=models.CharField(blank=True, max_length=120, verbose_name="belønning"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="reward_kr",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(99999)],
                verbose_name="kroner hver gang",
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="looked_at_every",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(1, "hver uge"), (2, "hver anden uge"), (4, "hver fjerde uge")],
                null=True,
                verbose_name="vi ser på den",
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="reward",
            field=models.CharField(blank=True, max_length=120, verbose_name="belønning"),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="reward_kr",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(99999)],
                verbose_name="kroner hver gang",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_agreementevent" ("agreed_by_id", "agreed_on", "citizen_id", "condition", "domain", "done_on", "due_on", "due_words", "goal_id", "id", "level", "looked_at_every", "network_person_id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reward", "reward_kr", "status", "user_id", "version", "what") VALUES (NEW."agreed_by_id", NEW."agreed_on", NEW."citizen_id", NEW."condition", NEW."domain", NEW."done_on", NEW."due_on", NEW."due_words", NEW."goal_id", NEW."id", NEW."level", NEW."looked_at_every", NEW."network_person_id", NEW."outcome", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."reward", NEW."reward_kr", NEW."status", NEW."user_id", NEW."version", NEW."what"); RETURN NULL;',
                    hash="3087202f9617f9ac14c6b260476952eb3fc1e951",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_494dc",
                    table="plans_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_agreementevent" ("agreed_by_id", "agreed_on", "citizen_id", "condition", "domain", "done_on", "due_on", "due_words", "goal_id", "id", "level", "looked_at_every", "network_person_id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reward", "reward_kr", "status", "user_id", "version", "what") VALUES (NEW."agreed_by_id", NEW."agreed_on", NEW."citizen_id", NEW."condition", NEW."domain", NEW."done_on", NEW."due_on", NEW."due_words", NEW."goal_id", NEW."id", NEW."level", NEW."looked_at_every", NEW."network_person_id", NEW."outcome", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."reward", NEW."reward_kr", NEW."status", NEW."user_id", NEW."version", NEW."what"); RETURN NULL;',
                    hash="26c801b56c71403ee6fe81d73563241a04b17d07",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_55c9c",
                    table="plans_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_agreementevent" ("agreed_by_id", "agreed_on", "citizen_id", "condition", "domain", "done_on", "due_on", "due_words", "goal_id", "id", "level", "looked_at_every", "network_person_id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reward", "reward_kr", "status", "user_id", "version", "what") VALUES (OLD."agreed_by_id", OLD."agreed_on", OLD."citizen_id", OLD."condition", OLD."domain", OLD."done_on", OLD."due_on", OLD."due_words", OLD."goal_id", OLD."id", OLD."level", OLD."looked_at_every", OLD."network_person_id", OLD."outcome", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."reward", OLD."reward_kr", OLD."status", OLD."user_id", OLD."version", OLD."what"); RETURN NULL;',
                    hash="831d0a761eb379450518c61ea80ab16e599c6b1b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3bd0f",
                    table="plans_agreement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("looked_at_every", None), ("reward", ""), ("reward_kr", None)),
                    models.Q(("condition", ""), _negated=True),
                    _connector="OR",
                ),
                name="agreement_reward_for_a_condition",
                violation_error_message="Skriv først, hvad der skal holdes, for at aftalen gælder.",
            ),
        ),
        migrations.AddField(
            model_name="agreementlook",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
                to="plans.agreement",
                verbose_name="aftale",
            ),
        ),
        migrations.AddField(
            model_name="agreementlook",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skrevet af",
            ),
        ),
        migrations.AddField(
            model_name="agreementlook",
            name="taken_back_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taget tilbage af",
            ),
        ),
        migrations.AddField(
            model_name="agreementlookevent",
            name="agreement",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.agreement",
                verbose_name="aftale",
            ),
        ),
        migrations.AddField(
            model_name="agreementlookevent",
            name="noted_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skrevet af",
            ),
        ),
        migrations.AddField(
            model_name="agreementlookevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="agreementlookevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="plans.agreementlook",
            ),
        ),
        migrations.AddField(
            model_name="agreementlookevent",
            name="taken_back_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taget tilbage af",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementlook",
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
                name="agreementlook_taken_back_with_reason",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementlook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_on", None)),
                fields=("agreement", "on"),
                name="agreementlook_once_a_day",
                violation_error_message="Aftalen er allerede set på den dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementlook",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_kr", None), ("reward_given", True), _connector="OR"),
                name="agreementlook_money_was_given",
                violation_error_message="Skriv kun et beløb, når belønningen er givet.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementlook",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_agreementlookevent" ("agreement_id", "given_kr", "id", "kept", "noted_by_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reward_given", "taken_back_by_id", "taken_back_on", "taken_back_why", "words") VALUES (NEW."agreement_id", NEW."given_kr", NEW."id", NEW."kept", NEW."noted_by_id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reward_given", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."words"); RETURN NULL;',
                    hash="7fa46bc4d18a95858c981906d8bc778c3237dfb6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0e7da",
                    table="plans_agreementlook",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementlook",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_agreementlookevent" ("agreement_id", "given_kr", "id", "kept", "noted_by_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reward_given", "taken_back_by_id", "taken_back_on", "taken_back_why", "words") VALUES (NEW."agreement_id", NEW."given_kr", NEW."id", NEW."kept", NEW."noted_by_id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reward_given", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."words"); RETURN NULL;',
                    hash="ddfc113fb0655e2585f1439686935e356398932f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_55434",
                    table="plans_agreementlook",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementlook",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_agreementlookevent" ("agreement_id", "given_kr", "id", "kept", "noted_by_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reward_given", "taken_back_by_id", "taken_back_on", "taken_back_why", "words") VALUES (OLD."agreement_id", OLD."given_kr", OLD."id", OLD."kept", OLD."noted_by_id", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reward_given", OLD."taken_back_by_id", OLD."taken_back_on", OLD."taken_back_why", OLD."words"); RETURN NULL;',
                    hash="9340cb6b7be098c4866b46707e0ee3f4d31167d2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ac88a",
                    table="plans_agreementlook",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementlookevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ae53c6ced18aaee23db633f2a7c84d00102271b9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_61807",
                    table="plans_agreementlookevent",
                    when="BEFORE",
                ),
            ),
        ),
        # The reminders read them without being anybody: when an agreement was last looked at.
        written(
            reach("agreement_is_mine", "bigint", COURSE_OF_AN_AGREEMENT),
            allow("plans_agreementlook", "SELECT", "INSERT", "UPDATE"),
            protect("plans_agreementlook", "agreement_is_mine(agreement_id)", "reminders"),
            protect_history("plans_agreementlookevent"),
        ),
    ]
