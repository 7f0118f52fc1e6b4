import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# Whoever needs it goes there, and the place takes in: the region's psychiatry, treatment for alcohol
# (sundhedsloven § 141), a shelter (serviceloven § 110). No authority is asked first.
OPEN_TO_ALL = (("SUL", "psykiatri"), ("SUL", "§ 141"), ("SEL", "§ 110"))


def add(apps, schema_editor):
    for code, number in OPEN_TO_ALL:
        apps.get_model("law", "Section").objects.filter(act__code=code, number=number).update(
            needs_decision=False
        )


class Migration(migrations.Migration):
    dependencies = [
        ("law", "0004_seed_plan_kinds"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="section",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="section",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="section",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="section",
            name="needs_decision",
            field=models.BooleanField(default=True, verbose_name="begynder med en afgørelse"),
        ),
        migrations.AddField(
            model_name="sectionevent",
            name="needs_decision",
            field=models.BooleanField(default=True, verbose_name="begynder med en afgørelse"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "law_sectionevent" ("act_id", "domain", "grants_help", "id", "needs_decision", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_from", "valid_to") VALUES (NEW."act_id", NEW."domain", NEW."grants_help", NEW."id", NEW."needs_decision", NEW."note", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="54ca0b64885ff992cf3ea7e601e26ffc6fd56f81",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a1b05",
                    table="law_section",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "law_sectionevent" ("act_id", "domain", "grants_help", "id", "needs_decision", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_from", "valid_to") VALUES (NEW."act_id", NEW."domain", NEW."grants_help", NEW."id", NEW."needs_decision", NEW."note", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="e7d003f17de0e910ac7102ae1cf5cea5f07df46e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f6748",
                    table="law_section",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "law_sectionevent" ("act_id", "domain", "grants_help", "id", "needs_decision", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "valid_from", "valid_to") VALUES (OLD."act_id", OLD."domain", OLD."grants_help", OLD."id", OLD."needs_decision", OLD."note", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="e1bdbf41ff8be35f973f9f07989219b52519580c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e0386",
                    table="law_section",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
