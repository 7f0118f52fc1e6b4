"""Each notice is mailed once, by whoever comes first, and says nothing about anybody."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connections

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.notices import tasks
from borgerforloeb.notices.actions import PAUSES, deliver, settle
from borgerforloeb.notices.models import Notice
from tests.factories import TODAY, make_user

NOW = datetime(2026, 9, 2, 6, 0, tzinfo=UTC)


def make_notice(number: int = 1, **fields) -> Notice:
    if "recipient" not in fields:
        fields["recipient"] = make_user("Anna Mus", email=f"anna{number}@hegnsborg.example")
    course = uuid4()
    fields = {"kind": "agreement_due", "object_key": f"agreement:{number}", "due_on": TODAY} | fields
    return Notice.objects.create(course_id=course, path=f"/courses/{course}/plan/", **fields)


@pytest.mark.django_db
def test_a_notice_is_mailed_once_and_logged():
    notice = make_notice()

    assert deliver(NOW) == 1
    assert deliver(NOW) == 0

    notice.refresh_from_db()
    assert (notice.mailed_at, notice.attempts) == (NOW, 0)
    assert [message.to for message in mail.outbox] == [["anna1@hegnsborg.example"]]
    event = AuditEvent.objects.get(action="notice.mailed")
    assert (event.kind, event.course_id, event.actor_id) == (Kind.SYSTEM, notice.course_id, None)


@pytest.mark.django_db
def test_the_mail_says_that_something_waits_and_nothing_else(settings):
    settings.BASE_URL = "https://forloeb.example"
    notice = make_notice()

    deliver(NOW)

    message = mail.outbox[0]
    whole = message.message().as_string() + message.body
    assert message.subject == "Du har noget, der venter i Borgerforløb"
    assert re.findall(r"https?://\S+", message.body) == ["https://forloeb.example/"]
    for secret in ["Anna", str(notice.course_id), "courses", "aftale", "agreement"]:
        assert secret not in whole
    assert not re.search(r"\d{6}-?\d{4}", message.body)


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_four_workers_and_thirty_notices_make_thirty_mails():
    for number in range(30):
        make_notice(number)

    def work(_):
        try:
            return deliver(NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(work, range(4)))

    assert sum(sent) == 30
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 30
    assert deliver(NOW) == 0


@pytest.mark.django_db
def test_a_bad_address_holds_up_nobody(settings):
    settings.EMAIL_BACKEND = "tests.notices.mailing.RefusesSome"
    bad = make_notice(1, recipient=make_user(email="bad@hegnsborg.example"))
    broken = make_notice(2, recipient=make_user(email="x\ny@hegnsborg.example"))
    good = make_notice(3)

    assert deliver(NOW) == 1

    for notice in (bad, broken, good):
        notice.refresh_from_db()
    assert (bad.mailed_at, bad.attempts, broken.attempts) == (None, 1, 1)
    assert good.mailed_at == NOW
    assert [event.target for event in AuditEvent.objects.filter(action="notice.mailed")] == [
        f"notices.notice:{good.pk}"
    ]


@pytest.mark.django_db
def test_a_failed_mail_is_tried_again_later_and_given_up_after_the_fifth(settings):
    settings.EMAIL_BACKEND = "tests.notices.mailing.Away"
    notice = make_notice()

    moment = NOW
    for tries, pause in enumerate(PAUSES, start=1):
        assert deliver(moment) == 0
        assert deliver(moment + pause - timedelta(seconds=1)) == 0
        notice.refresh_from_db()
        assert (notice.attempts, notice.dead) == (tries, False)
        moment += pause
    deliver(moment)
    deliver(moment + timedelta(days=1))

    notice.refresh_from_db()
    assert (notice.attempts, notice.dead, notice.mailed_at) == (5, True, None)


@pytest.mark.django_db
def test_the_mail_comes_when_the_server_is_back(settings):
    settings.EMAIL_BACKEND = "tests.notices.mailing.Away"
    make_notice()
    deliver(NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert deliver(NOW + PAUSES[0]) == 1


@pytest.mark.django_db
def test_who_has_left_is_told_nothing():
    notice = make_notice(recipient=make_user(email="gone@hegnsborg.example", is_active=False))

    assert deliver(NOW) == 0

    notice.refresh_from_db()
    assert notice.settled_at == NOW
    assert mail.outbox == []


@pytest.mark.django_db
def test_without_an_address_it_still_stands_in_the_work():
    anna = make_user(email="")
    make_notice(recipient=anna)

    assert deliver(NOW) == deliver(NOW) == 0
    assert Notice.objects.for_user(anna).count() == 1


@pytest.mark.django_db
def test_what_is_settled_is_neither_mailed_nor_shown():
    notice = make_notice()
    other = make_notice(2, recipient=notice.recipient)

    assert settle("agreement_due", "agreement:1") == 1
    assert settle("agreement_due", "agreement:1") == 0

    assert list(Notice.objects.for_user(notice.recipient)) == [other]
    assert deliver(NOW) == 1


@pytest.mark.django_db
def test_the_task_only_hands_on_the_time():
    make_notice()

    assert tasks.deliver() == 1
