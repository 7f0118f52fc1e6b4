"""What can never be mailed is given up after five tries, loudly, and holds up nobody (D57). A right that
was taken away before the task ran is gone for the task too (D58)."""

import logging
from email.errors import HeaderParseError

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from borgerforloeb.notices.actions import PAUSES, deliver
from borgerforloeb.notices.models import Notice
from plans import tasks
from roles.actions import end_assignment
from tests.factories import TODAY, assign, caseworker_of, make_agreement, make_course, make_plan, make_user
from tests.notices.test_actions import NOW, make_notice

pytestmark = pytest.mark.django_db


class Broken(EmailBackend):
    """Fails on one address in a way that nobody thought of."""

    def send_messages(self, messages):
        if "poison" in messages[0].to[0]:
            raise HeaderParseError("poison@hegnsborg.example")
        return super().send_messages(messages)


def test_after_the_fifth_try_it_is_laid_aside_and_told_and_the_others_go_on(settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    poison = make_notice(1, recipient=make_user(email="poison@hegnsborg.example"))
    moment, sent = NOW, []

    for number, pause in enumerate([*PAUSES, PAUSES[-1]], start=2):
        make_notice(number)
        with caplog.at_level(logging.WARNING):
            sent.append(deliver(moment))
        moment += pause
    deliver(moment)

    poison.refresh_from_db()
    assert sent == [1] * 5
    assert (poison.attempts, poison.dead, poison.mailed_at) == (5, True, None)
    assert (poison.failed_with, poison.laid_aside_at) == ("HeaderParseError", moment - PAUSES[-1])
    [alarm] = [line for line in caplog.records if line.name == "borgerforloeb.alarm"]
    assert alarm.levelname == "ERROR"
    assert "poison" not in caplog.text


def test_who_has_lost_the_course_is_told_nothing_of_what_was_found_before():
    sanne = make_user("Sanne Krogh", email="sanne@hegnsborg.example")
    course = make_course()
    katrine = caseworker_of(course)
    held = assign(sanne, course)
    make_agreement(make_plan(course), user=sanne, due_on=TODAY)
    tasks.find_due()
    assert Notice.objects.get().recipient == sanne

    end_assignment(held, ends_on=timezone.localdate(), reason="Færdig.", by=katrine)
    tasks.find_due()
    deliver(timezone.now())

    assert Notice.objects.get(recipient=sanne).settled_at is not None
    assert "sanne@hegnsborg.example" not in {address for message in mail.outbox for address in message.to}
