"""Sessions: each with its user, over by itself on the server, and gone with what its user may do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.db.models import F
from django.test import Client
from django.urls import reverse

from borgerforloeb.accounts.models import Session, User
from borgerforloeb.accounts.sessions import SessionStore
from borgerforloeb.audit.models import AuditEvent

PASSWORD = "fire ord i træk"
PROFILE = "/profile/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna", PASSWORD, name="Anna Mus", capabilities=["caseworker"])


def signed_in(where: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": where})
    assert client.post("/account/login/", {"login": "anna", "password": PASSWORD}).status_code == 302
    assert client.get(PROFILE).status_code == 200
    return client


def is_in(client: Client) -> bool:
    return client.get(PROFILE).status_code == 200


def let_pass(time: timedelta, *, since: str = "seen_at") -> None:
    Session.objects.update(**{since: F(since) - time})


def test_the_session_knows_its_user_and_from_where(anna):
    signed_in()

    row = Session.objects.get(user=anna)
    assert (row.address, row.agent) == ("127.0.0.1", FIREFOX)
    assert row.signed_in_at <= row.seen_at


@pytest.mark.parametrize(("minutes", "open_"), [(19, True), (20, False), (60, False)])
def test_it_ends_after_twenty_idle_minutes(anna, minutes, open_):
    client = signed_in()
    let_pass(timedelta(minutes=minutes))

    assert is_in(client) == open_


@pytest.mark.parametrize(("hours", "open_"), [(8.9, True), (9, False)])
def test_it_ends_after_nine_hours_however_busy(anna, hours, open_):
    client = signed_in()
    let_pass(timedelta(hours=hours), since="signed_in_at")

    assert is_in(client) == open_


def test_use_lengthens_it_but_not_beyond_the_day(anna):
    client = signed_in()
    for _ in range(3):
        let_pass(timedelta(minutes=19))
        assert is_in(client)
    began = Session.objects.get(user=anna).signed_in_at

    store = SessionStore(Session.objects.get(user=anna).session_key)
    store.load()
    store.cycle_key()

    assert Session.objects.get(user=anna).signed_in_at == began


def test_asking_how_long_is_left_does_not_lengthen_it(anna):
    client = signed_in()
    let_pass(timedelta(minutes=15))

    left = client.get(reverse("accounts:session")).json()["left"]
    let_pass(timedelta(minutes=5))

    assert 4 * 60 < left <= 5 * 60
    assert client.get(reverse("accounts:session")).json() | {"csrf": ""} == {
        "user": None,
        "left": 0,
        "csrf": "",
    }


def test_saying_that_one_is_here_lengthens_it(anna):
    client = signed_in()
    let_pass(timedelta(minutes=19))

    answer = client.post(reverse("accounts:session")).json()

    assert (answer["user"], answer["left"] > 19 * 60) == (anna.pk, True)
    assert Session.objects.get(user=anna).address == "127.0.0.1"


def test_a_page_writes_its_sight_at_most_once_a_minute(anna, django_assert_max_num_queries):
    client = signed_in()

    with django_assert_max_num_queries(12) as seen:
        client.get(PROFILE)

    assert not [query for query in seen if query["sql"].startswith("UPDATE")]


@pytest.mark.parametrize("change", [{"is_active": False}, {"capabilities": ["leader"]}, {"password": "x"}])
def test_whoever_may_no_longer_the_same_is_out_at_once(anna, change):
    client, elsewhere = signed_in(), signed_in()

    User.objects.filter(pk=anna.pk).update(**change)

    assert not Session.objects.filter(user=anna).exists()
    assert not is_in(client)
    assert not is_in(elsewhere)


def test_other_changes_sign_nobody_out(anna):
    client = signed_in()

    User.objects.filter(pk=anna.pk).update(title="teamleder", phone="12345678")

    assert is_in(client)


def test_an_inactive_user_is_out_even_where_the_trigger_did_not_run(anna):
    client = signed_in()
    row = Session.objects.get(user=anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    row.save(force_insert=True)

    assert not is_in(client)


def test_my_logins_are_listed_with_this_one_marked(anna):
    client = signed_in()
    signed_in("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1")
    let_pass(timedelta(0))

    page = client.get(reverse("accounts:sessions")).content.decode()

    assert "Firefox på Windows</strong> (her, hvor du sidder nu)" in page
    assert "Safari på iPhone</strong><br>" in page
    assert not [key for key in Session.objects.values_list("session_key", flat=True) if key in page]


def test_one_of_them_can_be_ended(anna):
    client, elsewhere = signed_in(), signed_in()
    other = Session.objects.filter(user=anna).exclude(pk=client.session.session_key).get()

    client.post(reverse("accounts:end_session", args=[other.handle]))

    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert AuditEvent.objects.filter(action="sign_in.ended_elsewhere", actor_id=anna.pk).count() == 1


def test_all_others_can_be_ended(anna):
    client, elsewhere, third = signed_in(), signed_in(), signed_in()

    client.post(reverse("accounts:end_other_sessions"))

    assert [is_in(client), is_in(elsewhere), is_in(third)] == [True, False, False]
    assert AuditEvent.objects.get(action="sign_in.ended_elsewhere").details["sessions"] == 2


def test_nobody_elses_can_be_ended(anna):
    client = signed_in()
    bo = Client()
    bo.force_login(User.objects.create_user("bo", PASSWORD, name="Bo"))
    hers = Session.objects.get(user=anna)

    assert bo.post(reverse("accounts:end_session", args=[hers.handle])).status_code == 404
    assert bo.post(reverse("accounts:end_session", args=[uuid4()])).status_code == 404
    assert is_in(client)


def test_signing_out_empties_the_browser(anna):
    client = signed_in()

    answer = client.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(user=anna).exists()


def test_what_is_long_over_is_cleared(anna):
    signed_in()
    let_pass(timedelta(minutes=30))
    SessionStore.clear_expired()
    kept = Session.objects.count()
    let_pass(timedelta(days=1))

    SessionStore.clear_expired()

    assert (kept, Session.objects.count()) == (1, 0)


def test_a_database_that_is_gone_is_no_session_that_is_gone(anna, monkeypatch):
    store = SessionStore()
    store.create()
    known = SessionStore(store.session_key)

    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        known.save()

    def gone(*_, **__):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(Session, "save", gone)
    with pytest.raises(OperationalError):
        known.save()
