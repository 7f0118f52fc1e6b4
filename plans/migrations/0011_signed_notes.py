import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import Rule, written

# What was written before there was a signature has been read by all since then: it is signed as of that day.
# The triggers of history are away meanwhile, so it is no new event of each note.
SIGNED_WHEN_WRITTEN = "UPDATE plans_note SET signed_at = written_at;"
# Back again a draft could not be told from what all may read, so it does not stay.
NO_DRAFTS = "DELETE FROM plans_note WHERE signed_at IS NULL;"
# A draft may be thrown away; a trigger keeps what is signed.
DISCARD = Rule("GRANT DELETE ON plans_note TO app_web;", "REVOKE DELETE ON plans_note FROM app_web;")


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0007_what_holds_for_a_citizen"),
        ("plans", "0010_measurements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="note",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="note",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="note",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="note",
            name="addendum_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="addenda",
                to="plans.note",
                verbose_name="tillæg til",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="signed_at",
            field=models.DateTimeField(
                blank=True,
                db_default=django.db.models.functions.datetime.Now(),
                null=True,
                verbose_name="underskrevet",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="gemt gang"),
        ),
        migrations.AddField(
            model_name="noteevent",
            name="addendum_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.note",
                verbose_name="tillæg til",
            ),
        ),
        # History is not rewritten: of what was written before, it knows no signature.
        migrations.AddField(
            model_name="noteevent",
            name="signed_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                verbose_name="underskrevet",
            ),
        ),
        migrations.AlterField(
            model_name="noteevent",
            name="signed_at",
            field=models.DateTimeField(
                blank=True,
                db_default=django.db.models.functions.datetime.Now(),
                null=True,
                verbose_name="underskrevet",
            ),
        ),
        migrations.AddField(
            model_name="noteevent",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="gemt gang"),
        ),
        migrations.RunSQL(SIGNED_WHEN_WRITTEN, NO_DRAFTS),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(
                condition=models.Q(("signed_at", None)), fields=["written_by"], name="note_unsigned"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_is_not_rewritten",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.signed_at IS NOT NULL AND (OLD.text IS DISTINCT FROM NEW.text OR OLD.about_on IS DISTINCT FROM NEW.about_on OR OLD.level IS DISTINCT FROM NEW.level OR OLD.written_by_id IS DISTINCT FROM NEW.written_by_id OR OLD.written_at IS DISTINCT FROM NEW.written_at OR OLD.signed_at IS DISTINCT FROM NEW.signed_at OR OLD.addendum_to_id IS DISTINCT FROM NEW.addendum_to_id OR (OLD.goal_id = NEW.goal_id AND (OLD.person_id, OLD.domain) IS DISTINCT FROM (NEW.person_id, NEW.domain))))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8586c7f4c7a613b63f5679ee2327dce8ba386228",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_is_not_rewritten_e664d",
                    table="plans_note",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_is_not_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.signed_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="00e53b240ad29a4ae8bdd35bd5d342ffba558d27",
                    operation="DELETE",
                    pgid="pgtrigger_signed_is_not_deleted_4d832",
                    table="plans_note",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_noteevent" ("about_on", "addendum_to_id", "domain", "goal_id", "id", "level", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "text", "version", "written_at", "written_by_id") VALUES (NEW."about_on", NEW."addendum_to_id", NEW."domain", NEW."goal_id", NEW."id", NEW."level", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."signed_at", NEW."text", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="c2bfa48293802e370beb1de2160acf66ac866686",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1a881",
                    table="plans_note",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_noteevent" ("about_on", "addendum_to_id", "domain", "goal_id", "id", "level", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "text", "version", "written_at", "written_by_id") VALUES (NEW."about_on", NEW."addendum_to_id", NEW."domain", NEW."goal_id", NEW."id", NEW."level", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."signed_at", NEW."text", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="2102205cb11d387ec07baecb503deb875c929964",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_866c8",
                    table="plans_note",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_noteevent" ("about_on", "addendum_to_id", "domain", "goal_id", "id", "level", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "text", "version", "written_at", "written_by_id") VALUES (OLD."about_on", OLD."addendum_to_id", OLD."domain", OLD."goal_id", OLD."id", OLD."level", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."signed_at", OLD."text", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;',
                    hash="17aea0dadeaead376628fb82cf11d1fb3446811c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5d531",
                    table="plans_note",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("addendum_to", None), ("signed_at__isnull", False), _connector="OR"),
                name="addendum_is_signed",
            ),
        ),
        written(DISCARD),
    ]
