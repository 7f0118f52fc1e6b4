import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.staff.management.commands import create_user as command

pytestmark = pytest.mark.django_db
PASSWORD = "fire ord i træk"


def test_the_profile_says_who_one_is_in_words(client):
    anna = User.objects.create_user(
        "anna", PASSWORD, name="Anna Mus", title="leder", capabilities=["leader", "duty"]
    )
    client.force_login(anna)

    page = client.get(reverse("accounts:profile")).content.decode()

    assert "Du har adgang som leder, vagt." in page
    assert "Slå totrinsbekræftelse til" in page
    assert reverse("account_change_password") in page


def test_the_profile_needs_sign_in(client):
    assert client.get(reverse("accounts:profile")).status_code == 302


def typed(monkeypatch, *passwords):
    answers = iter(passwords)
    monkeypatch.setattr(command, "getpass", lambda prompt: next(answers))


def test_an_operator_makes_the_first_administrator(monkeypatch, capsys):
    typed(monkeypatch, PASSWORD, PASSWORD)

    call_command("create_user", "bo", "--name", "Bo Drift")

    bo = User.objects.get()
    assert (bo.username, bo.capabilities) == ("bo", [Capability.ADMINISTRATOR])
    assert bo.check_password(PASSWORD)
    assert "Næste skridt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("passwords", "told"), [((PASSWORD, "andet"), "ikke ens"), (("kort", "kort"), "Ingen er oprettet")]
)
def test_a_bad_password_makes_nobody(monkeypatch, passwords, told):
    typed(monkeypatch, *passwords)

    with pytest.raises(CommandError, match=told):
        call_command("create_user", "bo", "--name", "Bo Drift")

    assert not User.objects.exists()


def test_a_name_that_is_taken_makes_nobody(monkeypatch):
    User.objects.create_user("bo", PASSWORD, name="Bo")
    typed(monkeypatch, PASSWORD, PASSWORD)

    with pytest.raises(CommandError, match="Ingen er oprettet"):
        call_command("create_user", "bo", "--name", "Bo Drift")


def test_closing_an_account_signs_it_out(client, capsys):
    anna = User.objects.create_user("anna", PASSWORD, name="Anna Mus")
    client.force_login(anna)

    call_command("close_user", "anna")

    assert client.get(reverse("accounts:profile")).status_code == 302
    assert "logget ud overalt" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("close_user", "ukendt")
