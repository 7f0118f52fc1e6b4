from django.db import migrations

from borgerforloeb.accounts.row_security import ROLE

# Add and read, and not even say which transaction or which number: those are the database's. The months have no
# rights of their own, since what is asked of the whole log needs none.
GIVE = """
REVOKE ALL ON audit_auditevent, audit_auditevent_other, audit_auditseal FROM app_web;
GRANT SELECT ON audit_auditevent, audit_auditseal TO app_web;
GRANT INSERT (
    at, kind, action, actor_id, actor, capabilities, session, course_id, person_ids, target, basis, reason,
    domain, level, outcome, details, request_id, address
) ON audit_auditevent TO app_web;
GRANT INSERT ON audit_auditseal TO app_web;
GRANT EXECUTE ON FUNCTION audit_make_partitions(int) TO app_web;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(ROLE + GIVE, migrations.RunSQL.noop)]
