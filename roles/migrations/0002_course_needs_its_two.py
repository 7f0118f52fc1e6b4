from django.db import migrations

# The other half of the trigger on Assignment: a course that is opened, or opened again, without anybody appointed.
FORWARDS = """
CREATE FUNCTION course_needs_its_two() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- Judged at the end of the transaction, so the row is read as it is by then.
    IF EXISTS (SELECT FROM citizens_course c WHERE c.id = NEW.id AND c.status <> 'closed') AND 2 <> (
        SELECT count(*) FROM roles_assignment a
        WHERE a.course_id = NEW.id AND a.ends_on IS NULL
            AND a.role IN ('coordinating_caseworker', 'borgerkonsulent')
    ) THEN
        RAISE EXCEPTION 'an open course must have its caseworker and its borgerkonsulent'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $body$;
CREATE CONSTRAINT TRIGGER course_needs_its_two AFTER INSERT OR UPDATE OF status ON citizens_course
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION course_needs_its_two();
"""
BACKWARDS = """
DROP TRIGGER course_needs_its_two ON citizens_course;
DROP FUNCTION course_needs_its_two();
"""


class Migration(migrations.Migration):
    dependencies = [("roles", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
