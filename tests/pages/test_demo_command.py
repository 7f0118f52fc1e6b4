from datetime import date

import pytest
from django.core.management import CommandError, call_command

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_database_in_use_is_left_alone(capsys, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    make_user()

    call_command("demo", date=date(2026, 9, 2))

    assert "Intet er ændret" in capsys.readouterr().out
    assert (User.objects.count(), Course.objects.count()) == (1, 0)
    assert not list(tmp_path.iterdir())


def test_a_day_before_the_stories_is_refused():
    with pytest.raises(CommandError, match="tidligst"):
        call_command("demo", date=date(2025, 5, 31))


def test_a_live_system_is_refused(settings):
    settings.DEBUG = settings.TESTING = False

    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo", date=date(2026, 9, 2))

    assert not User.objects.exists()
