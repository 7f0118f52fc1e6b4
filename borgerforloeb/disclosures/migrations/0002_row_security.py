from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect, reach, written

COURSE_OF_A_DISCLOSURE = "SELECT row.course_id FROM public.disclosures_disclosure row WHERE row.id = $1"


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial"), ("roles", "0005_row_security")]

    operations = [
        written(
            reach("disclosure_is_mine", "uuid", COURSE_OF_A_DISCLOSURE),
            allow("disclosures_disclosure", "SELECT", "INSERT", "UPDATE"),
            # What a text no longer says is no finding of it.
            allow("disclosures_finding", "SELECT", "INSERT", "UPDATE", "DELETE"),
            protect("disclosures_disclosure", "course_id = ANY ((SELECT my_courses())::uuid[])"),
            protect("disclosures_finding", "disclosure_is_mine(disclosure_id)"),
        )
    ]
