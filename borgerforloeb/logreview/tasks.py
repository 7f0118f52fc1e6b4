from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.logreview import actions, reminders

# Pages that one night compares; `manage.py reconcile_log` compares all of a day.
PAGES_A_NIGHT = 1500


@shared_task
def find_for_review():
    """The day before, which is over."""
    today = timezone.localdate()
    with serving_as(REMINDERS):
        return actions.find_for_review(today - timedelta(days=1), found_on=today)


@shared_task
def reconcile():
    """The day before: what the citizens would be shown of it, against its rows."""
    with serving_as(REMINDERS):
        found = actions.reconcile(timezone.localdate() - timedelta(days=1), most=PAGES_A_NIGHT)
    return found.pairs


@shared_task
def find_due():
    with serving_as(REMINDERS):
        return reminders.find_due(timezone.localdate())
