from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.logreview import actions


@shared_task
def find_for_review():
    """The day before, which is over."""
    today = timezone.localdate()
    with serving_as(REMINDERS):
        return actions.find_for_review(today - timedelta(days=1), found_on=today)
