from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.models import Stale
from borgerforloeb.staff import actions
from tests.factories import TODAY, make_unit, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "fire ord i træk"


@pytest.fixture
def admin():
    return make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])


def create(by, username="mette", capabilities=("caseworker",), **fields):
    given = {"name": "Mette Vang", "must_change_password": True} | fields
    return actions.create_user(username, PASSWORD, capabilities=capabilities, by=by, **given)


def change(user, by, version=None, **fields):
    version = user.version if version is None else version
    return actions.change_user(user, version=version, on=TODAY, by=by, **fields)


def close(user, by, last_day=TODAY, reason="Er holdt op."):
    return actions.close_user(user, last_day=last_day, reason=reason, on=TODAY, by=by)


def told(action) -> AuditEvent:
    return AuditEvent.objects.get(action=action)


def test_an_employee_is_created_with_a_password_that_must_be_changed(admin):
    unit = make_unit()

    mette = create(admin, title="socialrådgiver", unit=unit, email="mette@h.example", phone="12345678")

    mette.refresh_from_db()
    assert (mette.unit, mette.capabilities, mette.phone) == (unit, ["caseworker"], "12345678")
    assert mette.must_change_password
    assert mette.check_password(PASSWORD)
    event = told("user.created")
    assert (event.actor_id, event.target) == (admin.pk, f"accounts.user:{mette.pk}")
    assert event.details == {"user": mette.pk, "capabilities": ["caseworker"]}


@pytest.mark.parametrize(
    ("more", "field"),
    [({"username": "METTE"}, "username"), ({"capabilities": ["administrator", "duty"]}, "capabilities")],
)
def test_nobody_is_created_twice_or_as_both(admin, more, field):
    make_user("Mette Vang", username="mette")

    with pytest.raises(ValidationError) as refused:
        create(admin, **({"username": "mette2"} | more))

    assert list(refused.value.error_dict) == [field]
    assert not AuditEvent.objects.filter(action="user.created").exists()


def test_only_an_administrator_touches_an_account(admin):
    leader, mette = make_user("Lene", capabilities=[Capability.LEADER]), make_user("Mette Vang")
    closed = close(make_user("Ole"), admin)

    for act in (
        lambda: create(leader),
        lambda: change(mette, leader, title="leder"),
        lambda: close(mette, leader),
        lambda: actions.reopen_user(closed, reason="Tilbage.", by=leader),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_change_tells_which_fields_and_what_was_gained_and_lost(admin):
    mette = make_user("Mette Vang", capabilities=[Capability.CASEWORKER])

    change(mette, admin, title="leder", name="Mette Vang", capabilities=["leader"])

    mette.refresh_from_db()
    assert (mette.title, mette.capabilities, mette.version) == ("leder", ["leader"], 1)
    details = told("user.changed").details
    assert details == {
        "user": mette.pk, "fields": ["capabilities", "title"], "gained": ["leader"], "lost": ["caseworker"],
    }  # fmt: skip


def test_a_late_change_is_told_and_what_changes_nothing_is_no_change(admin):
    mette = make_user("Mette Vang")
    change(mette, admin, title="leder")

    with pytest.raises(Stale):
        change(mette, admin, version=0, title="vikar")
    change(mette, admin, version=1, title="leder")

    mette.refresh_from_db()
    assert (mette.title, mette.version) == ("leder", 1)
    assert AuditEvent.objects.filter(action="user.changed").count() == 1


def test_nobody_gives_oneself_more_or_closes_oneself(admin):
    make_user("Bo", capabilities=[Capability.ADMINISTRATOR])
    unit = make_unit()

    for given in ({"capabilities": ["administrator", "log_reviewer"]}, {"unit": unit}):
        with pytest.raises(ValidationError, match="dig selv"):
            change(admin, admin, **given)
    with pytest.raises(ValidationError, match="din egen"):
        close(admin, admin)
    change(admin, admin, title="driftsleder")

    admin.refresh_from_db()
    assert (admin.capabilities, admin.unit, admin.title) == (["administrator"], None, "driftsleder")


def test_there_is_always_an_administrator(admin):
    bo = make_user("Bo", capabilities=[Capability.ADMINISTRATOR])
    close(admin, bo)

    with pytest.raises(ValidationError, match="sidste"):
        change(bo, bo, capabilities=[])
    with pytest.raises(ValidationError, match="sidste"):
        # Somebody whose own account was closed while she looked at the page.
        close(bo, admin)

    bo.refresh_from_db()
    assert bo.is_active


def test_a_closed_account_is_out_at_the_next_request_and_keeps_why(client, admin):
    mette = make_user("Mette Vang")
    client.force_login(mette)
    assert client.get(reverse("accounts:profile")).status_code == 200

    close(mette, admin, last_day=TODAY - timedelta(days=2), reason=" Er holdt op. ")

    assert client.get(reverse("accounts:profile")).status_code == 302
    mette.refresh_from_db()
    assert (mette.last_day, mette.closed_because) == (TODAY - timedelta(days=2), "Er holdt op.")
    event = told("user.closed")
    assert (event.actor_id, event.reason, event.details) == (admin.pk, "Er holdt op.", {"user": mette.pk})
    for again in (lambda: close(mette, admin), lambda: change(mette, admin, title="x")):
        with pytest.raises(ValidationError, match="lukket"):
            again()


def test_an_account_is_not_closed_ahead(admin):
    with pytest.raises(ValidationError) as refused:
        close(make_user("Mette Vang"), admin, last_day=TODAY + timedelta(days=1))

    assert list(refused.value.error_dict) == ["last_day"]


def test_an_account_is_opened_again_with_a_reason(admin):
    mette = close(make_user("Mette Vang"), admin)

    actions.reopen_user(mette, reason="Tilbage fra orlov.", by=admin)

    mette.refresh_from_db()
    assert (mette.is_active, mette.last_day, mette.closed_because) == (True, None, "")
    assert told("user.reopened").reason == "Tilbage fra orlov."
    with pytest.raises(ValidationError, match="åben"):
        actions.reopen_user(mette, reason="Igen.", by=admin)


def test_the_command_line_is_in_the_log_too():
    bo = User.objects.create_user("bo", PASSWORD, name="Bo", capabilities=[Capability.ADMINISTRATOR])

    call_command("close_user", "bo", "--reason", "Telefonen er stjålet.")

    bo.refresh_from_db()
    event = told("user.closed")
    assert not bo.is_active
    assert (event.kind, event.actor_id, event.reason) == (Kind.SYSTEM, None, "Telefonen er stjålet.")


def test_the_password_of_another_is_changed_before_anything_else(client, settings, admin):
    settings.SECOND_FACTOR_REQUIRED = True
    mette = create(admin)
    client.force_login(mette)
    change_it = reverse("account_change_password")

    assert client.get(reverse("pages:worklist")).url == change_it
    assert client.get(change_it).status_code == 200
    new = "helt andre ord bagefter"
    answer = client.post(change_it, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert answer.status_code == 302
    mette.refresh_from_db()
    assert not mette.must_change_password
    assert mette.check_password(new)
    client.force_login(mette)
    assert client.get(reverse("pages:worklist")).url == reverse("mfa_activate_totp")
