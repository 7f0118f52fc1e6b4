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
        ("plans", "0019_shared_goals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Safeguard",
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
                ("what", models.CharField(max_length=300, verbose_name="hvad skal være i fred")),
                ("why", models.CharField(max_length=300, verbose_name="hvorfor")),
                ("agreed_with", models.CharField(max_length=120, verbose_name="aftalt med")),
                ("agreed_on", models.DateField(verbose_name="aftalt")),
                ("review_on", models.DateField(verbose_name="ses efter")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="slut")),
                ("ended_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor slut")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="afsluttet af",
                    ),
                ),
                (
                    "network_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.networkperson",
                        verbose_name="skal også vide det",
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
                        related_name="safeguards",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarlig",
                    ),
                ),
            ],
            options={
                "verbose_name": "hensyn",
                "verbose_name_plural": "hensyn",
                "ordering": ["review_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="SafeguardEvent",
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
                ("what", models.CharField(max_length=300, verbose_name="hvad skal være i fred")),
                ("why", models.CharField(max_length=300, verbose_name="hvorfor")),
                ("agreed_with", models.CharField(max_length=120, verbose_name="aftalt med")),
                ("agreed_on", models.DateField(verbose_name="aftalt")),
                ("review_on", models.DateField(verbose_name="ses efter")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="slut")),
                ("ended_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor slut")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="afsluttet af",
                    ),
                ),
                (
                    "network_person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="citizens.networkperson",
                        verbose_name="skal også vide det",
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
                        to="plans.safeguard",
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
                    "responsible",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarlig",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="safeguard",
            index=models.Index(
                condition=models.Q(("ended_on", None)), fields=["review_on"], name="safeguard_review"
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("review_on__gte", models.F("agreed_on")),
                    models.Q(("until_on", None), ("until_on__gte", models.F("review_on")), _connector="OR"),
                ),
                name="safeguard_reviewed_while_it_holds",
                violation_error_message="Se efter det, før det udløber, og ikke før det blev aftalt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_by", None), ("ended_on", None), ("ended_why", "")),
                    models.Q(
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="safeguard_ended_with_a_word",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("network_person", None),
                    models.Q(("level", "common"), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="safeguard_in_the_network_is_for_all",
                violation_error_message="Det, som en i netværket skal vide, kan ikke være for de få alene.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="safeguard",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_safeguardevent" ("agreed_on", "agreed_with", "domain", "ended_by_id", "ended_on", "ended_why", "id", "level", "network_person_id", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "responsible_id", "review_on", "until_on", "version", "what", "why") VALUES (NEW."agreed_on", NEW."agreed_with", NEW."domain", NEW."ended_by_id", NEW."ended_on", NEW."ended_why", NEW."id", NEW."level", NEW."network_person_id", NEW."noted_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."responsible_id", NEW."review_on", NEW."until_on", NEW."version", NEW."what", NEW."why"); RETURN NULL;',
                    hash="dc7d60337a3d162b9e1ef746b5c426a85733ffec",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a4126",
                    table="plans_safeguard",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="safeguard",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_safeguardevent" ("agreed_on", "agreed_with", "domain", "ended_by_id", "ended_on", "ended_why", "id", "level", "network_person_id", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "responsible_id", "review_on", "until_on", "version", "what", "why") VALUES (NEW."agreed_on", NEW."agreed_with", NEW."domain", NEW."ended_by_id", NEW."ended_on", NEW."ended_why", NEW."id", NEW."level", NEW."network_person_id", NEW."noted_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."responsible_id", NEW."review_on", NEW."until_on", NEW."version", NEW."what", NEW."why"); RETURN NULL;',
                    hash="2017351af0c657210368eabf9e52a062e12ea032",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e30bf",
                    table="plans_safeguard",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="safeguard",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_safeguardevent" ("agreed_on", "agreed_with", "domain", "ended_by_id", "ended_on", "ended_why", "id", "level", "network_person_id", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "responsible_id", "review_on", "until_on", "version", "what", "why") VALUES (OLD."agreed_on", OLD."agreed_with", OLD."domain", OLD."ended_by_id", OLD."ended_on", OLD."ended_why", OLD."id", OLD."level", OLD."network_person_id", OLD."noted_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."responsible_id", OLD."review_on", OLD."until_on", OLD."version", OLD."what", OLD."why"); RETURN NULL;',
                    hash="31af8c956c2b8d50c9c87372ce142ee4b02c527b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c9aa8",
                    table="plans_safeguard",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="safeguardevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e58e536706d36606b086076ec7b6d443e883068b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4eaf1",
                    table="plans_safeguardevent",
                    when="BEFORE",
                ),
            ),
        ),
        # The reminders read them without being anybody: what is to be looked at, or has run out, is told of.
        written(
            allow("plans_safeguard", "SELECT", "INSERT", "UPDATE"),
            protect("plans_safeguard", MINE, "reminders"),
            protect_history("plans_safeguardevent"),
        ),
    ]
