"""Sign-in with a password: who gets in, what the others are told, and what the log keeps."""

import pytest
from django.conf import settings as project_settings
from django.urls import NoReverseMatch, reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent, Kind

PASSWORD = "fire ord i træk"
SIGN_IN = "/account/login/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user(
        "anna", PASSWORD, name="Anna Mus", title="sagsbehandler", capabilities=["caseworker"]
    )


def sign_in(client, name="anna", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": name, "password": password}, **extra)


def events() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.order_by("id").values_list("action", "kind"))


def test_the_right_password_opens_and_is_logged(client, anna):
    answer = sign_in(client)

    assert (answer.status_code, answer.url) == (302, "/")
    assert events() == [("sign_in.succeeded", Kind.SIGN_IN)]
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.actor, event.address) == (anna.pk, "Anna Mus, sagsbehandler", "127.0.0.1")


def test_the_password_is_kept_as_argon2id_with_owasps_parameters(anna):
    assert anna.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_session_gets_a_new_key_at_sign_in(client, anna):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies[project_settings.SESSION_COOKIE_NAME] = before = session.session_key

    sign_in(client)

    assert client.session.session_key != before
    assert client.session.get_expire_at_browser_close()


def test_signing_out_ends_the_session_and_is_logged(client, anna):
    sign_in(client)

    answer = client.post(reverse("account_logout"))

    assert answer.url == SIGN_IN
    assert "_auth_user_id" not in client.session
    assert events()[-1] == ("sign_in.ended", Kind.SIGN_IN)


def test_signing_out_takes_a_post(client, anna):
    sign_in(client)

    assert "Log ud" in client.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("closed", [False, True])
def test_unknown_known_and_closed_are_told_the_same(client, anna, closed):
    User.objects.filter(pk=anna.pk).update(is_active=not closed)

    known = sign_in(client, password=PASSWORD if closed else "forkert")
    unknown = sign_in(client, name="ukendt", password="forkert")

    assert known.status_code == unknown.status_code == 200
    told = known.context["form"].non_field_errors()
    assert told == unknown.context["form"].non_field_errors()
    assert told == ["Brugernavnet eller adgangskoden er ikke rigtig. Prøv igen."]
    assert known.content.decode().startswith("<!doctype html>")
    assert "<title>Fejl: Log ind" in known.content.decode()


def test_a_failure_is_logged_without_the_name(client, anna):
    sign_in(client, password="forkert")

    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id, event.actor) == ("sign_in.failed", None, "")
    assert "anna" not in str(event.details)
    assert len(event.details["name"]) == 16


def test_where_one_was_going_survives_sign_in(client, anna):
    answer = client.get("/profile/")
    assert answer.url == f"{SIGN_IN}?next=/profile/"

    answer = client.post(SIGN_IN, {"login": "anna", "password": PASSWORD, "next": "/profile/"})

    assert answer.url == "/profile/"


def test_one_is_not_sent_to_another_site(client, anna):
    answer = client.post(SIGN_IN, {"login": "anna", "password": PASSWORD, "next": "https://evil.example/"})

    assert answer.url == "/"


def test_the_password_can_be_changed_and_ends_other_sessions(client, anna, django_user_model):
    sign_in(client)
    elsewhere = type(client)()
    sign_in(elsewhere)
    new = "fem helt andre ord"

    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert answer.url == reverse("accounts:profile")
    assert client.get(answer.url).status_code == 200
    assert elsewhere.get(answer.url).status_code == 302
    assert ("password.changed", Kind.CHANGE) in events()


def test_a_short_password_is_refused_in_danish(client, anna):
    sign_in(client)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"},
    )

    assert "12" in answer.content.decode()
    assert "Fejl: Skift adgangskode" in answer.content.decode()
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_who_has_no_password_here_cannot_change_it(client, anna):
    anna.set_unusable_password()
    anna.save()
    client.force_login(anna)

    assert client.get(reverse("account_change_password")).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "account_email", "account_inactive", "account_set_password"],
)
def test_what_nobody_needs_does_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "inactive/", "login/code/"])
def test_allauths_other_addresses_are_404(client, anna, path):
    client.force_login(anna)

    assert client.get(f"/account/{path}").status_code == 404


def test_the_page_holds_nothing_inline(client, anna):
    page = client.get(SIGN_IN)

    assert "style=" not in page.content.decode()
    assert "<script>" not in page.content.decode()
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "data:" not in page["Content-Security-Policy"]
    assert page["Cache-Control"]
