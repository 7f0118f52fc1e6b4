import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# From whom an employee is barred, one rule after the other. What has been noted counts, ended or not: who was
# somebody's spouse, parent or guardian is still no stranger. A relation is noted one way, `citizen` is the <kind> of
# `relative`, so what is alike in both directions is looked for in both.
BARRED = """
CREATE VIEW roles_barred AS
WITH staff AS NOT MATERIALIZED (SELECT user_id, citizen_id AS self FROM roles_staffcitizen WHERE ended_on IS NULL)
    SELECT user_id, self AS citizen_id, 'own_case' AS rule FROM staff
UNION ALL
    SELECT user_id, relative_id, CASE WHEN ends_on IS NULL THEN 'spouse' ELSE 'former_spouse' END
    FROM staff JOIN citizens_familyrelation ON citizen_id = self AND kind = 'spouse'
UNION ALL
    SELECT user_id, citizen_id, CASE WHEN ends_on IS NULL THEN 'spouse' ELSE 'former_spouse' END
    FROM staff JOIN citizens_familyrelation ON relative_id = self AND kind = 'spouse'
UNION ALL
    SELECT user_id, relative_id, 'former_spouse'
    FROM staff JOIN citizens_familyrelation ON citizen_id = self AND kind = 'former_spouse'
UNION ALL
    SELECT user_id, citizen_id, 'former_spouse'
    FROM staff JOIN citizens_familyrelation ON relative_id = self AND kind = 'former_spouse'
UNION ALL
    SELECT user_id, citizen_id, 'parent'
    FROM staff JOIN citizens_familyrelation ON relative_id = self AND kind = 'parent'
UNION ALL
    SELECT user_id, relative_id, 'child'
    FROM staff JOIN citizens_familyrelation ON citizen_id = self AND kind = 'parent'
UNION ALL
    SELECT user_id, relative_id, 'sibling'
    FROM staff JOIN citizens_familyrelation ON citizen_id = self AND kind = 'sibling'
UNION ALL
    SELECT user_id, citizen_id, 'sibling'
    FROM staff JOIN citizens_familyrelation ON relative_id = self AND kind = 'sibling'
UNION ALL
    SELECT user_id, theirs.relative_id, 'sibling'
    FROM staff JOIN citizens_familyrelation mine ON mine.relative_id = self AND mine.kind = 'parent'
    JOIN citizens_familyrelation theirs
        ON theirs.citizen_id = mine.citizen_id AND theirs.kind = 'parent' AND theirs.relative_id <> self
UNION ALL
    SELECT user_id, theirs.citizen_id, 'common_child'
    FROM staff JOIN citizens_familyrelation mine ON mine.citizen_id = self AND mine.kind = 'parent'
    JOIN citizens_familyrelation theirs
        ON theirs.relative_id = mine.relative_id AND theirs.kind = 'parent' AND theirs.citizen_id <> self
UNION ALL
    SELECT user_id, relative_id, 'guardian'
    FROM staff JOIN citizens_familyrelation ON citizen_id = self AND kind = 'guardian'
UNION ALL
    SELECT user_id, citizen_id, 'guardian'
    FROM staff JOIN citizens_familyrelation ON relative_id = self AND kind = 'guardian'
UNION ALL
    SELECT user_id, citizen_id, 'block' FROM roles_block WHERE lifted_on IS NULL
"""
# The courses with such a person among their members. Nearly nobody has any, and then two look-ups answer; a function,
# so that the rules are not planned anew in every question that goes through the gate.
BARRED_COURSES = """
CREATE FUNCTION roles_barred_courses(employee bigint) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM roles_staffcitizen WHERE user_id = employee AND ended_on IS NULL)
        AND NOT EXISTS (SELECT FROM roles_block WHERE user_id = employee AND lifted_on IS NULL)
    THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT member.course_id FROM roles_barred barred
        JOIN citizens_courseperson member ON member.citizen_id = barred.citizen_id AND member.ends_on IS NULL
        WHERE barred.user_id = employee
    );
END $body$;
"""
# The bases in force on a day that reach one holder of an assignment, by name or by one of the holder's own fields.
BASES = """
CREATE FUNCTION roles_bases(of_course uuid, employee bigint, fields varchar[], today date)
RETURNS SETOF roles_sharingbasis LANGUAGE plpgsql STABLE ROWS 1 AS $body$
BEGIN
    RETURN QUERY SELECT basis.* FROM roles_sharingbasis basis
    WHERE basis.course_id = of_course AND (basis.to_user_id = employee OR basis.to_domain = ANY (fields))
        AND basis.starts_on <= today AND (basis.ends_on IS NULL OR basis.ends_on >= today)
        AND (basis.withdrawn_on IS NULL OR basis.withdrawn_on > today)
        AND (basis.consent_id IS NULL OR citizens_consent_holds(basis.consent_id, today))
    ORDER BY basis.id;
END $body$;
CREATE FUNCTION roles_shares(
    of_course uuid, employee bigint, fields varchar[], today date, about uuid, field varchar
) RETURNS boolean LANGUAGE plpgsql STABLE AS $body$
BEGIN
    RETURN EXISTS (
        SELECT FROM roles_bases(of_course, employee, fields, today) basis
        WHERE basis.person_id = about AND basis.domain = field
    );
END $body$;
"""
BACKWARDS = """
DROP FUNCTION roles_shares(uuid, bigint, varchar[], date, uuid, varchar);
DROP FUNCTION roles_bases(uuid, bigint, varchar[], date);
DROP FUNCTION roles_barred_courses(bigint);
DROP VIEW roles_barred;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0002_who_said_yes"),
        ("law", "0002_seed_acts"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("roles", "0003_assignments_for_a_while"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="borgerens ønske")),
                ("set_on", models.DateField(verbose_name="spærret")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="ophævet")),
                ("lift_reason", models.CharField(blank=True, max_length=300, verbose_name="hvorfor ophævet")),
            ],
            options={
                "verbose_name": "spærring",
                "verbose_name_plural": "spærringer",
                "ordering": ["-set_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="BlockEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("why", models.CharField(max_length=300, verbose_name="borgerens ønske")),
                ("set_on", models.DateField(verbose_name="spærret")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="ophævet")),
                ("lift_reason", models.CharField(blank=True, max_length=300, verbose_name="hvorfor ophævet")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SharingBasis",
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
                        max_length=12,
                        verbose_name="hvilket område",
                    ),
                ),
                (
                    "to_domain",
                    models.CharField(
                        blank=True,
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
                        max_length=12,
                        verbose_name="til området",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("law", "lov"), ("consent", "samtykke")],
                        max_length=8,
                        verbose_name="grundlag",
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="hvorfor")),
                ("starts_on", models.DateField(verbose_name="fra")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="stoppet")),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="hvorfor stoppet")),
            ],
            options={
                "verbose_name": "grundlag for deling",
                "verbose_name_plural": "grundlag for deling",
                "ordering": ["-starts_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SharingBasisEvent",
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
                        max_length=12,
                        verbose_name="hvilket område",
                    ),
                ),
                (
                    "to_domain",
                    models.CharField(
                        blank=True,
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
                        max_length=12,
                        verbose_name="til området",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("law", "lov"), ("consent", "samtykke")],
                        max_length=8,
                        verbose_name="grundlag",
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="hvorfor")),
                ("starts_on", models.DateField(verbose_name="fra")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="stoppet")),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="hvorfor stoppet")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StaffCitizen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noted_on", models.DateField(verbose_name="noteret")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="rettet")),
            ],
            options={
                "verbose_name": "medarbejder, der er borger",
                "verbose_name_plural": "medarbejdere, der er borgere",
                "ordering": ["-noted_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StaffCitizenEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("noted_on", models.DateField(verbose_name="noteret")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="rettet")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="deputy_ends_with_the_one",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.ends_on IS DISTINCT FROM OLD.ends_on)",
                    func="\n                    UPDATE roles_assignment SET ends_on = GREATEST(starts_on, NEW.ends_on)\n                    WHERE deputy_for_id = NEW.id AND ends_on > NEW.ends_on;\n                    RETURN NULL;\n                ",
                    hash="5bd0a9fa3aec87d1aacf999238294b5c69d5011b",
                    operation="UPDATE",
                    pgid="pgtrigger_deputy_ends_with_the_one_e5e7c",
                    table="roles_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="deputy_no_longer_than_the_one",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.deputy_for_id IS NOT NULL)",
                    func="\n                    NEW.ends_on := GREATEST(NEW.starts_on, LEAST(NEW.ends_on, (\n                        SELECT held.ends_on FROM roles_assignment held WHERE held.id = NEW.deputy_for_id\n                    )));\n                    RETURN NEW;\n                ",
                    hash="e32e7c727deea34fea9251d3aa1561747e8e18b2",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_deputy_no_longer_than_the_one_3edf1",
                    table="roles_assignment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="citizen",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="blocks",
                to="citizens.citizen",
                verbose_name="borger",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ophævet af",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="spærret af",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medarbejder",
            ),
        ),
        migrations.AddField(
            model_name="blockevent",
            name="citizen",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="citizens.citizen",
                verbose_name="borger",
            ),
        ),
        migrations.AddField(
            model_name="blockevent",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ophævet af",
            ),
        ),
        migrations.AddField(
            model_name="blockevent",
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
            model_name="blockevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="roles.block",
            ),
        ),
        migrations.AddField(
            model_name="blockevent",
            name="set_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="spærret af",
            ),
        ),
        migrations.AddField(
            model_name="blockevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medarbejder",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasis",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bases",
                to="citizens.consent",
                verbose_name="samtykke",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasis",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sharing_bases",
                to="citizens.course",
                verbose_name="forløb",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasis",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noteret af",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasis",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="citizens.citizen",
                verbose_name="om hvem",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasis",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="law.section",
                verbose_name="paragraf",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasis",
            name="to_user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="til medarbejderen",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasis",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="stoppet af",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="citizens.consent",
                verbose_name="samtykke",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
            name="course",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="citizens.course",
                verbose_name="forløb",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
            name="made_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noteret af",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="citizens.citizen",
                verbose_name="om hvem",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
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
            model_name="sharingbasisevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="roles.sharingbasis",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
            name="section",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="law.section",
                verbose_name="paragraf",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
            name="to_user",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="til medarbejderen",
            ),
        ),
        migrations.AddField(
            model_name="sharingbasisevent",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="stoppet af",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizen",
            name="citizen",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="citizens.citizen",
                verbose_name="borger",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizen",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="rettet af",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizen",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noteret af",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizen",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medarbejder",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizenevent",
            name="citizen",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="citizens.citizen",
                verbose_name="borger",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizenevent",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="rettet af",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizenevent",
            name="noted_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noteret af",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizenevent",
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
            model_name="staffcitizenevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="roles.staffcitizen",
            ),
        ),
        migrations.AddField(
            model_name="staffcitizenevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medarbejder",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_on", None)),
                fields=("user", "citizen"),
                name="block_once",
                violation_error_message="Medarbejderen er allerede spærret.",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_by", None), ("lifted_on", None)),
                    models.Q(("lifted_by__isnull", False), ("lifted_on__gte", models.F("set_on"))),
                    _connector="OR",
                ),
                name="block_lifted_by_somebody",
                violation_error_message="Skriv både hvornår og af hvem spærringen er ophævet.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "roles_blockevent" ("citizen_id", "id", "lift_reason", "lifted_by_id", "lifted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "set_on", "user_id", "why") VALUES (NEW."citizen_id", NEW."id", NEW."lift_reason", NEW."lifted_by_id", NEW."lifted_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_by_id", NEW."set_on", NEW."user_id", NEW."why"); RETURN NULL;',
                    hash="56617547a63d2948dddf5fabe7f96eb81c4fc105",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1d4b6",
                    table="roles_block",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "roles_blockevent" ("citizen_id", "id", "lift_reason", "lifted_by_id", "lifted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "set_on", "user_id", "why") VALUES (NEW."citizen_id", NEW."id", NEW."lift_reason", NEW."lifted_by_id", NEW."lifted_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_by_id", NEW."set_on", NEW."user_id", NEW."why"); RETURN NULL;',
                    hash="e5cfb5614ef98fe388183b24b3662378c0bde13d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_337ec",
                    table="roles_block",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="block",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "roles_blockevent" ("citizen_id", "id", "lift_reason", "lifted_by_id", "lifted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "set_on", "user_id", "why") VALUES (OLD."citizen_id", OLD."id", OLD."lift_reason", OLD."lifted_by_id", OLD."lifted_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."set_by_id", OLD."set_on", OLD."user_id", OLD."why"); RETURN NULL;',
                    hash="7e8d43e12d1b41055b68d13e3b068d45937618cb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0ba48",
                    table="roles_block",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="blockevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="975b7ba9a3eb2ab17374ffb903a61c60931e9a6e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5129a",
                    table="roles_blockevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="sharingbasis",
            index=models.Index(fields=["course", "person", "domain"], name="sharing_of_a_field"),
        ),
        migrations.AddConstraint(
            model_name="sharingbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("to_domain", ""), ("to_user__isnull", False)),
                    models.Q(models.Q(("to_domain", ""), _negated=True), ("to_user", None)),
                    _connector="OR",
                ),
                name="sharing_to_a_field_or_to_somebody",
                violation_error_message="Vælg enten et fagområde eller en medarbejder.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("domain", "common"), _negated=True),
                    models.Q(("to_domain", "common"), _negated=True),
                    models.Q(("to_domain", models.F("domain")), _negated=True),
                ),
                name="sharing_of_one_field_with_another",
                violation_error_message="Det, der er fælles, deles allerede.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent", None), ("kind", "law"), ("section__isnull", False)),
                    models.Q(("consent__isnull", False), ("kind", "consent"), ("section", None)),
                    _connector="OR",
                ),
                name="sharing_rests_on_law_or_consent",
                violation_error_message="Vælg den paragraf eller det samtykke, som delingen hviler på.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="sharing_ends_after_start",
                violation_error_message="Delingen kan ikke slutte, før den begynder.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_by", None), ("withdrawn_on", None)),
                    models.Q(("withdrawn_by__isnull", False), ("withdrawn_on__isnull", False)),
                    _connector="OR",
                ),
                name="sharing_stopped_by_somebody",
                violation_error_message="Skriv både hvornår og af hvem delingen er stoppet.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharingbasis",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "roles_sharingbasisevent" ("consent_id", "course_id", "domain", "end_reason", "ends_on", "id", "kind", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "section_id", "starts_on", "to_domain", "to_user_id", "why", "withdrawn_by_id", "withdrawn_on") VALUES (NEW."consent_id", NEW."course_id", NEW."domain", NEW."end_reason", NEW."ends_on", NEW."id", NEW."kind", NEW."made_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."section_id", NEW."starts_on", NEW."to_domain", NEW."to_user_id", NEW."why", NEW."withdrawn_by_id", NEW."withdrawn_on"); RETURN NULL;',
                    hash="3eab2d781acf8fb3185a805e11278a0d69074ef8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_050a4",
                    table="roles_sharingbasis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharingbasis",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "roles_sharingbasisevent" ("consent_id", "course_id", "domain", "end_reason", "ends_on", "id", "kind", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "section_id", "starts_on", "to_domain", "to_user_id", "why", "withdrawn_by_id", "withdrawn_on") VALUES (NEW."consent_id", NEW."course_id", NEW."domain", NEW."end_reason", NEW."ends_on", NEW."id", NEW."kind", NEW."made_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."section_id", NEW."starts_on", NEW."to_domain", NEW."to_user_id", NEW."why", NEW."withdrawn_by_id", NEW."withdrawn_on"); RETURN NULL;',
                    hash="1f5acff71ddcb2fde036ef1dc09fcb9aa18b6e16",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5dbdd",
                    table="roles_sharingbasis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharingbasis",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "roles_sharingbasisevent" ("consent_id", "course_id", "domain", "end_reason", "ends_on", "id", "kind", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "section_id", "starts_on", "to_domain", "to_user_id", "why", "withdrawn_by_id", "withdrawn_on") VALUES (OLD."consent_id", OLD."course_id", OLD."domain", OLD."end_reason", OLD."ends_on", OLD."id", OLD."kind", OLD."made_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."section_id", OLD."starts_on", OLD."to_domain", OLD."to_user_id", OLD."why", OLD."withdrawn_by_id", OLD."withdrawn_on"); RETURN NULL;',
                    hash="d647dd25853c00a968480d4e4707db16860045c3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7c2ba",
                    table="roles_sharingbasis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharingbasisevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ef822395715d84e5bd7b83eb1ea60ad11d7afa8c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6e401",
                    table="roles_sharingbasisevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="staffcitizen",
            index=models.Index(fields=["citizen"], name="staffcitizen_by_citizen"),
        ),
        migrations.AddConstraint(
            model_name="staffcitizen",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("user", "citizen"),
                name="staffcitizen_once",
                violation_error_message="Det er allerede noteret.",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffcitizen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_by", None), ("ended_on", None)),
                    models.Q(("ended_by__isnull", False), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="staffcitizen_ended_by_somebody",
                violation_error_message="Skriv både hvornår og af hvem det er rettet.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffcitizen",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "roles_staffcitizenevent" ("citizen_id", "ended_by_id", "ended_on", "id", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."citizen_id", NEW."ended_by_id", NEW."ended_on", NEW."id", NEW."noted_by_id", NEW."noted_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="767f03d4cbe52328b40e45667843669052533b8a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f2986",
                    table="roles_staffcitizen",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffcitizen",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "roles_staffcitizenevent" ("citizen_id", "ended_by_id", "ended_on", "id", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."citizen_id", NEW."ended_by_id", NEW."ended_on", NEW."id", NEW."noted_by_id", NEW."noted_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="5a66cb0a01aa94ebd2698de0ec0397f630a208b8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_92a21",
                    table="roles_staffcitizen",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffcitizen",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "roles_staffcitizenevent" ("citizen_id", "ended_by_id", "ended_on", "id", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."citizen_id", OLD."ended_by_id", OLD."ended_on", OLD."id", OLD."noted_by_id", OLD."noted_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="4ae52e448ff538ee1d2c36159e6f47f8192b3107",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_25fe9",
                    table="roles_staffcitizen",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffcitizenevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f8fa9193c6d152e2876748cebe83b4f38fd31719",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f1cd1",
                    table="roles_staffcitizenevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(BARRED + ";" + BARRED_COURSES + BASES, BACKWARDS),
    ]
