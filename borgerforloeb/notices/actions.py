"""Mails that say that something waits, never what or about whom. The row in PostgreSQL decides."""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.shortcuts import resolve_url

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.notices.models import Notice

logger = logging.getLogger(__name__)
# Read by somebody at once.
alarm = logging.getLogger("borgerforloeb.alarm")

SUBJECT = "Du har noget, der venter i Borgerforløb"
BODY = """Hej

Der er noget, der venter på dig i Borgerforløb. Log ind for at se, hvad det er:

{address}

Du kan ikke svare på denne mail.
"""
# How long after the first, second … failure it is tried again. A mail server may be away for a morning.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 10, 60, 240)]

WRITTEN = [
    "settled_at", "dead", "mailed_at", "attempts", "try_after", "failed_with", "laid_aside_at",
]  # fmt: skip


def deliver(now: datetime) -> int:
    """Mail what waits, each in its own transaction. Run by many at once, each row is sent by one of them."""
    sent, last = 0, 0
    while (notice := _deliver_next(last, now)) is not None:
        sent += notice.mailed_at is not None
        # On from here, so that what failed now is not tried again in the same run.
        last = notice.pk
    return sent


@serving_as(REMINDERS)
def _deliver_next(last: int, now: datetime) -> Notice | None:
    waiting = Notice.objects.undelivered(now).filter(pk__gt=last).select_related("recipient")
    notice = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if notice is None:
        return None
    if not notice.recipient.is_active:
        notice.settled_at = now
    elif not _address(notice):
        # It stands in Mit arbejde all the same.
        notice.dead = True
    elif failed_with := _mail(notice):
        notice.failed_with = failed_with
        _put_off(notice, now)
    else:
        notice.mailed_at = now
        record("notice.mailed", kind=Kind.SYSTEM, by=None, target=notice, course_id=notice.course_id)
    notice.save(update_fields=WRITTEN)
    return notice


def _mail(notice: Notice) -> str:
    """The kind of what went wrong, or nothing."""
    body = BODY.format(address=settings.BASE_URL + resolve_url(settings.LOGIN_REDIRECT_URL))
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": _name(notice)}
    message = EmailMessage(SUBJECT, body, None, [_address(notice)], headers=headers)
    try:
        message.send()
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        # Whatever it is, it holds up nobody behind it. The server's answer quotes the address, so only its
        # kind goes to the machine's log.
        logger.warning("a notice could not be mailed: %s", type(error).__name__)
        return type(error).__name__[:80]
    return ""


def _address(notice: Notice) -> str:
    return notice.address or notice.recipient.email


def _name(notice: Notice) -> str:
    """The same when a worker dies after sending and before saying so: the mail server knows it again."""
    return f"<notice-{notice.pk}@{urlsplit(settings.BASE_URL).hostname}>"


def _put_off(notice: Notice, now: datetime) -> None:
    notice.attempts += 1
    if notice.attempts > len(PAUSES):
        notice.dead, notice.laid_aside_at = True, now
        alarm.error("a notice was given up: it could not be mailed in %s tries", notice.attempts)
    else:
        notice.try_after = now + PAUSES[notice.attempts - 1]


def tell_at_once(
    kind: str,
    object_key: str,
    *,
    due_on: date,
    recipients: Iterable[int],
    course_id: UUID,
    path: str,
    address: str = "",
) -> None:
    """For what cannot wait until the tables are asked again; each is told once, as by `reminders.tell`."""
    same = {"kind": kind, "object_key": object_key, "due_on": due_on, "course_id": course_id, "path": path}
    told = [Notice(recipient_id=recipient, address=address, **same) for recipient in sorted(set(recipients))]
    Notice.objects.bulk_create(told, ignore_conflicts=True)


@transaction.atomic
def settle(kind: str, object_key: str) -> int:
    """The cause is done: nobody needs to be told any more.

    One that is being mailed just now is left to the next search; nobody waits for a mail server.
    """
    waiting = Notice.objects.filter(kind=kind, object_key=object_key, settled_at=None)
    return _settle(waiting)


@transaction.atomic
def seen(user: User, kind: str, **such: object) -> int:
    """One of those who were told has looked, which is all that this kind waited for."""
    return _settle(Notice.objects.for_user(user).filter(kind=kind, **such))


def _settle(waiting: QuerySet[Notice]) -> int:
    free = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=free).update(settled_at=Now())
