import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0009_searches_are_ones_own"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="staffcitizen",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="staffcitizen",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="staffcitizen",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="staffcitizen",
            name="end_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="hvorfor rettet"),
        ),
        migrations.AddField(
            model_name="staffcitizenevent",
            name="end_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="hvorfor rettet"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="staffcitizen",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "roles_staffcitizenevent" ("citizen_id", "end_reason", "ended_by_id", "ended_on", "id", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."citizen_id", NEW."end_reason", NEW."ended_by_id", NEW."ended_on", NEW."id", NEW."noted_by_id", NEW."noted_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="15fade09b3eba8f8afcf8c35431e296db0c82d15",
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
                    func='INSERT INTO "roles_staffcitizenevent" ("citizen_id", "end_reason", "ended_by_id", "ended_on", "id", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."citizen_id", NEW."end_reason", NEW."ended_by_id", NEW."ended_on", NEW."id", NEW."noted_by_id", NEW."noted_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="bce4582f10063590a22174806f01e4a70334ecf8",
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
                    func='INSERT INTO "roles_staffcitizenevent" ("citizen_id", "end_reason", "ended_by_id", "ended_on", "id", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."citizen_id", OLD."end_reason", OLD."ended_by_id", OLD."ended_on", OLD."id", OLD."noted_by_id", OLD."noted_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="62038491ecb697e863b355652ba94be8160bfeb9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_25fe9",
                    table="roles_staffcitizen",
                    when="AFTER",
                ),
            ),
        ),
    ]
