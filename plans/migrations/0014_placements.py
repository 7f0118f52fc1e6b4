import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, protect_history, reach, written

MINE = "plan_id = ANY ((SELECT my_plans())::bigint[])"
COURSE_OF_A_PLACEMENT = """
    SELECT plan.course_id FROM public.plans_placement placement
    JOIN public.plans_plan plan ON plan.id = placement.plan_id WHERE placement.id = $1
"""
KEPT = ("SELECT", "INSERT", "UPDATE")


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0007_what_holds_for_a_citizen"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("plans", "0013_trials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmployerContact",
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
                        default="employment",
                        max_length=12,
                        verbose_name="område",
                    ),
                ),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                ("on", models.DateField(verbose_name="dag")),
                ("company", models.CharField(max_length=160, verbose_name="virksomhed")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "telefon"),
                            ("visit", "besøg"),
                            ("meeting", "møde"),
                            ("mail", "mail eller brev"),
                        ],
                        default="phone",
                        max_length=8,
                        verbose_name="hvordan",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="hvad handlede det om")),
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
                        related_name="employer_contacts",
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
                "verbose_name": "kontakt til en virksomhed",
                "verbose_name_plural": "kontakter til virksomheder",
                "ordering": ["on", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EmployerContactEvent",
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
                        default="employment",
                        max_length=12,
                        verbose_name="område",
                    ),
                ),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                ("on", models.DateField(verbose_name="dag")),
                ("company", models.CharField(max_length=160, verbose_name="virksomhed")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "telefon"),
                            ("visit", "besøg"),
                            ("meeting", "møde"),
                            ("mail", "mail eller brev"),
                        ],
                        default="phone",
                        max_length=8,
                        verbose_name="hvordan",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="hvad handlede det om")),
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
                        to="plans.employercontact",
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
        migrations.CreateModel(
            name="Placement",
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
                        default="employment",
                        max_length=12,
                        verbose_name="område",
                    ),
                ),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("taster", "snusepraktik"),
                            ("work", "virksomhedspraktik"),
                            ("subsidised", "løntilskud"),
                            ("ordinary", "ordinære timer"),
                            ("flex", "fleksjob"),
                        ],
                        default="work",
                        max_length=10,
                        verbose_name="slags",
                    ),
                ),
                ("company", models.CharField(max_length=160, verbose_name="virksomhed")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=120, verbose_name="kontakt på stedet"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="kontaktens telefon"),
                ),
                ("purpose", models.TextField(blank=True, max_length=1000, verbose_name="formål")),
                ("support", models.TextField(blank=True, max_length=1000, verbose_name="støtte")),
                ("starts_on", models.DateField(verbose_name="fra")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="sluttede")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("job", "job"),
                            ("education", "uddannelse"),
                            ("goes_on", "fortsætter på en anden måde"),
                            ("finished", "gennemført"),
                            ("stopped", "stoppet før tid"),
                        ],
                        max_length=10,
                        verbose_name="hvordan endte det",
                    ),
                ),
                (
                    "outcome_words",
                    models.CharField(blank=True, max_length=300, verbose_name="hvordan gik det"),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
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
                        related_name="placements",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarlig",
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
                "verbose_name": "praktik",
                "verbose_name_plural": "praktikker",
                "ordering": ["starts_on", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlacementEvent",
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
                        default="employment",
                        max_length=12,
                        verbose_name="område",
                    ),
                ),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taget tilbage")),
                ("taken_back_why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("taster", "snusepraktik"),
                            ("work", "virksomhedspraktik"),
                            ("subsidised", "løntilskud"),
                            ("ordinary", "ordinære timer"),
                            ("flex", "fleksjob"),
                        ],
                        default="work",
                        max_length=10,
                        verbose_name="slags",
                    ),
                ),
                ("company", models.CharField(max_length=160, verbose_name="virksomhed")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=120, verbose_name="kontakt på stedet"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="kontaktens telefon"),
                ),
                ("purpose", models.TextField(blank=True, max_length=1000, verbose_name="formål")),
                ("support", models.TextField(blank=True, max_length=1000, verbose_name="støtte")),
                ("starts_on", models.DateField(verbose_name="fra")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="sluttede")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("job", "job"),
                            ("education", "uddannelse"),
                            ("goes_on", "fortsætter på en anden måde"),
                            ("finished", "gennemført"),
                            ("stopped", "stoppet før tid"),
                        ],
                        max_length=10,
                        verbose_name="hvordan endte det",
                    ),
                ),
                (
                    "outcome_words",
                    models.CharField(blank=True, max_length=300, verbose_name="hvordan gik det"),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="gemt gang")),
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
                        to="plans.placement",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarlig",
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
        migrations.CreateModel(
            name="PlacementHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="fra")),
                ("hours", models.DecimalField(decimal_places=2, max_digits=4, verbose_name="timer om ugen")),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
                        to="plans.placement",
                        verbose_name="praktik",
                    ),
                ),
            ],
            options={
                "verbose_name": "timetal i praktik",
                "verbose_name_plural": "timetal i praktik",
                "ordering": ["from_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="PlacementHoursEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("from_on", models.DateField(verbose_name="fra")),
                ("hours", models.DecimalField(decimal_places=2, max_digits=4, verbose_name="timer om ugen")),
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
                        to="plans.placementhours",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="plans.placement",
                        verbose_name="praktik",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="employercontact",
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
                name="employercontact_taken_back_with_reason",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="employercontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False)), name="employercontact_is_of_a_person"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employercontact",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_employercontactevent" ("company", "domain", "id", "kind", "level", "noted_by_id", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why", "words") VALUES (NEW."company", NEW."domain", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."on", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."words"); RETURN NULL;',
                    hash="f2e39185afae87749af815ab0947de92c8fe99e5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_064ab",
                    table="plans_employercontact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employercontact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_employercontactevent" ("company", "domain", "id", "kind", "level", "noted_by_id", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why", "words") VALUES (NEW."company", NEW."domain", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."on", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."words"); RETURN NULL;',
                    hash="91a6afb91801b0af0e1d071d9986cd26f7b6d1ab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4427d",
                    table="plans_employercontact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employercontact",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_employercontactevent" ("company", "domain", "id", "kind", "level", "noted_by_id", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "taken_back_by_id", "taken_back_on", "taken_back_why", "words") VALUES (OLD."company", OLD."domain", OLD."id", OLD."kind", OLD."level", OLD."noted_by_id", OLD."on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."taken_back_by_id", OLD."taken_back_on", OLD."taken_back_why", OLD."words"); RETURN NULL;',
                    hash="3ce1b90f5e8dfa1e2e6bb24e34d53d7043b8151a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7c1c7",
                    table="plans_employercontact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employercontactevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="706ebb6a9b107b25c906e95007bed6800e143656",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d8f50",
                    table="plans_employercontactevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
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
                name="placement_taken_back_with_reason",
                violation_error_message="Skriv et ord om hvorfor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False)), name="placement_is_of_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                    models.Q(("ended_on", None), ("ended_on__gte", models.F("starts_on")), _connector="OR"),
                ),
                name="placement_ends_after_start",
                violation_error_message="Praktikken kan ikke slutte, før den begynder.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("outcome", "")),
                    models.Q(("ended_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="placement_ended_with_outcome",
                violation_error_message="Skriv både dagen, og hvordan det endte.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_placementevent" ("company", "contact_name", "contact_phone", "domain", "ended_on", "ends_on", "goal_id", "id", "kind", "level", "noted_by_id", "outcome", "outcome_words", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "purpose", "responsible_id", "starts_on", "support", "taken_back_by_id", "taken_back_on", "taken_back_why", "version") VALUES (NEW."company", NEW."contact_name", NEW."contact_phone", NEW."domain", NEW."ended_on", NEW."ends_on", NEW."goal_id", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."outcome", NEW."outcome_words", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."purpose", NEW."responsible_id", NEW."starts_on", NEW."support", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."version"); RETURN NULL;',
                    hash="cdb12009e453ea90e5dcf820588f5c9d275487d6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7437f",
                    table="plans_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_placementevent" ("company", "contact_name", "contact_phone", "domain", "ended_on", "ends_on", "goal_id", "id", "kind", "level", "noted_by_id", "outcome", "outcome_words", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "purpose", "responsible_id", "starts_on", "support", "taken_back_by_id", "taken_back_on", "taken_back_why", "version") VALUES (NEW."company", NEW."contact_name", NEW."contact_phone", NEW."domain", NEW."ended_on", NEW."ends_on", NEW."goal_id", NEW."id", NEW."kind", NEW."level", NEW."noted_by_id", NEW."outcome", NEW."outcome_words", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."purpose", NEW."responsible_id", NEW."starts_on", NEW."support", NEW."taken_back_by_id", NEW."taken_back_on", NEW."taken_back_why", NEW."version"); RETURN NULL;',
                    hash="947b22971810519aa7d5d73b490cd5d677865dbb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_091b9",
                    table="plans_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_placementevent" ("company", "contact_name", "contact_phone", "domain", "ended_on", "ends_on", "goal_id", "id", "kind", "level", "noted_by_id", "outcome", "outcome_words", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "purpose", "responsible_id", "starts_on", "support", "taken_back_by_id", "taken_back_on", "taken_back_why", "version") VALUES (OLD."company", OLD."contact_name", OLD."contact_phone", OLD."domain", OLD."ended_on", OLD."ends_on", OLD."goal_id", OLD."id", OLD."kind", OLD."level", OLD."noted_by_id", OLD."outcome", OLD."outcome_words", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."purpose", OLD."responsible_id", OLD."starts_on", OLD."support", OLD."taken_back_by_id", OLD."taken_back_on", OLD."taken_back_why", OLD."version"); RETURN NULL;',
                    hash="33c2238b50ed2b56121cc8ee4b2b48c755a6e68d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_68f6c",
                    table="plans_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a9fd151c1e6b2adb41b92ec929ebe0640cbfb012",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cfbf6",
                    table="plans_placementevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="placementhours",
            constraint=models.UniqueConstraint(
                fields=("placement", "from_on"),
                name="placement_hours_one_a_day",
                violation_error_message="Der står to timetal fra samme dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gt", 0), ("hours__lte", 37)),
                name="placement_hours_within_a_week",
                violation_error_message="Skriv et timetal over 0 og højst 37.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementhours",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_placementhoursevent" ("from_on", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id") VALUES (NEW."from_on", NEW."hours", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."placement_id"); RETURN NULL;',
                    hash="eea35dc90a0e2b226aa8bd9e3e4a18ae54052f3e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c98e8",
                    table="plans_placementhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementhours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_placementhoursevent" ("from_on", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id") VALUES (NEW."from_on", NEW."hours", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."placement_id"); RETURN NULL;',
                    hash="2e25cb93cb733730148afbf7efcbc762257e636a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_49382",
                    table="plans_placementhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementhours",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_placementhoursevent" ("from_on", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id") VALUES (OLD."from_on", OLD."hours", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."placement_id"); RETURN NULL;',
                    hash="98333bffb47eb92ec08ce1399336235c9e125228",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_81e42",
                    table="plans_placementhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementhoursevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9f28693cbd1c22225602749aab59f67e21bf81a4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_aafd0",
                    table="plans_placementhoursevent",
                    when="BEFORE",
                ),
            ),
        ),
        written(
            reach("placement_is_mine", "bigint", COURSE_OF_A_PLACEMENT),
            allow("plans_placement", *KEPT),
            protect("plans_placement", MINE),
            protect_history("plans_placementevent"),
            # Hours that are planned anew take the place of those before.
            allow("plans_placementhours", *KEPT, "DELETE"),
            protect("plans_placementhours", "placement_is_mine(placement_id)"),
            protect_history("plans_placementhoursevent"),
            allow("plans_employercontact", *KEPT),
            protect("plans_employercontact", MINE, "statistics"),
            protect_history("plans_employercontactevent"),
        ),
    ]
