"""What exists in the demo only: signing in without a password, and the mails on a page."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.core.mail import get_connection, send_mail
from django.urls import reverse

from borgerforloeb.accounts import demo
from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, User]:
    unit = OrgUnit.objects.create(name="Voksen og handicap")

    def make(username, name, *capabilities, **fields):
        return User.objects.create(
            username=username, name=name, capabilities=capabilities, unit=unit, **fields
        )

    return {
        "katrine": make("katrine", "Katrine Dahl", Capability.CASEWORKER, title="socialrådgiver"),
        "aase": make("u1", "Åse Berg", Capability.CASEWORKER),
        "anders": make("u2", "Anders Berg", Capability.CASEWORKER),
        "jonas": make("jonas", "Jonas Bech", Capability.PROVIDER),
        "gone": make("u3", "Aage Gammel", Capability.PROVIDER, is_active=False),
        "vagt": make("vagt", "Dorte Vagt", Capability.DUTY),
    }


def test_two_of_each_kind_are_shown_the_storys_people_first(people):
    shown = {group.word: [user.name for user in group.people] for group in demo.groups()}

    assert shown == {
        "Sagsbehandler": ["Katrine Dahl", "Anders Berg"],
        "Udfører": ["Jonas Bech"],
        "Vagt": ["Dorte Vagt"],
    }


def test_every_capability_says_what_one_sees():
    assert set(demo.WHAT_THEY_SEE) == set(Capability)


def test_the_sign_in_page_lists_them_in_the_demo_only(client, people, settings):
    settings.DEMO = True
    shown = client.get("/account/login/").content.decode()
    settings.DEMO = False
    hidden = client.get("/account/login/").content.decode()

    assert "Katrine Dahl, socialrådgiver" in shown
    assert "Du ser dine borgere" in shown
    assert "Katrine" not in hidden


def test_one_choice_signs_in_and_is_logged(client, people, settings):
    settings.DEMO = True

    answer = client.post(reverse("accounts:demo_login"), {"person": "katrine"})

    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(people["katrine"].pk)
    assert AuditEvent.objects.get().action == "sign_in.succeeded"


@pytest.mark.parametrize("person", ["", "gone", "u1", "nobody"])
def test_only_the_people_shown_can_be_chosen(client, people, settings, person):
    settings.DEMO = True

    answer = client.post(reverse("accounts:demo_login"), {"person": person})

    assert "_auth_user_id" not in client.session
    assert "Vælg en person" in client.get(answer.url).content.decode()


def test_outside_the_demo_none_of_it_exists(client, people, settings):
    settings.DEMO = False

    assert client.post(reverse("accounts:demo_login"), {"person": "katrine"}).status_code == 404
    assert client.get(reverse("accounts:demo_login")).status_code == 404
    assert "_auth_user_id" not in client.session
    client.force_login(people["katrine"])
    assert client.get(reverse("accounts:demo_mail")).status_code == 404


def start(*, debug: str, demo: str) -> subprocess.CompletedProcess[str]:
    """The settings as a process of their own reads them; prints whether a second factor is asked for."""
    secrets = {"SECRET_KEY": "x", "CPR_KEYS": "x", "CPR_LOOKUP_KEY": "x"}
    return subprocess.run(
        [sys.executable, "-c", "from borgerforloeb import settings; print(settings.SECOND_FACTOR_REQUIRED)"],
        env=os.environ | secrets | {"DEBUG": debug, "DEMO": demo},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo_is_refused_when_debug_is_off():
    refused = start(debug="0", demo="1")

    assert refused.returncode != 0
    assert "demo-login må aldrig være åbent i drift" in refused.stderr


@pytest.mark.parametrize(
    ("debug", "demo", "asked"), [("1", "1", "False"), ("1", "0", "True"), ("0", "0", "True")]
)
def test_a_second_factor_is_asked_for_everywhere_but_in_the_demo(debug, demo, asked):
    assert start(debug=debug, demo=demo).stdout.strip() == asked


def test_the_demos_mails_are_shown_newest_first(client, people, settings):
    settings.DEMO = True
    with get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=settings.MAIL_DIR
    ) as files:
        send_mail("Første æøå", "Der er noget.", None, ["anna@hegnsborg.example"], connection=files)
        send_mail("Anden", "Der er mere.", None, ["bo@hegnsborg.example"], connection=files)
    client.force_login(people["katrine"])

    page = client.get(reverse("accounts:demo_mail")).content.decode()

    assert "Første æøå" in page
    assert "Til anna@hegnsborg.example" in page
    assert "Der er noget." in page


def test_mails_are_sorted_by_the_moment_they_were_sent(settings):
    settings.MAIL_DIR.mkdir()
    for hour, name in [(8, "a"), (10, "b"), (9, "c")]:
        sent = datetime(2026, 9, 2, hour, tzinfo=UTC).strftime("%a, %d %b %Y %H:%M:%S -0000")
        text = f"Subject: {name}\nTo: x@y.example\nDate: {sent}\n\nHej\n{'-' * 79}\n"
        (settings.MAIL_DIR / f"{name}.log").write_text(text)

    assert [mail.subject for mail in demo.mails()] == ["b", "c", "a"]
    assert demo.mails()[0].sent_at == datetime(2026, 9, 2, 10, tzinfo=UTC)


def test_without_mails_the_page_says_when_they_come(client, people, settings):
    settings.DEMO = True
    client.force_login(people["katrine"])

    assert "endnu ikke sendt" in client.get(reverse("accounts:demo_mail")).content.decode()
