"""The log is kept by month; the owner's function makes the coming ones, so nobody else may make tables."""

from django.db import connections

from borgerforloeb.audit.routing import CONNECTION

AHEAD = 2


def make_months() -> int:
    with connections[CONNECTION].cursor() as cursor:
        cursor.execute("SELECT audit_make_partitions(%s)", [AHEAD])
        return cursor.fetchone()[0]
