"""A worker that is killed at the worst moment: nobody goes untold, and nobody is told twice (D53)."""

import re
import signal
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.db import transaction
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.actions import deliver
from borgerforloeb.notices.models import Notice
from plans.reminders import find_due
from tests.factories import make_agreement, make_course, make_plan, make_user
from tests.notices.dying import mail_until_it_dies
from tests.notices.test_actions import make_notice

pytestmark = [pytest.mark.usefixtures("truncatable"), pytest.mark.django_db(transaction=True)]

NAME = re.compile(r"^Message-ID: (\S+)$", re.MULTILINE)
NOW = datetime(2026, 9, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def mails(settings, tmp_path) -> Path:
    """The demo's box, which the dying process writes to as well."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def named(folder: Path) -> Counter:
    """How often each mail lies in the box, by what the mail server knows it by. A file may hold several."""
    return Counter(name for path in folder.glob("*.log") for name in NAME.findall(path.read_text()))


@pytest.mark.parametrize(("where", "lies_there"), [("before", 1), ("after", 2)])
def test_a_mail_that_was_cut_short_comes_again_under_its_own_name(mails, tmp_path, where, lies_there):
    """Between sending and saying so a mail can come twice: it is known for the same by its name."""
    notice = make_notice()

    assert mail_until_it_dies(str(tmp_path), where, 1) == -signal.SIGKILL
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.attempts) == (None, 0)
    assert deliver(timezone.now()) == 1

    assert named(mails) == {f"<notice-{notice.pk}@127.0.0.1>": lies_there}
    assert AuditEvent.objects.filter(action="notice.mailed").count() == 1


@pytest.mark.long
def test_two_hundred_notices_and_ten_deaths(mails, tmp_path):
    for number in range(200):
        make_notice(number)

    for death in range(10):
        where = ("before", "after")[death % 2]
        assert mail_until_it_dies(str(tmp_path), where, 1 + 3 * death) == -signal.SIGKILL
    deliver(timezone.now())

    told = named(mails)
    assert len(told) == 200
    assert sum(told.values()) == 205
    assert AuditEvent.objects.filter(action="notice.mailed").count() == 200
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_a_search_that_was_undone_is_made_again():
    """What is found and what is told of it are one: killed before the commit, the rows are as they were."""
    with transaction.atomic():
        jonas = make_user("Jonas Bech", email="jonas@hegnsborg.example")
        make_agreement(make_plan(make_course(konsulent=jonas)), user=jonas)

    with suppress(KeyboardInterrupt), transaction.atomic(), serving_as(REMINDERS):
        assert find_due(NOW.date()) == 1
        raise KeyboardInterrupt
    assert not Notice.objects.exists()
    with serving_as(REMINDERS):
        find_due(NOW.date())
        find_due(NOW.date())

    assert Notice.objects.count() == 1


def test_the_address_of_the_house_stands_in_the_name_of_each_mail():
    """Two houses that share a mail server have notices of the same number."""
    assert "127.0.0.1" in project_settings.BASE_URL
