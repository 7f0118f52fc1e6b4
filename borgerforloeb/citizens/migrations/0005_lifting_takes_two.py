import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, protect, written


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0004_a_network_person_has_a_version"),
        ("roles", "0005_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtectionLift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="hvorfor")),
                ("asked_on", models.DateField(verbose_name="bedt om")),
                ("due_on", models.DateField(verbose_name="svar senest")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "venter på svar"),
                            ("lifted", "ophævet"),
                            ("refused", "afslået"),
                            ("withdrawn", "trukket tilbage"),
                            ("lapsed", "ikke besvaret i tide"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="tilstand",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="hvorfor ikke")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="svaret")),
            ],
            options={
                "verbose_name": "ophævelse af beskyttelse",
                "verbose_name_plural": "ophævelser af beskyttelse",
                "ordering": ["-asked_on", "-id"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="citizen",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="citizen",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="citizen",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="citizen",
            name="protection_lifted_on",
            field=models.DateField(blank=True, null=True, verbose_name="beskyttelsen ophævet"),
        ),
        migrations.AddField(
            model_name="citizenevent",
            name="protection_lifted_on",
            field=models.DateField(blank=True, null=True, verbose_name="beskyttelsen ophævet"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citizen",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "citizens_citizenevent" ("address", "born_on", "city", "died_on", "email", "exempt_from_digital_post", "first_names", "id", "language", "last_name", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "protected_address", "protection_lifted_on", "version") VALUES (NEW."address", NEW."born_on", NEW."city", NEW."died_on", NEW."email", NEW."exempt_from_digital_post", NEW."first_names", NEW."id", NEW."language", NEW."last_name", NEW."needs_interpreter", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postcode", NEW."protected_address", NEW."protection_lifted_on", NEW."version"); RETURN NULL;',
                    hash="9b4232b4daf8e39285c18c4e4c1f01198042bac7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5981a",
                    table="citizens_citizen",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citizen",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "citizens_citizenevent" ("address", "born_on", "city", "died_on", "email", "exempt_from_digital_post", "first_names", "id", "language", "last_name", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "protected_address", "protection_lifted_on", "version") VALUES (NEW."address", NEW."born_on", NEW."city", NEW."died_on", NEW."email", NEW."exempt_from_digital_post", NEW."first_names", NEW."id", NEW."language", NEW."last_name", NEW."needs_interpreter", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postcode", NEW."protected_address", NEW."protection_lifted_on", NEW."version"); RETURN NULL;',
                    hash="1ead3b49a9c67a7117e44a915c3fdddcb5ee593d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7544f",
                    table="citizens_citizen",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citizen",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "citizens_citizenevent" ("address", "born_on", "city", "died_on", "email", "exempt_from_digital_post", "first_names", "id", "language", "last_name", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "protected_address", "protection_lifted_on", "version") VALUES (OLD."address", OLD."born_on", OLD."city", OLD."died_on", OLD."email", OLD."exempt_from_digital_post", OLD."first_names", OLD."id", OLD."language", OLD."last_name", OLD."needs_interpreter", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postcode", OLD."protected_address", OLD."protection_lifted_on", OLD."version"); RETURN NULL;',
                    hash="368828c6aa71e0299ffa6354f1fd48722a69c51b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9f583",
                    table="citizens_citizen",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="protectionlift",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="bedt om af",
            ),
        ),
        migrations.AddField(
            model_name="protectionlift",
            name="citizen",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lifts",
                to="citizens.citizen",
                verbose_name="borger",
            ),
        ),
        migrations.AddField(
            model_name="protectionlift",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lifts",
                to="citizens.course",
                verbose_name="forløb",
            ),
        ),
        migrations.AddField(
            model_name="protectionlift",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="svaret af",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionlift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("course", "citizen"),
                name="protection_lift_asked_once",
                violation_error_message="Der er allerede bedt om at ophæve beskyttelsen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionlift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["lifted", "refused"]), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="protection_lift_takes_two",
                violation_error_message="En anden skal svare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionlift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("decided_on", None), ("status", "waiting")),
                    models.Q(("decided_by", None), ("decided_on__isnull", False), ("status", "lapsed")),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("status__in", ["lifted", "refused", "withdrawn"]),
                        ("decided_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="protection_lift_decided_on_a_day",
                violation_error_message="Skriv både hvornår og af hvem der er svaret.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protectionlift",
            trigger=pgtrigger.compiler.Trigger(
                name="protection_lift_answered_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" IN ('lifted', 'refused', 'withdrawn', 'lapsed'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f9025c075a6fbf6c7f0132eb53f238bd0276e428",
                    operation="UPDATE",
                    pgid="pgtrigger_protection_lift_answered_never_changes_91fdb",
                    table="citizens_protectionlift",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protectionlift",
            trigger=pgtrigger.compiler.Trigger(
                name="protection_lift_never_goes_away",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3df5a797dd764e6217efaac4274296542fbdcdea",
                    operation="DELETE",
                    pgid="pgtrigger_protection_lift_never_goes_away_7ba14",
                    table="citizens_protectionlift",
                    when="BEFORE",
                ),
            ),
        ),
        written(
            allow("citizens_protectionlift", "SELECT", "INSERT", "UPDATE"),
            protect(
                "citizens_protectionlift", "course_id = ANY ((SELECT my_courses())::uuid[])", "reminders"
            ),
        ),
    ]
