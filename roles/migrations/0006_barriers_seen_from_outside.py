from django.db import migrations

# Who looks at a course from outside sees none of its persons, and would so be kept out of nothing: whether a
# course is barred is asked past the row security. What comes back is keys of courses, never a person.
PAST = "ALTER FUNCTION roles_barred_courses(bigint) SECURITY DEFINER SET search_path = public, pg_temp"
NOT_PAST = "ALTER FUNCTION roles_barred_courses(bigint) SECURITY INVOKER RESET search_path"


class Migration(migrations.Migration):
    dependencies = [("roles", "0005_emergency_and_requests")]

    operations = [migrations.RunSQL(PAST, NOT_PAST)]
