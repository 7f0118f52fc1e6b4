from django.db import migrations

# The rules of 0004, word for word: what was noted by mistake bars nobody. What has ended does, as before.
BARRED = """
CREATE OR REPLACE VIEW roles_barred AS
WITH staff AS NOT MATERIALIZED (SELECT user_id, citizen_id AS self FROM roles_staffcitizen WHERE ended_on IS NULL){noted}
    SELECT user_id, self AS citizen_id, 'own_case' AS rule FROM staff
UNION ALL
    SELECT user_id, relative_id, CASE WHEN ends_on IS NULL THEN 'spouse' ELSE 'former_spouse' END
    FROM staff JOIN {relation} ON citizen_id = self AND kind = 'spouse'
UNION ALL
    SELECT user_id, citizen_id, CASE WHEN ends_on IS NULL THEN 'spouse' ELSE 'former_spouse' END
    FROM staff JOIN {relation} ON relative_id = self AND kind = 'spouse'
UNION ALL
    SELECT user_id, relative_id, 'former_spouse'
    FROM staff JOIN {relation} ON citizen_id = self AND kind = 'former_spouse'
UNION ALL
    SELECT user_id, citizen_id, 'former_spouse'
    FROM staff JOIN {relation} ON relative_id = self AND kind = 'former_spouse'
UNION ALL
    SELECT user_id, citizen_id, 'parent'
    FROM staff JOIN {relation} ON relative_id = self AND kind = 'parent'
UNION ALL
    SELECT user_id, relative_id, 'child'
    FROM staff JOIN {relation} ON citizen_id = self AND kind = 'parent'
UNION ALL
    SELECT user_id, relative_id, 'sibling'
    FROM staff JOIN {relation} ON citizen_id = self AND kind = 'sibling'
UNION ALL
    SELECT user_id, citizen_id, 'sibling'
    FROM staff JOIN {relation} ON relative_id = self AND kind = 'sibling'
UNION ALL
    SELECT user_id, theirs.relative_id, 'sibling'
    FROM staff JOIN {relation} mine ON mine.relative_id = self AND mine.kind = 'parent'
    JOIN {relation} theirs
        ON theirs.citizen_id = mine.citizen_id AND theirs.kind = 'parent' AND theirs.relative_id <> self
UNION ALL
    SELECT user_id, theirs.citizen_id, 'common_child'
    FROM staff JOIN {relation} mine ON mine.citizen_id = self AND mine.kind = 'parent'
    JOIN {relation} theirs
        ON theirs.relative_id = mine.relative_id AND theirs.kind = 'parent' AND theirs.citizen_id <> self
UNION ALL
    SELECT user_id, relative_id, 'guardian'
    FROM staff JOIN {relation} ON citizen_id = self AND kind = 'guardian'
UNION ALL
    SELECT user_id, citizen_id, 'guardian'
    FROM staff JOIN {relation} ON relative_id = self AND kind = 'guardian'
UNION ALL
    SELECT user_id, citizen_id, 'block' FROM roles_block WHERE lifted_on IS NULL
"""
NOTED = """,
    noted AS NOT MATERIALIZED (SELECT * FROM citizens_familyrelation WHERE corrected_on IS NULL)"""

# Who holds one of the two roles in the open courses of a leader's units, and why that is nobody who may any more. Asked
# past the row security, for a leader has no way into a course; told are a number, a role and an employee, never a person.
# A course that is closed to the leader herself is not told of.
HELD_UNDER = """
CREATE FUNCTION roles_held_under(leader bigint) RETURNS TABLE (
    assignment_id bigint, course_id uuid, course_number varchar, unit_id bigint, role varchar, user_id bigint,
    starts_on date, cause text
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    WITH RECURSIVE units AS (
        SELECT who.unit_id AS id FROM accounts_user who
        WHERE who.id = leader AND who.is_active AND 'leader' = ANY (who.capabilities)
            AND NOT 'administrator' = ANY (who.capabilities)
        UNION
        SELECT below.id FROM accounts_orgunit below JOIN units ON below.parent_id = units.id
    ), barred AS (
        SELECT DISTINCT barred.user_id, member.course_id FROM roles_barred barred
        JOIN citizens_courseperson member ON member.citizen_id = barred.citizen_id AND member.ends_on IS NULL
    )
    SELECT held.id, course.id, course.number, course.unit_id, held.role, held.user_id, held.starts_on,
        CASE WHEN barred.user_id IS NOT NULL THEN 'barred' WHEN NOT holder.is_active THEN 'left' ELSE '' END
    FROM citizens_course course
    JOIN roles_assignment held ON held.course_id = course.id AND held.ends_on IS NULL
        AND held.role IN ('coordinating_caseworker', 'borgerkonsulent')
    JOIN accounts_user holder ON holder.id = held.user_id
    LEFT JOIN barred ON barred.user_id = held.user_id AND barred.course_id = course.id
    WHERE course.status <> 'closed' AND course.unit_id IN (SELECT id FROM units)
        AND course.id <> ALL (roles_barred_courses(leader))
$body$;
"""
# The employee's own relations that keep the employee out of a course, so that a mistake among them can be corrected.
BEHIND = """
CREATE FUNCTION roles_relations_behind(employee bigint, of_course uuid) RETURNS TABLE (
    relation_id bigint, kind varchar, outwards boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    WITH noted AS NOT MATERIALIZED (
        SELECT * FROM citizens_familyrelation WHERE corrected_on IS NULL AND kind <> 'other'
    ), members AS (
        SELECT citizen_id FROM citizens_courseperson WHERE course_id = of_course AND ends_on IS NULL
    ), own AS (
        SELECT noted.id, noted.kind, true AS outwards, noted.relative_id AS other
        FROM roles_staffcitizen staff JOIN noted ON noted.citizen_id = staff.citizen_id
        WHERE staff.user_id = employee AND staff.ended_on IS NULL
        UNION ALL
        SELECT noted.id, noted.kind, false, noted.citizen_id
        FROM roles_staffcitizen staff JOIN noted ON noted.relative_id = staff.citizen_id
        WHERE staff.user_id = employee AND staff.ended_on IS NULL
    )
    SELECT own.id, own.kind, own.outwards FROM own
    WHERE own.other IN (SELECT citizen_id FROM members)
        -- A brother by a parent, the other parent of a child.
        OR own.kind = 'parent' AND EXISTS (
            SELECT FROM noted theirs
            WHERE theirs.kind = 'parent' AND theirs.id <> own.id AND CASE
                WHEN own.outwards THEN theirs.relative_id = own.other
                    AND theirs.citizen_id IN (SELECT citizen_id FROM members)
                ELSE theirs.citizen_id = own.other AND theirs.relative_id IN (SELECT citizen_id FROM members)
            END
        )
    ORDER BY own.id
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0003_relation_noted_by_mistake"),
        ("roles", "0006_barriers_seen_from_outside"),
    ]

    operations = [
        migrations.RunSQL(
            BARRED.format(relation="noted", noted=NOTED),
            BARRED.format(relation="citizens_familyrelation", noted=""),
        ),
        migrations.RunSQL(HELD_UNDER, "DROP FUNCTION roles_held_under(bigint)"),
        migrations.RunSQL(BEHIND, "DROP FUNCTION roles_relations_behind(bigint, uuid)"),
    ]
