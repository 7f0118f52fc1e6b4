"""A new password, and a second factor from the beginning, for whoever has lost them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability, Session
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.reminders import NEWS_FOR, find_due
from borgerforloeb.notices.actions import deliver
from borgerforloeb.notices.models import NEW_ADDRESS, NEW_WAY_IN, NO_COURSE, Notice
from borgerforloeb.staff import actions
from tests.casework.outside import proven
from tests.factories import TODAY, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "fire ord i træk"
WHY = {"lost": "password", "reason": "Mødt op."}


@pytest.fixture
def admin():
    return make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])


@pytest.fixture
def mette():
    mette = make_user("Mette Vang", username="mette", email="mette@h.example")
    mette.set_password("den gamle lange")
    mette.save()
    TOTP.activate(mette, generate_totp_secret())
    RecoveryCodes.activate(mette)
    return mette


def give(user, by, second_factor_too=False, on=TODAY):
    given = {"second_factor_too": second_factor_too, "reason": " Mødt op. ", "on": on, "by": by}
    return actions.give_password(user, PASSWORD, **given)


def kinds(user):
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


@pytest.mark.parametrize(
    ("both", "left", "action"),
    [
        (False, {"totp", "recovery_codes"}, "user.password_given"),
        (True, set(), "user.second_factor_reset"),
    ],
)
def test_the_old_way_in_is_shut_and_it_is_told(client, admin, mette, both, left, action):
    client.force_login(mette)
    assert client.get(reverse("accounts:profile")).status_code == 200

    give(mette, admin, second_factor_too=both)

    assert client.get(reverse("accounts:profile")).status_code == 302
    assert not Session.objects.filter(user=mette).exists()
    mette.refresh_from_db()
    assert (mette.check_password(PASSWORD), mette.must_change_password, mette.version) == (True, True, 1)
    assert kinds(mette) == left
    event = AuditEvent.objects.get(action=action)
    assert (event.actor_id, event.reason, event.details) == (admin.pk, "Mødt op.", {"user": mette.pk})
    notice = Notice.objects.get(kind=NEW_WAY_IN)
    assert (notice.recipient, notice.course_id, notice.path) == (
        mette,
        NO_COURSE,
        reverse("accounts:profile"),
    )


def test_what_is_refused(admin, mette):
    closed = make_user("Ole Olsen", is_active=False)
    municipal, second = make_user("Kim Kommune"), make_user("Bo", capabilities=["administrator"])
    SocialAccount.objects.create(user=municipal, provider="kommunen", uid="1")
    for user, words in ((admin, "dig selv"), (closed, "lukket"), (municipal, "hos kommunen")):
        with pytest.raises(ValidationError, match=words):
            give(user, admin)
    for by in (mette, make_user("Lene", capabilities=[Capability.LEADER, Capability.LOG_REVIEWER])):
        with pytest.raises(PermissionDenied):
            give(second, by)
    with pytest.raises(ValidationError):
        actions.give_password(mette, "kort", second_factor_too=True, reason="x", on=TODAY, by=admin)

    assert kinds(mette) == {"totp", "recovery_codes"}
    assert mette.check_password("den gamle lange")
    assert not AuditEvent.objects.filter(action__startswith="user.").exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("second_factor_too", [True, False])
def test_who_changed_the_mail_gives_no_password_for_a_week(admin, mette, second_factor_too):
    other = make_user("Bo Beck", capabilities=[Capability.ADMINISTRATOR])
    actions.change_user(mette, version=0, on=TODAY, by=admin, email="falsk@h.example")

    for days in (0, 6):
        with pytest.raises(ValidationError, match="en anden administrator"):
            give(mette, admin, second_factor_too, on=TODAY + timedelta(days=days))
    assert mette.check_password("den gamle lange")
    assert kinds(mette) == {"totp", "recovery_codes"}

    give(mette, other, second_factor_too)
    give(mette, admin, second_factor_too, on=TODAY + timedelta(days=7))


def test_the_address_before_is_told_without_a_name(admin, mette, mailoutbox):
    actions.change_user(mette, version=0, on=TODAY, by=admin, email="falsk@h.example")
    actions.change_user(mette, version=1, on=TODAY, by=admin, title="vikar")

    notice = Notice.objects.get(kind=NEW_ADDRESS)
    assert (notice.recipient, notice.course_id, notice.address) == (mette, NO_COURSE, "mette@h.example")
    deliver(timezone.now())
    [mail] = mailoutbox
    assert mail.to == ["mette@h.example"]
    assert "Mette" not in mail.subject + mail.body


def test_an_address_that_is_changed_after_the_password_does_not_get_its_mail(admin, mette, mailoutbox):
    give(mette, admin)
    actions.change_user(mette, version=1, on=TODAY, by=admin, email="falsk@h.example")

    deliver(timezone.now())

    assert {address for mail in mailoutbox for address in mail.to} == {"mette@h.example"}


def test_from_the_page_to_a_password_and_a_second_factor_of_ones_own(client, admin, mette, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    proven(client, admin)
    page = reverse("staff:employee_way_in", args=[mette.pk])
    assert page in client.get(reverse("staff:employee", args=[mette.pk])).content.decode()
    assert set(client.post(page, {"lost": ""}).context["form"].errors) == {"lost", "reason"}

    answer = client.post(page, WHY | {"lost": "second_factor"}).content.decode()

    password = re.search(r"<code>([a-z0-9-]{23})</code>", answer)[1]
    assert password not in client.get(page).content.decode()
    settings.SECOND_FACTOR_REQUIRED = True
    hers = Client()
    hers.post(reverse("account_login"), {"login": "mette", "password": password})
    first = hers.get(reverse("accounts:profile"))
    assert first.url == reverse("account_change_password")
    own = {"oldpassword": password, "password1": "hest skov kaffe tog", "password2": "hest skov kaffe tog"}
    hers.post(first.url, own)
    mette.refresh_from_db()
    assert not mette.must_change_password
    hers.post(reverse("account_login"), {"login": "mette", "password": own["password1"]})
    assert hers.get(reverse("accounts:profile")).url == reverse("mfa_activate_totp")


def test_it_stands_in_her_work_for_some_days(client, admin, mette):
    today = timezone.localdate()
    give(mette, admin, on=today)
    mette.must_change_password = False
    mette.save()
    client.force_login(mette)
    assert "Du har fået en ny adgangskode" in client.get(reverse("pages:worklist")).content.decode()

    find_due(today + NEWS_FOR)
    assert Notice.objects.get().settled_at is None
    find_due(today + NEWS_FOR * 2)

    assert Notice.objects.get().settled_at is not None


def test_where_nobody_has_a_password_here_none_is_given(client, admin, mette, settings):
    municipal = make_user("Kim Kommune")
    SocialAccount.objects.create(user=municipal, provider="kommunen", uid="1")
    proven(client, admin)
    for one in (municipal, admin):
        shown = client.get(reverse("staff:employee", args=[one.pk])).content.decode()
        assert "Giv en ny adgangskode" not in shown
    settings.LOCAL_SIGN_IN = False

    assert client.get(reverse("staff:employee_way_in", args=[mette.pk])).status_code == 403
