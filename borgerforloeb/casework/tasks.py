from celery import shared_task
from django.conf import settings
from django.utils import timezone

from borgerforloeb.accounts.acting import EXPIRY, REMINDERS, serving_as
from borgerforloeb.casework import reminders
from borgerforloeb.casework.actions.protection import lapse_unanswered
from roles.actions.requests import forget_searches


@shared_task
def find_due():
    today = timezone.localdate()
    # Before those who asked are told of it.
    with serving_as(EXPIRY):
        lapse_unanswered(on=today)
    with serving_as(REMINDERS):
        return reminders.find_due(today=today)


@shared_task
def forget_outside_searches():
    """The keyed hashes of whom somebody looked for, when their term is over; the log keeps its own row."""
    with serving_as(EXPIRY):
        return forget_searches(timezone.now() - settings.OUTSIDE_SEARCHES_KEPT)
