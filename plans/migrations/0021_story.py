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
        ("plans", "0020_safeguards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoryAsked",
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
                ("asked_by", models.CharField(max_length=120, verbose_name="hvem spurgte")),
                ("on", models.DateField(verbose_name="dag")),
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
                        related_name="asked_again",
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
                "verbose_name": "spurgt igen",
                "verbose_name_plural": "spurgt igen",
                "ordering": ["-on", "-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StoryPart",
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
                ("heading", models.CharField(max_length=120, verbose_name="overskrift")),
                ("text", models.TextField(max_length=6000, verbose_name="tekst")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="godkendt")),
                (
                    "approved_way",
                    models.CharField(
                        blank=True,
                        choices=[("aloud", "læst op"), ("herself", "læst selv")],
                        max_length=8,
                        verbose_name="hvordan",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
                (
                    "approval_noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noteret af",
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
                        related_name="story",
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
                "verbose_name": "del af historien",
                "verbose_name_plural": "dele af historien",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StoryAskedEvent",
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
                ("asked_by", models.CharField(max_length=120, verbose_name="hvem spurgte")),
                ("on", models.DateField(verbose_name="dag")),
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
                        to="plans.storyasked",
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
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.storypart",
                        verbose_name="del",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="storyasked",
            name="part",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asked_again",
                to="plans.storypart",
                verbose_name="del",
            ),
        ),
        migrations.CreateModel(
            name="StoryPartEvent",
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
                ("heading", models.CharField(max_length=120, verbose_name="overskrift")),
                ("text", models.TextField(max_length=6000, verbose_name="tekst")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="godkendt")),
                (
                    "approved_way",
                    models.CharField(
                        blank=True,
                        choices=[("aloud", "læst op"), ("herself", "læst selv")],
                        max_length=8,
                        verbose_name="hvordan",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
                (
                    "approval_noted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noteret af",
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
                        to="plans.storypart",
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
            model_name="storypart",
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
                name="storypart_taken_back_with_reason",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="storypart",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False)), name="storypart_is_of_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="storypart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approval_noted_by", None), ("approved_on", None), ("approved_way", "")),
                    models.Q(
                        ("approval_noted_by__isnull", False),
                        ("approved_on__isnull", False),
                        models.Q(("approved_way", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="story_approved_on_a_day_in_a_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="storypart",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_back_on", None), ("approved_on", None), _connector="OR"),
                name="story_taken_back_is_not_approved",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storypart",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_storypartevent" ("approval_noted_by_id", "approved_on", "approved_way", "domain", "heading", "id", "level", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why", "text", "version") VALUES (NEW."approval_noted_by_id", NEW."approved_on", NEW."approved_way", NEW."domain", NEW."heading", NEW."id", NEW."level", NEW."noted_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."text", NEW."version"); RETURN NULL;',
                    hash="4818389214fc7f133972f5dfa2423794a47b6966",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9be70",
                    table="plans_storypart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storypart",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_storypartevent" ("approval_noted_by_id", "approved_on", "approved_way", "domain", "heading", "id", "level", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why", "text", "version") VALUES (NEW."approval_noted_by_id", NEW."approved_on", NEW."approved_way", NEW."domain", NEW."heading", NEW."id", NEW."level", NEW."noted_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."text", NEW."version"); RETURN NULL;',
                    hash="da25560242c0a1f651b5e7916b9edfa27da46148",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8c279",
                    table="plans_storypart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storypart",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_storypartevent" ("approval_noted_by_id", "approved_on", "approved_way", "domain", "heading", "id", "level", "noted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why", "text", "version") VALUES (OLD."approval_noted_by_id", OLD."approved_on", OLD."approved_way", OLD."domain", OLD."heading", OLD."id", OLD."level", OLD."noted_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."taken_back_by_id", OLD."taken_back_on", OLD."taken_back_why", OLD."text", OLD."version"); RETURN NULL;',
                    hash="f95a973962af7bc6a1a20ef726188718fadb7976",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5ba30",
                    table="plans_storypart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storyaskedevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d0188e6b8bcade8436092572304dd1eb00fff193",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_12a5e",
                    table="plans_storyaskedevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="storyasked",
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
                name="storyasked_taken_back_with_reason",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="storyasked",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False)), name="storyasked_is_of_a_person"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storyasked",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_storyaskedevent" ("asked_by", "domain", "id", "level", "noted_by_id", "on", "part_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why") VALUES (NEW."asked_by", NEW."domain", NEW."id", NEW."level", NEW."noted_by_id", NEW."on", NEW."part_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why"); RETURN NULL;',
                    hash="289b73d2db1d97431e7126d778a9551640f23325",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_24893",
                    table="plans_storyasked",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storyasked",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_storyaskedevent" ("asked_by", "domain", "id", "level", "noted_by_id", "on", "part_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why") VALUES (NEW."asked_by", NEW."domain", NEW."id", NEW."level", NEW."noted_by_id", NEW."on", NEW."part_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why"); RETURN NULL;',
                    hash="0280141edb3d6f2a83c9d0fc555da5cf4e4e5fed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e2082",
                    table="plans_storyasked",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storyasked",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_storyaskedevent" ("asked_by", "domain", "id", "level", "noted_by_id", "on", "part_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why") VALUES (OLD."asked_by", OLD."domain", OLD."id", OLD."level", OLD."noted_by_id", OLD."on", OLD."part_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."taken_back_by_id", OLD."taken_back_on", OLD."taken_back_why"); RETURN NULL;',
                    hash="43418c636db3a692f27bfda7e8df871ccc805ecd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_df224",
                    table="plans_storyasked",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storypartevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3411a414bbba227fd564125f86b605d0233f0b57",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_71f8f",
                    table="plans_storypartevent",
                    when="BEFORE",
                ),
            ),
        ),
        written(
            allow("plans_storypart", "SELECT", "INSERT", "UPDATE"),
            protect("plans_storypart", MINE),
            protect_history("plans_storypartevent"),
            allow("plans_storyasked", "SELECT", "INSERT", "UPDATE"),
            protect("plans_storyasked", MINE),
            protect_history("plans_storyaskedevent"),
        ),
    ]
