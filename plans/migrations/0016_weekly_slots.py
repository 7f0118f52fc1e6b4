import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, protect_history, written

MINE = "plan_id = ANY ((SELECT my_plans())::bigint[])"


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0007_what_holds_for_a_citizen"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("plans", "0015_what_one_can_carry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WeeklySlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("demand", "skal"),
                            ("choice", "vælger selv"),
                            ("child", "barnet skal have en voksen hjemme"),
                        ],
                        default="demand",
                        max_length=6,
                        verbose_name="slags",
                    ),
                ),
                ("what", models.CharField(max_length=120, verbose_name="hvad")),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="ugedag")),
                ("starts_at", models.TimeField(verbose_name="fra klokken")),
                ("ends_at", models.TimeField(verbose_name="til klokken")),
                ("starts_on", models.DateField(verbose_name="første gang")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="sidste gang")),
                ("at_home", models.BooleanField(default=False, verbose_name="foregår hjemme")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="sted")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=120, verbose_name="en anden kontaktperson"),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
            ],
            options={
                "verbose_name": "fast tid",
                "verbose_name_plural": "faste tider",
                "ordering": ["weekday", "starts_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WeeklySlotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("demand", "skal"),
                            ("choice", "vælger selv"),
                            ("child", "barnet skal have en voksen hjemme"),
                        ],
                        default="demand",
                        max_length=6,
                        verbose_name="slags",
                    ),
                ),
                ("what", models.CharField(max_length=120, verbose_name="hvad")),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="ugedag")),
                ("starts_at", models.TimeField(verbose_name="fra klokken")),
                ("ends_at", models.TimeField(verbose_name="til klokken")),
                ("starts_on", models.DateField(verbose_name="første gang")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="sidste gang")),
                ("at_home", models.BooleanField(default=False, verbose_name="foregår hjemme")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="sted")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=120, verbose_name="en anden kontaktperson"),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="weeklyslot",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="weekly_slots",
                to="plans.goal",
                verbose_name="mål",
            ),
        ),
        migrations.AddField(
            model_name="weeklyslot",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skrevet af",
            ),
        ),
        migrations.AddField(
            model_name="weeklyslot",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="citizens.citizen",
                verbose_name="hvem det handler om",
            ),
        ),
        migrations.AddField(
            model_name="weeklyslot",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="weekly_slots",
                to="plans.plan",
                verbose_name="plan",
            ),
        ),
        migrations.AddField(
            model_name="weeklyslot",
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
            model_name="weeklyslot",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medarbejder",
            ),
        ),
        migrations.AddField(
            model_name="weeklyslotevent",
            name="goal",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="weeklyslotevent",
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
            model_name="weeklyslotevent",
            name="person",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="weeklyslotevent",
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
            model_name="weeklyslotevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="plans.weeklyslot",
            ),
        ),
        migrations.AddField(
            model_name="weeklyslotevent",
            name="plan",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.plan",
                verbose_name="plan",
            ),
        ),
        migrations.AddField(
            model_name="weeklyslotevent",
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
        migrations.AddField(
            model_name="weeklyslotevent",
            name="user",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medarbejder",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyslot",
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
                name="weeklyslot_taken_back_with_reason",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False)), name="weeklyslot_is_of_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (1, 7))), name="weeklyslot_on_a_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyslot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="weeklyslot_ends_after_start",
                violation_error_message="Den sidste gang kan ikke ligge før den første.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("user", None), ("contact_name", ""), _connector="OR"),
                name="weeklyslot_with_one_contact",
                violation_error_message="Vælg en medarbejder, eller skriv et navn. Ikke begge dele.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyslot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_weeklyslotevent" ("at_home", "contact_name", "domain", "ends_at", "ends_on", "goal_id", "id", "kind", "level", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_id", "starts_at", "starts_on", "taken_back_by_id", "taken_back_on", "taken_back_why", "user_id", "version", "weekday", "what") VALUES (NEW."at_home", NEW."contact_name", NEW."domain", NEW."ends_at", NEW."ends_on", NEW."goal_id", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."plan_id", NEW."starts_at", NEW."starts_on", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."user_id", NEW."version", NEW."weekday", NEW."what"); RETURN NULL;',
                    hash="184861a9162f4a40110468074bf8cacc5f11ab4b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1f51a",
                    table="plans_weeklyslot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyslot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_weeklyslotevent" ("at_home", "contact_name", "domain", "ends_at", "ends_on", "goal_id", "id", "kind", "level", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_id", "starts_at", "starts_on", "taken_back_by_id", "taken_back_on", "taken_back_why", "user_id", "version", "weekday", "what") VALUES (NEW."at_home", NEW."contact_name", NEW."domain", NEW."ends_at", NEW."ends_on", NEW."goal_id", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."plan_id", NEW."starts_at", NEW."starts_on", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."user_id", NEW."version", NEW."weekday", NEW."what"); RETURN NULL;',
                    hash="a6b22c049e6de4b25d6a789b8064188508247cb6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_580ed",
                    table="plans_weeklyslot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyslot",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_weeklyslotevent" ("at_home", "contact_name", "domain", "ends_at", "ends_on", "goal_id", "id", "kind", "level", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_id", "starts_at", "starts_on", "taken_back_by_id", "taken_back_on", "taken_back_why", "user_id", "version", "weekday", "what") VALUES (OLD."at_home", OLD."contact_name", OLD."domain", OLD."ends_at", OLD."ends_on", OLD."goal_id", OLD."id", OLD."kind", OLD."level", OLD."noted_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."plan_id", OLD."starts_at", OLD."starts_on", OLD."taken_back_by_id", OLD."taken_back_on", OLD."taken_back_why", OLD."user_id", OLD."version", OLD."weekday", OLD."what"); RETURN NULL;',
                    hash="f8b9b72a05f9358b156ed354a12797b2567c8ac6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4e4f8",
                    table="plans_weeklyslot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyslotevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8755980d47a51e74cde4b719008387d3f554b55e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e3e7a",
                    table="plans_weeklyslotevent",
                    when="BEFORE",
                ),
            ),
        ),
        written(
            allow("plans_weeklyslot", "SELECT", "INSERT", "UPDATE"),
            protect("plans_weeklyslot", MINE),
            protect_history("plans_weeklyslotevent"),
        ),
    ]
