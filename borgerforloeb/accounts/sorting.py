"""Danish alphabetical order (… z, æ, ø, å; aa as å) on every PostgreSQL, with or without ICU."""

from django.db.migrations.operations.base import Operation
from django.db.models import CharField, F, Func
from django.db.models.functions import Collate

ICU = "CREATE COLLATION da (provider = icu, locale = 'da-DK')"
LIBC = "CREATE COLLATION da (provider = libc, locale = 'da_DK.utf8')"
PLAIN = 'CREATE COLLATION da FROM "C"'

# With a real Danish collation the key is the text itself; without one, a text whose byte order is Danish.
KEY_OF_COLLATION = "SELECT $1"
KEY_BUILT_IN = (
    "SELECT translate(replace(lower($1), 'aa', 'å'), 'æäøöåéèêëáàâüûúíïóôçñ', '{{||}eeeeaaayuuiioocn')"
)


class CreateDanishOrder(Operation):
    """Create collation `da` and function `danish_key(text)`: by ICU, else libc, else a built-in key.

    One pair of names for all three, so that the same ORDER BY and the same indexes serve every server.
    """

    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        key = KEY_BUILT_IN
        with schema_editor.connection.cursor() as cursor:
            if self._takes(cursor, ICU) or self._takes(cursor, LIBC):
                key = KEY_OF_COLLATION
            else:
                cursor.execute(PLAIN)
            cursor.execute(
                "CREATE FUNCTION danish_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
                f"AS $body$ {key} $body$"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute("DROP FUNCTION danish_key(text)")
        schema_editor.execute("DROP COLLATION da")

    def describe(self):
        return "Create the Danish sort order"

    @staticmethod
    def _takes(cursor, statement: str) -> bool:
        # A server without the locale refuses with an error that would end the migration's transaction,
        # so the try stands in a block of its own.
        cursor.execute(
            f"""DO $try$ BEGIN {statement}; EXCEPTION WHEN OTHERS THEN
                RAISE NOTICE 'no such collation here'; END $try$"""
        )
        cursor.execute("SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'da')")
        return cursor.fetchone()[0]


class DanishKey(Func):
    function = "danish_key"
    output_field = CharField()


def danish(field: str) -> Collate:
    """What `order_by` and an index take to sort `field` as a Danish reader expects."""
    return Collate(DanishKey(F(field)), "da")
