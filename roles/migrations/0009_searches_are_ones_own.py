from django.db import migrations

from borgerforloeb.accounts.row_security import protect, written

# Whom somebody looked for outside her own courses is hers to go on with, and whoever takes away what is too old.
MINE = """
    user_id = NULLIF(current_setting('app.user_id', true), '')::bigint
    OR serves('expiry')
"""


class Migration(migrations.Migration):
    dependencies = [("roles", "0008_closed_whatever_else")]

    operations = [written(protect("roles_outsidesearch", MINE))]
