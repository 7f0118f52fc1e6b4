import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from borgerforloeb.accounts.row_security import Rule, allow, protect, protect_history, written

# Whose a course is: who has an assignment in force, and who is opening it. An assignment that was ended while the
# transaction ran is in force until it is over, or nobody could hand over a course and write down that it was done.
WHOSE = """
CREATE FUNCTION course_is_mine(course uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
DECLARE
    me text := current_setting('app.user_id', true);
BEGIN
    IF me <> '' AND EXISTS (
        SELECT FROM public.roles_membership mine
        WHERE mine.user_id = me::bigint AND mine.course_id = course AND mine.starts_at <= now()
            AND (mine.ends_at IS NULL OR mine.ends_at > now() OR mine.ended_at >= now())
    ) THEN
        RETURN true;
    END IF;
    RETURN COALESCE(course::text = current_setting('app.opening', true), false);
END $body$;

-- All of them at once: asked once in a question, and the planner can look them up in an index. Judged row by row,
-- the planner would judge all rows of a table again for each row of another.
CREATE FUNCTION my_courses() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER AS $body$
DECLARE
    me text := current_setting('app.user_id', true);
    opening text := current_setting('app.opening', true);
BEGIN
    RETURN ARRAY(
        SELECT mine.course_id FROM public.roles_membership mine
        WHERE me <> '' AND mine.user_id = NULLIF(me, '')::bigint AND mine.starts_at <= now()
            AND (mine.ends_at IS NULL OR mine.ends_at > now() OR mine.ended_at >= now())
    ) || CASE WHEN opening <> '' THEN ARRAY[opening::uuid] ELSE ARRAY[]::uuid[] END;
END $body$;

CREATE FUNCTION serves(VARIADIC services text[]) RETURNS boolean LANGUAGE sql STABLE AS
    $body$ SELECT COALESCE(current_setting('app.service', true) = ANY (services), false) $body$;
"""
WHOSE_NO_MORE = (
    "DROP FUNCTION serves(text[]); DROP FUNCTION my_courses(); DROP FUNCTION course_is_mine(uuid);"
)

# A day begins and ends at midnight here, whatever the server's clock is set to.
MEMBERSHIP = """
CREATE FUNCTION keep_membership() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM public.roles_membership WHERE assignment_id = OLD.id;
        RETURN NULL;
    END IF;
    INSERT INTO public.roles_membership AS known (assignment_id, course_id, user_id, starts_at, ends_at)
    VALUES (
        NEW.id, NEW.course_id, NEW.user_id,
        NEW.starts_on::timestamp AT TIME ZONE 'Europe/Copenhagen',
        LEAST(NEW.ends_on::timestamp AT TIME ZONE 'Europe/Copenhagen', NEW.expires_at)
    )
    ON CONFLICT (assignment_id) DO UPDATE SET
        course_id = EXCLUDED.course_id, user_id = EXCLUDED.user_id,
        starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at,
        ended_at = CASE
            WHEN EXCLUDED.ends_at <= now() AND (known.ends_at IS NULL OR known.ends_at > now())
                AND (known.course_id, known.user_id) = (EXCLUDED.course_id, EXCLUDED.user_id)
            THEN clock_timestamp()
        END;
    RETURN NULL;
END $body$;
CREATE TRIGGER keep_membership AFTER INSERT OR UPDATE OR DELETE ON roles_assignment
    FOR EACH ROW EXECUTE FUNCTION keep_membership();
-- Each assignment that stands is told to the trigger once; nothing of it changes, so history stays silent.
UPDATE roles_assignment SET id = id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
MEMBERSHIP_NO_MORE = "DROP TRIGGER keep_membership ON roles_assignment; DROP FUNCTION keep_membership();"

# They judge a course when the transaction ends, and must see it also where the one who acted has just left it.
JUDGES = """
DO $$ DECLARE judge regprocedure;
BEGIN
    FOR judge IN SELECT tgfoid::regprocedure FROM pg_trigger
        WHERE tgname ~ '^(pgtrigger_open_course_keeps_its_two|course_needs_its_two)'
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', judge);
    END LOOP;
END $$;
"""

# The ground, which knows of no course. What third parties keep is used by sign-in alone.
GROUND = {
    "SELECT": ["law_act", "law_section", "accounts_orgunit", "roles_barred", "socialaccount_socialapp"],
    "SELECT, INSERT, UPDATE": [
        "accounts_user",
        "citizens_citizen",
        "citizens_citizennumber",
        "citizens_familyrelation",
        "notices_notice",
        "pghistory_context",
        "roles_block",
        "roles_staffcitizen",
    ],
    "SELECT, INSERT, UPDATE, DELETE": [
        "account_emailaddress",
        "axes_accessattempt",
        "axes_accessattemptexpiration",
        "axes_accessfailurelog",
        "axes_accesslog",
        "mfa_authenticator",
        "socialaccount_socialaccount",
        "socialaccount_socialtoken",
        "accounts_heldform",
        "accounts_session",
    ],
}
MINE = "course_id = ANY ((SELECT my_courses())::uuid[])"
HISTORY = [
    "accounts_userevent",
    "citizens_citizenevent",
    "citizens_consentevent",
    "citizens_courseevent",
    "citizens_coursepersonevent",
    "citizens_familyrelationevent",
    "citizens_networkpersonevent",
    "roles_assignmentevent",
    "roles_blockevent",
    "roles_sharingbasisevent",
    "roles_staffcitizenevent",
]
PROTECTED = [
    ("citizens_course", "id = ANY ((SELECT my_courses())::uuid[])", "register", "reminders", "statistics"),
    ("citizens_courseperson", MINE, "register", "reminders", "statistics"),
    ("citizens_consent", MINE, "reminders"),
    ("citizens_networkperson", MINE),
    ("roles_assignment", MINE, "reminders"),
    ("roles_sharingbasis", MINE, "reminders"),
]
# A document without a course is a draft of nobody's.
DOCUMENT = ("documents_storeddocument", MINE)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sessions"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("axes", "0010_accessattemptexpiration"),
        ("citizens", "0002_who_said_yes"),
        ("documents", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("notices", "0001_initial"),
        ("roles", "0004_barriers_and_sharing"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "assignment",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="roles.assignment",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="fra")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="til")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="afsluttet")),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="citizens.course",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "adgang i databasen",
                "verbose_name_plural": "adgange i databasen",
                "indexes": [models.Index(fields=["user", "course"], name="membership_by_user")],
            },
        ),
        written(
            Rule(WHOSE, WHOSE_NO_MORE),
            Rule(MEMBERSHIP, MEMBERSHIP_NO_MORE),
            Rule(JUDGES, ""),
            *(allow(table, rights) for rights, tables in GROUND.items() for table in tables),
            *(protect_history(table) for table in HISTORY),
            *(allow(table, "SELECT", "INSERT", "UPDATE") for table, *_ in PROTECTED),
            *(protect(*rule) for rule in PROTECTED),
            allow(DOCUMENT[0], "SELECT", "INSERT"),
            protect(*DOCUMENT),
        ),
    ]
