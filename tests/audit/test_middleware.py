"""Nothing is shown before its row is durable; a refusal is logged although its request was undone."""

import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils.module_loading import import_string

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent, Kind
from tests.factories import make_course, make_user
from tests.security.world import asked_as

NOWHERE = "/courses/5f0f3c5e-0000-4000-8000-000000000000/"


@pytest.fixture
def reviewer(client, db):
    user = make_user("Birthe Munk", capabilities=[Capability.LOG_REVIEWER])
    client.force_login(user)
    return user


@pytest.fixture
def broken_log(db):
    """The log refuses each row, as it does on a full disk or with the right to write taken away."""
    with connections["log"].cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON audit_auditevent
                FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse();
            """
        )


def test_a_page_that_cannot_be_logged_is_not_shown(client, reviewer, broken_log, caplog):
    answer = client.get(reverse("audit:log"))

    assert answer.status_code == 503
    assert "Systemet er lukket et øjeblik" in answer.content.decode()
    assert "Birthe" not in answer.content.decode()
    assert "disk" not in caplog.text.lower()


def test_a_refusal_that_cannot_be_logged_is_a_503_too(client, reviewer, broken_log):
    assert client.get(NOWHERE).status_code == 503


def test_signing_in_that_cannot_be_logged_does_not_happen(client, broken_log):
    anna = make_user()
    anna.set_password("fire ord i træk")
    anna.save()

    answer = client.post("/account/login/", {"login": anna.username, "password": "fire ord i træk"})

    assert answer.status_code == 503
    assert "_auth_user_id" not in client.session


def test_a_refusal_says_who_and_where(client, reviewer):
    client.get(NOWHERE)

    event = AuditEvent.objects.get(action="access.refused")
    assert (event.kind, event.actor_id, str(event.course_id)) == (Kind.REFUSAL, reviewer.pk, NOWHERE[9:45])
    assert event.details == {"view": "pages:course", "status": 404, "method": "GET"}
    assert len(event.request_id) == 32


def test_not_allowed_and_not_existing_are_the_same_bytes(client, reviewer):
    course = make_course()

    hidden = client.get(reverse("pages:course", args=[course.pk]))
    missing = client.get(NOWHERE)
    unknown = client.get("/no/such/page/")

    assert hidden.status_code == missing.status_code == unknown.status_code == 404
    assert hidden.content == missing.content == unknown.content
    assert dict(hidden.headers) == dict(missing.headers)
    assert AuditEvent.objects.filter(kind=Kind.REFUSAL).count() == 3


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_a_refusal_stands_although_the_request_was_undone(client):
    anna = make_user(capabilities=[Capability.LEADER])
    client.force_login(anna)

    assert client.get(reverse("audit:log")).status_code == 403

    connections.close_all()
    assert AuditEvent.objects.filter(action="access.refused", actor_id=anna.pk).count() == 1


def test_who_is_not_signed_in_is_led_to_the_door(client, db):
    answer = client.get(NOWHERE)

    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/?next=/courses/")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("path", ["/account/login/", "/static/css/base.css", "/profile/"])
def test_every_answer_carries_the_headers(client, db, path):
    answer = client.get(path)

    answer.close()
    assert answer["Content-Security-Policy"].count("'none'") == 4
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Permissions-Policy"]


def test_no_middleware_after_this_one_looks_at_views():
    """It runs the view itself, so whoever came after it would not be asked."""
    looking = [path for path in settings.MIDDLEWARE if hasattr(import_string(path), "process_view")]

    assert looking[-1] == "borgerforloeb.audit.middleware.AuditMiddleware"


def test_a_page_drawn_late_is_drawn_inside_the_transaction(client, db):
    """What a page asks of the database while it is drawn is asked on behalf of who reads it, as the rest."""
    anna = make_user()
    client.force_login(anna)

    with asked_as() as asked:
        assert client.get(reverse("account_change_password")).status_code == 200

    inside = [who for sql, who in asked if "notices_notice" in sql]
    assert inside == [("app_web", str(anna.pk))]
