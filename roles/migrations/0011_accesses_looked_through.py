import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import allow, written

# What each employee can open today, by the number of the course, for who looks through it: past the row security, for
# neither an administrator nor a log reviewer has a way into a course. No person is told, and nothing of a course that
# is closed to the one who looks. An administrator opens none, whatever she has been given.
ACCESSES = """
CREATE FUNCTION roles_accesses(viewer bigint, today date) RETURNS TABLE (
    user_id bigint, course_number varchar, role varchar, domains varchar[], sees_shielded boolean,
    starts_on date, ends_on date, expires_at timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    SELECT held.user_id, course.number, held.role, held.domains, held.sees_shielded, held.starts_on, held.ends_on,
        held.expires_at
    FROM roles_assignment held
    JOIN citizens_course course ON course.id = held.course_id
    JOIN accounts_user holder ON holder.id = held.user_id
    WHERE holder.is_active AND NOT 'administrator' = ANY (holder.capabilities)
        AND held.starts_on <= today AND (held.ends_on IS NULL OR held.ends_on > today)
        AND (held.expires_at IS NULL OR held.expires_at > statement_timestamp())
        AND EXISTS (
            SELECT FROM accounts_user who WHERE who.id = viewer AND who.is_active
                AND ('administrator' = ANY (who.capabilities) OR 'log_reviewer' = ANY (who.capabilities))
        )
        AND held.course_id <> ALL ((SELECT roles_barred_courses(viewer))::uuid[])
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0010_why_a_note_was_a_mistake"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked_on", models.DateField(verbose_name="gennemgået")),
                ("accesses", models.PositiveIntegerField(verbose_name="adgange den dag")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "looked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gennemgået af",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="medarbejder",
                    ),
                ),
            ],
            options={
                "verbose_name": "gennemgang af adgange",
                "verbose_name_plural": "gennemgange af adgange",
                "ordering": ["-looked_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "looked_on"),
                        name="access_looked_through_once_a_day",
                        violation_error_message="Adgangene er allerede gennemgået i dag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("looked_by", models.F("user")), _negated=True),
                        name="access_not_looked_through_by_oneself",
                        violation_error_message="En anden gennemgår ens egne adgange.",
                    ),
                ],
            },
        ),
        written(allow("roles_accessreview", "SELECT", "INSERT")),
        migrations.RunSQL(ACCESSES, "DROP FUNCTION roles_accesses(bigint, date)"),
    ]
